"""What all the demo's stories stand on: the city built so far, a matter with the people and pictures of it, and what
happens between the stories."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from yishi.cases.models import Case, Category
from yishi.network import pictures
from yishi.network.actors import Actor
from yishi.network.actors import acting as acting_in
from yishi.network.models import Organisation, Place, Post
from yishi.people.models import Person

from . import content
from . import pictures as drawn
from .shapes import Matter, Step


@dataclass
class City:
    """What has been built so far, by the keys of the content."""

    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)


@dataclass
class Aside:
    """Something that happens between the stories, at its time."""

    act: Callable[[City], None]
    city: City

    def begin(self) -> None:
        self.act(self.city)


class Told:
    """One matter of the demo, with whoever says and does something in it."""

    def __init__(self, city: City, matter: Matter):
        self.city, self.matter = city, matter
        self.case = Case()

    def post(self, who: str) -> Post:
        return self.city.posts[content.who_is(who, self.matter.place).post]

    def acting(self, who: str) -> Actor:
        said = content.who_is(who, self.matter.place)
        return acting_in(self.city.posts[said.post], self.city.people[said.person])

    def photos(self, step: Step) -> list[pictures.Picture]:
        return [self.picture(step.photo == "after")] if step.photo else []

    def picture(self, after: bool) -> pictures.Picture:
        data = drawn.draw(self.matter.picture, self.matter.seed, after)
        file = io.BytesIO(data)
        file.size = len(data)  # type: ignore[attr-defined]
        return pictures.read(file)


def code_of(matter: Matter) -> str:
    """The code that follows a case of the demo: known beforehand, so that anybody can play its resident."""
    return f"{matter.seed % 10**8:08d}"
