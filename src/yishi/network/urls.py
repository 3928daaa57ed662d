"""Addresses of the net: where one lives, and whom one vouches for; both need a sign-in."""

from django.urls import path

from . import views

app_name = "network"
urlpatterns = [
    path("mine/", views.home, name="home"),
    path("mine/leave/", views.leave, name="leave_home"),
    path("", views.homes, name="homes"),
    path("<int:pk>/vouch/", views.vouch, name="vouch"),
    path("<int:pk>/not-there/", views.not_there, name="not_there"),
]
