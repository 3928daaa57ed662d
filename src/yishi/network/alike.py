"""Somebody in general who is like whoever asks: signed in as they are, in posts of the same roles over places as far
down the tree. What a query says of a person depends on no more than that, so a question put together for somebody like
them (`record/questions.py`) serves them all, each told what stands where: a desk's first look need not put it together
once more because another steward sits there."""

from dataclasses import dataclass
from typing import Any

from yishi.people.models import Person
from yishi.record.questions import GIVEN, GIVEN_TEXT

from .actors import Actor
from .models import Place, Post

_PERSON = GIVEN + 1
_FIRST, _APART = GIVEN + 10, 10
"""Keys of the post acted in, its body and its place follow the first of these; those of the posts held lie behind."""


@dataclass(frozen=True)
class Kind:
    """All of whoever asks that the text of a query follows from. What they hold the code of is theirs alone and part of
    it; keys are not, nor how long they sit here."""

    signed_in: bool
    follows: frozenset[int]
    joined: frozenset[int]
    is_clock: bool
    post: tuple[str, int] | None
    """The role acted in, and how long the path of its place is."""
    held: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, actor: Actor) -> "Kind":
        """The kind that somebody is of."""
        post = _sort(actor.post) if actor.post else None
        held = tuple(map(_sort, actor.posts))
        return cls(actor.pk is not None, actor.follows, actor.joined, actor.is_clock, post, held)

    @property
    def somebody(self) -> Actor:
        """One of this kind, with keys that no row has. What a query is to follow from besides (a level, the sort of a
        body) has to become part of the kind first: nobody here has more than roles, keys and paths."""
        return Actor(
            person=Person(pk=_PERSON) if self.signed_in else None,
            post=_post(0, *self.post) if self.post else None,
            follows=self.follows,
            posts=tuple(_post(n, *each) for n, each in enumerate(self.held, 1)),
            joined=self.joined,
            is_clock=self.is_clock,
            sitting=GIVEN_TEXT,
        )


def told(actor: Actor) -> dict[Any, Any]:
    """What the keys of `Kind.somebody` mean for this one of the kind."""
    found: dict[Any, Any] = {_PERSON: actor.pk, GIVEN_TEXT: actor.sitting}
    for n, post in enumerate((actor.post, *actor.posts)):
        if post:
            first, path = _FIRST + _APART * n, _path(n, len(post.place.path))
            found |= {first: post.pk, first + 1: post.organisation_id, first + 2: post.place_id}
            if path:
                found |= {path: post.place.path, path + "~": post.place.path + "~"}  # as `within` asks
    return found


def _sort(post: Post) -> tuple[str, int]:
    return post.role, len(post.place.path)


def _post(n: int, role: str, length: int) -> Post:
    first = _FIRST + _APART * n
    place = Place(pk=first + 2, path=_path(n, length))
    return Post(pk=first, organisation_id=first + 1, role=role, place=place)


def _path(n: int, length: int) -> str:
    """A path of this length that no place has."""
    return f"{n}".rjust(length, "?") if length else ""
