"""A session comes into the calendar, is changed, announced, moved or skipped, begins and ends; or its day passes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Organisation, Place, Post
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, notices_calendar, rules, telling
from ..models import LEFT_OPEN, Invitation, Reason, Session, SessionRule, State
from .attending import blank, keep_roll

NO_REASON = _("Please say why: everybody reads it on the page of the session.")
CHANGEABLE = ("host", "chair", "clerk", "spot_zh", "spot_en", "theme_zh", "theme_en")
SPOT = {"spot_zh", "spot_en"}
TOO_FAR = timedelta(days=400)
"""A calendar reaches no further ahead."""


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
    if session.starts_at <= clock.now():
        raise Refused(
            _("Its hour has passed. Please move it to another day first, or skip it."), moved_on=True
        )
    rule = rule_of(session)
    kept = _late(actor, session, rule, late_reason)
    change(
        session,
        state=State.ANNOUNCED,
        announced_at=clock.now(),
        tally=rule.tally if rule.votes else None,
        needs_quorum=rule.needs_quorum and rule.votes,
        rule_kept=rule.to_keep(),
    )
    emit(
        events.Announced(starts_at=session.starts_at, late=bool(kept), reason=kept),
        about=session,
        by=actor,
    )
    _invite_all(session)
    _tell_named(
        actor, session, (notices_calendar.LEADS, session.chair), (notices_calendar.WRITES, session.clerk)
    )
    telling.tell_residents(notices_calendar.ANNOUNCED, session)
    return session


def _late(actor, session: Session, rule: SessionRule, reason: str) -> str:
    """Digest of the reason for fewer days before it than its kind demands, which is kept for everybody to read; empty
    where there are enough. Raises Refused without a reason."""
    if days_ahead(session) >= rule.notice_days:
        return ""
    if not clean(reason):
        raise Refused(
            _("Sessions of this kind are announced %(days)s days before. Please say why this one is late.")
            % {"days": rule.notice_days}
        )
    return keep_reason(actor, session, Reason.About.LATE, reason).digest


def _tell_named(actor, session: Session, *named: tuple[Any, Post | None]) -> None:
    """Who leads it and who writes it down, or no longer does, learns so, but for whoever named them."""
    for kind, post in named:
        if post is not None and post != actor.post:
            telling.tell(
                kind, about=session, link=telling.page(session), post=post, facts=telling.facts(session)
            )


def rule_of(session: Session) -> SessionRule:
    """What holds for it. Raises Refused where the house was not set up."""
    try:
        return SessionRule.objects.of(session)
    except SessionRule.DoesNotExist:
        raise Refused(
            _(
                "No rules are set for sessions of this kind. Please ask whoever looks after this site to set them up."
            )
        ) from None


def _invite_all(session: Session) -> None:
    """The invitations that wait go out."""
    waiting = session.invitations.filter(withdrawn_at=None, sent_at=None).select_related("post")
    for each in waiting:
        facts = telling.facts(session)
        telling.tell(
            notices_calendar.INVITED, about=session, link=telling.page(session), post=each.post, facts=facts
        )
    waiting.update(sent_at=clock.now(), told_of=session.changes)


@action(may=rules.may_change_session)
def change_session(actor, session: Session, **fields: Any) -> Session:
    """Its host, chair, clerk, spot or theme are as given. Of one that was announced a new chair or clerk learns so, as
    does whoever was it before; and where its spot is another, everybody who was told is told. Raises Refused where
    nothing would change."""
    wrong = fields.keys() - set(CHANGEABLE)
    if wrong:
        raise TypeError(f"of a session one does not change {sorted(wrong)}")
    given: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value for name, value in fields.items()
    }
    fresh = {name: value for name, value in given.items() if getattr(session, name) != value}
    if not fresh:
        raise Refused(_("Nothing would change: it stands like this already."))
    if not fresh.get("spot_zh", session.spot_zh):
        raise Refused(_("Please say where it meets."))
    former = {name: getattr(session, name) for name in ("chair", "clerk") if name in fresh}
    change(session, **fresh)
    what = ".".join(sorted({name.partition("_")[0] for name in fresh}))
    emit(events.Changed(what=what), about=session, by=actor)
    if session.state == State.ANNOUNCED:
        _tell_named(
            actor,
            session,
            (notices_calendar.LEADS, fresh.get("chair")),
            (notices_calendar.WRITES, fresh.get("clerk")),
            (notices_calendar.LEADS_NO_LONGER, former.get("chair")),
            (notices_calendar.WRITES_NO_LONGER, former.get("clerk")),
        )
    if session.state == State.ANNOUNCED and SPOT & fresh.keys():
        _tell_everybody(notices_calendar.ELSEWHERE, session)
    return session


def _tell_everybody(kind: Any, session: Session, **more: Any) -> None:
    telling.tell_invited(kind, session, **more)
    telling.tell_residents(kind, session, **more)


@action(may=rules.may_move_session)
def move_session(
    actor, session: Session, *, starts_at: datetime, ends_at: datetime, reason: str, late_reason: str = ""
) -> Session:
    """It takes place at another time, and why stands on its page with the time it had. Whoever knew of it is told both
    times; who is invited is asked once more, for what they replied was for the former day; and an agenda that was
    frozen is open again where the new day leaves time for it, which whoever leads and writes is told. One that is
    announced and comes sooner than its kind demands wants a reason for that, too. Raises Refused for a time that has
    passed, one that is the same, and without a reason."""
    _look_at_time(starts_at, ends_at)
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        raise Refused(_("That is the time it has already."))
    if not clean(reason):
        raise Refused(NO_REASON)
    was_at, was_on = session.starts_at, session.of_day
    kept = keep_reason(actor, session, Reason.About.MOVED, reason, was_at=was_at)
    change(session, starts_at=starts_at, ends_at=ends_at)
    late = _late(actor, session, rule_of(session), late_reason) if session.state == State.ANNOUNCED else ""
    asked_anew = session.invitations.filter(withdrawn_at=None)
    asked_anew.exclude(reply="").update(former_reply=F("reply"))
    asked_anew.update(reply="", reply_text="", replied_at=None)
    emit(
        events.Moved(was_at=was_at, starts_at=starts_at, reason=kept.digest, late=late),
        about=session,
        by=actor,
    )
    _take_along(actor, session, was_on)
    _open_agenda(actor, session)
    moved, asked = notices_calendar.MOVED, notices_calendar.MOVED_ASKED
    telling.tell_invited(asked, session, leaders=moved, was=localtime(was_at))
    if session.state == State.ANNOUNCED:
        telling.tell_residents(moved, session, was=localtime(was_at))
    return session


def _take_along(actor, session: Session, was_on: date) -> None:
    """What was said of it already counts on the day it is held."""
    said = session.opinions.filter(hidden_at=None).count() if session.of_day != was_on else 0
    for day, opinions in ((was_on, -said), (session.of_day, said)):
        if said:
            emit(events.OpinionsMoved(opinions=opinions, of_day=day), about=session, by=actor)


def _open_agenda(actor, session: Session) -> None:
    """A frozen agenda is open again where the day leaves time for it."""
    if session.frozen_at is None or clock.today() >= rules.topics.freezes_on(session, rule_of(session)):
        return
    change(session, frozen_at=None)
    emit(events.AgendaOpened(), about=session, by=actor)
    opened = notices_calendar.AGENDA_OPENED
    _tell_named(actor, session, (opened, session.chair), (opened, session.clerk))


def _look_at_time(starts_at: datetime, ends_at: datetime) -> None:
    now = clock.now()
    if ends_at <= starts_at:
        raise Refused(_("A session ends after it begins. Please look at its hours again."))
    if ends_at - starts_at > timedelta(hours=14):
        raise Refused(_("A session lasts no longer than a day. Please look at its hours again."))
    if starts_at <= now:
        raise Refused(_("This time has passed. Please choose one that is to come."))
    if starts_at > now + TOO_FAR:
        raise Refused(_("The calendar does not reach that far. Please look at the year again."))


@action(may=rules.may_skip_session)
def skip_session(actor, session: Session, *, reason: str) -> Session:
    """It does not take place, and why stands on its page. Whoever knew of it is told. Raises Refused without a
    reason."""
    if not clean(reason):
        raise Refused(NO_REASON)
    was_announced = session.state == State.ANNOUNCED
    kept = keep_reason(actor, session, Reason.About.SKIPPED, reason)
    change(session, state=State.SKIPPED, wall_open=False)
    emit(
        events.Skipped(session_kind=session.kind, reason=kept.digest, of_day=session.of_day),
        about=session,
        by=actor,
    )
    telling.tell_invited(notices_calendar.SKIPPED, session)
    if was_announced:
        telling.tell_residents(notices_calendar.SKIPPED, session)
    return session


@action(may=rules.may_miss_session)
def miss_session(actor, session: Session) -> Session:
    """Its day has passed and nobody began it: that stands in the calendar, and whoever leads it is asked why. Raises
    Refused while it may still begin."""
    if session.starts_at > clock.now() - LEFT_OPEN or session.ends_at > clock.now():
        raise Refused(_("It may still begin."), moved_on=True)
    change(session, state=State.MISSED, wall_open=False)
    emit(events.Missed(session_kind=session.kind, of_day=session.of_day), about=session, by=actor)
    telling.tell_leaders(notices_calendar.MISSED, session)
    return session


@action(may=rules.may_explain_missed)
def explain_missed(actor, session: Session, *, reason: str) -> Session:
    """Why it passed without a session stands on its page; that it did stays. Raises Refused without a reason."""
    if not clean(reason):
        raise Refused(NO_REASON)
    kept = keep_reason(actor, session, Reason.About.MISSED, reason)
    emit(events.MissedExplained(reason=kept.digest), about=session, by=actor)
    return session


@action(may=rules.may_begin)
def begin(actor, session: Session) -> Session:
    """The session is under way: what is said is written down, votes are counted. One that counted as missed was held
    after all, and is written down now; its hours stay those of the calendar."""
    after_all = session.state == State.MISSED
    opened = session.starts_at if after_all else clock.now()
    change(session, state=State.UNDERWAY, opened_at=opened)
    emit(events.Begun(after_all=after_all, of_day=session.of_day), about=session, by=actor)
    return session


@action(may=rules.may_end)
def end(actor, session: Session, *, roll: Mapping[int, str] | None = None) -> Session:
    """The session is over; its minutes are to be written. `roll` says of invitations nobody had noted yet, by their
    row, whether they came. Of two who end it at once the second is told that it has
    ended. Where nobody ended it the clock does, long after: it counts as over since its planned hour, which stands on
    its page, and chair and clerk are told. Raises Refused to the clock while it may still be going on."""
    by_clock, ended = actor.ref == "clock", clock.now()
    if by_clock:
        if left_open_since(session) > ended - LEFT_OPEN:
            raise Refused(_("It may still be going on."), moved_on=True)
        ended = max(session.ends_at, session.opened_at or session.ends_at)
        keep_reason(actor, session, Reason.About.UNENDED, "")
    for invitation in blank(session).filter(pk__in=roll or {}).select_related("session", "post"):
        keep_roll(actor, invitation, Invitation.Came((roll or {})[invitation.pk]))
    change(session, state=State.HELD, ended_at=ended, wall_open=False)
    emit(
        events.Ended(
            session_kind=session.kind,
            present=session.attendances.filter(removed_at=None).count(),
            opinions=session.opinions.count(),
            of_day=session.of_day,
        ),
        about=session,
        by=actor,
    )
    if by_clock:
        facts, link = telling.facts(session), telling.page(session)
        for post in {each.pk: each for each in (session.chair, session.clerk) if each}.values():
            telling.tell(notices_calendar.LEFT_UNENDED, about=session, link=link, post=post, facts=facts)
    return session


def left_open_since(session: Session) -> datetime:
    """Since when nothing was to be expected of one that is under way: its planned end, or the last change of it; what
    is written down later as held after all began long after its hours."""
    return max(session.ends_at, session.changed_at)
