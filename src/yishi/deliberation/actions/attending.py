"""Who came: checked in at the door, written down by the clerk or from paper, struck out; and the roll-call of those
who were invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Place
from yishi.record import Refused, action, clock, emit

from .. import door, events, rules
from ..models import Attendance, Invitation, LookedFor, Session, State

MOST_AT_ONCE = 1000
TWICE = _("This telephone has checked in already. Somebody without a telephone is written down by the clerk.")
STALE = _("The code has changed meanwhile. Please scan the one that is shown now.")


@dataclass(frozen=True)
class Came:
    """One line of the list: so many people of a role, from a building if that was told; a name only of one."""

    role: str = Attendance.Role.RESIDENT
    building: Place | None = None
    name: str = ""
    count: int = 1


def of_session(session: Session, building: Place | None) -> Place | None:
    """The building, if it lies where the session is held. Raises Refused where it lies elsewhere."""
    if building is not None and not building.path.startswith(session.place_path):
        raise Refused(_("This building does not belong to the place that meets."))
    return building


@action(may=rules.may_check_in, lock=False)
def check_in(
    actor,
    session: Session,
    *,
    browser: str,
    ticket: str,
    role: str = Attendance.Role.RESIDENT,
    building: Place | None = None,
    name: str = "",
) -> Attendance:
    """Somebody who scanned the code at the door is there, with or without an account; one browser and one person once.
    Raises Refused where the ticket is not this browser's or its time is over."""
    if not door.is_good(session, browser, ticket):
        raise Refused(STALE, moved_on=True)
    mark = door.mark_for(session.pk, browser)
    person = actor.person
    if session.attendances.there().filter(browser=mark).exists():
        raise Refused(TWICE, moved_on=True)
    try:
        with transaction.atomic():
            attendance = Attendance.objects.create(
                session=session,
                person=person,
                name=clean(name)[:40],
                role=Attendance.Role(role),
                building=of_session(session, building),
                browser=mark,
                how=Attendance.How.CODE,
                line=door.line_of(session.pk, mark, session.attendances.filter(browser=mark).count()),
                at=clock.now(),
            )
    except IntegrityError:  # twice at the same moment, or the same person with another telephone
        raise Refused(TWICE, moved_on=True) from None
    emit(events.CheckedIn(role=attendance.role, how=attendance.how), about=session, by=actor)
    return attendance


@action(may=rules.may_write_down_attendance)
def write_down_attendance(
    actor, session: Session, *, people: Sequence[Came], line: str, how: str = Attendance.How.CLERK
) -> Session:
    """These people came, as the clerk saw or as stands on paper; who has no account counts like everybody. `line` is
    the key of what was typed. Raises Refused where nobody is named, or more at once than fit on any list."""
    heads = [each for each in people for _n in range(each.count)]
    if not heads:
        raise Refused(_("Please write down at least one person."))
    if len(heads) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s people at once, please.") % {"most": MOST_AT_ONCE})
    now = clock.now()
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            name="" if session.names_gone_at else clean(each.name)[:40],
            role=Attendance.Role(each.role),
            building=of_session(session, each.building),
            how=Attendance.How(how),
            line=f"{line[:34]}-{n}",
            at=now,
        )
        for n, each in enumerate(heads)
    )
    emit(events.AttendanceWritten(people=len(heads), how=Attendance.How(how)), about=session, by=actor)
    return session


@action(may=rules.may_strike_attendance)
def strike_attendance(actor, attendance: Attendance, *, reason: str) -> Attendance:
    """The line no longer counts; it stays, struck out, and the record keeps why."""
    attendance.removed_at = clock.now()
    attendance.removed_because = Attendance.Struck(reason)
    attendance.save(update_fields=["removed_at", "removed_because"])
    struck = events.AttendanceStruck(attendance=attendance.ref, reason=attendance.removed_because)
    emit(struck, about=attendance.session, by=actor)
    return attendance


@action(may=rules.may_look_at_names)
def look_at_names(actor, session: Session, *, reason: str) -> Session:
    """Whoever wrote the sealed session down is shown the names of those who came, and the record keeps what for."""
    emit(events.NamesLookedAt(reason=LookedFor(reason).value), about=session, by=actor)
    return session


@action(may=rules.may_set_entitled)
def set_entitled(actor, session: Session, *, entitled: int | None) -> Session:
    """So many may vote; None: whoever is there. Raises Refused for None while the session is under way."""
    if entitled is None and session.state == State.UNDERWAY:
        raise Refused(_("Please write down how many may vote."))
    session.entitled = entitled
    session.save(update_fields=["entitled"])
    if entitled is not None:
        _carry_on(actor, session)
    emit(events.EntitledSet(entitled=entitled), about=session, by=actor)
    return session


def _carry_on(actor, session: Session) -> None:
    """The later ones of its series at the place, for which nobody said how many may vote, need not be told again."""
    if session.series is None:
        return
    later = session.series.sessions.filter(place=session.place_id, starts_at__gt=session.starts_at)
    waiting = (State.PLANNED, State.ANNOUNCED)
    for each in later.select_for_update().filter(state__in=waiting, entitled=None).order_by("pk"):
        each.entitled = session.entitled
        each.save(update_fields=["entitled"])
        emit(events.EntitledSet(entitled=session.entitled), about=each, by=actor)


@action(may=rules.may_call_roll)
def call_roll(actor, invitation: Invitation, *, came: str) -> Invitation:
    """Of one that was invited it is known in public whether they came, sent a deputy, or did not come. Raises Refused
    where that stands there already."""
    said = Invitation.Came(came)
    if said not in Invitation.NOTED:
        raise Refused(_("Please say whether they came."))
    if invitation.came == said:
        raise Refused(_("This stands there already."), moved_on=True)
    return keep_roll(actor, invitation, said)


def blank(session: Session) -> QuerySet[Invitation]:
    """Those who were invited and of whom the roll-call says nothing yet."""
    return session.invitations.filter(withdrawn_at=None, came="").order_by("as_what", "id")


def leave_unnoted(actor, session: Session) -> None:
    """Of whoever the roll-call says nothing it stands from now on that nobody noted it, within an action that drafts
    the minutes."""
    for invitation in blank(session).select_related("session", "post"):
        keep_roll(actor, invitation, Invitation.Came.UNNOTED)


def keep_roll(actor, invitation: Invitation, said: Invitation.Came) -> Invitation:
    """What `call_roll` does, within another action."""
    before = invitation.came
    invitation.came, invitation.noted_at = said, clock.now()
    invitation.save(update_fields=["came", "noted_at"])
    called: Any = events.RollCalled(
        post=invitation.post.ref,
        as_what=invitation.as_what,
        came=said.value,
        before=before,
        of_day=invitation.session.of_day,
    )
    emit(called, about=invitation.session, by=actor)
    return invitation
