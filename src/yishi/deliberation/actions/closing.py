"""Minutes that nobody closes: the host is reminded, then the level above is told, once each."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.network import known as net
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import Minutes, Session, SessionRule
from ..notices_afterwards import CLOSE_PLEASE, NOT_CLOSED
from .minutes import called, minutes_of

NOT_YET = _("Its time is not over, or it was told already.")


def _waits(session: Session, minutes: Minutes, days: int) -> bool:
    """Whether so many days have gone by since the end, and it is the host who is to act: no draft lies open, or the
    time to correct it is over."""
    over = session.ended_at is not None and clock.now() >= session.ended_at + timedelta(days=days)
    return over and not minutes.may_be_corrected


@action(may=rules.may_remind_to_close)
def remind_to_close(actor, session: Session) -> Session:
    """Whoever chaired and whoever wrote are reminded that the minutes are not closed."""
    rule, minutes = SessionRule.objects.over(session.place_path, session.kind), minutes_of(session)
    if minutes.reminded_at or not _waits(session, minutes, rule.remind_days):
        raise Refused(NOT_YET, moved_on=True)
    minutes.reminded_at = clock.now()
    minutes.save()
    days = (clock.now() - session.ended_at).days  # type: ignore[operator]
    emit(events.ClosingReminded(days=days), about=session, by=actor)
    link, facts = reverse("meet:write_minutes", args=[session.pk]), {"session": called(session), "days": days}
    for post in {each.pk: each for each in (session.chair, session.clerk) if each}.values():
        tell(CLOSE_PLEASE, about=session, link=link, post=post, facts=facts)
    return session


@action(may=rules.may_raise_unclosed)
def raise_unclosed(actor, session: Session) -> Session:
    """The level above is told that the minutes are not closed, although the host was reminded."""
    rule, minutes = SessionRule.objects.over(session.place_path, session.kind), minutes_of(session)
    if minutes.raised_at or not minutes.reminded_at or not _waits(session, minutes, rule.raise_days):
        raise Refused(NOT_YET, moved_on=True)
    minutes.raised_at = clock.now()
    minutes.save()
    days = (clock.now() - session.ended_at).days  # type: ignore[operator]
    emit(events.ClosingRaised(days=days), about=session, by=actor)
    facts = {"session": called(session), "days": days}
    for post in above(session):
        tell(
            NOT_CLOSED, about=session, link=reverse("meet:session", args=[session.pk]), post=post, facts=facts
        )
    return session


def above(session: Session) -> list[Post]:
    """Who is told of it: of the nearest place above that has any, the posts that call sessions; where none does, those
    that supervise the place itself."""
    held = [post for post in net.held_over(session.place_path) if post.pk != session.chair_id]
    higher = [post for post in held if post.can(Power.CONVENE) and post.place.path != session.place_path]
    nearest = [post for post in higher if post.place.path == higher[0].place.path]
    return nearest or [post for post in held if post.can(Power.SUPERVISE)]
