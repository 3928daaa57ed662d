"""Addresses of deliberation: outcomes."""

from django.urls import URLPattern, path

from .views import promises, responses, votes, words

patterns: list[URLPattern] = [
    path("<row:pk>/o/<slug:label>/", responses.opinion, name="opinion"),
    path("<row:pk>/responses/", responses.responses, name="responses"),
    path("<row:pk>/responses/<row:n>/", responses.respond, name="respond"),
    path("<row:pk>/responses/slips.pdf", words.print_slips, name="print_slips"),
    path("<row:pk>/motions/", votes.motions, name="motions"),
    path("motions/<row:pk>/count/", votes.count, name="count_hands"),
    path("motions/<row:pk>/drop/", votes.drop, name="drop_motion"),
    path("<row:pk>/decisions/", votes.decisions, name="decisions"),
    path("<row:pk>/decisions/<row:n>/", votes.decide, name="decide"),
    path("decisions/<row:pk>/strike/", votes.strike, name="strike_decision"),
    path("<row:pk>/promises/new/", promises.undertake, name="undertake"),
    path("promises/mine/", promises.mine, name="my_promises"),
    path("promises/<row:pk>/", promises.promise, name="promise"),
    path("promises/<row:pk>/say/", promises.say, name="promise_say"),
    path("promises/<row:pk>/photo-<slug:size>/", promises.picture, name="promise_picture"),
    path("promises/<row:pk>/<slug:doing>/", promises.act, name="promise_do"),
    path("promises/at/<slug:code>/", promises.of_place, name="promises"),
]
