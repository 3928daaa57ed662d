"""Writes to keys."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.people.models import Person
from yishi.record import Refused, action, chore, clock, digest, emit, new_salt

from .. import events, rules
from ..models import MARK, Call, Hook, Key, Scope

LONGEST_DAYS = 366
"""A key ends by itself after a year at the latest: one that nobody remembers opens no door for ever."""


@action(may=rules.may_issue_key, lock=False)
def issue_key(
    actor, holder: Post | Person, *, token: str, label: str, scopes: Iterable[str], ends_on: date
) -> Key:
    """A machine that shows the token may act for the holder, within the scopes, up to and including the day. `token` is
    a fresh one (`keys.new_token`), of which only a salted digest is kept."""
    today, may, found = clock.today(), set(scopes), MARK.fullmatch(token)
    if not found:
        raise ValueError("a token is made by keys.new_token")
    if not may or not may <= set(Scope.values):
        raise Refused(_("Please say what the key is to be good for."))
    if not today <= ends_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Please give a day from today on, at most a year away."))
    in_order = [code for code in Scope.values if code in may]
    salt = new_salt()
    key = Key.objects.create(
        post=holder if isinstance(holder, Post) else None,
        person=holder if isinstance(holder, Person) else None,
        label=" ".join(clean(label).split())[:80],
        scopes=" ".join(in_order),
        mark=found[1],
        salt=salt,
        hash=digest(salt, found[2]),
        issued_on=today,
        issued_by=actor.person,
        ends_on=ends_on,
    )
    told = holder.ref if isinstance(holder, Post) else ""
    emit(events.KeyIssued(holder=told, scopes=".".join(in_order), ends_on=ends_on), about=key, by=actor)
    return key


@action(may=rules.may_revoke_key)
def revoke_key(actor, key: Key) -> Key:
    """From now on the key opens no door."""
    key.revoked_on = clock.today()
    key.save(update_fields=["revoked_on"])
    emit(events.KeyRevoked(), about=key, by=actor)
    return key


@chore("on which day a machine last came is told to whoever keeps its key, and is no fact of public life")
def note_used(key: Key) -> None:
    """The key opened a door today; written once a day."""
    today = clock.today()
    if key.used_on != today:
        Key.objects.filter(pk=key.pk).update(used_on=today)
        key.used_on = today


@chore("a key of somebody who is erased is part of what they asked for, which has its own entry", apart=False)
def erase_keys_of(person: Person) -> int:
    """Keys that act for them open nothing any more, and what they called them is gone, as are the addresses of programs
    that were told by them. Gives how many texts went."""
    own = Key.objects.filter(person=person)
    own.filter(revoked_on=None).update(revoked_on=clock.today())
    hooks = Hook.objects.filter(key__in=own)
    Call.objects.filter(hook__in=hooks).delete()
    hooks.filter(ended_on=None).update(ended_on=clock.today())
    hooks.update(address="", secret="")
    return own.exclude(label="").update(label="")
