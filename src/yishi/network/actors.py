"""Whoever acts: a person in one of their posts, a resident, or the clock."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from yishi.people.models import Person

from .models import Post
from .powers import Power


@dataclass(frozen=True)
class Actor:
    """Who asks, in which of their posts, and which cases they hold the code of; `joined` are the voices they gave in
    this browser. `sitting` stands for the time they are signed in, in this browser: what they opened for a reason
    closes with it."""

    person: Person | None = None
    post: Post | None = None
    follows: frozenset[int] = field(default_factory=frozenset)
    posts: tuple[Post, ...] = ()
    joined: frozenset[int] = field(default_factory=frozenset)
    is_clock: bool = False
    sitting: str = ""

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

    @property
    def facts(self) -> tuple[Hashable, ...]:
        """All of whoever asks that what they may see follows from; a question put together for them is kept under it.
        Not how long they sit here, which is of one sign-in alone."""
        held = tuple((post.pk, post.role, post.organisation_id, post.place.path) for post in self.posts)
        post = self.post
        acts_in = post and (post.pk, post.role, post.organisation_id, post.place.path)
        return self.pk, self.follows, self.joined, self.is_clock, acts_in, held


ANYONE = Actor()
CLOCK = Actor(is_clock=True)


def acting(post: Post, person: Person | None = None) -> Actor:
    """Somebody acting in a post."""
    return Actor(person=person, post=post)
