"""What the clock does about agendas: what has reached what the rule names is placed on one; each is frozen on its day.

Matters are looked for four ways, each through rows that are few: those that came back from parking, those that lie
with the council, those enough households stand behind (by their index), and those that have climbed so many rungs. Each
is looked at with the sessions ahead of its place and of those above it, those of the body it lies with first; where
none suits, whoever calls sessions there is told once. One turn looks at so many of each, and the next turn goes on
there, so that matters that find no session never hide the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from yishi.cases.models import Case, CaseQuerySet, Parking, Stay, Visibility
from yishi.cases.models.case import MANY_VOICES, OPEN_STATES
from yishi.cases.rules import lies_with_the_council
from yishi.network.actors import CLOCK
from yishi.network.models import Dwelling, within
from yishi.network.powers import Role
from yishi.notices.actions import tell
from yishi.record import clock, troubles
from yishi.record.models import STEP

from . import actions, notices_topics, rules
from .actions.agenda import still_open_for
from .actions.topics import host_at
from .models import AHEAD, Item, Kind, Session, SessionRule, State, Why

FAILED = (Stay.Why.HANDED_UP, Stay.Why.NOT_SOLVED, Stay.Why.OVERDUE)
"""How a matter arrives on a desk when the rung before did not solve it."""
CAME_BACK = timedelta(days=60)
MOST = 500
"""So many of each way are looked at in one turn."""
DAY = 86400
LOOKED_AT = 60
"""Sessions ahead of one matter's places."""


@dataclass(frozen=True)
class Wanted:
    """A matter that is to be talked about, and what brings it."""

    case: Case
    why: str
    parking: Parking | None = None

    @property
    def pk(self) -> int:
        return self.case.pk

    @property
    def ref(self) -> str:
        return self.case.ref


def place_waiting() -> int:
    """Every matter that has reached what the rule names stands on the next suitable agenda. Gives how many were looked
    at without a trouble."""
    return troubles.each(f"{__name__}.place_waiting", list(_wanted()), _place, limit=4 * MOST)


def _wanted() -> Iterator[Wanted]:
    """Matters that might be placed: each once, what came back from parking first, for it says the most."""
    seen: set[int] = set()
    for wanted in (*_back_from_parking(), *_with_the_council(), *_many_behind(), *_not_solved()):
        if wanted.case.pk not in seen:
            seen.add(wanted.case.pk)
            yield wanted


def _walk(what: str, rows: Any, by: str = "id") -> list[Any]:
    """The next rows of a walk that goes round and round, the largest first; where it stands is kept in the cache, and
    if that is lost it begins anew."""
    key = f"deliberation.agenda.{what}"
    if at := cache.get(key):
        rows = rows.filter(Q(**{f"{by}__lt": at[0]}) | Q(**{by: at[0], "id__gt": at[1]}))
    found = list(rows.order_by(f"-{by}", "id")[:MOST])
    cache.set(key, (getattr(found[-1], by), found[-1].pk) if len(found) == MOST else None, DAY)
    return found


def _open_cases() -> CaseQuerySet:
    return (
        Case.objects.filter(state__in=OPEN_STATES)
        .exclude(visibility=Visibility.HOTLINE)
        .select_related("place", "holder__organisation")
    )


_CAME_TO_NOTHING = Q(removed_at=None) & (
    Q(session__state__in=(State.SKIPPED, State.MISSED))
    | Q(came__in=(Item.Came.PUT_OFF, Item.Came.NOT_REACHED))
)
"""It stood on an agenda, and was not talked about there; one that was taken off by hand is not placed again."""


def _stood_there() -> Exists:
    return Exists(Item.objects.filter(case=OuterRef("pk")).exclude(_CAME_TO_NOTHING))


def _with_the_council() -> Iterator[Wanted]:
    """What was handed up to a council, and did not stand on an agenda of the council yet; that another session heard
    it before does not hold it back."""
    of_the_council = Q(session__kind__in=(Kind.COUNCIL, Kind.PARTY_DAY)) | Q(
        session__host=OuterRef("holder__organisation")
    )
    there = Item.objects.filter(of_the_council, case=OuterRef("pk")).exclude(_CAME_TO_NOTHING)
    rows = _open_cases().filter(holder__role=Role.COUNCIL, position__gt=1).exclude(Exists(there))
    for case in _walk("council", rows):
        yield Wanted(case, Why.RUNGS)


def _many_behind() -> Iterator[Wanted]:
    named = SessionRule.objects.filter(Q(households__isnull=False) | Q(percent__isnull=False))
    least = [MANY_VOICES if rule.households is None or rule.percent else rule.households for rule in named]
    if not least:
        return
    rows = _open_cases().filter(voices__gte=max(min(least), MANY_VOICES)).exclude(_stood_there())
    for case in _walk("voices", rows, "voices"):
        yield Wanted(case, Why.HOUSEHOLDS)


