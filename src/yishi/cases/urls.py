"""Addresses of the closed loop. What a resident may print or read out is short."""

from django.urls import path

from .views import follow, intake, photos, public

app_name = "cases"
urlpatterns = [
    path("cases/", public.case_list, name="list"),
    path("waiting/", public.waiting, name="waiting"),
    path("find/", public.find, name="find"),
    path("c/<str:code>/", public.community, name="community"),
    path("cases/<str:number>/", public.case, name="case"),
    path("photos/<int:pk>/<str:size>.jpg", photos.photo, name="photo"),
    path("report/", intake.report, name="report"),
    path("report/at/<str:code>/", intake.report_at, name="report_at"),
    path("report/<str:draft>/photos/<int:n>.jpg", intake.draft_photo, name="draft_photo"),
    path("report/<str:draft>/<str:step>/", intake.step, name="step"),
    path("c/<str:code>/poster/", public.poster, name="poster"),
    path("places/<str:code>/qr.svg", intake.place_qr, name="place_qr"),
    path("follow/", follow.follow, name="follow"),
    path("cases/<str:number>/receipt/", follow.receipt, name="receipt"),
    path("cases/<str:number>/slip/", follow.slip, name="slip"),
    path("cases/<str:number>/confirm/", follow.confirm, name="confirm"),
    path("cases/<str:number>/contest/", follow.contest, name="contest"),
    path("cases/<str:number>/withdraw/", follow.withdraw, name="withdraw"),
]
