"""What people asked about their own data at a desk, as the record keeps it: never who."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class RequestEntered(Event):
    asked: Code
    came: Code
    checked: Code
    due_on: date
    sentence = _("A request about somebody's own data was written down, to be decided by %(due_on)s.")


@dataclass(frozen=True)
class RequestAgreed(Event):
    asked: Code
    sentence = _("A second person agreed to a request about somebody's own data.")


@dataclass(frozen=True)
class RequestRefused(Event):
    asked: Code
    hold: Code
    sentence = _("A request about somebody's own data was refused, with the reason.")


@dataclass(frozen=True)
class RequestHandedOver(Event):
    sentence = _("Somebody was given all that is kept about them.")


@dataclass(frozen=True)
class RequestDisowned(Event):
    asked: Code
    sentence = _("Whoever it was about took back a request that a desk had written down.")
