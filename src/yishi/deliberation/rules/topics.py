"""Who may propose topics and stand behind them, take them up or refuse them, and who makes the agenda."""

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case
from yishi.cases.models.case import OPEN_STATES
from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, clock, no

from ..models import Item, Session, SessionRule, Topic
from .calling import LEADERS
from .standing import by_leaders, by_writers, now_admits

WRITERS = _("the clerk, the chair, or whoever keeps the sheet there")
WHO = {
    "add_item": _("the chair; whoever calls sessions there; the clerk, for what came up"),
    "change_item": LEADERS,
    "order_items": LEADERS,
    "remove_item": LEADERS,
    "place_by_itself": _("the clock, when a matter has reached what the rule names"),
    "freeze_agenda": _("the chair; whoever calls sessions there; the clock, on its day"),
    "note_item": WRITERS,
}
NOT_KEPT = _("Only whoever calls sessions at this place decides on its topics.")
SETTLED = _("This topic stands otherwise by now: %(state)s.")
ONLY_CLOCK = _("Only the clock does this.")


def leads_at(actor: Any, path: str) -> bool:
    """Whether they call sessions at a place."""
    return actor.can(Power.CONVENE, path)


def writes_at(actor: Any, path: str) -> bool:
    """Whether they write down for others at a place."""
    return actor.can(Power.CONVENE, path) or actor.can(Power.KEEP_SHEET, path) or actor.can(Power.FILE, path)


def _still_wanted(topic: Topic) -> Verdict:
    if topic.is_wanted:
        return YES
    return no(SETTLED % {"state": topic.get_state_display()}, moved_on=True)


# --- topics ---


def may_propose_topic(actor: Any, place: Place) -> Verdict:
    """Anybody; of a place that is closed nothing is proposed any more."""
    if place.closed_on and place.closed_on <= clock.today():
        return no(_("This place is closed; please propose it where you live now."), moved_on=True)
    return YES


def may_support_topic(_actor: Any, topic: Topic) -> Verdict:
    """Any household, while the topic is still to come onto an agenda and everybody may read it."""
    if not topic.is_shown:
        return no(_("Somebody looks at this topic first; then one can stand behind it."))
    return _still_wanted(topic)


def may_leave_topic(_actor: Any, topic: Topic) -> Verdict:
    return _still_wanted(topic)


def may_withdraw_topic(_actor: Any, topic: Topic) -> Verdict:
    """While it is still to come; by whoever proposed it, which the action looks at, for a code is no account."""
    return _still_wanted(topic)


def may_settle_topic(actor: Any, topic: Topic) -> Verdict:
    """Whoever calls sessions there, or chairs the one it was proposed for, while it is still to come."""
    chairs = topic.session is not None and topic.session.is_led_by(actor)
    return _still_wanted(topic) if chairs or leads_at(actor, topic.place_path) else no(NOT_KEPT)


may_join_topics = may_refuse_topic = may_tie_to_case = may_settle_topic


def may_show_topic(actor: Any, topic: Topic) -> Verdict:
    """Who looks after words at the place may let everybody read them."""
    if not (writes_at(actor, topic.place_path) or may_settle_topic(actor, topic)):
        return no(NOT_KEPT)
    if topic.is_shown:
        return no(_("Everybody reads these words already."), moved_on=True)
    return _still_wanted(topic)


def may_accept_topic(actor: Any, topic: Topic) -> Verdict:
    verdict = may_settle_topic(actor, topic)
    if verdict and topic.state == Topic.State.ACCEPTED:
        return no(_("This topic is taken up already."), moved_on=True)
    return verdict


def may_part_topic(actor: Any, topic: Topic) -> Verdict:
    """Whoever may join may take out again."""
    if not leads_at(actor, topic.place_path):
        return no(NOT_KEPT)
    if topic.state != Topic.State.JOINED:
        return no(SETTLED % {"state": topic.get_state_display()}, moved_on=True)
    return YES


# --- the agenda ---


def may_add_item(actor: Any, session: Session) -> Verdict:
    """Whoever leads it; while it is under way also whoever writes it down."""
    if session.is_underway:
        return by_writers(actor, session, "add_item")
    return by_leaders(actor, session, "add_item")


def _of_item(actor: Any, item: Item, action: str) -> Verdict:
    verdict = by_leaders(actor, item.session, action)
    if verdict and item.removed_at is not None:
        return no(_("This was taken off the agenda."), moved_on=True)
    return verdict


def may_change_item(actor: Any, item: Item) -> Verdict:
    return _of_item(actor, item, "change_item")


def may_remove_item(actor: Any, item: Item) -> Verdict:
    return _of_item(actor, item, "remove_item")


def may_order_items(actor: Any, session: Session) -> Verdict:
    return by_leaders(actor, session, "order_items")


def may_freeze_agenda(actor: Any, session: Session) -> Verdict:
    verdict = (
        now_admits(session, "freeze_agenda")
        if actor.ref == "clock"
        else by_leaders(actor, session, "freeze_agenda")
    )
    if verdict and session.frozen_at is not None:
        return no(_("The agenda is frozen already."), moved_on=True)
    return verdict


def freezes_on(session: Session, rule: SessionRule) -> date:
    """The day on which its agenda is frozen at the latest."""
    return localtime(session.starts_at).date() - timedelta(days=rule.freeze_days)


def may_note_item(actor: Any, item: Item) -> Verdict:
    verdict = by_writers(actor, item.session, "note_item")
    if verdict and item.removed_at is not None:
        return no(_("This was taken off the agenda."), moved_on=True)
    return verdict


def may_place_by_itself(actor: Any, case: Case) -> Verdict:
    """Only the clock; never what is kept from the public, and nothing that is settled."""
    if actor.ref != "clock":
        return no(ONLY_CLOCK)
    if not case.in_the_open or case.state not in OPEN_STATES:
        return no(_("This matter does not come onto an agenda by itself."), moved_on=True)
    return YES
