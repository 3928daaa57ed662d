"""The sheet: what people say, typed while they speak. With JavaScript each line has its number at once and waits in the
browser until it arrived here; without it the same page is a form. Many lines at once, and what comes back on paper."""

import hashlib
import json
import re
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.forms.fields import read_photos
from yishi.network.pictures import Picture
from yishi.record import Refused
from yishi.record.numbers import number

from .. import actions, papers_hall, rules, splitting
from ..actions.sheets import AllThere, Line, next_number
from ..forms.hall import Buildings, OneLine, Paste, SentLine
from ..models import Opinion, Session, Sheet
from .tabs import buildings_of, one_screen, tabs, unkept, written_by

RECENT = 30
MOST_SENT = 100
MOST_PHOTOS = 3
ROWS = 24
"""Lines of a sheet of paper."""
MOST_PAPERS = 40
_DEVICE = re.compile(r"[A-Za-z0-9_-]{16,28}")


def items_of(session: Session) -> Any:
    """What stands on the agenda."""
    return session.items.filter(removed_at=None)


def sheet_for(request: HttpRequest, session: Session, key: str, kind: str = Sheet.Kind.DEVICE) -> Sheet:
    """The sheet with this key at this session; opened where it was not yet."""
    rows = Sheet.objects.select_related("session__place").filter(session=session, key=key)
    found = rows.first()
    if found is None:
        try:
            found = actions.open_sheet(request.actor, session, key=key, kind=kind)
        except Refused:  # two at once: the second finds what the first has opened
            found = rows.first()
            if found is None:
                raise
    return found


def own_key(request: HttpRequest, session: Session) -> str:
    """Of the sheet of whoever writes without JavaScript."""
    return f"{session.pk}-form-{request.actor.post.pk}-{request.actor.pk}"[:40]


@one_screen
@unkept
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The one screen on which what is said is typed."""
    session = written_by(request, pk)
    buildings = buildings_of(session)
    form = OneLine(
        request.POST if request.method == "POST" else None,
        buildings=buildings,
        items=items_of(session),
        initial={"item": number(request.GET.get("item")) or None},
    )
    if form.is_bound and form.is_valid():
        try:
            return _typed(request, session, form)
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
    recent = session.opinions.select_related("session", "sheet", "place", "category")
    context = {
        "session": session,
        "tabs": tabs(session, "meet:sheet"),
        "form": form,
        "buildings": list(buildings.places.values()),
        "recent": list(recent.order_by("-at", "-pk")[:RECENT]),
        "count": session.opinions.filter(hidden_at=None).count(),
        "may_write": session.admits("take_down"),
        "key": secrets.token_urlsafe(12),
        "max_photos": MOST_PHOTOS,
    }
    return render(request, "deliberation/hall/sheet.html", context, status=422 if form.errors else 200)


def _typed(request: HttpRequest, session: Session, form: OneLine) -> HttpResponse:
    said = form.cleaned_data
    photos, wrong = read_photos(request.FILES.getlist("photos"), MOST_PHOTOS)
    key = _key_of(request, said)
    line = Line(key, said["words"], said["who"], said.get("building"), said["item"], photos=tuple(photos))
    page = sheet_for(request, session, own_key(request, session))
    try:
        (opinion,) = actions.take_down(request.actor, page, lines=[line])
    except AllThere:
        opinion = Opinion.objects.select_related("sheet").get(line=key)
    messages.success(request, _("Written down as %(label)s.") % {"label": opinion.label})
    for each in wrong:
        messages.warning(request, str(each))
    item = f"?item={opinion.item_id}" if opinion.item_id else ""
    return redirect(f"{request.path}{item}")


def _key_of(request: HttpRequest, said: dict[str, Any]) -> str:
    """The same form sent twice is the same line; another text in it is another one."""
    whole = json.dumps([request.actor.pk, request.POST.get("key", ""), said["words"], said["who"]])
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:40]


# --- what a device sends ---


@require_POST
@unkept
def open_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A device has a letter of its own; it keeps it."""
    try:
        session = written_by(request, pk)
        return JsonResponse(_as_told(sheet_for(request, session, _device_key(request, session))))
    except Refused as refused:
        return _refused(refused)


def _device_key(request: HttpRequest, session: Session) -> str:
    device = request.POST.get("device", "")
    if not _DEVICE.fullmatch(device):
        raise Refused(_("This device did not say which one it is. Please load the page anew."))
    return f"{session.pk}-{device}"[:40]


