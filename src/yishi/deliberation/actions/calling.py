"""A session comes into the calendar, is announced, begins and ends."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Organisation, Place, Post
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, rules
from ..models import Reason, Session, SessionRule, State


@action(may=rules.may_call_session, lock=False)
def call_session(
    actor,
    place: Place,
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    host: Organisation,
    spot_zh: str,
    chair: Post | None = None,
    clerk: Post | None = None,
    entitled: int | None = None,
    **fields: Any,
) -> Session:
    """A session stands in the calendar, for everybody to see. Raises Refused where it ends before it begins."""
    if ends_at <= starts_at:
        raise Refused(_("A session ends after it begins. Please look at its hours again."))
    now = clock.now()
    session = Session.objects.create(
        place=place,
        place_path=place.path,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        host=host,
        chair=chair,
        clerk=clerk,
        spot_zh=clean(spot_zh),
        entitled=entitled,
        called_at=now,
        changed_at=now,
        **fields,
    )
    emit(events.Called(session_kind=kind, starts_at=starts_at), about=session, by=actor)
    return session


def change(session: Session, **fields: Any) -> None:
    """Set fields of the session, and say when and how often it changed: calendars that are subscribed to ask."""
    for name, value in fields.items():
        setattr(session, name, value)
    session.changed_at, session.changes = clock.now(), session.changes + 1
    session.save(update_fields=[*fields, "changed_at", "changes"])


def keep_reason(actor, session: Session, about: str, text: str, *, was_at: datetime | None = None) -> Reason:
    """Why something is otherwise than the calendar or the rule says, for everybody to read."""
    return Reason.objects.create(
        session=session,
        about=about,
        text=clean(text),
        salt=new_salt(),
        was_at=was_at,
        post=actor.post,
        at=clock.now(),
    )


def days_ahead(session: Session) -> int:
    """How many days lie between today and the session."""
    return (localtime(session.starts_at).date() - clock.today()).days


@action(may=rules.may_announce)
def announce(actor, session: Session, *, late_reason: str = "") -> Session:
    """The session is announced: time, place, who chairs and who is asked to come are public and binding, and what holds
    for it is fixed. Fewer days before it than its kind demands wants a reason, which is shown. Raises Refused without.
    """
    rule = SessionRule.objects.over(session.place_path, session.kind)
    late, kept = days_ahead(session) < rule.notice_days, None
    if late and not late_reason.strip():
        raise Refused(
            _("Sessions of this kind are announced %(days)s days before. Please say why this one is late.")
            % {"days": rule.notice_days}
        )
    if late:
        kept = keep_reason(actor, session, Reason.About.LATE, late_reason)
    change(
        session,
        state=State.ANNOUNCED,
        announced_at=clock.now(),
        tally=rule.tally,
        needs_quorum=rule.needs_quorum,
    )
    emit(
        events.Announced(starts_at=session.starts_at, late=late, reason=kept.digest if kept else ""),
        about=session,
        by=actor,
    )
    return session


@action(may=rules.may_begin)
def begin(actor, session: Session) -> Session:
    """The session is under way: what is said is written down, votes are counted."""
    change(session, state=State.UNDERWAY, opened_at=clock.now())
    emit(events.Begun(), about=session, by=actor)
    return session


@action(may=rules.may_end)
def end(actor, session: Session) -> Session:
    """The session is over; its minutes are to be written. Of two who end it at once the second is told that it has
    ended."""
    change(session, state=State.HELD, ended_at=clock.now(), wall_open=False)
    emit(
        events.Ended(
            session_kind=session.kind,
            present=session.attendances.filter(removed_at=None).count(),
            opinions=session.opinions.count(),
        ),
        about=session,
        by=actor,
    )
    return session
