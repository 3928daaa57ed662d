"""The address at which whoever got a mail from us stops these mails, without an account and with one tap.

What it holds is the mail address, signed: nobody can stop another's mails without having got one of them.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "yishi.notices.stop"


def token(address: str) -> str:
    """What the link holds."""
    return signing.dumps(address, salt=_SALT, compress=True)


def whose(token: str) -> str | None:
    """The address that a link was made for, or None for a link nobody made."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, str) else None


def address(mail: str) -> str:
    """The whole address of the page."""
    return (
        f"{getattr(settings, 'YISHI_ADDRESS', '').rstrip('/')}{reverse('notices:stop', args=[token(mail)])}"
    )
