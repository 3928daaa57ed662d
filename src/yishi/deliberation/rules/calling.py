"""Who may call, announce, move, skip, begin and end a session, and ask others to come."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, clock, no

from ..models import Invitation, Session, State
from .standing import by_leaders, by_writers, now_admits

LEADERS = _("the chair; whoever calls sessions there")
LEADERS_OR_CLOCK = _("the chair; whoever calls sessions there; the clock, for a series")
WHO = {
    "announce": LEADERS_OR_CLOCK,
    "change_session": LEADERS,
    "move_session": LEADERS_OR_CLOCK,
    "skip_session": LEADERS_OR_CLOCK,
    "miss_session": _("the clock, when the day has passed"),
    "explain_missed": LEADERS,
    "invite": _("the chair; whoever calls sessions there; the clock, for a matter on the agenda"),
    "uninvite": LEADERS,
    "reply_to_invitation": _("the post that was invited"),
    "begin": _("the clerk or the chair"),
    "end": _(
        "the clerk or the chair; whoever calls sessions or keeps the sheet there; the clock, if nobody did"
    ),
}
NO_CHAIR = _(
    "Nobody leads this session yet: its chair is not named, or nobody holds that post today. "
    "Please name another chair first."
)
HELD_AFTER_ALL = timedelta(days=7)
"""So long one that counts as missed may still be written down as held."""


def has_chair(session: Session) -> bool:
    """Whether somebody holds the post that is to lead it."""
    return session.chair is not None and bool(session.chair.holders())


def may_call_session(actor: Any, place: Place) -> Verdict:
    """Whoever calls sessions there; the clock, for a series."""
    if actor.ref == "clock" or actor.can(Power.CONVENE, place.path):
        return YES
    return no(_("Only whoever calls sessions at this place may do this."))


def by_leaders_or_clock(actor: Any, session: Session, action: str) -> Verdict:
    """The clock, too, while the session is where the action begins."""
    return now_admits(session, action) if actor.ref == "clock" else by_leaders(actor, session, action)


def may_announce(actor: Any, session: Session) -> Verdict:
    """Not while nobody is there to lead it."""
    verdict = by_leaders_or_clock(actor, session, "announce")
    return no(NO_CHAIR) if verdict and not has_chair(session) else verdict


def may_change_session(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "change_session")


def may_move_session(actor: Any, session: Session) -> Verdict:
    return by_leaders_or_clock(actor, session, "move_session")


def may_skip_session(actor: Any, session: Session) -> Verdict:
    return by_leaders_or_clock(actor, session, "skip_session")


def may_miss_session(actor: Any, session: Session) -> Verdict:
    return now_admits(session, "miss_session") if actor.ref == "clock" else no(_("Only the clock does this."))


def may_explain_missed(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "explain_missed")


def may_invite(actor: Any, session: Session) -> Verdict:
    return by_leaders_or_clock(actor, session, "invite")


def may_uninvite(actor: Any, invitation: Invitation) -> Verdict:
    return by_leaders(actor, invitation.session, "uninvite")


def may_reply_to_invitation(actor: Any, invitation: Invitation) -> Verdict:
    """The post that was asked, while the session is to come; a leader writes down what was said on the telephone."""
    post = actor.post
    if post is None or (post.pk != invitation.post_id and not invitation.session.is_led_by(actor)):
        return no(_("Only the post that was invited replies."))
    if invitation.withdrawn_at is not None:
        return no(_("This invitation was withdrawn."), moved_on=True)
    return now_admits(invitation.session, "reply_to_invitation")


def may_begin(actor: Any, session: Session) -> Verdict:
    """Whoever writes it down opens the sheet; a chair nobody holds cannot lead. One that counts as missed may be
    written down as held after all, for some days."""
    verdict = by_writers(actor, session, "begin")
    if not verdict:
        return verdict
    if not has_chair(session):
        return no(_("Nobody holds the chair's post today. Please name another chair first."), moved_on=True)
    if session.state == State.MISSED and clock.now() > session.ends_at + HELD_AFTER_ALL:
        return no(_("It is too long ago to be written down as held."), moved_on=True)
    return verdict


def may_end(actor: Any, session: Session) -> Verdict:
    """Whoever leads it or writes it down; the clock, where nobody did."""
    if actor.ref == "clock" or session.is_led_by(actor):
        return now_admits(session, "end")
    return by_writers(actor, session, "end")
