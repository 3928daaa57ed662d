"""What a session decides of a case: who does what by when, or that it is parked with a condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.cases import actions as matters
from yishi.cases import rules as matter_rules
from yishi.cases.models import Case
from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, rules
from ..models import Decision, Item, Motion
from .responses import _hand
from .undertakings import keep_promise


@dataclass(frozen=True)
class Does:
    """Who does what, by when."""

    post: Post
    text: str
    due_on: date | None = None


@dataclass(frozen=True)
class Parks:
    """Why it is parked, what is done meanwhile, and what brings it back."""

    reason: str
    measures: str
    revisit_on: date
    households: int | None = None


@action(may=rules.may_decide)
def decide(
    actor,
    item: Item,
    *,
    case: Case,
    text: str,
    does: Sequence[Does] = (),
    parks: Parks | None = None,
    motion: Motion | None = None,
) -> Decision:
    """The session has decided of a case on its agenda: it will be done (`does`, each a promise that is followed), or is
    parked (`parks`). What lies with the council is moved by that at once; a case on another desk stays there and has
    the decision in its story. Raises Refused for a case of another item, one that was decided already, words that are
    missing, a motion that was not carried, and parking of what does not lie with the council."""
    said = clean(text)
    case = Case.objects.select_for_update().select_related("holder").get(pk=case.pk)
    motion = Motion.objects.get(pk=motion.pk) if motion else None  # as it is by now
    _check(item, case, said, does, parks, motion)
    decision = Decision.objects.create(
        item=item,
        motion=motion,
        case=case,
        kind=Decision.Kind.PARK if parks else Decision.Kind.DO,
        text=said[:600],
        salt=new_salt(),
        at=clock.now(),
    )
    emit(
        events.Decided(session=item.session.ref, item=item.ref, decision=decision.kind, text=decision.digest),
        about=case,
        by=actor,
        place=item.session.place_path,
    )
    hand, settles = _hand(actor, case.place_path), rules.settles(item.session, case)
    if parks:
        matters.park_at_session(
            hand,
            case,
            reason=parks.reason,
            text=said,
            measures=parks.measures,
            revisit_on=parks.revisit_on,
            households=parks.households,
        )
    elif settles:
        those = [(each.post, each.text or said, each.due_on) for each in does]
        case = matters.settle_at_session(hand, case, text=said, does=those)
    elif matter_rules.may_note_at_session(hand, case):
        case = matters.note_at_session(hand, case, by=item.session.chair or does[0].post, text=said)
    for each in does:
        keep_promise(
            actor,
            item.session,
            each.post,
            each.text or said,
            each.due_on,
            item=item,
            decision=decision,
            case=case,
        )
        if matter_rules.may_promise_at_session(hand, case):
            case = matters.promise_at_session(
                hand, case, by=each.post, text=each.text or said, due_on=each.due_on
            )
    Item.objects.filter(pk=item.pk).update(came=Item.Came.DECIDED)
    return decision


def _check(
    item: Item,
    case: Case,
    said: str,
    does: Sequence[Does],
    parks: Parks | None,
    motion: Motion | None,
) -> None:
    if item.case_id != case.pk and not (item.topic and item.topic.case_id == case.pk):
        raise Refused(_("This case does not stand under this item of the agenda."))
    if item.decisions.filter(case=case).exists():
        raise Refused(_("This has been decided under this item already."), moved_on=True)
    if not said:
        raise Refused(_("Please write down what was decided."))
    if bool(does) == bool(parks):
        raise Refused(_("Either somebody does something, or it is parked."))
    if motion is not None and not (
        motion.item_id == item.pk and motion.carried and motion.dropped_at is None
    ):
        raise Refused(_("This motion was not carried, so nothing is decided by it."))
    if parks and not rules.settles(item.session, case):
        raise Refused(_("Only the council parks a case in session, and only one that lies with it."))
