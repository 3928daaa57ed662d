"""What happens to the roll of dwellings. An event holds counts and days; who it is stands on the roll alone."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class RollImported(Event):
    added: int
    changed: int
    gone: int
    same: int
    file: Digest
    sentence = _(
        "The roll was brought up to date: %(added)s dwellings new, %(changed)s changed, %(gone)s gone, %(same)s as "
        "before."
    )


@dataclass(frozen=True)
class DwellingCorrected(Event):
    sentence = _("What the roll says of a dwelling was corrected.")


@dataclass(frozen=True)
class OwnersChanged(Event):
    from_on: date
    came: int
    ended: int
    sentence = _("A dwelling has other owners from %(from_on)s.")


@dataclass(frozen=True)
class OccupantEntered(Event):
    bond: Code
    sentence = _("Somebody was entered on the roll.")


@dataclass(frozen=True)
class OccupantCorrected(Event):
    sentence = _("What the roll says of somebody was corrected.")


@dataclass(frozen=True)
class OccupantEnded(Event):
    until_on: date
    sentence = _("Somebody has been on the roll until %(until_on)s.")


@dataclass(frozen=True)
class RollRevealed(Event):
    what: Code
    reason: Code
    text: Digest
    sentence = _("A post was shown, for a reason, who stands on the roll behind a door.")


@dataclass(frozen=True)
class SlipsPrinted(Event):
    count: int
    expires_on: date
    sentence = _("Codes for %(count)s mailboxes were printed; they hold until %(expires_on)s.")


@dataclass(frozen=True)
class RollPolicySet(Event):
    small_cell: int
    old_from: int
    slip_days: int
    slip_uses: int
    sentence = _("It was set how small a public figure may be: %(small_cell)s people.")
