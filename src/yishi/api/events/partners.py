"""What happens between us and outer systems."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event, Ref


@dataclass(frozen=True)
class PartnerSet(Event):
    post: Ref
    gets: bool
    gives: bool
    sentence = _("An outer system was connected.")


@dataclass(frozen=True)
class PartnerChanged(Event):
    gets: bool
    gives: bool
    sentence = _("How we speak with an outer system was changed.")


@dataclass(frozen=True)
class PartnerPaused(Event):
    sentence = _("The exchange with an outer system was paused.")


@dataclass(frozen=True)
class PartnerResumed(Event):
    sentence = _("The exchange with an outer system goes on.")


@dataclass(frozen=True)
class PartnerEnded(Event):
    sentence = _("An outer system was disconnected.")


@dataclass(frozen=True)
class HandedOut(Event):
    partner: Ref
    sentence = _("It was handed over to an outer system.")


@dataclass(frozen=True)
class HeardBack(Event):
    partner: Ref
    closed: bool
    text: Digest
    sentence = _("The outer system said how far it is.")


@dataclass(frozen=True)
class BroughtHere(Event):
    partner: Ref
    sentence = _("It came from an outer system.")