def _as_told(page: Sheet) -> dict[str, Any]:
    device = page.key.partition("-")[2]
    return {"device": device, "letter": page.letter, "next": next_number(page)}


def _refused(refused: Refused) -> JsonResponse:
    return JsonResponse({"why": str(refused.reason)}, status=409 if refused.moved_on else 403)


@require_POST
@unkept
def send_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines that waited in a browser: each is there from now on, or it is said why not; nothing is there twice."""
    try:
        session = written_by(request, pk)
        page = sheet_for(request, session, _device_key(request, session))
        return JsonResponse(_taken(request, session, page))
    except Refused as refused:
        return _refused(refused)


def _taken(request: HttpRequest, session: Session, page: Sheet) -> dict[str, Any]:
    buildings, items = buildings_of(session), items_of(session)
    good: list[Line] = []
    told: list[dict[str, Any]] = []
    for sent in _sent(request):
        form = SentLine(sent, buildings=buildings, items=items)
        photos: list[Picture] = []
        if form.is_valid():
            photos, wrong = read_photos(request.FILES.getlist(f"photo-{sent['line']}"), MOST_PHOTOS)
            good.append(_line(form.cleaned_data, photos))
            if wrong:
                told.append({"line": sent["line"], "note": " ".join(map(str, wrong))})
        else:
            told.append({"line": str(sent.get("line", ""))[:40], "why": _why(form)})
    answer: dict[str, Any] = {"lines": told}
    if good:
        there = _kept(request, page, good)
        told += [{"line": each.line, "label": each.label, "late": each.is_late} for each in there]
        moved = next((each.sheet for each in there if each.sheet_id != page.pk), None)
        if moved is not None:
            answer["sheet"] = _as_told(moved)
    return answer


def _sent(request: HttpRequest) -> list[dict[str, Any]]:
    try:
        sent = json.loads(request.POST.get("lines", ""))
    except ValueError:
        sent = None
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise Refused(_("What this device sent cannot be read. Please load the page anew; nothing is lost."))
    return sent[:MOST_SENT]


def _line(said: dict[str, Any], photos: list[Picture]) -> Line:
    return Line(
        said["line"],
        said["words"],
        said["who"],
        said.get("building"),
        said["item"],
        said["number"],
        said["at"],
        tuple(photos),
    )


def _why(form: SentLine) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _kept(request: HttpRequest, page: Sheet, lines: list[Line]) -> list[Opinion]:
    """The opinions of these lines, which are there from now on at the latest."""
    try:
        return actions.take_down(request.actor, page, lines=lines)
    except AllThere:
        rows = Opinion.objects.select_related("sheet", "session")
        return list(rows.filter(line__in=[line.key for line in lines]))


# --- many at once ---


@one_screen
@unkept
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Many lines at once: pasted, looked at, stored once."""
    session = written_by(request, pk)
    buildings = buildings_of(session)
    form = Paste(request.POST if request.method == "POST" else None)
    lines: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        lines = [_looked_at(each, buildings) for each in splitting.split(text)]
        if request.POST.get("do") == "store":
            return _stored(request, session, text, lines)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:sheet"),
        "form": form,
        "lines": lines,
        "unknown": sum(1 for each in lines if each["unknown"]),
        "key": request.POST.get("key", "")[:60] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/hall/paste.html", context, status=422 if form.errors else 200)


def _looked_at(said: splitting.Said, buildings: Buildings) -> dict[str, Any]:
    building = buildings.find(said.building)
    unknown = said.building if said.building and building is None else ""
    who = f"{said.who} {unknown}".strip() if unknown else said.who
    return {"words": said.words, "who": who[:40], "building": building, "unknown": unknown}


def _stored(request: HttpRequest, session: Session, text: str, lines: list[dict[str, Any]]) -> HttpResponse:
    key = request.POST.get("key", "")
    whole = hashlib.sha256(f"{session.pk} {request.actor.pk} {key} {text}".encode(errors="replace"))
    stem = whole.hexdigest()[:30]
    page = sheet_for(request, session, own_key(request, session))
    made = [Line(f"{stem}-{n}", each["words"], each["who"], each["building"]) for n, each in enumerate(lines)]
    there = _kept(request, page, made)
    labels = [each.label for each in sorted(there, key=lambda each: each.number)]
    first, last = labels[0], labels[-1]
    messages.success(
        request,
        _("%(n)s lines are written down: %(first)s to %(last)s.")
        % {"n": len(labels), "first": first, "last": last},
    )
    return redirect("meet:sheet", pk=session.pk)


