"""The front door."""

from django.urls import include, path

from yishi.cases.views import public

from . import views
from .worker import service_worker

urlpatterns = [
    path("", public.home, name="home"),
    path("", include("yishi.cases.urls")),
    path("meet/", include("yishi.deliberation.urls")),
    path("desk/", include("yishi.desk.urls")),
    path("", include("yishi.disclosure.urls")),
    path("", include("yishi.api.urls")),
    path("inbox/", include("yishi.notices.urls")),
    path("record/", include("yishi.record.urls")),
    path("account/", include("yishi.people.account_urls")),
    path("me/", include("yishi.people.urls")),
    path("net/homes/", include("yishi.network.urls")),
    path("net/", include("yishi.network.net_urls")),
    path("homes/", views.homes_moved, name="homes_moved"),
    path("homes/<path:rest>", views.homes_moved, name="home_moved"),
    path("language", views.language, name="language"),
    path("mode", views.mode, name="mode"),
    path("style", views.style, name="style"),
    path("sw.js", service_worker, name="service_worker"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
handler500 = "yishi.site.faults.server_error"
handler400 = "yishi.site.faults.bad_request"
