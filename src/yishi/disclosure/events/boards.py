"""The month of a place hangs on a board."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event


@dataclass(frozen=True)
class BoardPosted(Event):
    """About a posting: `since` and `until` are of the period that is told of."""

    since: date
    until: date
    posted_on: date
    until_on: date
    picture: Digest
    sentence = _(
        "The board bundle of %(since)s to %(until)s hangs from %(posted_on)s until %(until_on)s, as a photo shows."
    )

    def measures(self) -> dict[str, int]:
        return {"boards_posted": 1}


@dataclass(frozen=True)
class BoardPostingStruck(Event):
    on: date
    sentence = _("A posting of %(on)s was struck out, and its photo taken away.")

    def measures(self) -> dict[str, int]:
        return {"boards_posted": -1}

    def counted_on(self) -> date | None:
        return self.on
