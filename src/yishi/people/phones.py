"""Mobile numbers as people type them, in one spelling: +86 and eleven digits."""

import re
import unicodedata

from yishi.insight.masking import mask_phone

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_BETWEEN = "()."
_COUNTRY = "+86"
LONGEST = 40
"""Characters a typed number may have; what is longer is none."""


def mobile(typed: str) -> str:
    """`138 0013 8000`, `+86-13800138000`, full-width digits: all become `+8613800138000`. Raises ValueError."""
    match = _MOBILE.fullmatch(_bare(typed)) if len(typed) <= LONGEST else None
    if not match:
        raise ValueError("not a mobile number")
    return _COUNTRY + match.group(1)


def is_mobile(typed: str) -> bool:
    """Whether it reads as a mobile number."""
    try:
        return bool(mobile(typed))
    except ValueError:
        return False


def as_said(phone: str) -> str:
    """The stored form in the rhythm it is read out: 138 0013 8000."""
    digits = phone.removeprefix(_COUNTRY)
    return f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def starred(phone: str) -> str:
    """Enough for its owner to know it again: 138****8000."""
    return mask_phone(phone.removeprefix(_COUNTRY))


def _bare(typed: str) -> str:
    """Without blanks, dashes, brackets, dots and characters nobody sees; full-width digits made plain."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(
        c for c in plain if unicodedata.category(c) not in ("Zs", "Cf", "Cc", "Pd") and c not in _BETWEEN
    )
