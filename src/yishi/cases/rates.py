"""The three rates of a place and a period, from indicators alone: how many residents were contacted, said it is solved,
and were satisfied, over the valid call-backs (响应率, 解决率, 满意率).

Who decides is the resident's answer, by whichever channel; silence is no answer. What neighbours had reopened no longer
counts as solved; what two people left out is gone from both sides. Without a valid call-back there is no rate, and
below the minimum sample there are counts but no percentage. All figures come from a fixed number of rows a day, so a
page costs the same however many cases there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Organisation, Place
from yishi.network.powers import Power, Role, roles_with
from yishi.record import clock
from yishi.record.models import Indicator

from . import known, standing
from .models import Exclusion, RateRule

CELLS = tuple("".join(letters) for letters in product("ynx", "ynr", "smux"))
"""Every cell an answer can be counted in, see `events.judging`."""
BESIDE = (
    "answered",
    "answered_late",
    "lapsed",
    "reopened",
    "judged_anonymous",
    "call_back:unreached",
    "call_back:refused",
    "call_back:wrong_number",
    *(f"excluded:{reason}" for reason in Exclusion.Reason.values),
    *(f"look:{verdict}" for verdict in ("solved", "not_solved", "could_not_see")),
)
MOST_ORGANISATIONS = 24
MOST_PLACES = 1_000
"""More than any place has right within it, so that an order leaves none out."""
MONTHS = 12


@dataclass(frozen=True)
class Counts:
    """How residents answered, in numbers of answers."""

    valid: int = 0
    asked_contacted: int = 0
    contacted: int = 0
    solved: int = 0
    reopened: int = 0
    asked_satisfied: int = 0
    satisfied: int = 0
    mostly: int = 0

    @classmethod
    def of(cls, cells: dict[str, int]) -> "Counts":
        """From answers by cell. A count below 0 (a correction of what was never counted) is none."""
        there = {cell: max(count, 0) for cell, count in cells.items()}

        def total(place: int, letters: str) -> int:
            return sum(count for cell, count in there.items() if cell[place] in letters)

        return cls(
            valid=sum(there.values()),
            asked_contacted=total(0, "yn"),
            contacted=total(0, "y"),
            solved=total(1, "y"),
            reopened=total(1, "r"),
            asked_satisfied=total(2, "smu"),
            satisfied=total(2, "s"),
            mostly=total(2, "m"),
        )

    @property
    def said_solved(self) -> int:
        return self.solved + self.reopened


@dataclass(frozen=True)
class Rate:
    """One rate: so many hundredths over so many. `percent` is None below the minimum sample."""

    hundredths: int
    below: int
    minimum: int
    decimals: int

    @property
    def is_none(self) -> bool:
        """No valid call-back at all."""
        return self.below == 0

    @property
    def is_few(self) -> bool:
        """Too few to say."""
        return self.below < self.minimum

    @property
    def above(self) -> Decimal:
        """The numerator, such as 37.3 where “mostly satisfied” counts nine tenths."""
        return (Decimal(self.hundredths) / 100).normalize() + 0

    @property
    def exact(self) -> Decimal | None:
        """In per cent, not rounded."""
        return Decimal(self.hundredths) / self.below if self.below else None

    @property
    def percent(self) -> Decimal | None:
        """In per cent, rounded half up; None where there are too few to say."""
        return None if self.is_few or self.exact is None else rounded(self.exact, self.decimals)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as people reckon."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Rates:
    """The three rates and their composite by one rule."""

    counts: Counts
    rule: RateRule

    def _rate(self, hundredths: int, below: int) -> Rate:
        # A sample is at least one answer, whatever a rule says: nothing is divided by nothing.
        return Rate(hundredths, below, max(self.rule.minimum, 1), self.rule.decimals)

    @property
    def contacted(self) -> Rate:
        return self._rate(self.counts.contacted * 100, self.counts.asked_contacted)

    @property
    def solved(self) -> Rate:
        return self._rate(self.counts.solved * 100, self.counts.valid)

    @property
    def satisfied(self) -> Rate:
        mostly = self.counts.mostly * self.rule.mostly_counts
        return self._rate(self.counts.satisfied * 100 + mostly, self.counts.asked_satisfied)

    @property
    def composite(self) -> Decimal | None:
        """The weighted sum of the three unrounded, in per cent; None where one of them has too few."""
        three = (
            (self.contacted, self.rule.weight_contacted),
            (self.solved, self.rule.weight_solved),
            (self.satisfied, self.rule.weight_satisfied),
        )
        total = Decimal(0)
        for rate, weight in three:
            if rate.is_few or rate.exact is None:
                return None
            total += rate.exact * weight / 100
        return rounded(total, self.rule.decimals)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    kind: str
    since: date
    until: date

    @classmethod
    def around(cls, kind: str, day: date) -> "Period":
        """The month, quarter or year a day lies in."""
        first = {"year": 1, "quarter": day.month - (day.month - 1) % 3}.get(kind, day.month)
        months = {"year": 12, "quarter": 3}.get(kind, 1)
        since = date(day.year, first, 1)
        return cls(kind, since, _months_on(since, months) - timedelta(days=1))

    @property
    def former(self) -> "Period":
        """The one before, of the same kind or length."""
        before = self.since - timedelta(days=1)
        if self.kind == "own":
            return Period("own", before - (self.until - self.since), before)
        return Period.around(self.kind, before)

    @property
    def following(self) -> "Period | None":
        """The one after, if it has begun."""
        after = self.until + timedelta(days=1)
        if after > clock.today() or self.kind == "own":
            return None
        return Period.around(self.kind, after)

    @property
    def ends_at(self) -> datetime:
        """The moment it is over, or now while it goes on."""
        over = timezone.make_aware(datetime.combine(self.until + timedelta(days=1), time()))
        return min(over, clock.now())


def _months_on(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Sheet:
    """What a place's page of rates says about one period."""

    rates: Rates
    beside: dict[str, int]
    overdue: int
    excluded: list[tuple[str | Promise, int]] = field(default_factory=list)

    @property
    def answered_in_time(self) -> int:
        return max(self.beside["answered"] - self.beside["answered_late"], 0)

    @property
    def on_time(self) -> Rate:
        """First answers given in time, over all first answers and all that is still open although its time has run out:
        a desk that answers only what is easy does not look punctual."""
        rule, below = self.rates.rule, self.beside["answered"] + self.overdue
        return Rate(self.answered_in_time * 100, below, max(rule.minimum, 1), rule.decimals)

    @property
    def silent(self) -> int:
        return self.beside["lapsed"]

    @property
    def unreached(self) -> int:
        """Rung up without a valid call-back."""
        return sum(self.beside[f"call_back:{e}"] for e in ("unreached", "refused", "wrong_number"))

    @property
    def left_out(self) -> int:
        return sum(count for _reason, count in self.excluded)


