"""Who connects an outer system, and who speaks with it: the clock alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from .keys import may_issue_key


def may_set_partner(actor: Any, post: Any) -> Verdict:
    """Whoever could have a machine act for the post."""
    return may_issue_key(actor, post)


def may_end_partner(actor: Any, partner: Any) -> Verdict:
    if partner.ended_on:
        return no(_("It has been disconnected meanwhile."), moved_on=True)
    return may_issue_key(actor, partner.post)


def may_change_partner(actor: Any, partner: Any) -> Verdict:
    return may_end_partner(actor, partner)


def may_pause_partner(actor: Any, partner: Any) -> Verdict:
    if partner.is_paused:
        return no(_("It has been paused meanwhile."), moved_on=True)
    return may_end_partner(actor, partner)


def may_resume_partner(actor: Any, partner: Any) -> Verdict:
    if not partner.is_paused:
        return no(_("It goes on already."), moved_on=True)
    return may_end_partner(actor, partner)


def _by_clock(actor: Any) -> Verdict:
    return YES if actor.ref == "clock" else no(_("This is done by the clock."))


def may_note_handed_out(actor: Any, part: Any) -> Verdict:
    """While the part waits for its reply."""
    if part.replied_at:
        return no(_("The unit has replied meanwhile."), moved_on=True)
    return _by_clock(actor)


def may_hear_back(actor: Any, shared: Any) -> Verdict:
    if shared.over:
        return no(_("Nothing more is asked about this matter."), moved_on=True)
    return _by_clock(actor)


def may_bring_here(actor: Any, _partner: Any) -> Verdict:
    return _by_clock(actor)
