"""Whoever acts: a person in one of their posts, a resident, or the clock."""

from dataclasses import dataclass, field

from yishi.people.models import Person

from .models import Post
from .powers import Power


@dataclass(frozen=True)
class Actor:
    """Who asks, in which of their posts, and which cases they hold the code of; `joined` are the voices they gave in
    this browser."""

    person: Person | None = None
    post: Post | None = None
    follows: frozenset[int] = field(default_factory=frozenset)
    posts: tuple[Post, ...] = ()
    joined: frozenset[int] = field(default_factory=frozenset)
    is_clock: bool = False

    @property
    def ref(self) -> str:
        """What the record keeps. A resident stays `resident`: who it was is nobody's business there."""
        if self.is_clock:
            return "clock"
        return self.post.ref if self.post else "resident"

    @property
    def pk(self) -> int | None:
        """The person's, or None for somebody without an account."""
        return self.person.pk if self.person else None

    def can(self, power: Power, path: str) -> bool:
        """Whether the post they act in gives a power over the place with this path."""
        return bool(self.post and self.post.can(power) and self.post.covers(path))


ANYONE = Actor()
CLOCK = Actor(is_clock=True)


def acting(post: Post, person: Person | None = None) -> Actor:
    """Somebody acting in a post."""
    return Actor(person=person, post=post)