@dataclass(frozen=True)
class Line:
    """The rates of one place, role, organisation or kind of matter in a table. `rank` is 0 where nothing is ranked."""

    name: str | Promise
    rates: Rates
    code: str = ""
    rank: int = 0


def sheet(path: str, period: Period, rule: RateRule) -> Sheet:
    """The rates of a place and all within it, with what stands beside them: two queries, one for what is overdue."""
    measures = [*(f"judged:{cell}" for cell in CELLS), *BESIDE]
    sums = Indicator.objects.totals(measures, path, period.since, period.until)
    cells = {cell: sums[f"judged:{cell}"] for cell in CELLS}
    reasons = [(label, sums[f"excluded:{code}"]) for code, label in Exclusion.Reason.choices]
    return Sheet(
        Rates(Counts.of(cells), rule),
        {name: sums[name] for name in BESIDE},
        standing.at(path, period.ends_at).overdue,
        [(label, count) for label, count in reasons if count],
    )


def _by(path: str, period: Period, rule: RateRule, letter: str, values: Iterable[str]) -> dict[str, Rates]:
    """Rates by what a judged answer is counted by, of those that have any."""
    wanted = {f"judged:{cell}:{letter}:{value}": (value, cell) for value in values for cell in CELLS}
    found: dict[str, dict[str, int]] = {}
    sums = Indicator.objects.totals(list(wanted), path, period.since, period.until) if wanted else {}
    for measure, amount in sums.items():
        value, cell = wanted[measure]
        found.setdefault(value, {})[cell] = amount
    all_of_them = {value: Rates(Counts.of(cells), rule) for value, cells in found.items()}
    return {value: rates for value, rates in all_of_them.items() if rates.counts.valid}


