"""The briefing (简报) of a place and period: what an article about it would quote, counted from the record and each
with its list; the best stories with their way; what is overdue and what was not kept; and the head of the record's tree
on the day it is made, for the figures are those of that tree. Nothing in it is typed in, and what there is none of is
left out.

Figures of what happened come from the indicators, those of the net and of what is open or overdue from the rows as they
are on the day the briefing is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yishi.cases import rates, standing
from yishi.cases.models import Case, Promise, RateRule
from yishi.cases.rates import Period, Rate
from yishi.deliberation.models import Kind, Undertaking
from yishi.deliberation.place_figures import solved_at_kind
from yishi.network import coverage, figures
from yishi.network.actors import ANYONE
from yishi.network.models import Place
from yishi.record import clock
from yishi.record.models import Indicator, TreeHead
from yishi.record.proofs import newest_head

from . import behind, periods, stories
from .stories import Story

MOST_LATE, MOST_BROKEN = 8, 8
LONG_AGO = timedelta(days=366)
MEASURES = (
    *("reported", "answered", "answered_late", "confirmed", "contested", "lapsed", "declined", "handed_up"),
    *(
        "sessions_held",
        "sessions_missed",
        "opinions",
        "matters_solved",
        "motions_carried",
        "departments_came",
    ),
    *("response:answered", "response:promised", "response:taken"),
    *("undertaken", "undertaking_kept", "undertaking_late", "undertaking_broken"),
    *(f"sessions_held:{kind}" for kind in Kind.values),
)
"""What the record counts that a briefing tells."""


@dataclass(frozen=True)
class Said:
    """One figure and the words it stands in. `words` holds `{n}` where the number stands; `url` is its list."""

    name: str
    words: str
    value: Any
    url: str = ""

    @property
    def shown(self) -> str:
        """The number as it is printed."""
        return self.value if isinstance(self.value, str) else str(number_format(self.value))

    @property
    def before(self) -> str:
        return self.words.partition("{n}")[0]

    @property
    def after(self) -> str:
        return self.words.partition("{n}")[2]

    @property
    def text(self) -> str:
        return f"{self.before}{self.shown}{self.after}"


@dataclass(frozen=True)
class Passage:
    """A paragraph of figures under a heading, and from when they are."""

    title: str
    figures: list[Said]
    note: str = ""

    @property
    def text(self) -> str:
        """As it would be read out."""
        return pgettext("between figures", ", ").join(each.text for each in self.figures) + pgettext(
            "after figures", "."
        )


@dataclass(frozen=True)
class Late:
    """A matter whose answer is overdue."""

    number: str
    title: str
    place: str
    due_at: datetime
    days: int
    holder: str
    url: str


@dataclass(frozen=True)
class Broken:
    """A promise that was not kept, or whose day is over."""

    text: str
    who: str
    due_on: date | None
    reason: str
    url: str
    given_up: bool


@dataclass(frozen=True)
class Briefing:
    """Of a place and all within it over a period, as it is at `at`."""

    place: Place
    period: Period
    at: datetime
    passages: list[Passage]
    stories: list[Story]
    open: int
    overdue: int
    late: list[Late]
    broken: list[Broken]
    head: TreeHead | None

    @property
    def name(self) -> str:
        """What the period is called."""
        return periods.name_of(self.period)

    @property
    def key(self) -> str:
        return periods.key_of(self.period)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in the period."""
        return self.period.until < self.at.astimezone().date()

    @property
    def figures(self) -> dict[str, Said]:
        """Every figure by its name."""
        return {each.name: each for passage in self.passages for each in passage.figures}

    @property
    def root(self) -> str:
        """The top of the tree, in hexadecimal digits; empty while nothing is sealed."""
        return bytes(self.head.root).hex() if self.head else ""


