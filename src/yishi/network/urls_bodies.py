"""Addresses of the net: the overview, bodies, posts, powers."""

from django.urls import URLPattern, path

from .views import bodies, posts

patterns: list[URLPattern] = [
    path("", bodies.overview, name="overview"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.new_body, name="new_body"),
    path("bodies/<row:pk>/", bodies.body, name="body"),
    path("bodies/<row:pk>/<str:action>/", bodies.body_do, name="body_do"),
    path("servings/<row:pk>/end/", bodies.end_serving, name="end_serving"),
    path("seats/<row:pk>/end/", bodies.end_seat, name="end_seat"),
    path("contracts/", bodies.contracts, name="contracts"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<row:pk>/", posts.post, name="post"),
    path("posts/<row:pk>/<str:action>/", posts.post_do, name="post_do"),
    path("terms/<row:pk>/end/", posts.end_term, name="end_term"),
    path("secretaries/", posts.secretary_list, name="secretaries"),
    path("powers/", bodies.powers, name="powers"),
    path("goes-by/<str:what>/", bodies.set_figure, name="set_figure"),
]
