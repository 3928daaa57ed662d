"""How whoever said something at a session follows what comes of it: the number read out, and a code."""

from django.utils.crypto import salted_hmac

from yishi.cases.actions.intake import CODE_DIGITS

from .models import Opinion


def follow_code(opinion: Opinion) -> str:
    """The eight digits by which the case of an opinion is followed without an account. They are worked out from the
    house's key, so that they can be given on a slip at any time and stand nowhere."""
    made = salted_hmac("deliberation.follow", f"{opinion.pk}:{opinion.salt}", algorithm="sha256").digest()
    return f"{int.from_bytes(made[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def source_of(opinion: Opinion) -> str:
    """The name of the case that was made of an opinion: there is one, however often that is tried."""
    return f"session:{opinion.pk}"