def _not_solved() -> Iterator[Wanted]:
    fewest = (
        SessionRule.objects.filter(rungs__isnull=False)
        .order_by("rungs")
        .values_list("rungs", flat=True)
        .first()
    )
    if not fewest:
        return
    rows = (
        _open_cases()
        .filter(position__gt=1)
        .exclude(_stood_there())
        .annotate(failed=Count("stays", filter=Q(stays__why__in=FAILED)))
        .filter(failed__gte=fewest)
    )
    for case in _walk("rungs", rows):
        yield Wanted(case, Why.RUNGS)


def _back_from_parking() -> Iterator[Wanted]:
    since = clock.now() - CAME_BACK
    by_itself = (Parking.Back.DAY, Parking.Back.VOICES, Parking.Back.CHANGED)
    rows = Parking.objects.filter(
        standing=Parking.Standing.RETURNED,
        back__in=by_itself,
        returned_at__gte=since,
        case__state__in=OPEN_STATES,
    ).exclude(case__visibility=Visibility.HOTLINE)
    items = Item.objects.filter(case=OuterRef("case"), added_at__gte=OuterRef("returned_at"))
    rows = rows.exclude(Exists(items.exclude(_CAME_TO_NOTHING)))
    rows = rows.select_related("case__place", "case__holder__organisation")
    for parking in _walk("parking", rows, "returned_at"):
        yield Wanted(parking.case, Why.PARKING, parking)


def _place(wanted: Wanted) -> None:
    reached, session = session_for(wanted)
    if session is not None:
        actions.place_by_itself(CLOCK, wanted.case, session=session, why=wanted.why, parking=wanted.parking)
    elif reached:
        _tell_host(wanted.case)


def session_for(wanted: Wanted) -> tuple[bool, Session | None]:
    """The next session that takes such a matter, and whether any kind of session of its place takes it at all."""
    case, now = wanted.case, clock.now()
    ways = [case.place_path[:end] for end in range(STEP, len(case.place_path) + 1, STEP)]
    rows = Session.objects.filter(place_path__in=ways, state__in=AHEAD, starts_at__gt=now, frozen_at=None)
    found = list(rows.select_related("place").order_by("starts_at", "id")[:LOOKED_AT])
    for session in sorted(found, key=lambda each: not _of_its_body(each, case)):
        there = Item.objects.filter(session=session, case=case).exists()
        if _suits(session, wanted) and still_open_for(session, now) and not there:
            return True, session
    if lies_with_the_council(case):
        return True, None
    return any(takes(rule, wanted, case.place_path) for rule in _rules_over(case.place_path)), None


def _of_its_body(session: Session, case: Case) -> bool:
    """Whether the body hosts it on whose desk the matter lies."""
    return session.host_id == case.holder.organisation_id or rules.settles(session, case)


def _suits(session: Session, wanted: Wanted) -> bool:
    """Whether the session takes the matter: what lies with the council comes to the council whatever the rule names."""
    if session.kind == Kind.COUNCIL and lies_with_the_council(wanted.case):
        return True
    rule = SessionRule.objects.of(session)
    return takes(rule, wanted, session.place_path)


def _rules_over(path: str) -> list[SessionRule]:
    kinds = SessionRule.objects.filter(place=None).values_list("kind", flat=True)
    return [SessionRule.objects.over(path, kind) for kind in kinds]


def takes(rule: SessionRule, wanted: Wanted, path: str) -> bool:
    """Whether sessions under a rule take a matter for what brings it; a share of the households is that of the place
    that meets."""
    case = wanted.case
    if wanted.why == Why.PARKING:
        return bool(rule.households or rule.percent or rule.rungs)
    if wanted.why == Why.RUNGS:
        return bool(rule.rungs) and case.stays.filter(why__in=FAILED).count() >= (rule.rungs or 0)
    if rule.households and case.voices >= rule.households:
        return True
    return bool(rule.percent) and case.voices * 100 >= (rule.percent or 0) * max(_homes(path), MANY_VOICES)


def _homes(path: str) -> int:
    """How many homes lie at a place; without a roll nobody knows, and no share is reached."""
    return Dwelling.objects.filter(within("place__path", path), gone_on=None).count() or 10**9


def _tell_host(case: Case) -> None:
    post = host_at(case.place_path)
    if post is not None:
        facts = {"number": case.number, "place": case.place.label_when_read}
        key = f"meet.no_session:{case.pk}"
        link = reverse("cases:case", args=[case.number])
        tell(notices_topics.NO_SESSION, about=case, link=link, post=post, facts=facts, key=key)


def freeze_due() -> int:
    """Agendas whose day has come are frozen and published. Gives how many."""
    now = clock.now()
    longest = max(SessionRule.objects.values_list("freeze_days", flat=True), default=0) + 1
    rows = Session.objects.filter(
        state=State.ANNOUNCED,
        frozen_at=None,
        starts_at__gt=now,
        starts_at__lt=now + timedelta(days=longest + 1),
    )
    return troubles.each(f"{__name__}.freeze_due", rows.order_by("starts_at", "id"), _freeze)


def _freeze(session: Session) -> None:
    rule = SessionRule.objects.of(session)
    if clock.today() >= rules.topics.freezes_on(session, rule):
        actions.freeze_agenda(CLOCK, session)
