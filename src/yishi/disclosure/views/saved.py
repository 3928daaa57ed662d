"""Saving a list as a file: as CSV, given out while it is read, or as a spreadsheet; a long spreadsheet is written by
the worker, and its page says how far it is.

What everybody may see is asked for by an address (GET) and says the same to everybody. Whoever is signed in asks by a
form (POST) and gets the list as they see it; where that may be more than everybody sees, the record notes it.
"""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yishi.network import saving
from yishi.network.actors import ANYONE
from yishi.network.views.doing import unkept
from yishi.people import limits
from yishi.record import Refused, clock
from yishi.record.doors import open_page
from yishi.record.keyring import KeyLost

from .. import actions, saved_files, saved_jobs
from ..models import SavedList

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HOUR = 60 * 60
WEIGHTS = ((500, "light", 600), (20_000, "middling", 60))
HEAVY = ("heavy", 10)
"""Up to so many rows a list is of this weight, and one address gets so many of them in an hour."""
LONGEST_QUERY = 2000
SHOWN = 20


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A list as a file. 404 for a list there is not, or whose page whoever asks may not look at."""
    listed, actor = saving.LISTS.get(name), _whoever(request)
    if listed is None or form not in TYPES or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise Http404(_("There is no such list."))
    try:
        rows = listed.rows(actor, request.GET)
    except Refused:
        raise Http404(_("There is no such list.")) from None
    many, language = rows.count(), get_language() or settings.LANGUAGE_CODE
    if (wait := _too_much(request, many)) is not None:
        return wait
    by_worker = form == XLSX and many > settings.YISHI_SHEET_ROWS
    if by_worker and actor.pk is None:
        context = {"listed": listed, "many": many, "query": request.GET.urlencode()}
        return render(request, "disclosure/saved/long.html", context, status=422)
    if by_worker:
        said = {"query": request.GET.urlencode(), "language": language}
        saved = actions.save_list(actor, name=name, form=form, rows=many, **said)
        return redirect("open:saved", saved.pk)
    if listed.beyond and actor.pk is not None:
        actions.save_list(actor, name=name, form=form, rows=many, language=language)
    return _given(listed, rows, actor, form, language)


def _whoever(request: HttpRequest) -> Any:
    return request.actor if request.method == "POST" else ANYONE  # type: ignore[attr-defined]


def _given(listed: saving.Listed, rows: Any, actor: Any, form: str, language: str) -> HttpResponseBase:
    if form == CSV:
        pieces = saving.csv_of(listed, rows, actor, language)
        answer: Any = StreamingHttpResponse(pieces, content_type=TYPES[CSV])
    else:
        answer = FileResponse(saving.xlsx_of(listed, rows, actor, language), content_type=TYPES[XLSX])
    return _as_file(answer, listed.name, form)


def _as_file(answer: Any, name: str, form: str) -> Any:
    answer["Content-Disposition"] = f'attachment; filename="yishi-{name}-{clock.today():%Y%m%d}.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _too_much(request: HttpRequest, many: int) -> HttpResponse | None:
    """The page that asks for patience, once an address has had as many lists of this weight as it gets in an hour."""
    kind, most = next(((kind, most) for rows, kind, most in WEIGHTS if many <= rows), HEAVY)
    if limits.allow(f"save-{kind}", limits.address_of(request), most, HOUR):
        return None
    wait = limits.seconds_left(HOUR)
    reason = _("More lists were saved from here than we can write for one address in an hour.")
    context = {"reason": reason, "retry_minutes": -(-wait // 60)}
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer


# --- what the worker writes ---


@require_safe
@unkept
def saved_lists(request: HttpRequest) -> HttpResponse:
    """One's long lists: what is being written, what is ready."""
    rows = _own(request).exclude(state__in=(SavedList.State.GIVEN, SavedList.State.DROPPED))
    return render(request, "disclosure/saved/all.html", {"rows": [_shown(each) for each in rows[:SHOWN]]})


@require_safe
@unkept
def saved(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker is; then the file."""
    found = get_object_or_404(_own(request), pk=pk)
    return render(request, "disclosure/saved/one.html", {"saved": found, **_shown(found)})


def _own(request: HttpRequest) -> Any:
    return SavedList.objects.visible_to(request.actor)  # type: ignore[attr-defined]


def _shown(found: SavedList) -> dict[str, Any]:
    listed = saving.LISTS.get(found.name)
    return {"saved": found, "title": listed.title if listed else found.name}


@require_safe
@unkept
def saved_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, as long as it lies here and whoever made it may still look at the list."""
    since = clock.now() - saved_jobs.KEPT
    found = get_object_or_404(_own(request), pk=pk, state=SavedList.State.READY, ended_at__gte=since)
    try:
        saving.LISTS[found.name].rows(request.actor, QueryDict(found.query))  # type: ignore[attr-defined]
        pieces = saved_files.pieces(found.file)
    except (Refused, KeyError):
        raise Http404(_("There is no such list.")) from None
    except (FileNotFoundError, KeyLost):
        raise Http404(_("The file is no longer here. Please save the list again.")) from None
    answer = StreamingHttpResponse(pieces, content_type=TYPES[found.form])
    answer["Content-Length"] = str(found.bytes)
    return _as_file(answer, found.name, found.form)


@require_POST
def drop_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody needs it any more: the worker stops, and the file is gone."""
    actions.drop_saved(get_object_or_404(_own(request), pk=pk))
    return redirect("open:saved", pk)