# --- paper ---


@one_screen
@unkept
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheets of paper: printed with a letter and numbers of their own; what stands on them comes back here."""
    session = written_by(request, pk)
    if request.method == "POST":
        key = f"{session.pk}-p{secrets.token_hex(12)}"
        once = request.POST.get("key", "")[:60]
        page = actions.open_sheet(
            request.actor,
            session,
            key=key,
            kind=Sheet.Kind.PAPER,
            once=f"{request.actor.pk}:{pk}:{once}" if once else "",
        )
        return redirect("meet:paper_sheet", pk=pk, n=page.pk)
    sheets = session.sheets.filter(kind=Sheet.Kind.PAPER).order_by("pk")[:MOST_PAPERS]
    context = {
        "session": session,
        "tabs": tabs(session, "meet:sheet"),
        "sheets": list(sheets),
        "may_open": bool(rules.may_open_sheet(request.actor, session)),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/hall/papers.html", context)


def _paper_of(session: Session, n: int) -> Sheet:
    rows = session.sheets.select_related("session__place").filter(kind=Sheet.Kind.PAPER)
    return get_object_or_404(rows, pk=n)


@one_screen
@unkept
def paper(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """What was written on one sheet of paper, typed by its numbers."""
    session = written_by(request, pk)
    page, buildings = _paper_of(session, n), buildings_of(session)
    there = {each.number: each for each in page.opinions.select_related("place")}
    rows = _rows(request, page, buildings, there)
    wrong = [each for each in rows if each["form"] is not None and each["form"].errors]
    if request.method == "POST" and not wrong:
        return _brought(request, session, page, rows)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:sheet"),
        "sheet": page,
        "rows": rows,
        "wrong": wrong,
        "buildings": list(buildings.places.values()),
        "may_write": session.admits("take_down"),
    }
    return render(request, "deliberation/hall/paper.html", context, status=422 if wrong else 200)


def _rows(
    request: HttpRequest, page: Sheet, buildings: Buildings, there: dict[int, Opinion]
) -> list[dict[str, Any]]:
    """The numbers of the sheet: those that stand there already, and a form for each of the others; of what was sent,
    those with words alone are bound."""
    last = max(ROWS, -(-max(there, default=0) // ROWS) * ROWS)
    found = []
    for at in range(1, last + 1):
        prefix = f"r{at}"
        filled = any(
            request.POST.get(f"{prefix}-{name}", "").strip() for name in ("words", "who", "building")
        )
        form = None
        if at not in there:
            data = request.POST if request.method == "POST" and filled else None
            form = OneLine(data, prefix=prefix, buildings=buildings, items=page.session.items.none())
        found.append(
            {
                "number": at,
                "label": f"{page.letter}{at}",
                "there": there.get(at),
                "form": form,
                "filled": filled,
            }
        )
    return found


def _brought(request: HttpRequest, session: Session, page: Sheet, rows: list[dict[str, Any]]) -> HttpResponse:
    lines = []
    for each in rows:
        if each["form"] is not None and each["filled"]:
            said = each["form"].cleaned_data
            key = f"{page.pk}-paper-{each['number']}"
            lines.append(Line(key, said["words"], said["who"], said.get("building"), number=each["number"]))
    if lines:
        _kept(request, page, lines)
        messages.success(request, _("Written down: %(n)s.") % {"n": len(lines)})
    else:
        messages.info(request, _("Nothing new was filled in."))
    return redirect("meet:paper_sheet", pk=session.pk, n=page.pk)


@require_safe
@unkept
def print_paper(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """The sheet of paper, to print: its letter and numbers, and room to write."""
    session = written_by(request, pk)
    page = _paper_of(session, n)
    return _as_pdf(papers_hall.sheet(session, page, ROWS), f"sheet-{session.pk}-{page.letter}.pdf")


@require_safe
@unkept
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to sign at the door, to print."""
    session = written_by(request, pk)
    return _as_pdf(papers_hall.attendance(session), f"present-{session.pk}.pdf")


def _as_pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
