"""Pages of the house itself: switches, health, the style page."""

from urllib.parse import quote

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from yishi.record.doors import open_page

from . import readiness
from .style import page

language = open_page(require_POST(set_language))
style = open_page(page)


@open_page
@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """Switch between the normal and the elder mode; kept in a cookie, so no account is needed."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = "elder" if request.POST.get("mode") == "elder" else "normal"
    response.set_cookie(
        "mode", wanted, max_age=60 * 60 * 24 * 365, samesite="Lax", secure=request.is_secure()
    )
    return response


@open_page
@require_safe
def homes_moved(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Pages of homes lie with the rest of the net; an address somebody kept still leads there."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(f"/net/homes/{quote(rest)}{query}")


@open_page
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@open_page
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers, is migrated and keeps what is written, and there is room for pictures; else why not, as a
    word and a sentence."""
    if reason := readiness.reason():
        said = {"status": "unavailable", "reason": reason, "detail": str(readiness.REASONS[reason])}
        return JsonResponse(said, status=503)
    return JsonResponse({"status": "ok"})
