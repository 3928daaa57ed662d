"""Who may draft, correct, seal, post and object to the minutes."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..models import Minutes, Session, State
from .standing import by_leaders, by_writers, now_admits

CLERKS = _("the clerk, the chair, or whoever keeps the sheet there")
HOSTS = _("the chair; whoever calls sessions there")
CLOCK = _("the clock")
WHO = {
    "draft_minutes": CLERKS,
    "propose_correction": _("whoever was checked in, by account, by the browser or through the clerk"),
    "decide_correction": HOSTS,
    "seal_minutes": HOSTS,
    "correct_sealed": HOSTS,
    "add_late_line": _("the clock; whoever takes the line down"),
    "post_minutes": CLERKS,
    "object_to": _("any resident, also by telephone, while the minutes are posted"),
    "answer_objection": HOSTS,
    "mark_objection_overdue": CLOCK,
    "raise_objection": CLOCK,
    "remind_to_close": CLOCK,
    "raise_unclosed": CLOCK,
}


def may_draft_minutes(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "draft_minutes")


def may_propose_correction(_actor: Any, session: Session) -> Verdict:
    """While the draft is open; afterwards the reason says what to do instead."""
    minutes = Minutes.objects.filter(session=session).first()
    if session.state == State.SEALED:
        return no(
            _(
                "The minutes are sealed, so the draft can no longer be corrected. While they are posted you can object "
                "on the page of the minutes; an objection is answered in days. Later, please ring whoever chaired: "
                "what is wrong is put right by a numbered correction."
            ),
            moved_on=True,
        )
    verdict = now_admits(session, "propose_correction")
    if not verdict:
        return verdict
    if minutes is None or not minutes.may_be_corrected:
        until = minutes and minutes.corrections_until
        said = date_format(localtime(until), "DATETIME_FORMAT") if until else ""
        return no(
            _(
                "The time to propose corrections ended on %(until)s. Once the minutes are sealed and posted you can "
                "object on their page; or ring whoever chaired today, before they seal them."
            )
            % {"until": said},
            moved_on=True,
        )
    return YES


def may_decide_correction(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "decide_correction")


def may_seal_minutes(actor: Any, session: Session) -> Verdict:
    """Once the time for corrections is over and each that was proposed is decided."""
    verdict = by_leaders(actor, session, "seal_minutes")
    if not verdict:
        return verdict
    minutes = session.minutes
    if minutes.may_be_corrected:
        until = date_format(localtime(minutes.corrections_until), "DATETIME_FORMAT")
        return no(
            _(
                "Those who were there may propose corrections until %(until)s; the minutes are sealed after that."
            )
            % {"until": until}
        )
    if session.corrections.filter(state="proposed").exists():
        return no(_("Somebody proposed a correction that nobody has decided yet. Please decide it first."))
    return YES


def may_correct_sealed(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "correct_sealed")


def may_add_late_line(_actor: Any, session: Session) -> Verdict:
    """It follows from a line that was taken down: whoever might take it down, might let it stand here."""
    return now_admits(session, "add_late_line")


def may_post_minutes(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "post_minutes")


def may_object_to(_actor: Any, session: Session) -> Verdict:
    """Anybody, while the minutes hang on a board; before and after, the reason says what to do instead."""
    if session.state != State.SEALED:
        return no(
            _("One can object once the minutes are sealed and posted. They are still being written."),
            moved_on=True,
        )
    last = session.postings.order_by("-until_on").first()
    if last is None:
        return no(
            _("The minutes are not posted yet; the time to object begins with the posting."), moved_on=True
        )
    if not session.postings.up().exists():
        return no(
            _(
                "The minutes were posted until %(day)s, and the time to object is over. You can propose the matter as "
                "a topic for the next session, or ring the steward."
            )
            % {"day": date_format(last.until_on, "DATE_FORMAT")},
            moved_on=True,
        )
    return YES


def may_answer_objection(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "answer_objection")


def _by_clock(actor: Any, session: Session, action: str) -> Verdict:
    return now_admits(session, action) if actor.ref == "clock" else no(_("Only the clock does this."))


def may_mark_objection_overdue(actor: Any, session: Session) -> Verdict:
    return _by_clock(actor, session, "mark_objection_overdue")


def may_raise_objection(actor: Any, session: Session) -> Verdict:
    return _by_clock(actor, session, "raise_objection")


def may_remind_to_close(actor: Any, session: Session) -> Verdict:
    return _by_clock(actor, session, "remind_to_close")


def may_raise_unclosed(actor: Any, session: Session) -> Verdict:
    return _by_clock(actor, session, "raise_unclosed")
