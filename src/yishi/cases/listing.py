"""Lists of cases by key: a page costs the same wherever it stands in the list."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q
from django.http import QueryDict

from yishi.network.models import within
from yishi.record import clock
from yishi.record.models import Indicator

from .forms.listing import Key
from .models import OPEN_STATES, Case, CaseQuerySet, Photo

PAGE = 20


@dataclass
class Page:
    """One page of a list and the address of the next."""

    cases: list[Case]
    next: str
    is_first: bool


def page(cases: CaseQuerySet, asked: QueryDict, *, oldest_first: bool = False) -> Page:
    """The page that `asked` (the address) begins at, newest first or oldest first."""
    begin = Key(asked).beginning()
    order = ("reported_at", "id") if oldest_first else ("-reported_at", "-id")
    rows = cases.with_labels().order_by(*order)
    if begin:
        at, pk = begin
        edge = "gt" if oldest_first else "lt"
        after = Q(**{f"reported_at__{edge}": at}) | Q(**{"reported_at": at, f"id__{edge}": pk})
        rows = rows.filter(after)
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    with_thumbs(shown)
    return Page(shown, _next(asked, shown[-1]) if len(found) > PAGE else "", begin is None)


def _next(asked: QueryDict, last: Case) -> str:
    kept = {k: v for k, v in asked.items() if k not in ("at", "id") and v}
    return "?" + urlencode({**kept, "at": last.reported_at.isoformat(), "id": last.pk})


def with_thumbs(cases: list[Case]) -> None:
    """Give each case its newest picture as `thumb` (a Photo or None), in one query."""
    photos = Photo.objects.filter(case__in=cases).order_by("at", "id").only("id", "case_id", "stage")
    newest = {photo.case_id: photo for photo in photos}
    for case in cases:
        case.thumb = newest.get(case.pk)  # type: ignore[attr-defined]


@dataclass
class Figures:
    """What a place can say of itself, each figure with records behind it."""

    reported: int
    answered: int
    solved: int
    silent: int
    open: int
    overdue: int
    asked: int
    median: timedelta | None
    median_ever: timedelta | None

    @property
    def median_days(self) -> float | None:
        """The year's median, or without answers in the year the one over all time; in days, to one digit."""
        median = self.median if self.median is not None else self.median_ever
        return None if median is None else round(median.total_seconds() / 86400, 1)


def figures(path: str, days: int = 365) -> Figures:
    """Figures of a place and all within it: happenings of the last `days` from the indicators, what is open now from
    the cases themselves."""
    since = clock.today() - timedelta(days=days)
    measures = ("reported", "answered", "confirmed", "lapsed")
    happened = {m: Indicator.objects.total(m, path, since=since) for m in measures}
    now = Case.objects.filter(within("place_path", path)).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        overdue=Count("pk", filter=Q(state__in=OPEN_STATES, due_at__lt=clock.now())),
        asked=Count("pk", filter=Q(state="answered")),
    )
    return Figures(
        happened["reported"],
        happened["answered"],
        happened["confirmed"],
        happened["lapsed"],
        now["open"],
        now["overdue"],
        now["asked"],
        median_time_to_answer(path, clock.now() - timedelta(days=days)),
        median_time_to_answer(path),
    )


def median_time_to_answer(path: str, since: datetime | None = None) -> timedelta | None:
    """The median time from what was said to the first answer, over all cases of a place that have one."""
    answered = Case.objects.filter(within("place_path", path)).exclude(first_answered_at=None)
    if since:
        answered = answered.filter(reported_at__gte=since)
    taken = ExpressionWrapper(F("first_answered_at") - F("reported_at"), output_field=DurationField())
    count = answered.count()
    if not count:
        return None
    middle = answered.annotate(taken=taken).order_by("taken").values_list("taken", flat=True)
    both = list(middle[(count - 1) // 2 : count // 2 + 1])
    return sum(both, timedelta()) / len(both)
