"""The best stories of a place and period: matters that residents themselves said are solved, each with the way it took
from what was said to what came of it. How they are chosen is said beside them: first those whose resident is satisfied,
then those with a picture of before and after, then those most households stand behind, then the newest.

Only what everybody may see: approved words, offices and no names, and never a matter kept to the hotline.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases import listing, present, story
from yishi.cases.models import Case, Feedback, Photo, State
from yishi.cases.rates import Period
from yishi.network.actors import ANYONE
from yishi.network.models import Place

from . import periods

MOST = 3
CANDIDATES = 200
BEFORE = timedelta(days=366)
"""How long before the period a matter may have been raised."""
LONGEST = 240
"""Characters of what was said and of what was answered."""
ON_THE_WAY = (
    "speak",
    "send",
    "hand",
    "stairs",
    "return",
    "calendar",
    "people",
    "check-circle",
    "smile",
    "hall",
)
HOW = _(
    "Chosen by the record alone: solved, the resident says; first those whose resident is satisfied, then those with "
    "pictures of before and after, then those most households stand behind, then the newest."
)


@dataclass(frozen=True)
class Step:
    """One step of the way. `who` is an office."""

    at: datetime
    what: str
    who: str

    @property
    def day(self) -> date:
        return localtime(self.at).date()


@dataclass(frozen=True)
class Story:
    """One matter that was solved."""

    case: Case
    words: str
    answer: str
    who: str
    voices: int
    satisfied: bool
    pair: tuple[dict[str, Any], dict[str, Any]] | None
    photos: tuple[Photo, Photo] | None
    way: list[Step]

    @property
    def url(self) -> str:
        return reverse("cases:case", args=[self.case.number])

    @property
    def took(self) -> timedelta:
        return (self.case.answered_at or self.case.ended_at or self.case.reported_at) - self.case.reported_at


def best(place: Place, period: Period, most: int = MOST) -> list[Story]:
    """The best of a place and all within it, at most so many."""
    return [_told(case) for case in chosen(place, period)[:most]]


def chosen(place: Place, period: Period) -> list[Case]:
    """The solved matters of the period, of the newest CANDIDATES, the best first; lines of a list, with what they were
    chosen by: `satisfied`, `pictured`."""
    first, end = periods.span_of(period).moments
    rows = (
        Case.objects.visible_to(ANYONE)
        .at(place.path)
        .filter(
            state=State.CLOSED,
            ended_at__gte=first,
            ended_at__lt=end,
            reported_at__gte=first - BEFORE,
            reported_at__lt=end,
        )
    )
    said = Feedback.objects.filter(
        case=OuterRef("pk"), solved=True, satisfaction=Feedback.Satisfaction.SATISFIED
    )
    shown = Photo.objects.shown().filter(case=OuterRef("pk"))
    before = shown.filter(stage__in=(Photo.Stage.REPORT, Photo.Stage.BEFORE))
    rows = rows.annotate(
        satisfied=Exists(said),
        pictured=Exists(before) & Exists(shown.filter(stage=Photo.Stage.AFTER)),
    )
    found = list(rows.with_labels().order_by("-reported_at", "-id")[:CANDIDATES])
    return sorted(found, key=_merit, reverse=True)


def _merit(case: Any) -> tuple[bool, bool, int, datetime]:
    return case.satisfied, case.pictured, case.voices, case.ended_at


def solved(place: Place, period: Period, most: int) -> list[Case]:
    """The solved matters for a board, with their pictures as `thumb`."""
    found = chosen(place, period)[:most]
    listing.with_thumbs(found)
    return found


def _told(case: Any) -> Story:
    answers = present.answers(case)
    last = answers[-1] if answers else None
    return Story(
        case=case,
        words=_short(case.public_words if case.is_shown else ""),
        answer=_short(last.public_text if last else ""),
        who=last.post.title if last and last.post else "",
        voices=case.voices,
        satisfied=bool(case.satisfied),
        pair=story.before_and_after(case),
        photos=_pair(case),
        way=_way(case),
    )


def _way(case: Case) -> list[Step]:
    """The moments that lead on, as anybody reads them."""
    moments = [each for each in story.of(case, ANYONE) if each.icon in ON_THE_WAY and not each.internal]
    return [Step(each.at, str(each.title), each.who) for each in moments]


def _pair(case: Case) -> tuple[Photo, Photo] | None:
    """The first picture of how it was and the last of how it became, as `before_and_after` shows them."""
    shown = [photo for photo in case.pictures if photo.is_shown]
    before = next((p for p in shown if p.stage in (Photo.Stage.REPORT, Photo.Stage.BEFORE)), None)
    after = next((p for p in reversed(shown) if p.stage == Photo.Stage.AFTER), None)
    return (before, after) if before and after else None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
