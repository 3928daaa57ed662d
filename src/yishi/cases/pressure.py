"""What keeps a case moving, as pages show it: how it stands with parking, supervision, nudges and whistles, and the
moments of it that belong to the story."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise as Lazy
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yishi.network import known as net
from yishi.network.actors import Actor
from yishi.record.prepared import asked

from . import known, rules
from .forms.pressure import DayKey
from .models import OPEN_STATES, Case, CaseQuerySet, Nudge, Parking, State, Summons, Supervision, Visibility
from .moments import Moment
from .present import rows

PAGE = 20

households = lazy(lambda n: ngettext("%(n)s household", "%(n)s households", n) % {"n": n}, str)
"""How many households, in the reader's language."""


@dataclass
class Standing:
    """How a case stands. `parking`: proposed or parked now; `back`: the last one that returned while the case is still
    open after it; `opens`: from when the resident may nudge again, where they may not yet."""

    parking: Parking | None = None
    back: Parking | None = None
    supervision: Supervision | None = None
    summonses: list[Summons] = field(default_factory=list)
    nudged: int = 0
    may_nudge: bool = False
    opens: datetime | None = None
    may_object: bool = False

    @property
    def is_empty(self) -> bool:
        shown = (self.parking, self.back, self.supervision, self.summonses, self.nudged, self.opens)
        return not any((*shown, self.may_nudge))


def as_resident(actor: Any) -> Actor:
    """Whoever acts, without their posts: on public pages people speak as residents, and the record names no post."""
    return Actor(person=actor.person, follows=actor.follows, joined=actor.joined)


@dataclass
class Rows:
    """All rows of this part of a case, oldest first, read once for a page."""

    parkings: list[Parking] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)
    summonses: list[Summons] = field(default_factory=list)


KINDS = ("parkings", "nudges", "supervisions", "summonses")


def rows_of(case: Case) -> Rows:
    """The rows of a case, read once."""
    kept = getattr(case, "_pressed", None)
    if kept is None:
        kept = Rows(**{name: rows(case, name) for name in KINDS})
        case._pressed = kept  # type: ignore[attr-defined]
    return kept


def standing(case: Case, resident: Any) -> Standing:
    """How the case stands, and what whoever reads as a resident (an actor without a post) may do about it."""
    rows = rows_of(case)
    shown = Standing(nudged=case.nudged, summonses=[] if case.is_over else rows.summonses)
    if rows.parkings:
        parking = rows.parkings[-1]
        if parking.is_proposed or parking.is_parked:
            shown.parking = parking
        elif parking.standing == Parking.Standing.RETURNED and not case.is_over:
            shown.back = parking
    shown.supervision = next((each for each in rows.supervisions if each.ended_at is None), None)
    if case.state in OPEN_STATES and rules.judges(resident, case):
        shown.may_nudge = bool(rules.may_nudge(resident, case))
        shown.opens = None if shown.may_nudge else rules.nudge_opens(case, None)
    if shown.parking and shown.parking.is_parked:
        shown.may_object = bool(rules.may_object_parking(resident, case))
    return shown


# --- the story ---


def moments(case: Case, within: bool) -> Iterator[Moment]:
    """Parkings, nudges, supervisions and whistles of a case, for its story; `within` reads words unmasked."""
    yield from _parkings(case, within)
    yield from _nudges(case, within)
    yield from _supervisions(case, within)
    yield from _whistles(case, within)


def _words(said: Any, within: bool) -> str:
    return said.text if within else said.public_text


def _parkings(case: Case, within: bool) -> Iterator[Moment]:
    for parking in rows_of(case).parkings:
        more: list[tuple[str | Lazy, Any]] = [
            (_("reason"), parking.get_reason_display()),
            (_("meanwhile"), parking.measures if within else parking.public_measures),
            (_("to look again on"), parking.revisit_on),
        ]
        if parking.households:
            more.append((_("or as soon as"), households(parking.households)))
        yield Moment(
            parking.at,
            _("Parking proposed"),
            parking.post.title if parking.post else "",
            _words(parking, within),
            "hourglass",
            more=more,
        )
        if parking.returned_at:
            counts: list[tuple[str | Lazy, Any]] = [
                (_("parked with"), households(parking.voices_then)),
                (_("returned with"), households(parking.voices_back)),
            ]
            title = _("It came back: %(why)s") % {"why": parking.get_back_display()}
            yield Moment(parking.returned_at, title, icon="return", kind="due", more=counts)


