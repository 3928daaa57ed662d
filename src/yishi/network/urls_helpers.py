"""Addresses of the net: helpers."""

from django.urls import URLPattern, path

from .views import registrations, skills

patterns: list[URLPattern] = [
    path("helping/", skills.mine, name="helping"),
    path("helping/report/", registrations.report, name="report_member"),
    path("helping/leave/", registrations.leave, name="leave_registration"),
    path("helping/here/", skills.here, name="helping_here"),
    path("helping/here/new/", skills.enter, name="enter_offer"),
    path("helping/tasks/", registrations.my_tasks, name="my_tasks"),
    path("helping/units/", registrations.units, name="units"),
    path("helping/units/new/", registrations.enter_unit, name="enter_unit"),
    path("helping/units/<row:pk>/", registrations.tasks, name="tasks"),
    path("helping/units/<row:pk>/<str:what>/", registrations.keep, name="keep_registration"),
    path("helping/task/<row:pk>/<str:what>/", registrations.task, name="task"),
    path("helping/at/<str:code>/", registrations.place, name="helping_at"),
    path("helping/<row:pk>/", skills.change, name="change_offer"),
    path("helping/<row:pk>/end/", skills.end, name="end_offer"),
]
