"""What happens to places."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class PlaceAdded(Event):
    code: Code
    level: Code
    sentence = _("The place %(code)s was added.")
