"""What residents see of a session while it goes on: the door, the question wall, the projector. Nobody signs in."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.receipts import qr
from yishi.network.models import Residence
from yishi.people.attempts import HOUR, MINUTE, Limit, count
from yishi.people.limits import address_of
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.numbers import number

from .. import actions, door, parts_hall, present, rules, slips, wall
from ..forms.hall import Ask, CheckIn
from ..models import Opinion, Session, SessionRule
from ..opening import opening_with
from .tabs import (
    as_resident,
    browser_of,
    buildings_of,
    new_browser,
    one_screen,
    remember,
    session_of,
    tabs,
    unkept,
    written_by,
)

_CODES = gettext_lazy("A code was tried too often. Please wait a little, or give your name to the clerk.")
_ASKED = gettext_lazy(
    "Many questions came from here in a short time. Please wait a little, or tell the clerk."
)
# a whole yard may sit behind one address: generous there, tighter by browser
CODES_BY_BROWSER = Limit("meet.code", 20, 10 * MINUTE, _CODES)
CODES_FROM_ADDRESS = Limit("meet.code.address", 2000, HOUR, _CODES)
QUESTIONS_BY_BROWSER = Limit("meet.ask", 12, HOUR, _ASKED)
QUESTIONS_FROM_ADDRESS = Limit("meet.ask.address", 900, HOUR, _ASKED)
SUPPORTS_BY_BROWSER = Limit("meet.support", 120, HOUR, _ASKED)
SUPPORTS_OF_ONE_FROM_ADDRESS = Limit("meet.support.address", 400, HOUR, _ASKED)
ON_THE_WALL = 60
ON_THE_PROJECTOR = 6
SORTS = ("supports", "new", "answered")


# --- the door ---


@open_page
@one_screen
@unkept
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody scanned the code at the door: as whom and from which building they are here; then they are counted."""
    session = session_of(pk)
    known = browser_of(request)
    browser = known or new_browser()
    if known and (there := _there(session, known)):
        return _counted(request, session, there)
    if request.method == "POST" and "ticket" in request.POST:
        return remember(_let_in(request, session, browser), browser)
    verdict = rules.may_check_in(request.actor, session)
    code = "".join(c for c in (request.POST.get("code") or request.GET.get("c", ""))[:20] if c.isdecimal())
    found = None
    if verdict and code:
        count(request, (CODES_BY_BROWSER, f"{pk} {browser}"), (CODES_FROM_ADDRESS, address_of(request)))
        found = door.look_at(session, code)
    if found is door.Found.GOOD:
        form = CheckIn(buildings=buildings_of(session), initial=_home(request, session))
        page = _asked(request, session, form, door.ticket(session, browser))
    else:
        context = {"session": session, "found": found.value if found else "", "verdict": verdict}
        status = 200 if found is None and verdict else (409 if not verdict else 422)
        page = render(request, "deliberation/hall/door_closed.html", context, status=status)
    return remember(page, browser)


def _there(session: Session, browser: str) -> Any:
    mark = door.mark_for(session.pk, browser)
    return session.attendances.there().filter(browser=mark).select_related("building").first()


def _home(request: HttpRequest, session: Session) -> dict[str, Any]:
    """The building somebody signed in has said they live in."""
    home = Residence.objects.of(request.actor.person) if request.actor.person else None
    inside = home and home.place.path.startswith(session.place_path)
    return {"building": str(home.place_id)} if inside and home else {}


