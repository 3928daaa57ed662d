"""How a person is bound to a dwelling: by the code from the mailbox, or by the telephone that stands on the roll. A
steward at the door and the committee vouch for it in `homes`."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yishi.record import Refused, action, bulk, clock, emit

from .. import events, rules
from ..models import (
    Bond,
    DoorCode,
    Dwelling,
    Occupant,
    Place,
    Proof,
    Residence,
    RollPolicy,
    code_mark,
    phone_mark,
)
from .homes import leave_home

DIGITS = 12
MOST_SLIPS = 600
"""Slips of one print: what a browser shows and a printer takes in one go."""
_BETWEEN = 10**DIGITS


@action(may=rules.may_print_slips, lock=False)
def print_slips(
    actor, place: Place, *, days: int, dwellings: Sequence[Dwelling], then_give: dict[int, str]
) -> Place:
    """Each of these dwellings has a code that holds for so many days; what it had before holds no longer. The codes
    themselves are put into `then_give`, by dwelling, and are nowhere kept.

    Raises Refused where there are none, or too many for one print.
    """
    if not dwellings:
        raise Refused(_("There is no dwelling on the roll here."))
    if len(dwellings) > MOST_SLIPS:
        raise Refused(_("That are too many slips at once. Please choose a building."))
    policy, now = RollPolicy.objects.present(), clock.now()
    days = min(max(days, 1), policy.slip_days)
    DoorCode.objects.filter(dwelling__in=[each.pk for each in dwellings]).delete()
    codes = {each.pk: f"{secrets.randbelow(_BETWEEN):0{DIGITS}d}" for each in dwellings}
    expires_at = now + timedelta(days=days)
    try:
        with transaction.atomic():
            bulk.insert(
                [
                    DoorCode(
                        dwelling_id=pk,
                        code_mark=code_mark(code),
                        made_at=now,
                        made_by=actor.post,
                        expires_at=expires_at,
                        most=policy.slip_uses,
                    )
                    for pk, code in codes.items()
                ]
            )
    except IntegrityError:  # two of a million million were alike
        raise Refused(_("Please try again."), moved_on=True) from None
    then_give.update(codes)
    emit(events.SlipsPrinted(count=len(codes), expires_on=expires_at.date()), about=place, by=actor)
    return place


@action(may=rules.may_bind_by_code, lock=False)
def bind_by_code(actor, _subject: None = None, *, code: str, as_what: str) -> Residence:
    """The person lives behind the door whose mailbox the slip was in, as owner, tenant or family, so they say; that the
    door is theirs the slip shows. Raises Refused for a code that is none."""
    found = (
        DoorCode.objects.select_for_update(of=("self",))
        .good()
        .filter(code_mark=code_mark(code), dwelling__gone_on=None)
        .select_related("dwelling__place")
        .first()
    )
    if found is None:
        raise Refused(
            _(
                "This code is not known here, or its time is over. Please look at the slip again, or ask for a new one."
            ),
            moved_on=True,
        )
    found.used += 1
    found.save(update_fields=["used"])
    home = _at_home(actor, found.dwelling, Proof.CODE, Bond(as_what).value)
    mine = phone_mark(actor.person.phone) if actor.person.phone and actor.person.phone_verified else ""
    if mine:
        for one in found.dwelling.occupants.on().filter(phone_mark=mine, erased_on=None):
            _known(actor, one, Proof.CODE)
    return home


@action(may=rules.may_bind_by_phone)
def bind_by_phone(actor, occupant: Occupant, *, lives: bool) -> Occupant:
    """The person is the one on the roll, for they sign in with the number that stands there; and lives there, if they
    say so."""
    _known(actor, occupant, Proof.ROLL)
    if lives:
        _at_home(actor, occupant.dwelling, Proof.ROLL, occupant.bond)
    return occupant


def _known(actor: Any, occupant: Occupant, proof: str) -> None:
    occupant.person = actor.person
    occupant.save(update_fields=["person"])
    emit(events.OccupantKnown(proof=proof), about=occupant, by=actor)


def _at_home(actor: Any, dwelling: Dwelling, proof: str, as_what: str) -> Residence:
    """They live there, and it is believed; a former home of theirs is left."""
    now = clock.now()
    home = None
    for former in Residence.objects.present().filter(person=actor.person).select_for_update():
        if (former.place_id, former.door) == (dwelling.place_id, dwelling.door):
            home = former
        else:
            leave_home(actor, former)
    home = home or Residence(person=actor.person, place=dwelling.place, door=dwelling.door, claimed_at=now)
    home.as_what, home.proof = as_what, proof
    home.vouched_at = home.vouched_at or now
    home.save()
    emit(events.HomeBound(proof=proof, as_what=as_what), about=home, by=actor)
    return home
