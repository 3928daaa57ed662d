"""Who may stop a clock, ask for longer, grant it, and say what a case is about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from .. import clocks
from ..models import Case, Extension
from ..models.case import WORKABLE
from ..present import lacks
from .loop import at_the_desk, is_complained_about, now_admits
from .pressure import deciding_above

WHO = {
    "pause": _("the desk it lies on, before its limit has passed"),
    "resume": _("the desk it lies on; the clock, when the pause is over"),
    "ask_extension": _("the desk it lies on, before its limit has passed"),
    "answer_extension": _("the rung above the desk that asked; above the top rung the community committee"),
    "set_urgency": _("the desk it lies on; the community committee"),
    "recategorise": _("the desk it lies on; the community committee"),
    "warn": _("the clock"),
    "note_late": _("the clock, when it was not taken, nobody got in touch or nothing was reported in time"),
    "escalate": _("the clock, when its limit has passed"),
    "mark_overdue": _("the clock, when its limit has passed on the top rung"),
    "count_anew": _("the clock, when a notice of days off is known"),
}

_PASSED = _("Its limit has passed already; this must be done before.")


def may_pause(actor: Any, case: Case) -> Verdict:
    if not (verdict := at_the_desk(actor, case, "pause")):
        return verdict
    if case.is_paused:
        return no(_("Its clock stands already."), moved_on=True)
    return no(_PASSED) if case.is_overdue() else YES


def may_resume(actor: Any, case: Case) -> Verdict:
    if not case.is_paused:
        return no(_("Its clock is running."), moved_on=True)
    if actor.ref == "clock":
        return now_admits(case, "resume")
    return at_the_desk(actor, case, "resume")


def may_ask_extension(actor: Any, case: Case) -> Verdict:
    if not (verdict := at_the_desk(actor, case, "ask_extension")):
        return verdict
    if case.is_overdue():
        return no(_PASSED)
    if extension_waiting(case):
        return no(_("More time has been asked for already; the answer is still to come."), moved_on=True)
    if judge_of_extension(case) is None:
        return no(_("There is nobody above who could grant more time."))
    return YES


def may_answer_extension(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "answer_extension")):
        return now
    waiting = extension_waiting(case)
    if waiting is None:
        return no(_("Nobody waits for more time in this case."), moved_on=True)
    if actor.post and actor.post.pk == waiting.judge_id and not is_complained_about(actor, case):
        return YES
    return no(_("More time is granted or refused by the rung above."))


def _may_sort(actor: Any, case: Case, action: str) -> Verdict:
    if not (now := now_admits(case, action)):
        return now
    if is_complained_about(actor, case):
        return no(_("A body that is complained about does not sort the complaint."))
    if actor.can(Power.RULE, case.place_path):
        return YES
    return at_the_desk(actor, case, action)


def may_set_urgency(actor: Any, case: Case) -> Verdict:
    return _may_sort(actor, case, "set_urgency")


def may_recategorise(actor: Any, case: Case) -> Verdict:
    return _may_sort(actor, case, "recategorise")


def _only_the_clock(actor: Any, case: Case, action: str) -> Verdict:
    if actor.ref != "clock":
        return no(_("Only the clock does this."))
    return now_admits(case, action)


def may_warn(actor: Any, case: Case) -> Verdict:
    if not (verdict := _only_the_clock(actor, case, "warn")):
        return verdict
    waits = clocks.is_due_soon(case) and not case.is_paused and not case.is_overdue()
    return YES if waits else no(_("There is nothing to warn of."), moved_on=True)


def may_note_late(actor: Any, case: Case) -> Verdict:
    if not (verdict := _only_the_clock(actor, case, "note_late")):
        return verdict
    waits = clocks.missed(case) and not case.is_paused and not case.is_overdue()
    return YES if waits else no(_("There is nothing to warn of."), moved_on=True)


def _has_passed(case: Case) -> Verdict:
    if case.is_paused or not case.is_overdue():
        return no(_("Its limit has not passed."), moved_on=True)
    return YES


def may_escalate(actor: Any, case: Case) -> Verdict:
    verdict = _only_the_clock(actor, case, "escalate") and _has_passed(case)
    if verdict and not (case.ladder.escalates and is_above_reached(case)):
        return no(_("There is nobody above to hand it to."))
    return verdict


def may_mark_overdue(actor: Any, case: Case) -> Verdict:
    verdict = _only_the_clock(actor, case, "mark_overdue") and _has_passed(case)
    if verdict and case.breach_told:
        return no(_("Those above know already."), moved_on=True)
    return verdict


def may_count_anew(actor: Any, case: Case) -> Verdict:
    return _only_the_clock(actor, case, "count_anew")


def is_above_reached(case: Case) -> bool:
    """Whether somebody stands on a rung above the one the case is on."""
    return case.holder_from(case.position + 1) is not None


def extension_waiting(case: Case) -> Extension | None:
    """The request for more time that waits for an answer, or None."""
    if case.state not in WORKABLE or lacks(case, "extensions"):
        return None
    return case.extensions.waiting().select_related("judge__organisation", "judge__place", "post").last()


def judge_of_extension(case: Case) -> Post | None:
    """Who would grant the desk more time."""
    return deciding_above(case, case.position, case.holder)