def of(place: Place, period: Period) -> Briefing:
    """The briefing of a place over a period; a fixed number of questions."""
    at, sums = clock.now(), _sums(place.path, period)
    now = standing.at(place.path, at)
    passages = [
        Passage(_("Sessions"), list(_sessions(place, period, sums))),
        Passage(_("Matters"), list(_matters(place, period, sums))),
        Passage(_("Promises"), list(_promises(place, period, sums))),
        *_net(place, period),
    ]
    return Briefing(
        place=place,
        period=period,
        at=at,
        passages=[each for each in passages if each.figures],
        stories=stories.best(place, period),
        open=now.open,
        overdue=now.overdue,
        late=_late(place, at),
        broken=_broken(place, period),
        head=newest_head(),
    )


def _sums(path: str, period: Period) -> dict[str, int]:
    return Indicator.objects.totals(MEASURES, path, period.since, period.until)


# --- the paragraphs ---


def _told(rows: Iterable[tuple[str, int, str, str]]) -> Iterator[Said]:
    """Only what there is."""
    for name, value, words, url in rows:
        if value > 0:
            yield Said(name, words, value, url)


def _sessions(place: Place, period: Period, sums: dict[str, int]) -> Iterator[Said]:
    span = periods.span_of(period)

    def listed(what: str, kind: str = "") -> str:
        return _listed(place, what, period, kind)

    yield from _told(
        [
            ("held", sums["sessions_held"], _held_words(sums), listed("held")),
            *_by_kind(sums, listed),
            (
                "missed",
                sums["sessions_missed"],
                ngettext(
                    "{n} day passed without one", "{n} days passed without one", sums["sessions_missed"]
                ),
                listed("missed"),
            ),
            (
                "departments",
                sums["departments_came"],
                ngettext("departments came {n} time", "departments came {n} times", sums["departments_came"]),
                listed("roll"),
            ),
            (
                "opinions",
                sums["opinions"],
                ngettext("{n} opinion collected", "{n} opinions collected", sums["opinions"]),
                listed("opinions"),
            ),
            ("on_the_spot", sums["response:answered"], _("{n} answered on the spot"), listed("opinions")),
            ("promised", sums["response:promised"], _("{n} promised"), listed("opinions")),
            ("taken_away", sums["response:taken"], _("{n} taken away to be worked on"), listed("opinions")),
            (
                "talked_solved",
                sums["matters_solved"],
                ngettext("{n} matter solved", "{n} matters solved", sums["matters_solved"]),
                listed("solved"),
            ),
            (
                "motions",
                sums["motions_carried"],
                ngettext("{n} motion carried", "{n} motions carried", sums["motions_carried"]),
                listed("motions"),
            ),
        ]
    )
    if sums[f"sessions_held:{Kind.COUNCIL}"]:
        solved = solved_at_kind(place, span, Kind.COUNCIL)
        words = ngettext(
            "{n} hard matter solved by the council", "{n} hard matters solved by the council", solved
        )
        yield from _told([("council_solved", solved, words, listed("solved", Kind.COUNCIL))])
    if sums[f"sessions_held:{Kind.GATE}"]:
        solved = solved_at_kind(place, span, Kind.GATE)
        words = ngettext(
            "{n} owners' problem of reception days solved",
            "{n} owners' problems of reception days solved",
            solved,
        )
        yield from _told([("gate_solved", solved, words, listed("solved", Kind.GATE))])


def _held_words(sums: dict[str, int]) -> str:
    return ngettext("{n} session held", "{n} sessions held", sums["sessions_held"])


def _by_kind(sums: dict[str, int], listed: Any) -> Iterator[tuple[str, int, str, str]]:
    """Of which kind they were, where there were several."""
    there = [kind for kind in Kind if sums[f"sessions_held:{kind}"] > 0]
    if len(there) < 2:
        return
    for kind in there:
        words = _("of these {kind}: {n}").replace("{kind}", str(kind.label))
        yield f"held:{kind}", sums[f"sessions_held:{kind}"], words, listed("held", kind)


def _listed(place: Place, what: str, period: Period, kind: str = "") -> str:
    """The list of sessions or promises behind a figure."""
    asked = periods.span_of(period).query + (f"&{urlencode({'kind': kind})}" if kind else "")
    return f"{reverse('meet:figures_list', args=[place.code, what])}?{asked}"


