"""Addresses of the desk; all of them need a sign-in."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("post/", views.choose_post, name="choose_post"),
    path("new/", views.new, name="new"),
    path("new/<str:number>/", views.written, name="written"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/<str:action>/", views.act, name="act"),
]
