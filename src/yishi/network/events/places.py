"""What happens to places."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class PlaceAdded(Event):
    code: Code
    level: Code
    sentence = _("The place %(code)s was added.")


@dataclass(frozen=True)
class PlaceRenamed(Event):
    sentence = _("A place was given another name.")


@dataclass(frozen=True)
class PlaceRecoded(Event):
    code: Code
    sentence = _("A place was given the code %(code)s.")


@dataclass(frozen=True)
class PlaceClosed(Event):
    on: date
    places: int
    sentence = _("A place was closed on %(on)s, with all within it.")


@dataclass(frozen=True)
class PlaceMoved(Event):
    follower: Ref
    into: Ref
    on: date
    places: int
    sentence = _("A place was moved on %(on)s, with all within it.")


@dataclass(frozen=True)
class PlaceFollowed(Event):
    follows: Ref
    on: date
    sentence = _("A place goes on here since %(on)s.")


@dataclass(frozen=True)
class CommunitySplit(Event):
    into: Ref
    on: date
    estates: int
    sentence = _("A community was split on %(on)s.")
