"""Pages of the hall for whoever writes a session down: where it stands, who came, the roll-call, and what is said
before everybody reads it."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.receipts import qr
from yishi.network.views.showing import picture
from yishi.people.models import RetentionRule
from yishi.people.retention import days
from yishi.record import Refused
from yishi.record.numbers import number

from .. import actions, parts_hall, present, rules, slips
from ..forms.hall import Entitled, Hide, ListCame, LookAtNames, Narrow, OneCame, Show, Strike
from ..models import Attendance, Invitation, OpinionPhoto, Session, State
from .sessions import doings_of
from .tabs import buildings_of, one_screen, tabs, unkept, written_by

SHOWN = 40


@require_safe
@unkept
def hall(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the session stands, and the doors to everything one does in it."""
    session = written_by(request, pk)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:hall"),
        "present": present.counted(session),
        "quorum": present.quorum(session),
        "sums": parts_hall.sums(session),
        "to_look_at": session.opinions.to_look_at().count(),
        "may_open_wall": bool(rules.may_open_wall(request.actor, session)) and not session.wall_open,
        "may_close_wall": bool(rules.may_close_wall(request.actor, session)),
        "may_take_down": session.admits("take_down"),
        "doings": [each for each in doings_of(session, request.actor) if each["name"] in ("begin", "end")],
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/hall/home.html", context)


@require_POST
def open_wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The question wall is opened, or closed."""
    session = written_by(request, pk)
    if request.POST.get("do") == "close":
        actions.close_wall(request.actor, session)
        messages.success(request, _("The question wall is closed. What stands on it stays to be read."))
    else:
        actions.open_wall(request.actor, session)
        messages.success(request, _("The question wall is open. Show the code on the projector."))
    return redirect("meet:hall_words" if request.POST.get("back") == "words" else "meet:hall", pk=pk)


# --- who came ---


@one_screen
@unkept
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk's list: a line, or a whole paper, added; who stands on it."""
    session = written_by(request, pk)
    buildings = buildings_of(session)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    one = OneCame(request.POST if doing == "one" else None, buildings=buildings)
    many = ListCame(request.POST if doing == "list" else None, buildings=buildings)
    entitled = Entitled(request.POST if doing == "entitled" else None, initial={"entitled": session.entitled})
    look = LookAtNames(request.POST if doing == "names" else None)
    if look.is_bound and look.is_valid():
        actions.look_at_names(request.actor, session, **look.cleaned_data)
        session.shows_names = True
    bound = {"one": one, "list": many, "entitled": entitled}.get(doing)
    if bound is not None and bound.is_valid():
        try:
            return _written(request, session, bound)
        except Refused as refused:
            if refused.moved_on:
                raise
            bound.add_error(None, str(refused.reason))
    context = {
        "session": session,
        "tabs": tabs(session, "meet:hall_people"),
        "present": present.counted(session),
        "quorum": present.quorum(session),
        "one": one,
        "many": many,
        "list_is_open": doing == "list",
        "entitled": entitled if rules.may_set_entitled(request.actor, session) else None,
        "buildings": list(buildings.places.values()),
        "may_write": bool(rules.may_write_down_attendance(request.actor, session)),
        "may_give_slips": session.state in (State.UNDERWAY, State.HELD, State.DRAFTED),
        "look": look if not session.shows_names and rules.may_look_at_names(request.actor, session) else None,
        "names_kept": days(RetentionRule.What.MET),
        "form": bound or (look if look.errors else one),
        "key": secrets.token_urlsafe(12),
        **_list(session, request.GET.get("after")),
    }
    status = 422 if bound or look.errors else 200
    return render(request, "deliberation/hall/people.html", context, status=status)


