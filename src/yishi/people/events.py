"""What happens to an account."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Event


@dataclass(frozen=True)
class Registered(Event):
    sentence = _("An account was opened.")
