"""Addresses of the net: roll."""

from django.urls import URLPattern, path

from .views import binding, roll, roll_rules

patterns: list[URLPattern] = [
    path("roll/", roll.home, name="roll"),
    path("roll/bring/", roll.upload, name="roll_upload"),
    path("roll/example.xlsx", roll.example_sheet, name="roll_example"),
    path("roll/files/<row:pk>/", roll.one_import, name="roll_import"),
    path("roll/files/<row:pk>/problems.csv", roll.problems_sheet, name="roll_problems"),
    path("roll/files/<row:pk>/confirm/", roll.confirm, name="roll_confirm"),
    path("roll/files/<row:pk>/drop/", roll.drop, name="roll_drop"),
    path("roll/to-complete/", roll.to_complete, name="roll_to_complete"),
    path("roll/counts/", roll.counts, name="roll_counts"),
    path("roll/at/<str:code>/", roll.at, name="roll_at"),
    path("roll/at/<str:code>/slips/", binding.slips, name="roll_slips"),
    path("roll/dwellings/<row:pk>/", roll.dwelling, name="roll_dwelling"),
    path("roll/dwellings/<row:pk>/correct/", roll.correct, name="roll_correct"),
    path("roll/dwellings/<row:pk>/owners/", roll.owners, name="roll_owners"),
    path("roll/dwellings/<row:pk>/enter/", roll.enter, name="roll_enter"),
    path("roll/people/<row:pk>/", roll.complete, name="roll_complete"),
    path("roll/people/<row:pk>/end/", roll.end, name="roll_end"),
    path("roll/rules/", roll_rules.roll_rules, name="roll_rules"),
    path("bind/", binding.bind, name="bind"),
]
