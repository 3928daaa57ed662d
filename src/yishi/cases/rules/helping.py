"""Who may ask those who help, and who answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Case, Help
from .loop import at_the_desk

WHO = {
    "set_need": _("the desk it lies on"),
    "ask_helper": _("the desk it lies on; not in a matter kept from the public"),
}


def may_set_helping_skills(actor: Any, _category: Any = None) -> Verdict:
    """Which skills help with a category is said by whoever keeps the net."""
    if actor.ref == "clock" or (actor.post and actor.post.can(Power.SET_UP)):
        return YES
    return no(_("Which skills help is set by the community committee and the operator."))


def may_set_need(actor: Any, case: Case) -> Verdict:
    return at_the_desk(actor, case, "set_need")


def may_ask_helper(actor: Any, case: Case) -> Verdict:
    verdict = at_the_desk(actor, case, "ask_helper")
    if verdict and not case.in_the_open:
        return no(_("In a matter kept from the public no helper is asked."))
    return verdict


def _speaks_for(actor: Any, asked: Help) -> bool:
    """The helper; for one without an account the desk that rang them."""
    if actor.pk is not None and actor.pk == asked.person_id:
        return True
    by_phone = asked.offer is not None and asked.offer.person_id is None
    return by_phone and bool(actor.post) and actor.post.pk == asked.case.holder_id


def may_answer_help(actor: Any, asked: Help) -> Verdict:
    if asked.replied_at:
        return no(_("This was answered already."), moved_on=True)
    if not asked.is_needed:
        return no(_("Thank you, but meanwhile no help is needed there any more."), moved_on=True)
    if _speaks_for(actor, asked):
        return YES
    return no(_("Somebody else was asked for this."))


def may_note_help_came(actor: Any, asked: Help) -> Verdict:
    """The helper themself, or the desk."""
    if asked.came_at:
        return no(_("This was written down already."), moved_on=True)
    if asked.reply != Help.Reply.YES:
        return no(_("They have not said yes."), moved_on=True)
    if _speaks_for(actor, asked) or (actor.post and actor.post.pk == asked.case.holder_id):
        return YES
    return no(_("Whether a helper came is said by themselves or by the desk."))
