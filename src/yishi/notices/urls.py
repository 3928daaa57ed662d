from django.urls import path

from .views import inbox, outbox, wishes

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read", inbox.read_all, name="read_all"),
    path("<row:pk>/open", inbox.open_message, name="open"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/mail", wishes.give_mail, name="give_mail"),
    path("wishes/mail/forget", wishes.forget_mail, name="forget_mail"),
    path("wishes/mail/<str:token>/", wishes.confirm_mail, name="confirm_mail"),
    path("wishes/browser", wishes.add_browser, name="add_browser"),
    path("wishes/browser/<row:pk>/drop", wishes.drop_browser, name="drop_browser"),
    path("wishes/browser/key", wishes.push_key, name="push_key"),
    path("stop/<str:token>/", wishes.stop, name="stop"),
    path("quiet/", wishes.quiet_hours, name="quiet_hours"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/again", outbox.try_again, name="try_again"),
    path("outbox/<slug:channel>/try", outbox.try_channel, name="try_channel"),
]
