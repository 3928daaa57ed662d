"""What happens to posts."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class PostCreated(Event):
    role: Code
    sentence = _("A post was created.")


@dataclass(frozen=True)
class Appointed(Event):
    post: Ref
    person: Ref
    from_on: date
    until_on: date | None = None
    role: Code = ""
    source: Code = ""
    full_time: bool | None = None
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
class SubstituteEnded(Event):
    post: Ref
    person: Ref
    ended_on: date
    sentence = _("Since %(ended_on)s nobody stands in at a post any more; whoever holds it is back.")


@dataclass(frozen=True)
class PostChanged(Event):
    sentence = _("Telephone, duty hours or seats of a post were changed.")


@dataclass(frozen=True)
class PostClosed(Event):
    closed_on: date
    sentence = _("A post was closed on %(closed_on)s.")


@dataclass(frozen=True)
class CalledOff(Event):
    post: Ref
    from_on: date
    sentence = _("An appointment for %(from_on)s was called off before it began.")
