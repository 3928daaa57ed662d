"""What a resident keeps of a case, and what their browser remembers: which cases they follow, and the codes they were
given here."""

import io
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from .models import Case, Voice

MOST = 200
"""Cases one browser remembers."""


def follow(session: Any, case: Case) -> None:
    """From now on this browser is the reporter's for this case."""
    kept = [pk for pk in session.get("follows", []) if pk != case.pk]
    session["follows"] = [*kept, case.pk][-MOST:]


def unfollow(session: Any, case: Case) -> None:
    """They no longer ask for it: nothing of it stays in this browser."""
    session["follows"] = [pk for pk in session.get("follows", []) if pk != case.pk]
    session["receipts"] = {pk: c for pk, c in session.get("receipts", {}).items() if pk != str(case.pk)}


def keep(session: Any, case: Case, code: str) -> None:
    """The code may be shown in this browser."""
    kept = {pk: c for pk, c in session.get("receipts", {}).items() if pk != str(case.pk)}
    session["receipts"] = dict(list({**kept, str(case.pk): code}.items())[-MOST:])


def joined(session: Any, voice: Voice, code: str = "") -> None:
    """From now on this browser is theirs who joined; the code may be shown in it."""
    kept = {pk: v for pk, v in session.get("joined", {}).items() if pk != str(voice.case_id)}
    session["joined"] = dict(list({**kept, str(voice.case_id): voice.pk}.items())[-MOST:])
    if code:
        codes = session.get("joined_codes", {})
        session["joined_codes"] = dict(list({**codes, str(voice.pk): code}.items())[-MOST:])


def left(session: Any, voice: Voice) -> None:
    """They left: nothing of it stays in this browser."""
    session["joined"] = {pk: v for pk, v in session.get("joined", {}).items() if v != voice.pk}
    session["joined_codes"] = {v: c for v, c in session.get("joined_codes", {}).items() if v != str(voice.pk)}


def joined_code_of(session: Any, voice: Voice) -> str:
    """The code of a voice, in the browser it was given to; elsewhere nothing."""
    return session.get("joined_codes", {}).get(str(voice.pk), "")


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
