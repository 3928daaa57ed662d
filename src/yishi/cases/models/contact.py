"""How a number is found again although it lies encrypted."""

import hashlib
import hmac
import re

from django.conf import settings

KEY_LENGTH = 40


def number_key(phone: str) -> str | None:
    """What stands for a number in a lookup: the same for every way of writing it, keyed, so that the table alone does
    not give numbers away. None for no number."""
    digits = re.sub(r"\D", "", phone or "")
    plain = re.sub(r"^(0086|86)(?=1[3-9]\d{9}$)", "", digits)
    if not plain:
        return None
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"number {plain}".encode(), hashlib.sha256).hexdigest()[:KEY_LENGTH]