def by_role(path: str, period: Period, rule: RateRule) -> list[Line]:
    """By the rung that gave the answer, from the bottom up."""
    roles = [Role(role) for role in Role.values if role in {*roles_with(Power.HANDLE), Role.ON_DUTY}]
    found = _by(path, period, rule, "r", [role.value for role in roles])
    return [Line(role.label, found[role]) for role in roles if role in found]


def by_category(path: str, period: Period, rule: RateRule) -> list[Line]:
    """By kind of matter, first level."""
    tops = known.headings()
    found = _by(path, period, rule, "c", [top.code for top in tops])
    return [Line(top.name, found[top.code]) for top in tops if top.code in found]


def by_organisation(place: Place, period: Period, rule: RateRule) -> list[Line]:
    """By the body that answered: those at the place, above it and within it, as far as they are few enough to list."""
    handling = [*roles_with(Power.HANDLE), Role.ON_DUTY]
    around = Organisation.objects.filter(posts__role__in=handling).distinct().order_by("place__path", "id")
    above = around.filter(place__in=Place.objects.around(place.path))
    inside = around.filter(place__path__startswith=place.path)
    bodies = list(
        {body.pk: body for body in [*above[:MOST_ORGANISATIONS], *inside[:MOST_ORGANISATIONS]]}.values()
    )
    found = _by(place.path, period, rule, "o", [str(body.pk) for body in bodies])
    return [Line(body.name, found[str(body.pk)]) for body in bodies if str(body.pk) in found]


def within(place: Place, period: Period, rule: RateRule) -> tuple[list[Line], list[Line]]:
    """The places right within this one: see `in_order`."""
    children = Place.objects.get_children(place).exclude(level=Level.HOUSEHOLD)
    places = {child.path: child for child in children[:MOST_PLACES]}
    cells: dict[str, dict[str, int]] = {}
    judged = [f"judged:{cell}" for cell in CELLS]
    sums = Indicator.objects.of_places(judged, list(places), period.since, period.until)
    for (path, measure), amount in sums.items():
        cells.setdefault(path, {})[measure.removeprefix("judged:")] = amount
    lines = [
        Line(child.name, Rates(Counts.of(cells.get(path, {})), rule), child.code)
        for path, child in places.items()
    ]
    return in_order(line for line in lines if line.rates.counts.valid)


def in_order(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Those with enough answers, best solved first, each with its rank; and those with too few, as they came. What
    reads the same has the same rank, and stands as it came; after two that are first comes a third."""
    lines = list(lines)
    few = [line for line in lines if line.rates.solved.percent is None]
    rated = [(percent, line) for line in lines if (percent := line.rates.solved.percent) is not None]
    rated.sort(key=lambda each: -each[0])
    ranked: list[Line] = []
    former = None
    for place, (percent, line) in enumerate(rated, start=1):
        ranked.append(replace(line, rank=ranked[-1].rank if percent == former else place))
        former = percent
    return ranked, few


def by_month(path: str, rule: RateRule, until: date) -> list[tuple[date, Rates]]:
    """The rates of the last twelve months up to a day, oldest first."""
    last = until.replace(day=1)
    months = [_months_on(last, -n) for n in reversed(range(MONTHS))]
    judged = [f"judged:{cell}" for cell in CELLS]
    cells: dict[date, dict[str, int]] = {month: {} for month in months}
    for month, measure, amount in Indicator.objects.monthly(judged, path, months[0], until):
        cells[month][measure.removeprefix("judged:")] = amount
    return [(month, Rates(Counts.of(cells[month]), rule)) for month in months]


def change(now: Rate, former: Rate) -> Decimal | None:
    """By how many points a rate rose (or, below 0, fell) since the former period; None where one has too few."""
    if now.percent is None or former.percent is None:
        return None
    return now.percent - former.percent


UNIT = {
    "month": _("Month"),
    "quarter": _("Quarter"),
    "year": _("Year"),
    "own": _("Own period"),
}
