"""What a session decides of a case: who does what by when, or that it is parked with a condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases import actions as matters
from yishi.cases import rules as matter_rules
from yishi.cases.models import Case, Category
from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules
from ..models import Decision, Item, Motion, Undertaking
from ..notices_outcomes import UNDERTAKING_STRUCK
from .becoming import open_matter
from .responses import _hand
from .undertakings import keep_promise, strike, tell_post


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
    text: str,
    case: Case | None = None,
    does: Sequence[Does] = (),
    parks: Parks | None = None,
    motion: Motion | None = None,
    category: Category | None = None,
) -> Decision:
    """The session has decided of a case on its agenda: it will be done (`does`, each a promise that is followed), or is
    parked (`parks`). What lies with the council is moved by that at once; a case on another desk stays there and has
    the decision in its story. Without `case` the item had none, and what it is about becomes one (of that `category`).
    Raises Refused for a case of another item, one that was decided already, words that are missing, a motion that was
    not carried, and parking of what does not lie with the council."""
    said = clean(text)
    motion = Motion.objects.get(pk=motion.pk) if motion else None  # as it is by now
    _check(item, case, said, does, parks, motion)
    opened = case is None
    found = open_matter(actor, item, does, category) if case is None else case
    case = Case.objects.select_for_update().select_related("holder").get(pk=found.pk)
    _check_parking(item, case, parks)
    hand, settles = _hand(actor, case.place_path), rules.settles(item.session, case)
    decision = Decision.objects.create(
        item=item,
        motion=motion,
        case=case,
        kind=Decision.Kind.PARK if parks else Decision.Kind.DO,
        text=said[:600],
        salt=new_salt(),
        opened=opened,
        moved=settles,
        at=clock.now(),
    )
    emit(
        events.Decided(session=item.session.ref, item=item.ref, decision=decision.kind, text=decision.digest),
        about=case,
        by=actor,
        place=item.session.place_path,
    )
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
    case: Case | None,
    said: str,
    does: Sequence[Does],
    parks: Parks | None,
    motion: Motion | None,
) -> None:
    there = item.case_id or (item.topic.case_id if item.topic else None)
    if case is None and there is not None:
        raise Refused(_("By now a matter stands under this item. Please look at it first."), moved_on=True)
    if case is not None and case.pk not in (item.case_id, item.topic and item.topic.case_id):
        raise Refused(_("This case does not stand under this item of the agenda."))
    if case is not None and item.decisions.standing().filter(case=case).exists():
        raise Refused(_("This has been decided under this item already."), moved_on=True)
    if not said:
        raise Refused(_("Please write down what was decided."))
    if bool(does) == bool(parks):
        raise Refused(_("Either somebody does something, or it is parked."))
    if motion is not None and not (
        motion.item_id == item.pk and motion.carried and motion.dropped_at is None
    ):
        raise Refused(_("This motion was not carried, so nothing is decided by it."))


def _check_parking(item: Item, case: Case, parks: Parks | None) -> None:
    if parks and not rules.settles(item.session, case):
        raise Refused(_("Only the council parks a case in session, and only one that lies with it."))


Left = Decision.Left


@action(may=rules.may_strike_decision)
def strike_decision(actor, decision: Decision, *, reason: str) -> Decision:
    """A decision was written down wrongly: struck out with the reason, to be read on, and counted no more. Promises
    made by it that are open are struck with it, and whoever made them is told. Where it settled or parked a case and
    nobody has begun, the case lies with the council again; else it stays where it is, and that is said. Raises Refused
    without a reason."""
    why = clean(reason)[:300]
    if not why:
        raise Refused(_("Please say why it is struck out; everybody may read it."))
    case = Case.objects.select_for_update().select_related("holder", "ladder").get(pk=decision.case_id)
    decision.left = left_of(decision, case)
    decision.struck_at, decision.struck_by, decision.struck_because = clock.now(), actor.post, why
    decision.save()
    promised = [
        each
        for each in decision.undertakings.select_related("post", "session__place").order_by("id")
        if each.state != Undertaking.State.KEPT  # what was kept stays in the story
    ]
    for each in promised:
        if each.state in (Undertaking.State.OPEN, Undertaking.State.CLAIMED):
            strike(actor, each)
            tell_post(UNDERTAKING_STRUCK, each)
    hand = _hand(actor, case.place_path)
    if matter_rules.may_strike_at_session(hand, case):
        matters.strike_at_session(
            hand,
            case,
            since=decision.at,
            reason=why,
            promised=[(each.post, each.text, each.due_on) for each in promised],
            back=decision.left == Left.BACK,
        )
    emit(
        events.DecisionStruck(
            session=decision.item.session.ref,
            item=decision.item.ref,
            decision=decision.kind,
            left=decision.left,
            text=decision.digest,
            reason=digest(decision.salt, why),
            on=localtime(decision.at).date(),
        ),
        about=case,
        by=actor,
        place=decision.item.session.place_path,
    )
    _came_again(decision.item)
    return decision


def left_of(decision: Decision, case: Case) -> Decision.Left:
    """What becomes of the case where the decision is struck out now."""
    if decision.opened:
        return Left.OPENED
    if not decision.moved:
        return Left.ASIDE
    return Left.BACK if matter_rules.nobody_began(case, decision.at) else Left.STANDS


def _came_again(item: Item) -> None:
    """Where nothing else was decided under the item, it was heard."""
    counted = item.motions.filter(counted_at__isnull=False, dropped_at=None).exists()
    if not counted and not item.decisions.standing().exists():
        Item.objects.filter(pk=item.pk, came=Item.Came.DECIDED).update(came=Item.Came.HEARD)
