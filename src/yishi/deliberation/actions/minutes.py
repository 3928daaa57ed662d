"""Minutes are compiled, corrected by those who were there, and sealed."""

from datetime import timedelta
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.models.places import lazystr_of
from yishi.notices.actions import tell
from yishi.notices.kinds import Kind
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules, slips
from ..compiling import added, compiled, rows_of, text_of
from ..models import Attendance, Correction, Minutes, Opinion, Session, SessionRule, State
from ..notices_afterwards import CORRECTION_DECIDED, CORRECTION_PROPOSED, DRAFT_FOR_INVITED, DRAFT_OUT
from .attending import leave_unnoted
from .calling import change

MOST_OPEN = 10
"""Corrections of one person that wait at a time."""
NOT_THERE = _(
    "Corrections of the draft are proposed by those who were checked in. If you were there, please open this page on "
    "the phone you checked in with or sign in, or ring the clerk, who writes it down for you."
)
NO_SUCH_SLIP = _(
    "These digits are not of a slip of this session. Please look at them once more, or ring the clerk, who writes your "
    "correction down for you."
)


def called(session: Session) -> Promise:
    """What messages call a session, in the language of whoever reads them."""
    return lazystr_of(lambda: f"{session.title} {session.starts_at.astimezone():%m-%d}")


def page_of(session: Session) -> str:
    """The page of its minutes."""
    return reverse("meet:minutes", args=[session.pk])


def was_there(session: Session, person: int | None, browser: str) -> Attendance | None:
    """The line on which somebody was checked in: by their account, or by the mark of the browser they used."""
    known = Q(person=person) if person else Q(pk=None)
    if browser:
        known |= Q(browser=browser)
    return session.attendances.filter(known, removed_at=None).first()


def minutes_of(session: Session) -> Minutes:
    """The row of its minutes; begun, where there is none yet."""
    return Minutes.objects.filter(session=session).first() or Minutes(session=session, salt=new_salt())


@action(may=rules.may_draft_minutes)
def draft_minutes(actor, session: Session, *, remarks: str = "") -> Minutes:
    """The minutes are compiled from what was recorded and lie open; those who were there are told and have some days to
    propose corrections. Of whoever was invited and nobody noted it stands that nobody did. Drafted once more, these
    days begin anew."""
    rule = SessionRule.objects.of(session)
    now, minutes = clock.now(), minutes_of(session)
    minutes.remarks = clean(remarks)
    leave_unnoted(actor, session)
    minutes.compiled = compiled(rows_of(session, minutes.remarks))
    minutes.first_drafted_at = minutes.first_drafted_at or minutes.drafted_at or now
    minutes.drafted_at, minutes.corrections_until = now, now + timedelta(days=rule.correction_days)
    minutes.save()
    change(session, state=State.DRAFTED)
    emit(
        events.MinutesDrafted(
            minutes=digest(minutes.salt, text_of(minutes.compiled)),
            corrections_until=minutes.corrections_until,
        ),
        about=session,
        by=actor,
    )
    for person in _people(session):
        facts = {"session": called(session), "until": minutes.corrections_until}
        tell(DRAFT_OUT, about=session, link=page_of(session), person=person, facts=facts)
    tell_invited(DRAFT_FOR_INVITED, session, until=minutes.corrections_until)
    return minutes


def tell_invited(kind: Kind, session: Session, **more: Any) -> None:
    """Each unit that was invited is told of the minutes."""
    facts = {"session": called(session), **more}
    for each in session.invitations.filter(withdrawn_at=None, sent_at__isnull=False).select_related("post"):
        tell(kind, about=session, link=page_of(session), post=each.post, facts=facts)


def _people(session: Session) -> list[Any]:
    there = session.attendances.filter(removed_at=None).exclude(person=None).select_related("person")
    return list({each.person_id: each.person for each in there}.values())


@action(may=rules.may_propose_correction)
def propose_correction(
    actor, session: Session, *, text: str, browser: str = "", slip: str = "", for_other: bool = False
) -> Correction:
    """Somebody who was checked in proposes a correction of the draft, known by account, browser or `slip`; or, with
    `for_other`, the clerk writes down what they say, with their slip or without. Raises Refused for anybody else, for
    digits of no slip, and for more than a few at a time."""
    if slip:
        attendance = slips.holder_of(session, slip)
    else:
        attendance = None if for_other else was_there(session, actor.pk, browser)
    if slip and attendance is None:
        raise Refused(NO_SUCH_SLIP)
    if attendance is None and not session.is_written_by(actor):
        raise Refused(NOT_THERE)
    words = clean(text)
    if not words:
        raise Refused(_("Please say what is to be corrected."))
    if attendance and attendance.corrections.filter(state=Correction.State.PROPOSED).count() >= MOST_OPEN:
        raise Refused(_("Several corrections of yours wait already. Please ring the clerk for more."))
    correction = Correction.objects.create(
        session=session,
        attendance=attendance,
        post=actor.post if for_other or attendance is None else None,
        text=words,
        salt=new_salt(),
        at=clock.now(),
    )
    emit(
        events.CorrectionProposed(correction=correction.ref, text=correction.digest), about=session, by=actor
    )
    if session.chair:
        facts = {"session": called(session)}
        link = reverse("meet:write_minutes", args=[session.pk])
        tell(CORRECTION_PROPOSED, about=session, link=link, post=session.chair, facts=facts)
    return correction


