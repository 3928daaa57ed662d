"""What happens to plaques."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class PlaquesPrinted(Event):
    size: Code
    plaques: int
    sentence = _("%(plaques)s plaques were printed.")


@dataclass(frozen=True)
class PlaqueTakenDown(Event):
    sentence = _("A plaque was taken down.")
