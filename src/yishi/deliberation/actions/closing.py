"""Minutes that nobody closes, or posts: the host is reminded, then the level above is told, once each."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.network import known as net
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import Minutes, Session, SessionRule, State
from ..notices_afterwards import CLOSE_PLEASE, NOT_CLOSED, NOT_POSTED, POST_PLEASE
from .minutes import called, minutes_of

NOT_YET = _("Its time is not over, or it was told already.")


def _since(session: Session, minutes: Minutes) -> datetime:
    """Since when the host has been to act: the end of the session, or, to post what is sealed, the seal."""
    since = minutes.sealed_at if session.state == State.SEALED else session.ended_at
    if since is None:
        raise Refused(NOT_YET, moved_on=True)
    return since


def _waits(session: Session, minutes: Minutes, rule: SessionRule, days: int) -> bool:
    """Whether so many days have gone by and it is the host who is to act: no draft lies open or the days of the first
    one are over, however often it was drafted since; and what is sealed hangs on no board."""
    now = clock.now()
    if now < _since(session, minutes) + timedelta(days=days):
        return False
    if session.state == State.SEALED:
        return not session.postings.exists()
    first = minutes.first_drafted_at or minutes.drafted_at
    return first is None or now > first + timedelta(days=rule.correction_days)


@action(may=rules.may_remind_to_close)
def remind_to_close(actor, session: Session) -> Session:
    """Whoever chaired and whoever wrote are reminded that the minutes are not closed; or, sealed, hang on no board."""
    rule, minutes = SessionRule.objects.of(session), minutes_of(session)
    if minutes.reminded_at or not _waits(session, minutes, rule, rule.remind_days):
        raise Refused(NOT_YET, moved_on=True)
    days = (clock.now() - _since(session, minutes)).days
    minutes.reminded_at = clock.now()
    minutes.save()
    sealed = session.state == State.SEALED
    happened = events.PostingReminded(days=days) if sealed else events.ClosingReminded(days=days)
    emit(happened, about=session, by=actor)
    page = "meet:minutes" if sealed else "meet:write_minutes"
    link, facts = reverse(page, args=[session.pk]), {"session": called(session), "days": days}
    for post in {each.pk: each for each in (session.chair, session.clerk) if each}.values():
        tell(POST_PLEASE if sealed else CLOSE_PLEASE, about=session, link=link, post=post, facts=facts)
    return session


@action(may=rules.may_raise_unclosed)
def raise_unclosed(actor, session: Session) -> Session:
    """The level above is told that the minutes are not closed, or not posted, although the host was reminded."""
    rule, minutes = SessionRule.objects.of(session), minutes_of(session)
    if minutes.raised_at or not minutes.reminded_at or not _waits(session, minutes, rule, rule.raise_days):
        raise Refused(NOT_YET, moved_on=True)
    days = (clock.now() - _since(session, minutes)).days
    minutes.raised_at = clock.now()
    minutes.save()
    sealed = session.state == State.SEALED
    happened = events.PostingRaised(days=days) if sealed else events.ClosingRaised(days=days)
    emit(happened, about=session, by=actor)
    link, facts = reverse("meet:session", args=[session.pk]), {"session": called(session), "days": days}
    for post in above(session):
        tell(NOT_POSTED if sealed else NOT_CLOSED, about=session, link=link, post=post, facts=facts)
    return session


def above(session: Session) -> list[Post]:
    """Who is told of it: of the nearest place above that has any, the posts that call sessions; where none does, those
    that supervise the place itself."""
    held = [post for post in net.held_over(session.place_path) if post.pk != session.chair_id]
    higher = [post for post in held if post.can(Power.CONVENE) and post.place.path != session.place_path]
    nearest = [post for post in higher if post.place.path == higher[0].place.path]
    return nearest or [post for post in held if post.can(Power.SUPERVISE)]
