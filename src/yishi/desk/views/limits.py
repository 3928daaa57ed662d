"""The limits of the ladder a post keeps, each with the rule it comes from; they are changed by an import."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yishi.cases import clocks
from yishi.cases.models import PURPOSES, Ladder, TimeLimit, Urgency
from yishi.network import calendar
from yishi.network.counting import Unit
from yishi.network.models import CalendarYear
from yishi.network.powers import Power
from yishi.record import Refused

Sentence = str | Promise
COLUMNS: tuple[Sentence, ...] = (
    gettext_lazy("Taken within"),
    gettext_lazy("First contact within"),
    gettext_lazy("Word of progress every"),
    gettext_lazy("Answered within"),
)
"""What stands over the times of a row, in the order of PURPOSES."""


@dataclass
class Row:
    """One line of the table: what it is for, and how long for each purpose."""

    what: str
    times: list[str] = field(default_factory=list)
    source: str | Promise = ""

    @property
    def named(self) -> Iterator[tuple[Sentence, str]]:
        """Each time with the name of its column, for a phone where the head of the table is not seen."""
        return zip(COLUMNS, self.times, strict=True)


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Which limits hold at the place of the post, from the most special to the most general."""
    post = request.actor.post
    if post is None or not post.can(Power.SET_UP):
        raise Refused(_("The limits are kept by the community committee and the operator."))
    ladder = Ladder.objects.over(post.place.path)
    rows = rows_of(ladder) if ladder else []
    context = {
        "ladder": ladder,
        "rows": rows,
        "columns": COLUMNS,
        "office_hours": _spoken(ladder.office_hours) if ladder else "",
        "years": CalendarYear.objects.filter(known=True).order_by("-year")[:3],
        "last_known": calendar.current().last_known,
    }
    return render(request, "desk/limits.html", context)


def rows_of(ladder: Ladder) -> list[Row]:
    """The lines of the table of a ladder."""
    return [*_special(ladder), *_of_rungs(ladder)]


def _spoken(hours: str) -> str:
    """“09:00–12:00, 14:00–18:00”, as it is written on a door."""
    return _(", ").join(hours.replace("-", "–").split(","))


def _special(ladder: Ladder) -> list[Row]:
    fetched = ladder.limits.select_related("category__parent")
    pressing = [urgency.value for urgency in Urgency]
    rows = sorted(
        fetched,
        key=lambda row: (
            pressing.index(row.urgency) if row.urgency else len(pressing),
            row.category is None,
            row.position is None,
            row.position,
        ),
    )
    names = {rung.position: str(rung.name) for rung in ladder.steps}
    return [Row(_what(row, names), [_time(row, each) for each in PURPOSES], row.source) for row in rows]


def _what(row: TimeLimit, names: dict[int, str]) -> str:
    said = []
    if row.urgency:
        said.append(row.get_urgency_display())
    if row.category:
        said.append(row.category.name)
    if row.position is not None:
        said.append(names.get(row.position, str(row.position)))
    return " · ".join(said) or _("everything")


def _time(row: TimeLimit, purpose: str) -> str:
    amount = getattr(row, purpose)
    return clocks.Limit(amount, getattr(row, f"{purpose}_unit"), row.source).label() if amount else ""


def _of_rungs(ladder: Ladder) -> list[Row]:
    """The hours of the rungs themselves, where no row of the table decides them anyway."""

    def hours(amount: int) -> str:
        return clocks.Limit(amount, Unit.HOURS, "").label()

    own = [row for row in ladder.limits.all() if not row.urgency and row.category_id is None]
    decided = {row.position for row in own if row.take and row.answer}
    return [
        Row(str(rung.name), [hours(rung.take_hours), "", "", hours(rung.answer_hours)], ladder.source)
        for rung in ladder.steps
        if rung.position not in decided and None not in decided
    ]
