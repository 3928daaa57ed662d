"""Addresses of deliberation: afterwards."""

from django.urls import URLPattern, path

from .views import figures, minutes

patterns: list[URLPattern] = [
    path("<row:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<row:pk>/minutes/text.json", minutes.minutes_text, name="minutes_text"),
    path("<row:pk>/minutes/paper-<slug:size>.pdf", minutes.minutes_paper, name="minutes_paper"),
    path("<row:pk>/minutes/correct/", minutes.propose, name="propose_correction"),
    path("<row:pk>/minutes/object/", minutes.object_to, name="object_to"),
    path("<row:pk>/minutes/board/<row:n>/<slug:size>/", minutes.board, name="board"),
    path("<row:pk>/minutes/write/", minutes.write, name="write_minutes"),
    path("<row:pk>/minutes/corrections/<row:n>/", minutes.decide, name="decide_correction"),
    path("<row:pk>/minutes/seal/", minutes.seal, name="seal_minutes"),
    path("<row:pk>/minutes/add/", minutes.correct, name="correct_sealed"),
    path("<row:pk>/minutes/post/", minutes.post, name="post_minutes"),
    path("<row:pk>/minutes/objections/<row:n>/", minutes.answer, name="answer_objection"),
    path("<row:pk>/list/<slug:what>/", figures.behind, name="behind"),
    path("figures/<slug:code>/", figures.of_place, name="place_figures"),
    path("figures/<slug:code>/<slug:what>/", figures.listed, name="figures_list"),
    path("unanswered/<slug:code>/", figures.unanswered, name="unanswered"),
]
