"""Who promises for a branch."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..models import Organisation
from ..powers import Power, Role


def speaks_for(actor: Any, body: Any) -> bool:
    """Whether this is the branch's secretary, or the committee that keeps it."""
    if actor.ref == "clock":
        return True
    post = actor.post
    own = bool(post) and post.organisation_id == body.pk and post.role == Role.BRANCH
    return own or actor.can(Power.SET_UP, body.place.path)


def may_promise_opening(actor: Any, body: Any) -> Verdict:
    """What the branch promises, its secretary says."""
    if body.kind != Organisation.Kind.BRANCH:
        return no(_("Opening commitments are made by estate branches."))
    if speaks_for(actor, body):
        return YES
    return no(_("For a branch its secretary promises, or the community committee."))


def may_fulfil_opening(actor: Any, commitment: Any) -> Verdict:
    """Also one that is overdue: late is better than never, and the page says it was late."""
    if commitment.done_on or commitment.dropped_on:
        return no(_("This commitment has been settled meanwhile."), moved_on=True)
    return may_promise_opening(actor, commitment.organisation)


def may_drop_opening(actor: Any, commitment: Any) -> Verdict:
    return may_fulfil_opening(actor, commitment)


def may_take_proof_down(actor: Any, commitment: Any) -> Verdict:
    """Whoever could have put it up: a mistake is put right by those who made it."""
    if not commitment.picture:
        return no(_("The picture has been taken down meanwhile."), moved_on=True)
    return may_promise_opening(actor, commitment.organisation)