def _asked(request: HttpRequest, session: Session, form: CheckIn, ticket: str) -> HttpResponse:
    context = {"session": session, "form": form, "ticket": ticket}
    return render(request, "deliberation/hall/check_in.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, session: Session, browser: str) -> HttpResponse:
    form = CheckIn(request.POST, buildings=buildings_of(session))
    ticket = request.POST.get("ticket", "")[:80]
    if not form.is_valid():
        return _asked(request, session, form, ticket)
    try:
        actions.check_in(as_resident(request), session, browser=browser, ticket=ticket, **form.arguments())
    except Refused:
        if _there(session, browser) is None:
            raise
        # pressed twice while the signal was slow: they are there, and the page says so
    return redirect("meet:check_in", pk=session.pk)


def _counted(request: HttpRequest, session: Session, attendance: Any) -> HttpResponse:
    context = {
        "session": session,
        "attendance": attendance,
        "total": session.attendances.there().count(),
        "slip": "" if attendance.person_id else slips.shown(slips.slip_of(attendance)),
        "wall": bool(rules.may_ask_on_wall(request.actor, session)),
    }
    return render(request, "deliberation/hall/checked_in.html", context)


# --- the wall ---


@open_page
@require_safe
@unkept
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The question wall: ask, and stand behind what others ask."""
    session = session_of(pk)
    browser = browser_of(request) or new_browser()
    return remember(_wall(request, session, Ask(buildings=buildings_of(session))), browser)


def _wall(request: HttpRequest, session: Session, form: Ask) -> HttpResponse:
    sort, about = _narrowed(request)
    verdict = rules.may_ask_on_wall(request.actor, session)
    own = Opinion.objects.none()
    if browser := browser_of(request):
        mark = door.mark_for(session.pk, browser)
        own = session.opinions.on_the_wall().filter(browser=mark).select_related("sheet", "session")
    context = {
        "session": session,
        "form": form,
        "may_ask": bool(verdict),
        "why": verdict.reason,
        "list": _list(session, sort, about),
        "sort": sort,
        "about": about,
        "query": urlencode({"sort": sort, **({"about": about} if about else {})}),
        "statistics": parts_hall.by_category(session),
        "own": list(own.order_by("-pk")[:12]),
        "key": secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/hall/wall.html", context, status=422 if form.errors else 200)


def _narrowed(request: HttpRequest) -> tuple[str, int]:
    sort = request.GET.get("sort", "")
    return (sort if sort in SORTS else SORTS[0]), number(request.GET.get("about"))


def _list(session: Session, sort: str, about: int) -> str:
    """The questions that are shown, as a piece of a page that is the same for everybody."""
    rows = parts_hall.with_answers(session.opinions.shown().on_the_wall())
    if about:
        rows = rows.filter(category=about)
    if sort == "answered":
        rows = rows.exclude(response=None)
    order = ("-at", "-pk") if sort == "new" else ("-live", "-marked", "-supports", "pk")
    context = {"session": session, "questions": list(rows.order_by(*order)[:ON_THE_WALL])}
    return render_to_string("deliberation/hall/_questions.html", context)


@open_page
@require_safe
def wall_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions alone, for those who look again every few seconds: out of what is kept, or that it is the same."""
    sort, about = _narrowed(request)
    found = wall.answer(
        request, pk, ("list", sort, about), lambda: _list(Session.objects.get(pk=pk), sort, about)
    )
    if found is None:
        raise Http404
    return found


@open_page
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """A question is put on the wall."""
    session = session_of(pk)
    browser = browser_of(request)
    if not browser:
        return _cookie_first(session)
    form = Ask(request.POST, buildings=buildings_of(session))
    if not rules.may_ask_on_wall(request.actor, session) or not form.is_valid():
        return _wall(request, session, form)
    mark = door.mark_for(session.pk, browser)
    count(request, (QUESTIONS_BY_BROWSER, mark), (QUESTIONS_FROM_ADDRESS, address_of(request)))
    key = f"{mark[:16]}-{request.POST.get('key', '')[:60]}-{form.cleaned_data['words']}"
    line = f"w{secrets.token_hex(16)}"
    try:
        opinion = actions.ask_on_wall(
            as_resident(request), session, browser=mark, line=line, once=key, **form.arguments()
        )
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return _wall(request, session, form)
    label = opinion.label
    if opinion.is_shown:
        messages.success(request, _("Your question stands on the wall as %(label)s.") % {"label": label})
    else:
        messages.success(
            request,
            _("Your question is kept as %(label)s. It is shown once somebody has looked at it.")
            % {"label": label},
        )
    return redirect("meet:wall", pk=pk)


def _cookie_first(session: Session) -> HttpResponse:
    """A browser that keeps nothing cannot be counted once: it is led to the page that tries again."""
    return redirect("meet:wall", pk=session.pk)


@open_page
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands behind a question."""
    browser, asked = browser_of(request), number(request.POST.get("opinion"))
    session = get_object_or_404(Session.objects.only("pk"), pk=pk)
    if not browser:
        return _cookie_first(session)
    mark = door.mark_for(session.pk, browser)
    count(
        request,
        (SUPPORTS_BY_BROWSER, mark),
        (SUPPORTS_OF_ONE_FROM_ADDRESS, f"{asked} {address_of(request)}"),
    )
    done = actions.support(session.pk, asked, mark)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"counted": done})
    if done:
        messages.success(request, _("Counted: you stand behind this question."))
    else:
        messages.info(request, _("You stand behind this question already, or the wall is closed."))
    return redirect("meet:wall", pk=pk)


# --- the projector ---


@open_page
@require_safe
@unkept
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """For the projector: the question that is talked about, those with most people behind them, and the codes."""
    session = session_of(pk)
    with_door = _shows_the_door(request, session)
    context = {
        "session": session,
        "with_door": with_door,
        "speak_minutes": SessionRule.objects.figure(session, "speak_minutes"),
        "key": request.GET.get("key", "")[:40] if with_door else "",
        "list": _on_screen(request, session, with_door),
    }
    return render(request, "deliberation/hall/screen.html", context)


def _shows_the_door(request: HttpRequest, session: Session) -> bool:
    """The code of the door is for those who are there: whoever writes the session down shows it, signed in or by the
    address of the projector."""
    key = request.GET.get("key", "")[:40]
    return key == door.screen_key(session) or session.is_written_by(request.actor)


@open_page
@require_safe
def screen_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the projector's page changes."""
    session = session_of(pk)
    with_door = _shows_the_door(request, session)
    what = ("screen", door.code_of(session) if with_door else "", request.get_host())
    found = wall.answer(request, session.pk, what, lambda: _on_screen(request, session, with_door))
    if found is None:  # no wall was opened: the door alone
        return HttpResponse(_on_screen(request, session, with_door))
    return found


def _on_screen(request: HttpRequest, session: Session, with_door: bool) -> str:
    rows = parts_hall.with_answers(session.opinions.shown().on_the_wall())
    live = list(rows.filter(live=True).order_by("pk")[: actions.wall.MOST_LIVE])
    others = rows.filter(live=False, response=None).order_by("-supports", "pk")
    open_now = bool(rules.may_check_in(request.actor, session)) and with_door
    wall_at = request.build_absolute_uri(reverse("meet:wall", args=[session.pk]))
    context = {
        "session": session,
        "live": live,
        "others": list(others[: ON_THE_PROJECTOR - len(live)]),
        "opening": opening_with(session).all[:ON_THE_PROJECTOR] if not live else [],
        "total": session.attendances.there().count(),
        "quorum": present.quorum(session),
        "wall_qr": qr(wall_at) if session.wall_open else "",
        "wall_at": wall_at,
        **(_door(request, session) if open_now else {}),
    }
    return render_to_string("deliberation/hall/_screen.html", context)


def _door(request: HttpRequest, session: Session) -> dict[str, Any]:
    code = door.code_of(session)
    at = request.build_absolute_uri(reverse("meet:check_in", args=[session.pk]))
    return {"door_qr": qr(f"{at}?c={code}"), "door_code": f"{code[:4]} {code[4:]}", "door_at": at}


@require_safe
@unkept
def hall_door(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of the door on the clerk's own screen, for a yard without a projector."""
    session = written_by(request, pk)
    verdict = rules.may_check_in(request.actor, session)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:hall_people"),
        "verdict": verdict,
        "total": session.attendances.there().count(),
        "screen_at": request.build_absolute_uri(
            f"{reverse('meet:screen', args=[pk])}?key={door.screen_key(session)}"
        ),
        **(_door(request, session) if verdict else {}),
    }
    if request.GET.get("part"):
        return HttpResponse(render_to_string("deliberation/hall/_door.html", context))
    return render(request, "deliberation/hall/door.html", context)
