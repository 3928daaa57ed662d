"""Who says by what that they belong to a dwelling."""

import hmac
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, clock, no

from ..models import phone_mark


def may_bind_by_code(actor: Any, _subject: Any = None) -> Verdict:
    """Whoever has an account and the slip from the mailbox."""
    return YES if actor.person else no(_("Please sign in first."))


def may_bind_by_phone(actor: Any, occupant: Any) -> Verdict:
    """Whoever signs in with the number that stands on the roll."""
    if occupant.until_on is not None and occupant.until_on < clock.today():
        return no(_("This person is no longer on the roll."), moved_on=True)
    person = actor.person
    if person is None or not (person.phone and person.phone_verified):
        return no(_("Please give your mobile number in your account first; a code comes to it."))
    if occupant.phone_mark and hmac.compare_digest(phone_mark(person.phone), occupant.phone_mark):
        return YES
    return no(_("Another number stands on the roll. Please ask the community committee."))
