"""Whom a resident rings about a place, which posts of it nobody holds at present, and who answers there meanwhile."""

from dataclasses import dataclass

from django.db.models import Q

from yishi.record.models import STEP

from . import known
from .models import Level, Place, Post, within
from .powers import Role

TO_RING = (
    Role.STEWARD,
    Role.MEMBER_HOME,
    Role.GROUP,
    Role.BRANCH,
    Role.COMMITTEE,
    Role.HOTLINE,
    Role.PROPERTY,
)
"""Whom a resident rings, the nearest and first one first."""
SEEN_VACANT = (*TO_RING, Role.ON_DUTY)
"""Whose absence residents notice."""
ABOVE_COMMUNITY = (Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET)
"""Of these only what is vacant at the place itself is shown: a city has thousands of posts."""
MOST_VACANT = 12


def to_ring(place: Place) -> list[Post]:
    """Who answers for a place: posts over it that somebody holds and that have a number, the steward first."""
    over = [post for post in known.held_over(place.path) if post.role in TO_RING and post.phone]
    return sorted(over, key=lambda post: (TO_RING.index(Role(post.role)), -len(post.place.path)))


@dataclass(frozen=True)
class Vacancy:
    """A post nobody holds today, and who answers for its place until somebody does; None: nobody with a number."""

    post: Post
    meanwhile: Post | None


def vacancies(place: Place) -> tuple[list[Vacancy], bool]:
    """What is vacant today over a place and within it, the nearest above first, MOST_VACANT at most; and whether there
    are more. Of posts residents have to do with alone."""
    steps = [place.path[:end] for end in range(STEP, len(place.path) + 1, STEP)]
    there = Q(place__path__in=steps)
    if place.level not in ABOVE_COMMUNITY:
        there |= within("place__path", place.path)
    rows = Post.objects.vacant().filter(there, role__in=SEEN_VACANT, place__closed_on=None)
    found = list(
        rows.select_related("organisation__place", "place").order_by("place__path", "id")[: MOST_VACANT + 1]
    )
    shown = [Vacancy(post, next(iter(to_ring(post.place)), None)) for post in found[:MOST_VACANT]]
    return shown, len(found) > MOST_VACANT