def _written(request: HttpRequest, session: Session, form: Any) -> HttpResponse:
    key = request.POST.get("key", "")[:60] or secrets.token_urlsafe(12)
    if isinstance(form, Entitled):
        actions.set_entitled(request.actor, session, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("meet:hall_people", pk=session.pk)
    how = Attendance.How.PAPER if isinstance(form, ListCame) else Attendance.How.CLERK
    line = secrets.token_hex(12)
    once = f"{request.actor.pk}:{session.pk}:{key}"
    came = form.came()
    actions.write_down_attendance(request.actor, session, people=came, line=line, how=how, once=once)
    count = sum(each.count for each in came)
    messages.success(request, _("Written down: %(n)s.") % {"n": count})
    return redirect("meet:hall_people", pk=session.pk)


def _list(session: Session, after: Any) -> dict[str, Any]:
    """A page of those who came, the newest first."""
    rows = session.attendances.select_related("building", "person").order_by("-pk")
    if last := number(after):
        rows = rows.filter(pk__lt=last)
    found = list(rows[: SHOWN + 1])
    return {"came": found[:SHOWN], "next": found[SHOWN - 1].pk if len(found) > SHOWN else None}


@one_screen
@unkept
def strike(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """A line of the list is struck out, with the reason."""
    session = written_by(request, pk)
    rows = session.attendances.select_related("session__place", "building", "person")
    attendance = get_object_or_404(rows, pk=n)
    form = Strike(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.strike_attendance(request.actor, attendance, **form.cleaned_data)
        messages.success(request, _("Struck out."))
        return redirect("meet:hall_people", pk=pk)
    context = {"session": session, "attendance": attendance, "form": form}
    return render(request, "deliberation/hall/strike.html", context, status=422 if form.errors else 200)


@require_safe
@unkept
def slip(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """The slip of somebody who was checked in, to be shown to them or printed: with it they propose corrections."""
    session = written_by(request, pk)
    rows = session.attendances.there().select_related("session", "building")
    attendance = get_object_or_404(rows, pk=n)
    digits = slips.slip_of(attendance)
    at = request.build_absolute_uri(reverse("meet:propose_correction", args=[session.pk]))
    context = {
        "session": session,
        "attendance": attendance,
        "digits": slips.shown(digits),
        "code": qr(f"{at}?c={digits}"),
    }
    return render(request, "deliberation/hall/slip.html", context)


@one_screen
@unkept
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Of each that was invited: came, sent a deputy, did not come."""
    session = written_by(request, pk)
    rows = Invitation.objects.filter(session=session, withdrawn_at=None)
    rows = rows.select_related("session", "post__organisation", "post__place").order_by("as_what", "id")
    if request.method == "POST":
        return _called(request, session, list(rows[:200]))
    invited = list(rows[:200])
    context = {
        "session": session,
        "tabs": tabs(session, "meet:hall_roll"),
        "invited": invited,
        "choices": [(came.value, came.label) for came in Invitation.NOTED],
        "blank": sum(each.came not in Invitation.NOTED for each in invited),
        "may_call": bool(invited and rules.may_call_roll(request.actor, invited[0])),
    }
    return render(request, "deliberation/hall/roll.html", context)


def _called(request: HttpRequest, session: Session, invited: list[Invitation]) -> HttpResponse:
    """All that was ticked, or nothing of it."""
    called = 0
    with transaction.atomic():
        for each in invited:
            came = request.POST.get(f"came-{each.pk}", "")
            if not came and each.came not in Invitation.NOTED and "rest" in request.POST:
                came = Invitation.Came.ABSENT.value
            if came in Invitation.NOTED and came != each.came:
                actions.call_roll(request.actor, each, came=came)
                called += 1
    if not called:
        messages.info(request, _("Nothing was changed."))
    else:
        messages.success(request, _("The roll-call is kept; everybody sees who came."))
    return redirect("meet:hall_roll", pk=session.pk)


# --- what is said, before everybody reads it ---

SHOWING = ("waiting", "wall", "all", "hidden")
SORTS = ("supports", "new")


@one_screen
@unkept
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said and asked: what waits for a look, the wall, everything, what is hidden."""
    session = written_by(request, pk)
    if request.method == "POST":
        return _shown(request, session)
    waiting = session.opinions.to_look_at().count()
    asked = request.GET.get("show", "")
    showing = asked if asked in SHOWING else ("waiting" if waiting else "wall")
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else SORTS[0]
    narrow = Narrow(request.GET, session=session)
    rows = narrow.applied(_showing(session, showing, sort))
    start = number(request.GET.get("from"))
    found = list(rows[start : start + SHOWN + 1])
    context = {
        "session": session,
        "tabs": tabs(session, "meet:hall_words"),
        "showing": showing,
        "sort": sort,
        "narrow": narrow,
        "query": urlencode({"show": showing, "sort": sort, **narrow.query}),
        "here": urlencode({"show": showing, "sort": sort, "from": start, **narrow.query}),
        "sorts": [
            {
                "label": label,
                "current": name == sort,
                "query": urlencode({"show": showing, "sort": name, **narrow.query}),
            }
            for name, label in (("supports", _("Most supported first")), ("new", _("Newest first")))
        ],
        "views": [
            {
                "label": label,
                "url": f"?{urlencode({'show': name, 'sort': sort, **narrow.query})}",
                "current": name == showing,
                "count": count,
            }
            for name, label, count in (
                ("waiting", _("To look at"), waiting),
                ("wall", _("On the wall"), session.opinions.on_the_wall().filter(hidden_at=None).count()),
                ("all", _("Everything"), session.opinions.filter(hidden_at=None).count()),
                ("hidden", _("Not shown"), session.opinions.exclude(hidden_at=None).count()),
            )
        ],
        "opinions": found[:SHOWN],
        "next": start + SHOWN if len(found) > SHOWN else None,
        "statistics": parts_hall.by_category(session),
        "may_moderate": session.admits("moderate"),
        "may_open_wall": session.admits("open_wall") and not session.wall_open,
        "may_close_wall": bool(rules.may_close_wall(request.actor, session)),
    }
    return render(request, "deliberation/hall/words.html", context)


def _showing(session: Session, showing: str, sort: str) -> Any:
    rows = parts_hall.with_answers(session.opinions.all())
    if showing == "hidden":
        return rows.exclude(hidden_at=None).order_by("-hidden_at")
    rows = rows.filter(hidden_at=None)
    if showing == "waiting":
        rows = rows.filter(wording="pending")
    if showing == "wall":
        rows = rows.on_the_wall()
    if sort == "new":
        return rows.order_by("-at", "-pk")
    evenly = {"waiting": ("said_at", "pk"), "wall": ("pk",)}.get(showing, ("-said_at", "-pk"))
    return rows.order_by("-marked", "-supports", *evenly)


def _shown(request: HttpRequest, session: Session) -> HttpResponse:
    """What was ticked is shown as it is masked."""
    ticked = [number(each) for each in request.POST.getlist("opinion")][:SHOWN]
    rows = session.opinions.to_look_at().filter(pk__in=ticked)
    with transaction.atomic():
        for each in rows:
            actions.moderate(request.actor, each, show=True)
    messages.success(request, _("Everybody can read them now.") if rows else _("Nothing was changed."))
    return redirect("meet:hall_words", pk=session.pk)


DOES = {
    "mark": {"marked": True},
    "unmark": {"marked": False},
    "live": {"live": True},
    "unlive": {"live": False},
    "show": {"show": True},
    "back": {"back": True},
}
"""What a button of the moderator does."""


@one_screen
@unkept
def moderate(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """One thing that was said: shown, worded anew, put forward, taken off with a reason."""
    session = written_by(request, pk)
    rows = session.opinions.select_related("session__place", "sheet", "place", "category")
    opinion = get_object_or_404(rows, pk=n)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    show = Show(
        request.POST if doing == "words" else None,
        initial={"words": opinion.public_words or opinion.draft_words},
    )
    hide = Hide(request.POST if doing == "hide" else None)
    form: Any = {"words": show, "hide": hide}.get(doing)
    said: dict[str, Any] | None = DOES.get(doing)
    if form is not None and form.is_valid():
        said = {"hide": hide.cleaned_data["reason"]} if form is hide else {"show": True, **show.cleaned_data}
    if said is not None:
        try:
            actions.moderate(request.actor, opinion, **said)
        except Refused as refused:
            if refused.moved_on:
                raise
            messages.warning(request, str(refused.reason))
        return redirect(_back_to(session, request.POST.get("back", "")))
    context = {
        "session": session,
        "opinion": opinion,
        "show": show,
        "hide": hide,
        "form": form or show,
        "photos": list(opinion.photos.all()[:12]),
        "back": _kept(request.GET.get("back", "") or request.POST.get("back", "")),
        "may_put_right": bool(rules.may_put_right(request.actor, opinion)),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "deliberation/hall/moderate.html", context, status=status)


def _address(session: Session) -> str:
    return reverse("meet:hall_words", args=[session.pk])


def _back_to(session: Session, back: str) -> str:
    """The list as whoever moderates had narrowed it."""
    return f"{_address(session)}?{_kept(back)}"


def _kept(back: str) -> str:
    """What stood behind the address of a list, without anything else that was sent."""
    said = {name: values[0] for name, values in parse_qs(back[:300]).items()}
    showing = said.get("show", "")
    kept = {name: said[name] for name in (*Narrow.NAMES, "sort", "from") if name in said}
    return urlencode({"show": showing if showing in SHOWING else "wall", **kept})


@require_safe
@unkept
def photo(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """A photo that was taken while somebody spoke; for those who write it down."""
    session = written_by(request, pk)
    found = get_object_or_404(OpinionPhoto, pk=n, opinion__session=session)
    return picture(found.name, small=request.GET.get("size") == "small")
