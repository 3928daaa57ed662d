"""What happens to keys."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class KeyIssued(Event):
    """`holder` is the post it acts for; of a resident's own key nothing is told. `scopes` with a point between."""

    holder: Ref
    scopes: Code
    ends_on: date
    sentence = _("A key was issued by which a machine may act until %(ends_on)s.")


@dataclass(frozen=True)
class KeyRevoked(Event):
    sentence = _("A key by which a machine acted was revoked.")
