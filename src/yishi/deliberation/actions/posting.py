"""Sealed minutes hang on a board; who objects is answered."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.actors import Actor
from yishi.network.pictures import Picture, keep
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules
from ..models import Objection, Posting, Session, SessionRule, Topic
from ..notices_afterwards import (
    OBJECTED,
    OBJECTION_ANSWERED,
    OBJECTION_LATE,
    OBJECTION_RAISED,
    POSTED_FOR_INVITED,
)
from .closing import above
from .minutes import add_correction, called, page_of, tell_invited
from .topics import accept_topic, propose_topic


@action(may=rules.may_post_minutes)
def post_minutes(actor, session: Session, *, board: str, posted_on: date, picture: Picture) -> Posting:
    """The minutes hang on a board, as the photo shows, and the days in which one may object have begun. Raises Refused
    for a day before the seal or to come."""
    sealed = localtime(session.minutes.sealed_at).date()
    if not sealed <= posted_on <= clock.today():
        raise Refused(_("The day of posting lies between the seal and today."))
    rule = SessionRule.objects.of(session)
    salt = new_salt()
    posting = Posting.objects.create(
        session=session,
        board=clean(board)[:80],
        posted_on=posted_on,
        until_on=posted_on + timedelta(days=max(rule.posting_days, 1) - 1),
        picture=keep(picture),
        picture_digest=digest(salt, picture.full),
        width=picture.width,
        height=picture.height,
        salt=salt,
        post=actor.post,
        at=clock.now(),
    )
    emit(
        events.MinutesPosted(
            posting=posting.ref,
            posted_on=posting.posted_on,
            until_on=posting.until_on,
            picture=posting.picture_digest,
        ),
        about=session,
        by=actor,
    )
    tell_invited(POSTED_FOR_INVITED, session, until=posting.until_on)
    return posting


@action(may=rules.may_object_to)
def object_to(
    actor,
    session: Session,
    *,
    text: str,
    channel: str = Topic.Channel.WEB,
    contact_phone: str = "",
    language: str = "zh-hans",
) -> Objection:
    """A resident objects; whoever leads the session has some days to answer. What was said by telephone, in person or
    on paper is written down by whoever writes for the session, or takes calls there."""
    words = clean(text)
    if not words:
        raise Refused(_("Please say what you object to, and why."))
    rule = SessionRule.objects.of(session)
    now = clock.now()
    last = session.objections.aggregate(last=Max("number"))["last"] or 0
    objection = Objection.objects.create(
        session=session,
        number=last + 1,
        channel=channel,
        language=language,
        person=actor.person if channel == Topic.Channel.WEB else None,
        contact_phone=contact_phone,
        text=words,
        salt=new_salt(),
        at=now,
        due_at=now + timedelta(days=rule.objection_days),
    )
    emit(
        events.ObjectedTo(objection=objection.ref, text=objection.digest, due_at=objection.due_at),
        about=session,
        by=actor,
    )
    if session.chair:
        _tell_chair(OBJECTED, session, objection)
    return objection


def _tell_chair(kind: Any, session: Session, objection: Objection) -> None:
    link = reverse("meet:answer_objection", args=[session.pk, objection.number])
    facts = {"session": called(session), "due": objection.due_at}
    tell(kind, about=session, link=link, post=session.chair, facts=facts)


@action(may=rules.may_answer_objection)
def answer_objection(
    actor,
    session: Session,
    *,
    objection: Objection,
    upheld: bool,
    answer: str,
    shown: str = "",
    correction: str = "",
    to_next: bool = False,
) -> Objection:
    """The objection has an answer that everybody reads; one that is right leads to a numbered correction of the
    minutes, or comes to the next session as a topic. `shown` is the objection as everybody may read it. Raises Refused
    where it was answered meanwhile, without an answer, and where nothing follows from one that is upheld."""
    found = session.objections.select_for_update().filter(pk=objection.pk).first()
    if found is None or found.answered_at is not None:
        raise Refused(_("This objection was answered meanwhile."), moved_on=True)
    if not answer.strip():
        raise Refused(_("Please write the answer."))
    if upheld and not (correction.strip() or to_next):
        raise Refused(
            _("An objection that is right leads to a correction, or to a topic of the next session.")
        )
    now = clock.now()
    found.shown, found.shown_at = mask(clean(shown) or found.text)[:600], now
    found.answer, found.answer_salt = mask(clean(answer))[:600], new_salt()
    found.upheld, found.answered_at, found.answered_by = upheld, now, actor.post
    if upheld and correction.strip():
        words = clean(correction)
        found.correction = add_correction(actor, session, text=words, shown=mask(words)[:600])
    if upheld and to_next:
        found.topic = _as_topic(actor, session, found)
    found.save()
    emit(
        events.ObjectionAnswered(
            objection=found.ref,
            upheld=upheld,
            answer=found.answer_digest,
            in_time=now <= found.due_at,
        ),
        about=session,
        by=actor,
    )
    if found.person or found.contact_phone:
        tell(
            OBJECTION_ANSWERED,
            about=session,
            link=page_of(session),
            person=found.person,
            phone="" if found.person else found.contact_phone,
            language=found.language,
            facts={"session": called(session), "number": found.number},
        )
    return found


def _as_topic(actor, session: Session, objection: Objection) -> Topic:
    """What was objected to is a topic of the place, taken up where whoever answers may do so."""
    by_resident = objection.channel == Topic.Channel.WEB
    topic = propose_topic(
        Actor(person=objection.person) if by_resident else actor,
        session.place,
        words=objection.text,
        channel=objection.channel,
        phone=objection.contact_phone,
        language=objection.language,
    )
    taken_up: Topic = topic
    if rules.may_accept_topic(actor, topic):
        taken_up = accept_topic(actor, topic, words=objection.shown)
    return taken_up


@action(may=rules.may_mark_objection_overdue)
def mark_objection_overdue(actor, session: Session, *, objection: Objection) -> Objection:
    """An objection whose time is over shows as overdue, and whoever chaired is told, once."""
    found = session.objections.select_for_update().get(pk=objection.pk)
    if not found.is_overdue or found.late_told_at:
        raise Refused(_("This objection was answered meanwhile."), moved_on=True)
    found.late_told_at = clock.now()
    found.save(update_fields=["late_told_at"])
    emit(events.ObjectionOverdue(objection=found.ref, due_at=found.due_at), about=session, by=actor)
    if session.chair:
        _tell_chair(OBJECTION_LATE, session, found)
    return found


@action(may=rules.may_raise_objection)
def raise_objection(actor, session: Session, *, objection: Objection) -> Objection:
    """The level above is told, once, of an objection that still has no answer some days after it was to have one."""
    found, now = session.objections.select_for_update().get(pk=objection.pk), clock.now()
    days = SessionRule.objects.of(session).objection_raise_days
    waits = found.is_overdue and found.late_told_at and now >= found.due_at + timedelta(days=days)
    if not waits or found.raised_at:
        raise Refused(_("This objection was answered meanwhile."), moved_on=True)
    found.raised_at = now
    found.save(update_fields=["raised_at"])
    emit(events.ObjectionRaised(objection=found.ref, days=days), about=session, by=actor)
    link, facts = (
        reverse("meet:minutes", args=[session.pk]),
        {"session": called(session), "due": found.due_at},
    )
    for post in above(session):
        tell(OBJECTION_RAISED, about=session, link=link, post=post, facts=facts)
    return found
