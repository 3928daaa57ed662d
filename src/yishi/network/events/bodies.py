"""What happens to bodies."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class OrganisationFounded(Event):
    what: Code
    sentence = _("An organisation was entered.")


@dataclass(frozen=True)
class BodyRenamed(Event):
    sentence = _("An organisation has another name.")


@dataclass(frozen=True)
class ParentSet(Event):
    parent: Ref
    sentence = _("An organisation belongs to another one from now on.")


@dataclass(frozen=True)
class BodyDissolved(Event):
    dissolved_on: date
    sentence = _("An organisation was dissolved on %(dissolved_on)s.")


@dataclass(frozen=True)
class ServingBegun(Event):
    body: Ref
    place: Ref
    from_on: date
    until_on: date | None = None
    sentence = _("An organisation serves a place from %(from_on)s.")


@dataclass(frozen=True)
class ServingEnded(Event):
    body: Ref
    place: Ref
    until_on: date
    sentence = _("An organisation serves a place until %(until_on)s.")


@dataclass(frozen=True)
class SeatGiven(Event):
    what: Code
    council: Ref
    from_on: date
    sentence = _("A seat in a council was given from %(from_on)s.")


@dataclass(frozen=True)
class SeatEnded(Event):
    council: Ref
    until_on: date
    sentence = _("A seat in a council ends with %(until_on)s.")


@dataclass(frozen=True)
class FigureSet(Event):
    what: Code
    amount: int
    sentence = _("A figure the net goes by was set: %(amount)s.")
