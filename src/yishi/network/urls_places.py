"""Addresses of the net: places, grids and plans."""

from django.urls import URLPattern, path

from .views import grids, places, plans

patterns: list[URLPattern] = [
    path("places/", places.places, name="places"),
    path("places/<str:code>/", places.place, name="place"),
    path("places/<str:code>/add/", places.add, name="add_place"),
    path("places/<str:code>/name/", places.rename, name="rename_place"),
    path("places/<str:code>/code/", places.recode, name="recode_place"),
    path("places/<str:code>/close/", places.close, name="close_place"),
    path("places/<str:code>/move/", places.move, name="move_place"),
    path("places/<str:code>/split/", places.split, name="split_community"),
    path("places/<str:code>/grids/", grids.grids, name="grids"),
    path("places/<str:code>/plan/", plans.hang, name="hang_plan"),
    path("grids/<row:pk>/", grids.grid, name="grid"),
    path("grids/<row:pk>/end/", grids.end, name="end_grid"),
    path("plans/<row:pk>/", plans.plan, name="plan"),
    path("plans/<row:pk>.jpg", plans.picture, name="plan_picture"),
    path("plans/<row:pk>/zones/<str:code>/erase/", plans.erase, name="erase_zone"),
    path("plans/<row:pk>/down/", plans.take_down, name="take_down_plan"),
]
