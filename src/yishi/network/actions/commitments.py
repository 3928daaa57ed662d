"""Writes to opening commitments."""

import hashlib
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.record import Refused, action, clock, emit

from .. import events, pictures, rules
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
def fulfil_opening(
    actor,
    commitment: Commitment,
    *,
    proof: str,
    picture: pictures.Picture | None = None,
    picture_says: str = "",
) -> Commitment:
    """It is done, and everybody can read what was done, and see it where there is a picture."""
    commitment.done_on, commitment.proof = clock.today(), clean(proof)
    changed = ["done_on", "proof"]
    if picture:
        changed += _hang(commitment, picture, picture_says)
    commitment.save(update_fields=changed)
    late = commitment.done_on > commitment.due_on
    done = events.CommitmentDone(on=commitment.done_on, late=late, picture=commitment.picture_digest)
    emit(done, about=commitment, by=actor)
    return commitment


_PICTURE = ["picture", "picture_says", "picture_digest", "picture_width", "picture_height"]


def _hang(commitment: Commitment, picture: pictures.Picture, says: str) -> list[str]:
    """The picture is kept with it. Gives what was set."""
    commitment.picture, commitment.picture_says = pictures.keep(picture), clean(says)
    commitment.picture_digest = hashlib.sha256(picture.full).hexdigest()
    commitment.picture_width, commitment.picture_height = picture.width, picture.height
    return _PICTURE


@action(may=rules.may_take_proof_down)
def take_proof_down(actor, commitment: Commitment) -> Commitment:
    """The picture is shown no more, and no longer there: somebody can be seen on it, or it was the wrong one. What was
    done and when stays."""
    transaction.on_commit(partial(pictures.forget, commitment.picture))
    commitment.picture = commitment.picture_says = commitment.picture_digest = ""
    commitment.picture_width = commitment.picture_height = None
    commitment.save(update_fields=_PICTURE)
    emit(events.ProofTakenDown(), about=commitment, by=actor)
    return commitment


@action(may=rules.may_drop_opening)
def drop_opening(actor, commitment: Commitment, *, because: str) -> Commitment:
    """It will not be done, and everybody can read why."""
    commitment.dropped_on, commitment.dropped_because = clock.today(), clean(because)
    commitment.save(update_fields=["dropped_on", "dropped_because"])
    emit(events.CommitmentDropped(), about=commitment, by=actor)
    return commitment
