"""Motions: put, counted by hands, withdrawn."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, present, rules, tally
from ..models import Item, Motion, Session, TallyRule


@action(may=rules.may_put_motion)
def put_motion(actor, item: Item, *, text: str, rule: TallyRule | None = None) -> Motion:
    """Something stands to be voted on, with the rule by which the hands will be counted: that of the session, unless
    another of the house is named now, before anybody has raised a hand. Raises Refused without words."""
    said = clean(text)
    if not said:
        raise Refused(_("Please write down what is voted on."))
    session = Session.objects.select_for_update().get(pk=item.session_id)  # numbers follow one another
    chosen = rule or session.tally
    if chosen is None:
        raise Refused(_("It is not settled by which rule hands are counted here."))
    last = session.motions.aggregate(last=Max("position"))["last"] or 0
    motion = Motion.objects.create(
        item=item,
        session=session,
        position=last + 1,
        text=said[:400],
        salt=new_salt(),
        tally=chosen,
        at=clock.now(),
    )
    emit(
        events.MotionPut(number=motion.position, tally=chosen.code, text=motion.digest),
        about=motion,
        by=actor,
    )
    return motion


def may_vote_there(session: Session) -> int:
    """How many are checked in who may vote."""
    return present.present_voters(session)


def heads_may_be_counted(session: Session) -> bool:
    """Whether the clerk may count heads instead of relying on who checked in: where every resident may vote. A
    council's members and representatives are on the roll one by one."""
    return session.kind not in present.VOTERS


@action(may=rules.may_count_hands)
def count_hands(
    actor,
    motion: Motion,
    *,
    yes: int,
    no: int,
    abstained: int,
    heads: int | None = None,
) -> Motion:
    """The hands are counted and what comes of it is worked out by the rule, which is kept as it is now. `heads` is how
    many are there, where the clerk counted them. Raises Refused with the numbers where they contradict each other, and
    without enough people."""
    session = motion.session
    checked_in = may_vote_there(session)
    there = heads if heads is not None and heads_may_be_counted(session) else checked_in
    entitled = session.entitled
    rule = tally.as_data(motion.tally)
    try:
        outcome = tally.decided(tally.Rule.read(rule), tally.Count(yes, no, abstained, there, entitled))
    except tally.NotCountable as contradiction:
        raise Refused(contradiction.said) from contradiction
    if not outcome.quorate:
        raise Refused(outcome.arithmetic)
    motion.yes, motion.no, motion.abstained = yes, no, abstained
    motion.present, motion.entitled, motion.rule = there, entitled, rule
    motion.carried, motion.counted_at = outcome.carried, clock.now()
    motion.save()
    Item.objects.filter(pk=motion.item_id).exclude(came=Item.Came.DECIDED).update(came=Item.Came.DECIDED)
    emit(
        events.HandsCounted(
            number=motion.position,
            tally=rule["code"],
            yes=yes,
            no=no,
            abstained=abstained,
            present=there,
            entitled=entitled,
            carried=outcome.carried,
        ),
        about=motion,
        by=actor,
    )
    return motion


@action(may=rules.may_drop_motion)
def drop_motion(actor, motion: Motion) -> Motion:
    """The motion is withdrawn; hands that were counted, or miscounted, count no more."""
    carried = bool(motion.carried)
    motion.dropped_at = clock.now()
    motion.save(update_fields=["dropped_at"])
    emit(events.MotionDropped(number=motion.position, carried=carried), about=motion, by=actor)
    return motion