def _matters(place: Place, period: Period, sums: dict[str, int]) -> Iterator[Said]:
    said, answered = behind.said(place, period), behind.answered(place, period)
    solved, silent, declined = (behind.ended(place, period, how) for how in ("solved", "lapsed", "declined"))
    judged = f"{reverse('cases:rates', args=[place.code])}?{_of_rates(period)}"
    yield from _told(
        [
            (
                "reported",
                sums["reported"],
                ngettext("{n} matter raised", "{n} matters raised", sums["reported"]),
                said,
            ),
            (
                "answered",
                sums["answered"],
                ngettext("{n} first answer given", "{n} first answers given", sums["answered"]),
                answered,
            ),
            ("solved", sums["confirmed"], _("{n} solved, the residents say"), solved),
            (
                "not_solved",
                sums["contested"],
                ngettext(
                    "{n} time a resident said: not solved",
                    "{n} times a resident said: not solved",
                    sums["contested"],
                ),
                judged,
            ),
            ("silent", sums["lapsed"], _("{n} ended in silence"), silent),
            (
                "handed_up",
                sums["handed_up"],
                ngettext("{n} time handed up a rung", "{n} times handed up a rung", sums["handed_up"]),
                said,
            ),
            ("declined", sums["declined"], _("{n} declined, with the right door named"), declined),
        ]
    )
    sheet = rates.sheet(place.path, period, RateRule.objects.over(place.path)).rates
    for name, rate, words in (
        ("rate_contacted", sheet.contacted, _("contacted {n} (of {below} asked)")),
        ("rate_solved", sheet.solved, _("solved {n} (of {below} asked)")),
        ("rate_satisfied", sheet.satisfied, _("satisfied {n} (of {below} asked)")),
    ):
        yield from _rated(name, rate, words, judged)


def _rated(name: str, rate: Rate, words: str, url: str) -> Iterator[Said]:
    if rate.percent is not None:
        said = words.replace("{below}", str(number_format(rate.below)))
        yield Said(name, said, f"{number_format(rate.percent)}\u00a0%", url)


def _of_rates(period: Period) -> str:
    """What the page of rates calls the period."""
    if period.kind == "own":
        return urlencode({"period": "own", "since": period.since, "until": period.until})
    return urlencode({"period": period.kind, "on": period.since})


def _promises(place: Place, period: Period, sums: dict[str, int]) -> Iterator[Said]:
    yield from _told(
        [
            (
                "undertaken",
                sums["undertaken"],
                ngettext("{n} promise made", "{n} promises made", sums["undertaken"]),
                _listed(place, "undertaken", period),
            ),
            ("kept", sums["undertaking_kept"], _("{n} kept"), _listed(place, "kept", period)),
            ("late", sums["undertaking_late"], _("{n} became late"), _listed(place, "late", period)),
            ("broken", sums["undertaking_broken"], _("{n} not kept"), _listed(place, "broken", period)),
        ]
    )


def _net(place: Place, period: Period) -> Iterator[Passage]:
    """What the net consists of, as it is today; and coverage on the last day of the period."""
    net = figures.of(place.path)

    def behind(name: str) -> str:
        return reverse("net:behind", args=[place.code, name])

    commitments = reverse("net:commitments", args=[place.code])
    rows = [
        (
            "branches",
            net.branches,
            ngettext("{n} estate branch", "{n} estate branches", net.branches),
            behind("branches"),
        ),
        (
            "groups",
            net.groups,
            ngettext("{n} building group", "{n} building groups", net.groups),
            behind("groups"),
        ),
        (
            "member_homes",
            net.member_homes,
            ngettext("{n} member household", "{n} member households", net.member_homes),
            behind("member_homes"),
        ),
        ("stewards", net.stewards, ngettext("{n} steward", "{n} stewards", net.stewards), behind("stewards")),
        (
            "secretaries",
            net.secretaries_shown or 0,
            ngettext("{n} full-time secretary", "{n} full-time secretaries", net.secretaries_shown or 0),
            behind("secretaries"),
        ),
        (
            "members",
            net.members_shown or 0,
            ngettext(
                "{n} member assigned to estates", "{n} members assigned to estates", net.members_shown or 0
            ),
            behind("members"),
        ),
        (
            "openings",
            net.done,
            ngettext("{n} opening commitment done so far", "{n} opening commitments done so far", net.done),
            f"{commitments}?showing=done",
        ),
        ("openings_late", net.overdue, _("{n} of them overdue"), f"{commitments}?showing=overdue"),
    ]
    today = _day(clock.today())
    yield Passage(_("The net"), list(_told(rows)), _("As of %(day)s.") % {"day": today})
    day = min(period.until, clock.today())
    found = coverage.counted(place.path, day)
    if found.total and found.covered:
        url = f"{reverse('net:coverage', args=[place.code])}?on={day.isoformat()}"
        yield Passage(
            _("Coverage of estates"), list(_covered(found, url)), _("As of %(day)s.") % {"day": _day(day)}
        )