@action(may=rules.may_decide_correction)
def decide_correction(
    actor, session: Session, *, correction: Correction, accepted: bool, shown: str = "", reason: str = ""
) -> Correction:
    """A proposed correction stands below the minutes from now on, worded as everybody may read it; or is not accepted,
    and the reason stands with it. Raises Refused without a reason, and where it was decided meanwhile."""
    found = session.corrections.select_for_update().filter(pk=correction.pk, number=None).first()
    if found is None or found.state != Correction.State.PROPOSED:
        raise Refused(_("This correction was decided meanwhile."), moved_on=True)
    if not accepted and not reason.strip():
        raise Refused(_("Please say why it is not accepted: whoever proposed it reads that."))
    found.state = Correction.State.ACCEPTED if accepted else Correction.State.REFUSED
    found.shown = mask(clean(shown) or found.text)[:600]
    found.reason, found.decided_at = mask(clean(reason))[:300], clock.now()
    found.save(update_fields=["state", "shown", "reason", "decided_at"])
    why = digest(found.salt, found.reason) if found.reason else ""
    emit(
        events.CorrectionDecided(correction=found.ref, accepted=accepted, reason=why), about=session, by=actor
    )
    if found.attendance and found.attendance.person:
        facts = {"session": called(session)}
        tell(
            CORRECTION_DECIDED,
            about=session,
            link=page_of(session),
            person=found.attendance.person,
            facts=facts,
        )
    return found


@action(may=rules.may_seal_minutes)
def seal_minutes(actor, session: Session) -> Minutes:
    """The minutes are compiled for the last time, with what was accepted, and sealed: the record holds their digest.
    They say themselves what came into them after the draft lay open.
    Of two who seal at once the second is told that they are sealed."""
    minutes = minutes_of(session)
    draft = minutes.compiled
    now = compiled(rows_of(session, minutes.remarks))
    minutes.compiled = now | {"added": added(draft, now)}
    minutes.digest = digest(minutes.salt, text_of(minutes.compiled))
    minutes.sealed_at, minutes.sealed_by = clock.now(), actor.post
    minutes.reminded_at = minutes.raised_at = None  # from now on of the posting
    minutes.save()
    change(session, state=State.SEALED)
    emit(
        events.MinutesSealed(
            minutes=minutes.digest,
            opinions=len(minutes.compiled["opinions"]),
            corrections=len(minutes.compiled["corrections"]),
        ),
        about=session,
        by=actor,
    )
    return minutes


@action(may=rules.may_correct_sealed)
def correct_sealed(actor, session: Session, *, text: str) -> Correction:
    """A numbered correction stands below the sealed minutes, which stay as they are."""
    words = clean(text)
    if not words:
        raise Refused(_("Please say what is to be corrected."))
    return add_correction(actor, session, text=words, shown=mask(words)[:600])


@action(may=rules.may_add_late_line)
def add_late_line(actor, session: Session, *, opinion: Opinion) -> Correction:
    """What was said at the session and arrived after the seal stands below the minutes as a numbered correction."""
    if opinion.session_id != session.pk or Correction.objects.filter(opinion=opinion).exists():
        raise Refused(_("This line stands there already."), moved_on=True)
    return add_correction(actor, session, opinion=opinion)


def add_correction(actor, session: Session, **fields: Any) -> Correction:
    """The next numbered correction, within an action that holds the session."""
    number = (session.corrections.aggregate(last=Max("number"))["last"] or 0) + 1
    now = clock.now()
    correction = Correction.objects.create(
        session=session,
        number=number,
        post=actor.post,
        salt=new_salt(),
        state=Correction.State.ACCEPTED,
        at=now,
        decided_at=now,
        **fields,
    )
    opinion = correction.opinion
    emit(
        events.SealedCorrected(
            number=number,
            text=opinion.digest if opinion else correction.digest,
            late_line=opinion is not None,
        ),
        about=session,
        by=actor,
    )
    return correction


def late_lines(actor, session: Session, opinions: list[Opinion]) -> None:
    """Within an action that takes lines down: where the minutes are sealed, each stands below them as a correction.

    The session is held until the action ends, so that whoever seals at the same moment either has these lines in the
    minutes or finds them below."""
    if not session.is_over:
        return
    now = Session.objects.select_for_update().get(pk=session.pk)
    if now.state == State.SEALED:
        for opinion in opinions:
            add_late_line(actor, now, opinion=opinion)
