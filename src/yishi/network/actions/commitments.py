"""Writes to opening commitments."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.record import Refused, action, clock, emit

from .. import events, rules
from ..models import Commitment, Organisation

LONGEST = timedelta(days=366)


@action(may=rules.may_promise_opening, lock=False)
def promise_opening(actor, body: Organisation, *, title: str, due_on: date) -> Commitment:
    """The branch has published one thing it will do, and by when (开门一件事)."""
    if not clock.today() <= due_on <= clock.today() + LONGEST:
        raise Refused(_("Please give a day from today on, at most a year away."))
    commitment = Commitment.objects.create(
        organisation=body, title=clean(title), promised_on=clock.today(), due_on=due_on
    )
    emit(events.CommitmentMade(body=body.ref, due_on=due_on), about=commitment, by=actor)
    return commitment


@action(may=rules.may_fulfil_opening)
def fulfil_opening(actor, commitment: Commitment, *, proof: str) -> Commitment:
    """It is done, and everybody can read what was done."""
    commitment.done_on, commitment.proof = clock.today(), clean(proof)
    commitment.save(update_fields=["done_on", "proof"])
    late = commitment.done_on > commitment.due_on
    emit(events.CommitmentDone(on=commitment.done_on, late=late), about=commitment, by=actor)
    return commitment


@action(may=rules.may_drop_opening)
def drop_opening(actor, commitment: Commitment, *, because: str) -> Commitment:
    """It will not be done, and everybody can read why."""
    commitment.dropped_on, commitment.dropped_because = clock.today(), clean(because)
    commitment.save(update_fields=["dropped_on", "dropped_because"])
    emit(events.CommitmentDropped(), about=commitment, by=actor)
    return commitment