def _nudges(case: Case, within: bool) -> Iterator[Moment]:
    for nudge in rows_of(case).nudges:
        title = _("Nudged from above") if nudge.post else _("The resident nudged")
        who = nudge.post.title if nudge.post else ""
        yield Moment(nudge.at, title, who, _words(nudge, within), "bell")


def _supervisions(case: Case, within: bool) -> Iterator[Moment]:
    for supervision in rows_of(case).supervisions:
        more: list[tuple[str | Lazy, Any]] = [
            (_("reason"), supervision.get_reason_display()),
            (_("who must report"), supervision.whom.title),
            (_("report due"), supervision.due_on),
        ]
        title = _("Under supervision: %(grade)s") % {"grade": supervision.get_grade_display()}
        who = supervision.post.title if supervision.post else ""
        words = _words(supervision, within)
        yield Moment(supervision.at, title, who, words, "alarm", "overdue", more=more)


_CAME = {
    "in_time": (_("On site in time"), "done"),
    "late": (_("On site, but late"), "overdue"),
}


def _whistles(case: Case, within: bool) -> Iterator[Moment]:
    called: dict[datetime, list[Summons]] = defaultdict(list)
    for summons in rows_of(case).summonses:
        called[summons.at].append(summons)
        who = summons.asked.title
        if summons.appeared_at:
            title, kind = _CAME[summons.outcome]
            yield Moment(summons.appeared_at, title, who, icon="place", kind=kind)
        elif summons.outcome == "missed":
            yield Moment(summons.appear_by, _("Did not come in time"), who, icon="cross", kind="overdue")
    for at, together in called.items():
        units = " · ".join(summons.asked.title for summons in together)
        more: list[tuple[str | Lazy, Any]] = [(_("on site by"), together[0].appear_by)]
        yield Moment(at, _("Whistled for"), units, _words(together[0], within), "bell", more=more)


# --- what lies parked at a place ---


@dataclass
class ParkedPage:
    """One page of what is parked, the nearest day first, and the address of the next."""

    parkings: list[Parking]
    next: str
    is_first: bool


def parked_page(cases: CaseQuerySet, asked: QueryDict) -> ParkedPage:
    """The page of parked matters among `cases` that the address asks for."""
    rows = Parking.objects.parked().filter(case__in=cases).order_by("revisit_on", "id")
    rows = rows.select_related("case")
    begin = DayKey(asked).beginning()
    if begin:
        rows = rows.filter(DayKey.after(*begin))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    net.attach_posts(shown)
    known.attach(parking.case for parking in shown)
    following = _next(asked, shown[-1]) if len(found) > PAGE else ""
    return ParkedPage(shown, following, begin is None)


def _next(asked: QueryDict, last: Parking) -> str:
    kept = {"place": asked["place"]} if asked.get("place") else {}
    return "?" + urlencode({**kept, "on": last.revisit_on.isoformat(), "id": last.pk})


def how_many_parked(cases: CaseQuerySet) -> int:
    """How many of these cases lie parked now."""
    return cases.filter(state=State.PARKED).count()


def how_many_parked_for_anyone(path: str) -> int:
    """How many cases of a place lie parked now, of those that somebody without a session may know of."""
    return int(asked(_PARKED, (path, path + "~"))[0][0])


_PARKED = (
    "SELECT COUNT(*) FROM cases_case "  # noqa: S608  the state in the statement itself, or no partial index serves it
    f"WHERE state = '{State.PARKED}' AND visibility <> '{Visibility.HOTLINE}' AND place_path >= %s AND place_path < %s"
)
