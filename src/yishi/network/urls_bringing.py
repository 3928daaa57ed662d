"""Addresses of spreadsheets that are brought in."""

from django.urls import URLPattern, path

from .views import bringing

patterns: list[URLPattern] = [
    path("bring/", bringing.all_imports, name="imports"),
    path("bring/files/<row:pk>/", bringing.brought, name="brought"),
    path("bring/files/<row:pk>/problems.csv", bringing.brought_problems, name="brought_problems"),
    path("bring/files/<row:pk>/confirm/", bringing.confirm_brought, name="confirm_brought"),
    path("bring/files/<row:pk>/drop/", bringing.drop_brought, name="drop_brought"),
    path("bring/<str:what>/", bringing.bring, name="bring"),
    path("bring/<str:what>/example.xlsx", bringing.bring_example, name="bring_example"),
]
