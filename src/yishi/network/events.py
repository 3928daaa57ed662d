"""What happens in the net."""

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
class OrganisationFounded(Event):
    what: Code
    sentence = _("An organisation was entered.")


@dataclass(frozen=True)
class PostCreated(Event):
    role: Code
    sentence = _("A post was created.")


@dataclass(frozen=True)
class Appointed(Event):
    post: Ref
    person: Ref
    from_on: date
    sentence = _("A post was taken up on %(from_on)s.")


@dataclass(frozen=True)
class Relieved(Event):
    post: Ref
    until_on: date
    sentence = _("A post was laid down on %(until_on)s.")


@dataclass(frozen=True)
class SubstituteNamed(Event):
    post: Ref
    person: Ref
    from_on: date
    until_on: date
    sentence = _("Somebody stands in at a post from %(from_on)s to %(until_on)s.")


@dataclass(frozen=True)
class HomeClaimed(Event):
    sentence = _("Somebody said where they live.")


@dataclass(frozen=True)
class HomeVouchedFor(Event):
    by: Ref
    sentence = _("A home was vouched for.")


@dataclass(frozen=True)
class HomeLeft(Event):
    sentence = _("Somebody no longer lives there.")


@dataclass(frozen=True)
class CalendarSet(Event):
    year: int
    off: int
    worked: int
    sentence = _("The days off of %(year)s were entered.")
