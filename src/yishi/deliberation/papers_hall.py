"""Papers of the hall: the empty sheet for pen, and the list to sign at the door."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yishi.network.typesetting import code, typeset

from .following import Slip
from .models import Opinion, Session, Sheet

SIGNED = 40
"""Lines of the list at the door."""


def _head(session: Session) -> dict[str, str]:
    at = localtime(session.starts_at)
    return {
        "title": session.title,
        "when": f"{date_format(at, 'DATE_FORMAT')} {at:%H:%M}",
        "where": f"{session.place.label} · {session.spot}",
    }


def sheet(session: Session, page: Sheet, rows: int) -> bytes:
    """An empty sheet as PDF, with the numbers of its letter."""
    words = {
        "name": _("Sheet"),
        "number": pgettext("line", "No."),
        "building": _("Building"),
        "who": _("Who"),
        "words": _("What was said"),
        "foot": _(
            "Tell everybody their number at once: it leads to the answer. Afterwards this sheet is typed in."
        ),
    }
    numbers = [f"{page.letter}{n}" for n in range(1, rows + 1)]
    data = {**_head(session), "letter": page.letter, "numbers": numbers, "words": words}
    return typeset("deliberation/papers/sheet.typ", data)


def attendance(session: Session, rows: int = SIGNED) -> bytes:
    """The list to sign as PDF."""
    words = {
        "name": _("Who came"),
        "number": pgettext("line", "No."),
        "building": _("Building"),
        "who": _("Name"),
        "role": _("Resident, owner, representative …"),
        "foot": _(
            "Names stay with those who write the session down; everybody sees how many came. Nobody must sign."
        ),
    }
    return typeset("deliberation/papers/present.typ", {**_head(session), "rows": rows, "words": words})


def slips(session: Session, pairs: Sequence[tuple[Opinion, Slip]]) -> bytes:
    """Slips to cut apart as PDF, eight on a page: the number read out, the case, its code and a QR. What was said
    stands there only as everybody may read it, for a slip may be lost."""
    words = {
        "name": _("Slips"),
        "case": pgettext("slip", "Case"),
        "code": pgettext("slip", "Code"),
        "how": _("With this number and code you see what comes of it, and say whether it is solved."),
    }
    lines = [
        {
            "label": opinion.label,
            "number": slip.number,
            "code": slip.spaced,
            "qr": code(slip.address),
            "words": opinion.public_words[:60] if opinion.is_shown else "",
        }
        for opinion, slip in pairs
    ]
    data = {**_head(session), "slips": lines, "words": words}
    return typeset("deliberation/papers/slips.typ", data)
