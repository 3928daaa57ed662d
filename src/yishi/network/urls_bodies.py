"""Addresses of the net: the overview, bodies, posts, powers."""

from django.urls import URLPattern, path

from .views import bodies, posts

patterns: list[URLPattern] = [
    path("", bodies.overview, name="overview"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.new_body, name="new_body"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/<str:action>/", bodies.body_do, name="body_do"),
    path("servings/<int:pk>/end/", bodies.end_serving, name="end_serving"),
    path("seats/<int:pk>/end/", bodies.end_seat, name="end_seat"),
    path("contracts/", bodies.contracts, name="contracts"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/<str:action>/", posts.post_do, name="post_do"),
    path("terms/<int:pk>/end/", posts.end_term, name="end_term"),
    path("secretaries/", posts.secretary_list, name="secretaries"),
    path("powers/", bodies.powers, name="powers"),
    path("goes-by/<str:what>/", bodies.set_figure, name="set_figure"),
]
