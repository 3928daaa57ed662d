"""What is shown when something fails: a page in the reader's language for every fault, and nothing of what was typed
is lost with the database or for want of room."""

import logging
import sys

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from yishi.network import pictures
from yishi.network.actors import ANYONE
from yishi.record import troubles

from . import readiness

log = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
UNREADABLE = (DataError, OverflowError, UnicodeError)
"""What a database or an encoding says of a value that is none, such as a NUL or a year nobody lives in. Forms refuse
these before; where one slipped through, the sender is told, and the log holds the place."""
SECRETS = ("password", "password1", "password2", "oldpassword", "credential")
"""Never written into a page: a form with one of these is asked for anew."""
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page, for whatever nobody else has caught."""
    error = sys.exc_info()[1]
    if _is_away(error) or troubles.is_full(error):
        if troubles.is_full(error):
            readiness.note_full()
        return database_away(request)
    if isinstance(error, UNREADABLE):
        return bad_request(request, error)
    return HttpResponse(loader.get_template("500.html").render({}), status=500)


def _is_away(error: BaseException | None) -> bool:
    """Whether it is, or came from, the database not answering: another error may hide that."""
    for _depth in range(8):
        if error is None or isinstance(error, AWAY):
            break
        error = error.__cause__ or error.__context__
    return isinstance(error, AWAY)


def database_away(request: HttpRequest) -> HttpResponse:
    """The database does not answer, or there is no room left. What was typed stands in the page, with a button that
    sends it again."""
    typed, files = _typed(request) if request.method == "POST" else ([], False)
    secret = any(name in SECRETS for name, _value in typed)
    context = {
        "was_post": request.method == "POST" and not secret,
        "retry_fields": [] if secret else typed,
        "retry_path": request.get_full_path(),
        "photos_lost": files,
    }
    page = loader.get_template("503.html").render(context, request=_bare(request))
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response


def _typed(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """The fields that were sent, and whether files came with them."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        return [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"], bool(request.FILES)
    except Exception:
        log.warning("what was sent could not be read", exc_info=True)
        return [], False


def _bare(request: HttpRequest) -> HttpRequest:
    """The request without what needs the database, for the context processors."""
    request.user = AnonymousUser()
    request.actor = ANYONE  # type: ignore[attr-defined]
    return request


def bad_request(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """Something in the request cannot be read; too much of it is said as such. A session that could not be kept comes
    this way, too."""
    if _is_away(exception) or troubles.is_full(exception):
        return database_away(request)
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"reason": _("This is too much to send at once.")}, status=413)
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """The page exists, but not for this method; whoever only asks which ones there are gets them."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
    else:
        response = render(request, "405.html", status=405)
    response["Allow"] = ", ".join(sorted({*refused["Allow"].split(", "), "OPTIONS"}))
    return response


def largest_body() -> int:
    """Bytes of the largest form there is: all its photos, and a little for the words."""
    return settings.DATA_UPLOAD_MAX_NUMBER_FILES * pictures.MOST_BYTES + 1024 * 1024
