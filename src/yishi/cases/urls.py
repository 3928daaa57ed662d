"""Addresses of the closed loop. What a resident may print or read out is short."""

from django.urls import path

from .views import follow, intake, judging, photos, pressure, public, rates, topics, voices

app_name = "cases"
urlpatterns = [
    path("cases/", public.case_list, name="list"),
    path("waiting/", public.waiting, name="waiting"),
    path("parked/", pressure.parked, name="parked"),
    path("find/", public.find, name="find"),
    path("c/<str:code>/", public.community, name="community"),
    path("cases/<str:number>/", public.case, name="case"),
    path("photos/<int:pk>/<str:size>.jpg", photos.photo, name="photo"),
    path("report/", intake.report, name="report"),
    path("report/at/<str:code>/", intake.report_at, name="report_at"),
    path("report/<str:draft>/photos/<int:n>.jpg", intake.draft_photo, name="draft_photo"),
    path("report/<str:draft>/<str:step>/", intake.step, name="step"),
    path("c/<str:code>/poster/", public.poster, name="poster"),
    path("c/<str:code>/topics/", topics.of_place, name="topics"),
    path("c/<str:code>/rates/", rates.of_place, name="rates"),
    path("cases/<str:number>/doubt/", judging.doubt, name="doubt"),
    path("s/<str:token>/", judging.judge, name="judge"),
    path("sms/reply/", judging.sms_reply, name="sms_reply"),
    path("looks/", judging.looks, name="looks"),
    path("looks/offer/", judging.offer_looks, name="offer_looks"),
    path("looks/<int:pk>/", judging.look, name="look"),
    path("c/<str:code>/paper/", public.paper, name="paper"),
    path("places/<str:code>/qr.svg", intake.place_qr, name="place_qr"),
    path("follow/", follow.follow, name="follow"),
    path("cases/<str:number>/receipt/", follow.receipt, name="receipt"),
    path("cases/<str:number>/slip/", follow.slip, name="slip"),
    path("cases/<str:number>/confirm/", follow.confirm, name="confirm"),
    path("cases/<str:number>/contest/", follow.contest, name="contest"),
    path("cases/<str:number>/withdraw/", follow.withdraw, name="withdraw"),
    path("cases/<str:number>/join/", voices.join, name="join"),
    path("cases/<str:number>/joined/", voices.joined, name="joined"),
    path("cases/<str:number>/leave/", voices.leave, name="leave"),
    path("cases/<str:number>/own-way/", voices.split, name="split"),
    path("cases/<str:number>/settled/", voices.settle, name="settle"),
    path("cases/<str:number>/nudge/", pressure.nudge, name="nudge"),
    path("cases/<str:number>/object/", pressure.object_parking, name="object_parking"),
]
