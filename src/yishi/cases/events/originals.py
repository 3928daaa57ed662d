"""Who saw what was said in confidence, and what was erased, as the record keeps it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class Revealed(Event):
    what: Code
    reason: Code
    text: Digest
    sentence = _("Somebody of a desk was shown what was said in confidence, for a reason.")


@dataclass(frozen=True)
class GlassAsked(Event):
    reason: Code
    text: Digest
    sentence = _("In danger to life it was asked who the reporter is.")


@dataclass(frozen=True)
class GlassBroken(Event):
    reason: Code
    until: datetime
    told_later: bool
    sentence = _("Two people agreed that a desk may see who the reporter is, until %(until)s.")


@dataclass(frozen=True)
class GlassRefused(Event):
    sentence = _("It was refused to show who the reporter is.")


@dataclass(frozen=True)
class ToldOfGlass(Event):
    sentence = _("The resident was told that their name had been shown.")


@dataclass(frozen=True)
class KeptOut(Event):
    by_resident: bool
    sentence = _("Somebody whom the matter concerns was kept out of it.")


@dataclass(frozen=True)
class ErasureAsked(Event):
    due_at: datetime
    on_paper: bool
    sentence = _("Somebody asked that what is kept about them be erased.")


@dataclass(frozen=True)
class ErasureCancelled(Event):
    sentence = _("A request for erasure was taken back.")


@dataclass(frozen=True)
class ErasureRefused(Event):
    hold: Code
    sentence = _("A request for erasure was refused, with the reason.")


@dataclass(frozen=True)
class Erased(Event):
    cases: int
    voices: int
    texts: int
    pictures: int
    account: bool
    sentence = _("What was kept about somebody was erased at their request.")


@dataclass(frozen=True)
class Retained(Event):
    what: Code
    count: int
    sentence = _("What had been kept long enough was erased: %(count)s.")


@dataclass(frozen=True)
class RetentionSet(Event):
    what: Code
    days: int
    sentence = _("It was set how long something is kept: %(days)s days.")


@dataclass(frozen=True)
class NoticeSet(Event):
    from_on: date
    sentence = _("There is a new version of the notice of privacy, from %(from_on)s.")
