"""What somebody who raises a matter chooses from: places and kinds, by going down or by a word; and who receives it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat, Replace, Substr
from django.utils.translation import pgettext

from yishi.insight.words import clean
from yishi.network.models import Level, Place, PlaceQuerySet, Post
from yishi.record import clock

from . import clocks, known
from .models import Category, Rung
from .suggesting import kinds_of_phrase, suggest_category

LEVELS = (Level.COMMUNITY, Level.GRID, Level.ESTATE, Level.BUILDING, Level.UNIT)
"""Where a matter can be: not above the community, and a home is nobody's business."""
NEAR = (Level.ESTATE, Level.BUILDING, Level.UNIT)
WIDE = (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET)
"""What is wider than any matter, and tells among which communities it is."""
MOST_SHOWN = 60
MOST_FOUND = 30
MOST_WITHIN = 400
MOST_LIKELY = 5
WORTH_OFFERING = 0.1
"""Where somebody looks for a kind and chooses it by hand, less needs to speak for it than where one is suggested."""


def places(actor: Any) -> PlaceQuerySet:
    """Every place a matter can be raised from; of a closed one, from what it goes on as."""
    return Place.objects.visible_to(actor).living().filter(level__in=LEVELS)


def find_place(actor: Any, code: str) -> Place | None:
    """The place with this code, if a matter can be raised from there."""
    return places(actor).with_code(clean(code)[:40])


def find_wider(actor: Any, code: str) -> Place | None:
    """The place with this code, if it is wider than any matter."""
    return Place.objects.visible_to(actor).living().filter(level__in=WIDE).with_code(clean(code)[:40])


def is_near(place: Place) -> bool:
    """Whether it is close enough to go by: a whole community is not."""
    return place.level in NEAR


@dataclass
class Option:
    """One place to tap: `leads_on` where there is something finer to choose within it."""

    place: Place
    leads_on: bool = False


@dataclass
class Look:
    """What the screen of places shows: where we are, the way there, what can be chosen, and whether that is all."""

    here: Place | None = None
    way: list[Place] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    more: bool = False
    several: bool = False

    @property
    def short(self) -> bool:
        """Names short enough to stand side by side."""
        return all(len(option.place.name) <= 8 for option in self.options)


def look(actor: Any, code: str, words: str) -> Look:
    """Places that hold the words; or those within the place with this code; or the communities, where it is wider
    those within it."""
    if words:
        return _found(actor, words)
    here = find_place(actor, code) if code else None
    wider = find_wider(actor, code) if code and here is None else None
    within = places(actor).inside(wider.path) if wider else places(actor)
    communities = list(within.filter(level=Level.COMMUNITY)[: MOST_SHOWN + 1])
    if here is None and len(communities) == 1:
        here = communities[0]
    if here is None:
        options = [Option(place, leads_on=True) for place in communities[:MOST_SHOWN]]
        return Look(options=options, more=len(communities) > MOST_SHOWN)
    children = places(actor).filter(path__startswith=here.path, depth=here.depth + 1)
    way = [place for place in places(actor).around(here.path) if place.pk != here.pk]
    return Look(here, way, _with_finer(actor, list(children[:MOST_WITHIN])), several=len(communities) > 1)


def _found(actor: Any, words: str) -> Look:
    """Every word in the place's name or in what it lies in; 桂花苑3栋 finds 桂花苑 3栋."""
    rows = places(actor).annotate(
        called=Replace(Concat("label_zh", Value(" "), "label_en", Value(" "), "code"), Value(" "), Value(""))
    )
    for word in words.split()[:6]:
        rows = rows.filter(Q(called__icontains=word) | Q(label_en__icontains=word))
    found = list(rows.order_by("depth", "path")[: MOST_FOUND + 1])
    return Look(options=_with_finer(actor, found[:MOST_FOUND]), more=len(found) > MOST_FOUND)


def _with_finer(actor: Any, rows: list[Place]) -> list[Option]:
    """Which of them have something finer within."""
    asked = Q()
    for place in rows:
        if place.numchild:
            asked |= Q(path__startswith=place.path, depth=place.depth + 1)
    if not asked:
        return [Option(place) for place in rows]
    step = Place.steplen
    finer = places(actor).filter(asked).order_by()
    lengths = {place.depth * step for place in rows}
    parents = {
        path for n in lengths for path in finer.values_list(Substr("path", 1, n), flat=True).distinct()
    }
    return [Option(place, leads_on=place.path in parents) for place in rows]


def finer(top: Category) -> list[Category]:
    """The kinds within one of the first level."""
    return sorted((kind for kind in top.children.all() if kind.active), key=lambda kind: kind.position)


def examples(top: Category) -> str:
    """A few of them, so that one sees what is meant."""
    return pgettext("between examples", "; ").join(kind.name for kind in finer(top)[:3])


def kinds(words: str) -> list[Category]:
    """Kinds of matters whose name, or whose parent's name, holds all the words; where none does, what the words speak
    for as residents say them: what was learnt first, then what a few characters may mean."""
    rows = Category.objects.choosable()
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(name_zh__icontains=word)
            | Q(name_en__icontains=word)
            | Q(parent__name_zh__icontains=word)
            | Q(parent__name_en__icontains=word)
        )
    if found := list(rows[:MOST_FOUND]):
        return found
    likely = [each.category for each in suggest_category(words, least=WORTH_OFFERING)]
    return list({kind.pk: kind for kind in [*likely, *kinds_of_phrase(words)]}.values())[:MOST_LIKELY]


@dataclass(frozen=True)
class Recipient:
    """Who deals with it first, and until when they must have taken and answered it."""

    post: Post
    rung: Rung
    since: datetime
    category: Category | None = None

    @property
    def take_by(self) -> datetime:
        return self._by("take")

    @property
    def answer_by(self) -> datetime:
        return self._by("answer")

    def _by(self, purpose: str) -> datetime:
        ladder = self.rung.ladder
        if self.category is None:
            hours = {"take": self.rung.take_hours, "answer": self.rung.answer_hours}
            return self.since + timedelta(hours=hours[purpose])
        limits = clocks.limits(ladder, self.rung.position, self.category, self.category.urgency)
        return clocks.due(self.since, limits[purpose], ladder).at


def recipient(place: Place, about: int | None = None, category: Category | None = None) -> Recipient | None:
    """Who would receive a matter from this place now, about this; None where nobody would."""
    found = known.first_desk(place.path, about)
    return Recipient(found[1], found[0], clock.now(), category) if found else None
