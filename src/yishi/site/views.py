"""Pages of the house itself: switches, health, the style page, and what is shown when something fails."""

import logging
import sys

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from yishi.record.doors import open_page

from .style import page

log = logging.getLogger(__name__)
language = open_page(require_POST(set_language))
style = open_page(page)


@open_page
@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """Switch between the normal and the elder mode; kept in a cookie, so no account is needed."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = redirect(target)
    wanted = "elder" if request.POST.get("mode") == "elder" else "normal"
    response.set_cookie(
        "mode", wanted, max_age=60 * 60 * 24 * 365, samesite="Lax", secure=request.is_secure()
    )
    return response


@open_page
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@open_page
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and is migrated."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "unavailable", "reason": "database"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "reason": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page. Where the database is away, it keeps what was typed and offers to send it again."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return _try_again(request)
    return HttpResponse(loader.get_template("500.html").render({}), status=500)


def _try_again(request: HttpRequest) -> HttpResponse:
    kept = []
    if request.method == "POST":
        kept = [(k, v) for k, values in request.POST.lists() if k != "csrfmiddlewaretoken" for v in values]
    context = {
        "retry_fields": kept,
        "retry_path": request.get_full_path(),
        "was_post": request.method == "POST",
    }
    response = HttpResponse(
        loader.get_template("503.html").render(context, request=_bare(request)), status=503
    )
    response["Retry-After"] = "10"
    return response


def _bare(request: HttpRequest) -> HttpRequest:
    """The request without what needs the database, for the context processors."""
    from django.contrib.auth.models import AnonymousUser

    from yishi.network.actors import ANYONE

    request.user = AnonymousUser()
    request.actor = ANYONE  # type: ignore[attr-defined]
    return request


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something in the request cannot be read; too much of it is said as such."""
    from django.core.exceptions import RequestDataTooBig

    too_big = isinstance(exception, RequestDataTooBig)
    template, status = ("413.html", 413) if too_big else ("400.html", 400)
    return render(
        request,
        template,
        {"reason": _("This is too much to send at once.") if too_big else ""},
        status=status,
    )
