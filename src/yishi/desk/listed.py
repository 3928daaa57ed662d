"""The lines of a desk's list as the database gives them: so much of each case as its card shows, and a sign of all that
the card is drawn from, so that a page draws only the cards it has not drawn before."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.timezone import localdate

from yishi.cases import clocks
from yishi.cases import timing as times
from yishi.cases.models import OPEN_STATES, Case, Ladder, Photo, Reveal, State
from yishi.cases.models.case import number_of
from yishi.cases.publishing import heading
from yishi.cases.rules import may_see_contact
from yishi.network.counting import Unit
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.questions import Question

from .forms.fields import said

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOON = timedelta(hours=24)
OF_CASE = (
    *(
        "id",
        "wording",
        "draft_title",
        "title",
        "place_id",
        "place_path",
        "visibility",
        "about_id",
        "concerned",
    ),
    *("glass_until", "reporter_id", "code_hash", "contact_name", "contact_phone", "state", "ladder_id"),
    *("holder_id", "voices", "due_at", "due_unit", "paused_at", "answered_at", "later_waits"),
)
OF_PLACE = ("place__label_zh", "place__label_en")
BESIDE = ("thumb_id", "contact_open", "listed_by")
COLUMNS = (*OF_CASE, *OF_PLACE, *BESIDE)
AT = {name: n for n, name in enumerate(COLUMNS)}
_AT_CONCERNED, _AT_GLASS, _AT_KEY = AT["concerned"], AT["glass_until"], AT["listed_by"]


class Left:
    """How a card stands with time: `kind` is overdue, stands, due (within a day) or calm."""

    __slots__ = ("days", "kind", "length", "unit")

    def __init__(self, kind: str, length: timedelta, days: int | None = None, unit: str = "") -> None:
        self.kind, self.length, self.days, self.unit = kind, length, days, unit

    @property
    def sign(self) -> Hashable:
        """The same for two moments exactly where the same is said of them: two units of time are told, and minutes only
        of less than a day."""
        whole = self.length // HOUR
        fine = whole if whole >= 24 else (self.length // MINUTE,)
        return self.kind, self.days, self.unit, fine


class _Limit:
    """So much of a running case as its countdown needs."""

    is_paused = False
    paused_at = clock_from = None

    def __init__(self, line: "Line") -> None:
        self.due_at, self.due_unit, self._line = line.value("due_at"), line.raw("due_unit"), line

    @property
    def ladder(self) -> Ladder:
        return self._line.ladders[self._line.raw("ladder_id")]


def of_rows(rows: Any, key: str, actor: Any) -> Any:
    """A query of cases, asking for so much as their cards show to this reader."""
    shown = Photo.objects.shown().filter(case=OuterRef("pk")).order_by("-at", "-id").values("pk")
    opened = Reveal.objects.holding(actor).filter(case=OuterRef("pk"), what=Reveal.What.CONTACT)
    return rows.annotate(
        thumb_id=Subquery(shown[:1]), contact_open=Exists(opened), listed_by=F(key)
    ).values_list(*COLUMNS)


class Line:
    """One case in a list. Its card is drawn from what `sign` tells of; what else a card holds (`kept`, where somebody
    stands in the list, and whether it is on their walk) is put in each time. `called_for`: what calls for its
    supervision, in words, in the list of those proposed for it."""

    def __init__(self, query: Question, row: tuple[Any, ...], reader: "Reader", ladders: "Ladders") -> None:
        self._query, self.row, self.reader, self.ladders = query, row, reader, ladders
        self.pk: int = row[0]
        self.number = number_of(self.pk)
        self.kept, self.on_walk = "", False
        self.called_for: tuple[str, ...] = ()

    def raw(self, name: str) -> Any:
        """A column as the database gave it."""
        return self.row[AT[name]]

    def value(self, name: str) -> Any:
        """A column as a case holds it."""
        n = AT[name]
        convert = self._query.converters.get(n)
        return convert(self.row[n]) if convert else self.row[n]

    @cached_property
    def left(self) -> Left | None:
        """How the answer to an open case stands with time, in the time its limit is counted in; of a part, how long
        until the reply is due; None for what is over."""
        if self.row[AT["state"]] not in OPEN_STATES:
            return None
        if self.reader.of_parts:
            return time_left(self.value("listed_by"))
        if self.row[AT["paused_at"]] is not None:
            return Left("stands", timedelta())
        if self.row[AT["due_unit"]] in _COUNTED_IN_WORK:
            found = clocks.left(_Limit(self))  # type: ignore[arg-type]
            return Left(times.kind_of(found), found.length, found.days, found.unit)
        ahead = self.value("due_at") - self.reader.now
        if ahead < timedelta():
            return Left("overdue", -ahead, None, self.row[AT["due_unit"]])
        return Left("calm" if ahead > SOON else "due", ahead, None, self.row[AT["due_unit"]])

    @property
    def sign(self) -> Hashable | None:
        """All that its card is drawn from; None where that cannot be told without asking further, so that it is drawn
        anew."""
        if self.row[_AT_CONCERNED] or self.row[_AT_GLASS] is not None:
            return None
        late = self.value("due_at") < self.reader.now
        return self.row[:_AT_KEY], self.left and self.left.sign, late, self._asked_sign, self.called_for

    @property
    def listed_by(self) -> Any:
        """The moment the list is ordered by."""
        return self.value("listed_by")

    @property
    def _asked_sign(self) -> Hashable:
        at = self.asked_at
        if at is None:
            return None
        now = self.reader.now
        return at > now, abs(at - now) // MINUTE, (localdate(at) - localdate(now)).days

    @property
    def asked_at(self) -> datetime | None:
        """Since when the resident is asked."""
        return self.value("answered_at") if self.row[AT["state"]] == State.ANSWERED else None

    # --- what only drawing needs ---

    @cached_property
    def case(self) -> Case:
        """The case, with what its card shows; the rest is asked for when somebody wants it."""
        made = self._query.made(self.row)
        known = dict(zip(COLUMNS, made, strict=True))
        case = Case.from_db(_USING, _IN_ORDER, [known[name] for name in _IN_ORDER])
        place = Place.from_db(
            _USING, ["id", "label_zh", "label_en"], [case.place_id, *(known[name] for name in OF_PLACE)]
        )
        case.place = place
        case.thumb = known["thumb_id"] and Photo(pk=known["thumb_id"])  # type: ignore[attr-defined]
        return case

    @cached_property
    def title(self) -> str:
        """What the case is called for the reader."""
        return heading(self.case, self.reader.actor)

    @cached_property
    def may_ring(self) -> bool:
        return bool(self.reader.actor.post) and may_see_contact(self.reader.actor, self.case)

    @property
    def _stands_open(self) -> bool:
        return self.may_ring and bool(self.raw("contact_open"))

    @property
    def phone(self) -> str:
        """The number as it is read out, where it stands open to the reader."""
        return said(self.case.contact_phone) if self._stands_open else ""

    @property
    def hidden(self) -> bool:
        """Whether there is a number that the reader may open."""
        return self.may_ring and not self._stands_open and self.case.contact_phone != ""


_USING = "default"
_IN_ORDER = [field.attname for field in Case._meta.concrete_fields if field.attname in OF_CASE]
_COUNTED_IN_WORK = (Unit.WORK_HOURS, Unit.WORK_DAYS)


class Reader:
    """Who looks at a list, and when."""

    def __init__(self, actor: Any, *, of_parts: bool) -> None:
        self.actor, self.of_parts, self.now = actor, of_parts, clock.now()


class Ladders(dict[int, Ladder]):
    """The ladders of the cases of a page, read together when the first of them is wanted."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._of = {row[AT["ladder_id"]] for row in rows}

    def __missing__(self, key: int) -> Ladder:
        self.update(Ladder.objects.in_bulk(self._of))
        return dict.__getitem__(self, key)


def lines(query: Question, rows: list[tuple[Any, ...]], actor: Any, *, of_parts: bool = False) -> list[Line]:
    """The rows of a query made by `of_rows` as lines of a list."""
    reader, ladders = Reader(actor, of_parts=of_parts), Ladders(rows)
    return [Line(query, row, reader, ladders) for row in rows]


def time_left(due_at: datetime) -> Left:
    """How long until a moment, or since."""
    ahead = due_at - clock.now()
    if ahead < timedelta():
        return Left("overdue", -ahead)
    return Left("due" if ahead < SOON else "calm", ahead)
