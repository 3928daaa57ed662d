"""Addresses of the desk; all of them need a sign-in."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("post/", views.choose_post, name="choose_post"),
    path("limits/", views.limits, name="limits"),
    path("rules/", views.house_rules, name="house_rules"),
    path("texts/", views.reply_texts, name="texts"),
    path("texts/new/", views.new_text, name="new_text"),
    path("texts/<int:pk>/", views.change_text, name="text"),
    path("texts/<int:pk>/put-away/", views.retire_text, name="retire_text"),
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/new/", views.new_checklist, name="new_checklist"),
    path("checklists/<int:pk>/", views.change_checklist, name="checklist"),
    path("checklists/<int:pk>/put-away/", views.retire_checklist, name="retire_checklist"),
    path("work-slips/", views.work_slips, name="work_slips"),
    path("new/", views.new, name="new"),
    path("batch/", views.batch, name="batch"),
    path("slips/", views.slips, name="slips"),
    path("absence/", views.absence, name="absence"),
    path("absence/<int:pk>/end/", views.end_absence, name="end_absence"),
    path("sheet/", views.sheet, name="sheet"),
    path("sheet/bring-in/", views.bring_in, name="bring_in"),
    path("sheet/done/", views.sheet_done, name="sheet_done"),
    path("new/<str:number>/", views.written, name="written"),
    path("asking/", views.enter_slips, name="enter_slips"),
    path("asking/print/", views.print_slips, name="print_slips"),
    path("bulk/", views.bulk, name="bulk"),
    path("bulk/choose/", views.choose, name="bulk_choose"),
    path("bulk/done/", views.bulk_done, name="bulk_done"),
    path("walk/", views.walk, name="walk"),
    path("walk/change/", views.change_walk, name="change_walk"),
    path("walk/sheet/", views.walk_sheet, name="walk_sheet"),
    path("filters/", views.filters, name="filters"),
    path("keys/", views.keys, name="keys"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/work-slip/", views.work_slip, name="work_slip"),
    path("cases/<str:number>/checks/<int:pk>/", views.check, name="check"),
    path("cases/<str:number>/merge/", views.merge, name="merge"),
    path("cases/<str:number>/photos/<int:pk>/", views.black_out, name="black_out"),
    path("cases/<str:number>/photos/<int:pk>/as-taken.jpg", views.as_taken, name="photo_as_taken"),
    path("cases/<str:number>/<str:action>/", views.act, name="act"),
]
