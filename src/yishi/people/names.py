"""Names people sign in with: which ones may be chosen, and one spelling for all ways to type them."""

import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from .phones import is_mobile


def one_spelling(typed: str) -> str:
    """Full-width letters made plain, invisible characters and outer blanks gone."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()


def given() -> str:
    """A name for somebody who signs in by telephone and was never asked for one."""
    return f"neighbour-{secrets.randbelow(10**8):08d}"


def is_no_phone(name: str) -> None:
    """A name that reads as a telephone number would be taken for somebody's number at the door."""
    if is_mobile(name):
        raise ValidationError(
            _("This reads as a mobile number. To sign in by number, choose the code by text message.")
        )


ALLOWED = [
    MinLengthValidator(2, _("A sign-in name has at least 2 characters.")),
    MaxLengthValidator(30, _("A sign-in name has at most 30 characters.")),
    RegexValidator(
        r"^[\w.-]+\Z", _("Only letters, Chinese characters, digits and . - _ can stand in a sign-in name.")
    ),
    is_no_phone,
]
