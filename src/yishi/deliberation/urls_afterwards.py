"""Addresses of deliberation: afterwards."""

from django.urls import URLPattern, path

from .views import figures, minutes

patterns: list[URLPattern] = [
    path("<int:pk>/minutes/", minutes.minutes, name="minutes"),
    path("<int:pk>/minutes/text.json", minutes.minutes_text, name="minutes_text"),
    path("<int:pk>/minutes/paper-<slug:size>.pdf", minutes.minutes_paper, name="minutes_paper"),
    path("<int:pk>/minutes/correct/", minutes.propose, name="propose_correction"),
    path("<int:pk>/minutes/object/", minutes.object_to, name="object_to"),
    path("<int:pk>/minutes/board/<int:n>/<slug:size>/", minutes.board, name="board"),
    path("<int:pk>/minutes/write/", minutes.write, name="write_minutes"),
    path("<int:pk>/minutes/corrections/<int:n>/", minutes.decide, name="decide_correction"),
    path("<int:pk>/minutes/seal/", minutes.seal, name="seal_minutes"),
    path("<int:pk>/minutes/add/", minutes.correct, name="correct_sealed"),
    path("<int:pk>/minutes/post/", minutes.post, name="post_minutes"),
    path("<int:pk>/minutes/objections/<int:n>/", minutes.answer, name="answer_objection"),
    path("<int:pk>/list/<slug:what>/", figures.behind, name="behind"),
    path("figures/<slug:code>/", figures.of_place, name="place_figures"),
    path("figures/<slug:code>/<slug:what>/", figures.listed, name="figures_list"),
    path("unanswered/<slug:code>/", figures.unanswered, name="unanswered"),
]
