"""What stands on a plaque, what its page says now, and which plaques no longer say what is so.

On the plaque stand the post, the body, the place, the duty hours and the number that is relayed: never a private
number, and no name, which would be wrong with every change. Whether somebody holds the post stands on the page its
code leads to.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Indicator

from .models import Appointment, Plaque, Post, within
from .powers import Role

ROLES = (Role.BRANCH, Role.GROUP, Role.MEMBER_HOME, Role.STEWARD)
"""Posts that have a plaque."""
HANDLED = "answered"
"""The measure under which the record counts matters that got their answer, at every place."""
HALF = 32
CHANGED, VACANT, NEW_TERM, CLOSED = "changed", "vacant", "new_term", "closed"
WHY = {
    CHANGED: _("What stands on it has changed"),
    VACANT: _("The term has ended, and nobody holds the post"),
    NEW_TERM: _("Another term has begun since it was printed"),
    CLOSED: _("There is no such post any more"),
}


@dataclass(frozen=True)
class Said:
    """What stands on the plaque of a post, and who holds it meanwhile (as references; none is printed)."""

    title: str
    body: str
    place: str
    hours: str
    phone: str
    holders: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Two halves: of what is printed, and of the terms it was printed in."""
        words = "\n".join((self.title, self.body, self.place, self.hours, self.phone))
        return _half(words) + (_half("\n".join(self.holders)) if self.holders else "")


def _half(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:HALF]


def said_of(posts: Iterable[Post], day: date | None = None) -> dict[int, Said]:
    """What the plaque of each of these posts says on a day; one question. Always in Chinese: it hangs on a wall."""
    posts = list(posts)
    holders: dict[int, list[str]] = {post.pk: [] for post in posts}
    terms = Appointment.objects.on(day).filter(post__in=posts, stands_in_for=None).order_by("id")
    for pk, person, begun in terms.values_list("post_id", "person_id", "from_on"):
        holders[pk].append(f"{person} {begun}")
    with translation.override("zh-hans"):
        return {
            post.pk: Said(
                title=str(Role(post.role).label),
                body=post.organisation.name_zh,
                place=post.place.label_zh or post.place.name_zh,
                hours=post.duty_hours,
                phone=post.phone,
                holders=tuple(holders[post.pk]),
            )
            for post in posts
        }


def why_not(plaque: Plaque, said: Said) -> str:
    """Why a plaque no longer says what is so: one of `WHY`, or empty while it does."""
    if plaque.post.closed_on and plaque.post.closed_on <= clock.today():
        return CLOSED
    now = said.digest
    if plaque.shown[:HALF] != now[:HALF]:
        return CHANGED
    if plaque.shown[HALF:] == now[HALF:]:
        return ""
    return NEW_TERM if said.holders else VACANT


def to_replace(path: str) -> list[tuple[Plaque, str]]:
    """The plaques of a place that no longer say what is so, each with the reason's code, in the order of the tree; two
    questions. All that hang there are looked at, so this is for the place of a community or a street."""
    rows = Plaque.objects.hanging().filter(within("post__place__path", path))
    hanging = list(
        rows.select_related("post__organisation", "post__place").order_by("post__place__path", "id")
    )
    said = said_of([plaque.post for plaque in hanging])
    reasons = ((plaque, why_not(plaque, said[plaque.post_id])) for plaque in hanging)
    return [(plaque, why) for plaque, why in reasons if why]


def posts_with_plaque(path: str, roles: Sequence[str] = ROLES) -> QuerySet[Post]:
    """The posts of a place that can have one."""
    rows = Post.objects.filter(within("place__path", path), role__in=roles, closed_on=None)
    return rows.select_related("organisation", "place").order_by("place__path", "id")


def handled_this_month(path: str) -> int:
    """How many matters of a place got an answer since the first of the month, by the record."""
    return Indicator.objects.total(HANDLED, path, since=clock.today().replace(day=1))
