"""What happens to opening commitments."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event, Ref


@dataclass(frozen=True)
class CommitmentMade(Event):
    body: Ref
    due_on: date
    sentence = _("An opening commitment was published, to be done by %(due_on)s.")

    def measures(self) -> dict[str, int]:
        return {"commitments": 1}


@dataclass(frozen=True)
class CommitmentDone(Event):
    on: date
    late: bool
    picture: Digest = ""
    sentence = _("An opening commitment was done on %(on)s.")

    def measures(self) -> dict[str, int]:
        return {"commitments_done": 1, **({"commitments_late": 1} if self.late else {})}


@dataclass(frozen=True)
class CommitmentDropped(Event):
    sentence = _("An opening commitment was dropped, with its reason.")

    def measures(self) -> dict[str, int]:
        return {"commitments_dropped": 1}


@dataclass(frozen=True)
class ProofTakenDown(Event):
    sentence = _("The picture of an opening commitment was taken down.")
