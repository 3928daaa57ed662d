"""How whoever said something at a session follows what comes of it: the number read out, and a code."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString

from yishi.cases import receipts
from yishi.cases.actions.intake import CODE_DIGITS

from .models import Item, Opinion, Topic


@dataclass(frozen=True)
class Slip:
    """What whoever spoke takes home: the number of the case and the code that opens it."""

    number: str
    code: str
    address: str
    """In full; it opens the case without anything to type."""

    @property
    def qr(self) -> SafeString:
        """The address, to scan."""
        return receipts.qr(self.address)

    @property
    def spaced(self) -> str:
        """The code in two halves, as it is read out."""
        return f"{self.code[:4]} {self.code[4:]}"


def follow_code(opinion: Opinion) -> str:
    """The eight digits by which the case of an opinion is followed without an account. They are worked out from the
    house's key, so that they can be given on a slip at any time and stand nowhere."""
    made = salted_hmac("deliberation.follow", f"{opinion.pk}:{opinion.salt}", algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def topic_follow_code(row: Topic | Item) -> str:
    """The same for a matter that a topic, or an item of the host's own, became."""
    salt = row.salt if isinstance(row, Topic) else row.session.door_secret
    made = salted_hmac("deliberation.follow.topic", f"{row.ref}:{salt}", algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def item_source(item: Item) -> str:
    """The name of the case that an item of an agenda became."""
    return f"session-item:{item.pk}"


def source_of(opinion: Opinion) -> str:
    """The name of the case that was made of an opinion: there is one, however often that is tried."""
    return f"session:{opinion.pk}"


def slip(opinion: Opinion, request: HttpRequest) -> Slip | None:
    """For whoever said it; None while it is no case, and where it was joined to the case of somebody else."""
    case = opinion.case
    if case is None or case.source != source_of(opinion):
        return None
    code = follow_code(opinion)
    return Slip(case.number, code, receipts.address(request, case, code))
