"""The token that protects a form against being sent from elsewhere, made as Django makes it and checked by Django: the
secret of this browser under a mask that is another each time. Django draws a token letter by letter, 96 times for a
stranger's page, which takes longer than to give out the page; here it is drawn at once."""

import secrets
from collections.abc import Iterator

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS as LETTERS
from django.middleware.csrf import CSRF_SECRET_LENGTH as LENGTH
from django.middleware.csrf import get_token

_PLACES = {letter: n for n, letter in enumerate(LETTERS)}
_MANY = len(LETTERS)
_FAIR = 256 - 256 % _MANY
"""Bytes of this value and above would make some letters likelier than others."""


def token(request: HttpRequest) -> str:
    """A token for the forms of this reader; whoever has no secret yet is given one with the answer. As `get_token`."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        secret = "".join(LETTERS[n] for n in _drawn())
        request.META["CSRF_COOKIE"] = secret
    elif len(secret) != LENGTH:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = list(_drawn())
    cipher = [LETTERS[(_PLACES[letter] + n) % _MANY] for letter, n in zip(secret, mask, strict=True)]
    return "".join([LETTERS[n] for n in mask] + cipher)


def _drawn() -> Iterator[int]:
    """As many numbers as a secret has letters, each as likely as any other."""
    left = LENGTH
    while left:
        fair = [byte % _MANY for byte in secrets.token_bytes(left + 8) if byte < _FAIR][:left]
        yield from fair
        left -= len(fair)
