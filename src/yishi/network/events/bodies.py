"""What happens to bodies."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class OrganisationFounded(Event):
    what: Code
    sentence = _("An organisation was entered.")
