"""What the page of a session, and the page of its minutes, show of what came afterwards."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yishi.cases.models.publishing import WithheldFor
from yishi.record import clock

from . import earlier, session_figures
from .models import Correction, Minutes, Session, SessionRule, State


def of(session: Session, actor: Any) -> dict[str, Any]:
    """Under `afterwards`, for parts/minutes.html and parts/figures.html."""
    minutes = Minutes.objects.filter(session=session).first() if session.is_over else None
    found = {
        "figures": session_figures.counted(session) if session.is_over or session.is_underway else None,
        "minutes": minutes if minutes and minutes.drafted_at else None,
        "minutes_writes": session.is_written_by(actor) and session.is_over,
        "earlier": earlier.of(session) if session.state not in (State.MISSED, State.SKIPPED) else [],
    }
    return {"afterwards": {**found, **(after_the_seal(session) if session.state == State.SEALED else {})}}


def after_the_seal(session: Session) -> dict[str, Any]:
    """Numbered corrections, boards and objections; until when the minutes are posted."""
    later = list(
        session.corrections.exclude(number=None)
        .select_related("opinion__sheet", "opinion__place")
        .order_by("number")
    )
    for each in later:
        each.said = words_of(each)  # type: ignore[attr-defined]
    postings = list(session.postings.order_by("posted_on", "id"))
    last = max((each.until_on for each in postings), default=None)
    return {
        "later": later,
        "postings": postings,
        "posted_until": last,
        "is_posted": last is not None and last >= clock.today(),
        "objections": list(
            session.objections.select_related("answered_by__organisation", "answered_by__place", "correction")
        ),
    }


def words_of(correction: Correction) -> str:
    """What everybody reads of a numbered correction; of a line that came late, what was said."""
    opinion = correction.opinion
    if opinion is None:
        return correction.shown
    if opinion.is_shown:
        said = opinion.public_words
    elif opinion.withheld_for == WithheldFor.ERASED:
        said = _("(erased at the wish of whoever said it)")
    else:
        said = _("(nobody has looked at the words yet)")
    return _("%(label)s, %(place)s, arrived after the seal: %(words)s") % {
        "label": opinion.label,
        "place": opinion.place.label,
        "words": said,
    }


def posting_days(session: Session) -> int:
    """How many days its minutes hang."""
    return SessionRule.objects.of(session).posting_days


def day(at: datetime | None) -> str:
    """A day, as people write it."""
    return date_format(localtime(at), "DATE_FORMAT") if at else ""


def moment(at: datetime | None) -> str:
    """A moment, as people write it."""
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""
