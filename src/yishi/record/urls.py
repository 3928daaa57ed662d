"""Addresses of the record."""

from django.urls import path

from . import views

app_name = "record"
urlpatterns = [
    path("", views.home, name="home"),
    path("export.jsonl.gz", views.export, name="export"),
    path("head.json", views.head, name="head"),
    path("proof/<row:pk>.json", views.proof, name="proof"),
    path("growth/<row:old>/<row:new>.json", views.growth, name="growth"),
    path("tool/<str:name>", views.tool, name="tool"),
    path("check", views.verify, name="verify"),
    path("check/here", views.check_here, name="check_here"),
]
