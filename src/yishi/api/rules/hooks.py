"""Who has a program told: whoever may make a key for whom its key acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..models import Scope
from .keys import may_issue_key, may_revoke_key


def may_set_hook(actor: Any, key: Any) -> Verdict:
    """Of a key that is good for reading."""
    if key.is_over:
        return no(_("This key opens nothing any more. Please make another."), moved_on=True)
    if Scope.READ not in key.may:
        return no(_("This key is not good for reading, so a program cannot be told of anything by it."))
    return may_issue_key(actor, key.post or key.person)


def may_end_hook(actor: Any, hook: Any) -> Verdict:
    if hook.ended_on:
        return no(_("It has been taken away meanwhile."), moved_on=True)
    return YES if hook.key.revoked_on else may_revoke_key(actor, hook.key)


def may_change_hook(actor: Any, hook: Any) -> Verdict:
    return (
        no(_("It has been taken away meanwhile."), moved_on=True)
        if hook.ended_on
        else may_set_hook(actor, hook.key)
    )


def may_pause_hook(actor: Any, hook: Any) -> Verdict:
    if hook.paused:
        return no(_("It has been paused meanwhile."), moved_on=True)
    return may_end_hook(actor, hook)


def may_resume_hook(actor: Any, hook: Any) -> Verdict:
    if not hook.paused:
        return no(_("It goes on already."), moved_on=True)
    return may_change_hook(actor, hook)


def may_try_hook(actor: Any, hook: Any) -> Verdict:
    return may_change_hook(actor, hook)
