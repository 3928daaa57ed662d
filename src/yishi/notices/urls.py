from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read", views.read_all, name="read_all"),
    path("<int:pk>/open", views.open_message, name="open"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/again", views.try_again, name="try_again"),
]
