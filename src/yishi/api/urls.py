"""Addresses of the doors for machines, and of the pages on which people keep their keys."""

from django.urls import URLPattern, URLResolver, path

from . import views
from .open311 import views as open311
from .rest import urls as rest

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("me/keys/", views.keys, name="keys"),
    path("me/keys/new/", views.issue, name="new_key"),
    path("me/keys/<row:pk>/revoke/", views.revoke, name="revoke_key"),
    path("me/hooks/", views.hooks, name="hooks"),
    path("me/hooks/new/", views.set_hook, name="new_hook"),
    path("me/hooks/<row:pk>/change/", views.change_hook, name="change_hook"),
    path("me/hooks/<row:pk>/pause/", views.pause_hook, name="pause_hook"),
    path("me/hooks/<row:pk>/resume/", views.resume_hook, name="resume_hook"),
    path("me/hooks/<row:pk>/try/", views.try_hook, name="try_hook"),
    path("me/hooks/<row:pk>/end/", views.end_hook, name="end_hook"),
    path("me/partners/", views.partners, name="partners"),
    path("me/partners/new/", views.connect, name="new_partner"),
    path("me/partners/<row:pk>/change/", views.change, name="change_partner"),
    path("me/partners/<row:pk>/pause/", views.pause, name="pause_partner"),
    path("me/partners/<row:pk>/resume/", views.resume, name="resume_partner"),
    path("me/partners/<row:pk>/end/", views.disconnect, name="end_partner"),
    path("open311/", open311.about, name="open311"),
    path("open311/v2/discovery.<str:form>", open311.discovery, name="open311_discovery"),
    path("open311/v2/services.<str:form>", open311.service_list, name="open311_services"),
    path("open311/v2/services/<str:code>.<str:form>", open311.service, name="open311_service"),
    path("open311/v2/requests.<str:form>", open311.requests, name="open311_requests"),
    path("open311/v2/requests/<str:number>.<str:form>", open311.one, name="open311_request"),
    path("open311/v2/tokens/<str:token>.<str:form>", open311.token, name="open311_token"),
    path("open311/v2/servicerequestupdates.<str:form>", open311.request_updates, name="open311_updates"),
    path("open311/v2/<path:rest>", open311.elsewhere, {"form": "json"}, name="open311_elsewhere"),
    *rest.urlpatterns,
]
