"""Addresses of the net: coverage, figures, the directory, plaques, commitments, visits."""

from django.urls import URLPattern, path

from .views import commitments, plaques, public, visits

patterns: list[URLPattern] = [
    path("coverage/<str:code>/", public.coverage, name="coverage"),
    path("figures/<str:code>/", public.figures, name="figures"),
    path("figures/<str:code>/<slug:name>/", public.behind, name="behind"),
    path("commitments/<str:code>/", public.commitments, name="commitments"),
    path("directory/", public.directory, name="directory"),
    path("directory/forget/", public.forget, name="directory_forget"),
    path("directory/<str:code>/", public.directory_at, name="directory_at"),
    path("directory/<str:code>/paper/", public.sheet, name="directory_sheet"),
    path("p/<str:token>/", public.plaque, name="plaque"),
    path("grid/", visits.coverage_grid, name="coverage_grid"),
    path("grid/<str:code>/", visits.coverage_grid, name="coverage_grid_at"),
    path("grid/<str:code>/note/", visits.note, name="note_visit"),
    path("openings/", commitments.openings, name="openings"),
    path("openings/<row:pk>/done/", commitments.fulfil, name="opening_fulfil"),
    path("openings/<row:pk>/proof/<slug:size>/", commitments.proof, name="opening_proof"),
    path("openings/<row:pk>/proof-down/", commitments.take_proof_down, name="opening_proof_down"),
    path("openings/<row:pk>/drop/", commitments.drop, name="opening_drop"),
    path("plaques/", plaques.keep, name="plaques"),
    path("plaques/printed/", plaques.printed, name="plaques_printed"),
    path("plaques/file/", plaques.file, name="plaques_file"),
    path("plaques/<row:pk>/file/", plaques.file_of_one, name="plaque_file"),
    path("plaques/<row:pk>/take-down/", plaques.take_down, name="plaque_take_down"),
]
