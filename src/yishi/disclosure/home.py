"""What this room adds to the front page and to the home of a place: what was solved this month, with how it was and how
it is; what many speak of this month; what was promised and is due; and the doors to figures, briefing, board and feeds.

Only what everybody may see, whoever looks.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from yishi.cases import story, topics
from yishi.cases.beside import MATTERS, Door, Part, register, register_door
from yishi.cases.models import Case, Photo, Promise, State
from yishi.cases.models.case import number_of
from yishi.cases.rates import Period
from yishi.deliberation.models import Undertaking
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place
from yishi.record import clock
from yishi.record.models import Indicator
from yishi.record.questions import Shelf, put
from yishi.record.ways import way

from . import behind, periods, themes

MOST_PAIRS = 4
MOST_PROMISES = 4
MOST_TOPICS = 3
WIDE = (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET)
"""Places so wide that which of their matters have two pictures is looked up once in KEPT_SECONDS."""
KEPT_SECONDS = 300
_SHELF = Shelf(most=50)


@dataclass(frozen=True)
class Pair:
    """A matter that was solved: how it was, and how it is."""

    case: Case
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def days(self) -> int:
        """From what was said to the resident's word that it is solved, the first day counted."""
        return max(((self.case.ended_at or clock.now()) - self.case.reported_at).days, 0) + 1


def solved(place: Place | None, _actor: Any) -> dict[str, Any] | None:
    """What was solved this month (in its first days, last month): how many, and the newest with two pictures."""
    period, path = periods.usual(), place.path if place else ""
    many = Indicator.objects.total("confirmed", path, period.since, period.until)
    if not many:
        return None
    return {
        "many": many,
        "period": periods.name_of(period),
        "pairs": _pairs(place, period),
        "list": behind.ended(place, period, "solved") if place else "",
    }


def _pairs(place: Place | None, period: Period) -> list[Pair]:
    rows = Case.objects.visible_to(ANYONE).filter(pk__in=_with_pictures(place, period))
    cases = sorted(rows.filter(state=State.CLOSED).with_labels(), key=_newest_first)
    photos: dict[int, list[Photo]] = {case.pk: [] for case in cases}
    for photo in Photo.objects.shown().filter(case__in=list(photos)).order_by("at", "id"):
        photos[photo.case_id].append(photo)
    found = []
    for case in cases:
        for photo in photos[case.pk]:
            photo.case = case
        case.__dict__["pictures"] = photos[case.pk]
        if pair := story.before_and_after(case):
            found.append(Pair(case, *pair))
    return found


def _newest_first(case: Case) -> tuple[float, int]:
    return (-(case.ended_at or case.reported_at).timestamp(), -case.pk)


def _with_pictures(place: Place | None, period: Period) -> list[int]:
    """The keys of the newest that were solved and have pictures of before and after."""
    if place is not None and place.level not in WIDE:
        return _looked_up(place.path, period)
    key = f"open.solved.{place.path if place else ''}.{period.since:%Y%m}.{clock.now():%Y%m%d%H}"
    keys = cache.get(key)
    if not keys:
        keys = _looked_up(place.path if place else "", period)
        cache.set(key, keys, KEPT_SECONDS)
    return keys


def _looked_up(path: str, period: Period) -> list[int]:
    first, end = periods.span_of(period).moments
    shown = Photo.objects.shown().filter(case=OuterRef("pk"))
    rows = Case.objects.visible_to(ANYONE).filter(
        Exists(shown.filter(stage__in=(Photo.Stage.REPORT, Photo.Stage.BEFORE))),
        Exists(shown.filter(stage=Photo.Stage.AFTER)),
        state=State.CLOSED,
        ended_at__gte=first,
        ended_at__lt=end,
    )
    rows = rows.at(path) if path else rows
    return list(rows.order_by("-ended_at", "-id").values_list("pk", flat=True)[:MOST_PAIRS])


@dataclass(frozen=True)
class Due:
    """Something promised for a day."""

    words: str
    who: str
    on: date
    url: str

    @property
    def is_over(self) -> bool:
        return self.on < clock.today()


def due(place: Place | None, _actor: Any) -> dict[str, Any] | None:
    """What was promised, at sessions and on matters, the soonest first; what is late stands before it."""
    path = place.path if place else ""
    found = [*_at_sessions(path), *_on_cases(path)]
    if not found:
        return None
    found.sort(key=lambda each: (each.on, each.url))
    return {"promises": found[:MOST_PROMISES], "all": way("meet:promises", place.code) if place else ""}


def _at_sessions(path: str) -> list[Due]:
    stand_in = "\x1f" * len(path)

    def together() -> Any:
        rows = Undertaking.objects.at(stand_in) if path else Undertaking.objects.all()
        return rows.open().exclude(due_on=None).order_by("due_on", "id")[:MOST_PROMISES]

    question = _SHELF.get(("sessions", len(path)), lambda: put(together))
    found = question.instead(stand_in, path).objects()
    net.attach_posts(found)
    return [
        Due(each.public_text, each.post.title, each.due_on, way("meet:promise", each.pk)) for each in found
    ]


def _on_cases(path: str) -> list[Due]:
    """Days that desks have named for matters that are still open. What a session promised for one is told of as that
    promise."""
    stand_in = "\x1f" * len(path)

    def together() -> Any:
        cases = Case.objects.visible_to(ANYONE).open()
        cases = cases.at(stand_in) if path else cases
        since = clock.today() - timedelta(days=366)
        rows = Promise.objects.filter(kept_at__isnull=True, due_on__gte=since, case__in=cases)
        rows = rows.filter(~Exists(Undertaking.objects.filter(case=OuterRef("case"))))
        return rows.order_by("due_on", "id").values_list("case__title", "post", "due_on", "case")[
            :MOST_PROMISES
        ]

    question = _SHELF.get(("cases", len(path)), lambda: put(together)).instead(stand_in, path)
    found = [question.made(row) for row in question.rows()]
    posts = net.posts(post for _title, post, *_rest in found)
    return [
        Due(title, posts[post].title if post in posts else "", on, way("cases:case", number_of(case)))
        for title, post, on, case in found
    ]


def spoken(place: Place | None, _actor: Any) -> dict[str, Any] | None:
    """What many speak of this month (in its first days, spoke of last month), the hottest first, with their matters."""
    if place is None:
        return None
    period = periods.usual()
    look = topics.over(place, ANYONE, period)
    if not look.topics:
        return None
    more = f"{way('open:figures', place.code)}?{periods.query_of(period)}#h-spoken"
    return {"look": look, "topics": look.topics[:MOST_TOPICS], "more": more}


DOORS: tuple[tuple[str | Words, str], ...] = (
    (_("Figures of the month, the quarter and the year"), "open:figures"),
    (_("Briefing of the month"), "open:briefing"),
    (_("The month for the notice board, to print"), "open:board"),
    (_("Themes of the month"), "open:themes"),
    (_("Feeds and calendar to subscribe to"), "open:feeds"),
    (_("For the screen in the hall"), "open:screen"),
)

register(Part("disclosure/home/_solved.html", solved, at=MATTERS))
register(Part("disclosure/home/_theme.html", themes.at, at=MATTERS))
register(Part("disclosure/home/_spoken.html", spoken, at=MATTERS))
register(Part("disclosure/home/_due.html", due))
for label, address in DOORS:
    register_door(Door(label, address))
