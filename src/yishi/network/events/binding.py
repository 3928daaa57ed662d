"""How a person and a dwelling come together."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class HomeBound(Event):
    proof: Code
    as_what: Code
    sentence = _("It was shown where somebody lives.")


@dataclass(frozen=True)
class OccupantKnown(Event):
    proof: Code
    sentence = _("Somebody on the roll is known by their account.")
