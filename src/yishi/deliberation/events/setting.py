"""Rules that were set."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class TallyRuleSet(Event):
    code: Code
    base: Code
    share_num: int
    share_den: int
    more_than: bool
    quorum_num: int | None
    quorum_den: int | None
    source: Digest
    sentence = _("A way of counting votes was set.")


@dataclass(frozen=True)
class SessionRuleSet(Event):
    session_kind: Code
    tally: Code
    notice_days: int
    freeze_days: int
    posting_days: int
    source: Digest
    sentence = _("What holds for sessions of a kind was set.")