def _covered(found: coverage.Coverage, url: str) -> Iterator[Said]:
    yield from _told(
        [
            (
                "own",
                found.own,
                ngettext(
                    "{n} estate with a branch of its own", "{n} estates with a branch of their own", found.own
                ),
                f"{url}&show=own",
            ),
            ("joint", found.joint, _("{n} in joint branches"), f"{url}&show=joint"),
            (
                "covered",
                found.covered,
                _("{n} of {all} estates covered").replace("{all}", str(found.total)),
                url,
            ),
        ]
    )
    percent = found.percent
    if percent is not None:
        shown = f"{percent.normalize():f}"
        yield Said("coverage", _("coverage {n}"), f"{shown}\u00a0%", url)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


# --- what is not as it should be ---


def _late(place: Place, at: datetime) -> list[Late]:
    """Those that should have been answered longest ago, of what everybody may see."""
    rows = Case.objects.visible_to(ANYONE).at(place.path).overdue(at).for_lines().order_by("due_at", "id")
    return [
        Late(
            number=case.number,
            title=case.title,
            place=case.place.label,
            due_at=case.due_at,
            days=(at - case.due_at).days,
            holder=case.holder.title,
            url=reverse("cases:case", args=[case.number]),
        )
        for case in rows[:MOST_LATE]
    ]


def _broken(place: Place, period: Period) -> list[Broken]:
    """What was given up in the period, and what is late now."""
    first, end = periods.span_of(period).moments
    rows = Undertaking.objects.at(place.path).told().select_related("post__organisation", "post__place")
    given_up = rows.filter(state=Undertaking.State.BROKEN, settled_at__gte=first, settled_at__lt=end)
    late = rows.late().order_by("due_on", "id")
    found = [*given_up.order_by("-settled_at", "id")[:MOST_BROKEN], *late[:MOST_BROKEN]]
    said = [_as_broken(each) for each in found]
    return [*said, *_passed(place)][:MOST_BROKEN]


def _passed(place: Place) -> Iterator[Broken]:
    """Days that desks have named for matters that are still open, and that are over."""
    today = clock.today()
    cases = Case.objects.visible_to(ANYONE).at(place.path).open()
    rows = Promise.objects.filter(
        kept_at=None, due_on__lt=today, due_on__gte=today - LONG_AGO, case__in=cases, case__undertakings=None
    )
    rows = rows.select_related("case", "post__organisation", "post__place").order_by("due_on", "id")
    for each in rows[:MOST_BROKEN]:
        url = reverse("cases:case", args=[each.case.number])
        who = each.post.title if each.post else ""
        yield Broken(each.case.title, who, each.due_on, "", url, given_up=False)


def _as_broken(each: Undertaking) -> Broken:
    given_up = each.state == Undertaking.State.BROKEN
    return Broken(
        text=each.public_text,
        who=each.post.title,
        due_on=each.missed_on or each.due_on,
        reason=each.public_reason if given_up else "",
        url=reverse("meet:promise", args=[each.pk]),
        given_up=given_up,
    )
