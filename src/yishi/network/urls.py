"""Addresses of the net: where one lives, and whom one vouches for; both need a sign-in."""

from django.urls import path

from .views import homes

app_name = "network"
urlpatterns = [
    path("mine/", homes.home, name="home"),
    path("mine/leave/", homes.leave, name="leave_home"),
    path("", homes.homes, name="homes"),
    path("<row:pk>/vouch/", homes.vouch, name="vouch"),
    path("<row:pk>/not-there/", homes.not_there, name="not_there"),
]
