"""What a resident keeps of a case, and what their browser remembers: which cases they follow, and the codes they were
given here."""

import io
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from .models import Case

MOST = 200
"""Cases one browser remembers."""


def follow(session: Any, case: Case) -> None:
    """From now on this browser is the reporter's for this case."""
    kept = [pk for pk in session.get("follows", []) if pk != case.pk]
    session["follows"] = [*kept, case.pk][-MOST:]


def keep(session: Any, case: Case, code: str) -> None:
    """The code may be shown in this browser."""
    kept = {pk: c for pk, c in session.get("receipts", {}).items() if pk != str(case.pk)}
    session["receipts"] = dict(list({**kept, str(case.pk): code}.items())[-MOST:])


def code_of(session: Any, case: Case) -> str:
    """The code of the case, in the browser it was given to; elsewhere nothing."""
    return session.get("receipts", {}).get(str(case.pk), "")


def address(request: HttpRequest, case: Case, code: str) -> str:
    """The address in full that opens the case for whoever holds the receipt."""
    return request.build_absolute_uri(f"{reverse('cases:follow')}?{urlencode({'n': case.number, 'c': code})}")


def qr(text: str) -> SafeString:
    """A QR as SVG to stand in a page. It holds digits drawn here and no markup of anybody else's."""
    return mark_safe(segno.make(text, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=True))


def qr_file(text: str) -> bytes:
    """A QR as an SVG file, for the wall."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", scale=8, border=4)
    return out.getvalue()
