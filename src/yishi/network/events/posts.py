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
