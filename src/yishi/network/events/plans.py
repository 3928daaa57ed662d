"""What happens to plans."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event, Ref


@dataclass(frozen=True)
class PlanHung(Event):
    picture: Digest
    sentence = _("A plan of a place was put up.")


@dataclass(frozen=True)
class PlanTakenDown(Event):
    sentence = _("A plan of a place was taken down.")


@dataclass(frozen=True)
class ZoneDrawn(Event):
    zone_of: Ref
    corners: int
    sentence = _("A zone was drawn on a plan.")


@dataclass(frozen=True)
class ZoneErased(Event):
    zone_of: Ref
    sentence = _("A zone was taken off a plan.")
