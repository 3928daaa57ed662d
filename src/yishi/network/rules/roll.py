"""Who keeps the roll of dwellings, and who may look at it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power

WHO = {
    "import_roll": _("the community committee"),
    "reveal_roll": _("stewards, the branch and the community committee, each time with a reason"),
    "print_slips": _("the community committee"),
}


def may_keep_roll_at(actor: Any, path: str) -> Verdict:
    """The roll of the place with this path."""
    if actor.ref == "clock" or actor.can(Power.KEEP_ROLL, path):
        return YES
    return no(_("The roll of dwellings is kept by the community committee."))


def may_import_roll(actor: Any, brought: Any) -> Verdict:
    if brought.state != "confirmed":
        return no(_("This file has been settled meanwhile."), moved_on=True)
    return may_keep_roll_at(actor, brought.at_path)


def may_correct_dwelling(actor: Any, dwelling: Any) -> Verdict:
    if dwelling.gone_on:
        return no(_("This dwelling is no longer on the roll."), moved_on=True)
    return may_keep_roll_at(actor, dwelling.at_path)


def may_change_owners(actor: Any, dwelling: Any) -> Verdict:
    return may_correct_dwelling(actor, dwelling)


def may_enter_occupant(actor: Any, dwelling: Any) -> Verdict:
    return may_correct_dwelling(actor, dwelling)


def may_correct_occupant(actor: Any, occupant: Any) -> Verdict:
    if occupant.until_on or occupant.erased_on:
        return no(_("This person is no longer on the roll."), moved_on=True)
    return may_keep_roll_at(actor, occupant.at_path)


def may_end_occupant(actor: Any, occupant: Any) -> Verdict:
    return may_correct_occupant(actor, occupant)


def may_reveal_roll(actor: Any, dwelling: Any) -> Verdict:
    """Names and numbers: whoever looks after the place. Identity numbers are asked of `may_keep_roll_at` besides."""
    if actor.pk is not None and actor.can(Power.SEE_ROLL, dwelling.at_path):
        return YES
    return no(_("The roll is not shown to your post."))


def may_print_slips(actor: Any, place: Any) -> Verdict:
    return may_keep_roll_at(actor, place.path)


def may_set_roll_policy(actor: Any, _subject: Any = None) -> Verdict:
    if actor.ref == "clock" or (actor.post and actor.post.can(Power.KEEP_ROLL)):
        return YES
    return no(_("The roll of dwellings is kept by the community committee."))
