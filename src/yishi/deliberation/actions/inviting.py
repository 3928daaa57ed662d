"""Departments, companies, and whoever holds a matter are asked to come, and reply."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.record import Refused, action, clock, emit

from .. import events, notices_calendar, rules, telling
from ..models import Invitation, Session, State

MOST = 60
"""So many posts are asked to one session."""
_REPLIES = {
    Invitation.Reply.COMING: _("comes"),
    Invitation.Reply.DEPUTY: _("sends a deputy"),
    Invitation.Reply.DECLINED: _("cannot come"),
}


@action(may=rules.may_invite)
def invite(
    actor,
    session: Session,
    *,
    posts: Sequence[Post],
    as_what: str = Invitation.As.DEPARTMENT,
    matter: str = "",
    number: str = "",
) -> Session:
    """These posts are asked to come, with what for, and with the number of the case where it is about one. They are
    told at once where the session is announced, else as it is; whoever is asked for a matter is told at once.
    Whoever was asked already is not asked again. Raises Refused where nobody is left to ask, and for too many."""
    there = {each.post_id: each for each in session.invitations.select_for_update().filter(post__in=posts)}
    fresh = [post for post in posts if post.pk not in there or there[post.pk].withdrawn_at]
    if not fresh:
        raise Refused(_("They are invited already."))
    if session.invitations.filter(withdrawn_at=None).count() + len(fresh) > MOST:
        raise Refused(_("No more than %(most)s can be invited to one session.") % {"most": MOST})
    at_once = session.state != State.PLANNED or as_what != Invitation.As.DEPARTMENT
    for post in fresh:
        kept = there.get(post.pk) or Invitation(session=session, post=post)
        kept.as_what, kept.matter, kept.withdrawn_at = as_what, clean(matter)[:80], None
        kept.reply, kept.reply_text, kept.replied_at, kept.former_reply = "", "", None, ""
        kept.sent_at, kept.told_of = (clock.now(), session.changes) if at_once else (None, 0)
        kept.save()
        emit(events.Invited(post=post.ref, as_what=as_what), about=session, by=actor)
        if at_once:
            kind, more = (
                (notices_calendar.INVITED_FOR, {"number": number})
                if number
                else (notices_calendar.INVITED, {})
            )
            facts, link = telling.facts(session, **more), telling.page(session)
            telling.tell(kind, about=session, link=link, post=post, facts=facts)
    return session


@action(may=rules.may_uninvite)
def uninvite(actor, invitation: Invitation) -> Invitation:
    """The post need not come, and is told where it knew of it."""
    if invitation.withdrawn_at is not None:
        raise Refused(_("This invitation was withdrawn."), moved_on=True)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    session = invitation.session
    emit(events.Uninvited(post=invitation.post.ref), about=session, by=actor)
    if invitation.sent_at:
        facts, link = telling.facts(session), telling.page(session)
        telling.tell(notices_calendar.UNINVITED, about=session, link=link, post=invitation.post, facts=facts)
    return invitation


@action(may=rules.may_reply_to_invitation)
def reply_to_invitation(actor, invitation: Invitation, *, reply: str, text: str = "") -> Invitation:
    """The post comes, sends a deputy, or cannot come; the chair is told. A later reply takes the place of an earlier
    one. Raises Refused for one who cannot come and does not say why."""
    words = clean(text)
    if reply == Invitation.Reply.DECLINED and not words:
        raise Refused(_("Please say why nobody can come: the host reads it."))
    invitation.reply, invitation.reply_text, invitation.replied_at = reply, words[:200], clock.now()
    invitation.former_reply = ""
    invitation.save(update_fields=["reply", "reply_text", "replied_at", "former_reply"])
    session = invitation.session
    emit(events.Replied(post=invitation.post.ref, reply=reply), about=session, by=actor)
    if session.chair is not None and session.chair_id != invitation.post_id:
        facts = {
            "session": telling.named(session),
            "who": invitation.post.title_when_read,
            "reply": _REPLIES[Invitation.Reply(reply)],
        }
        telling.tell(
            notices_calendar.REPLIED,
            about=session,
            link=telling.page(session),
            post=session.chair,
            facts=facts,
        )
    return invitation
