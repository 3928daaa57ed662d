"""Addresses of deliberation: outcomes."""

from django.urls import URLPattern, path

from .views import promises, responses, votes

patterns: list[URLPattern] = [
    path("<int:pk>/o/<slug:label>/", responses.opinion, name="opinion"),
    path("<int:pk>/responses/", responses.responses, name="responses"),
    path("<int:pk>/responses/<int:n>/", responses.respond, name="respond"),
    path("<int:pk>/motions/", votes.motions, name="motions"),
    path("motions/<int:pk>/count/", votes.count, name="count_hands"),
    path("motions/<int:pk>/drop/", votes.drop, name="drop_motion"),
    path("<int:pk>/decisions/", votes.decisions, name="decisions"),
    path("<int:pk>/decisions/<int:n>/", votes.decide, name="decide"),
    path("<int:pk>/promises/new/", promises.undertake, name="undertake"),
    path("promises/mine/", promises.mine, name="my_promises"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("promises/<int:pk>/say/", promises.say, name="promise_say"),
    path("promises/<int:pk>/photo-<slug:size>/", promises.picture, name="promise_picture"),
    path("promises/<int:pk>/<slug:doing>/", promises.act, name="promise_do"),
    path("promises/at/<slug:code>/", promises.of_place, name="promises"),
]
