"""Writes to accounts. Opening one is an event; what a person then keeps in it is no fact of public life."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.record import Happened, Refused, action, bulk, chore, clock, emit, emit_all

from . import events, rules
from .models import Person, RetentionRule
from .names import given as given_name
from .names import one_spelling
from .phones import mobile
from .retention import USUAL


@dataclass(frozen=True)
class Newcomer:
    """Somebody who has no account yet."""

    ref: str = "resident"


@action(may=rules.may_register)
def register(
    actor,
    _subject=None,
    *,
    username: str,
    name: str = "",
    phone: str = "",
    password: str = "",
    encoded: str = "",
    language: str = "",
    given: bool = False,
) -> Person:
    """There is a new account. Without a password one signs in by phone and code or by passkey.

    `given`: a password it has, or is later given on the machine, is chosen by somebody else; the person changes it
    before anything else.
    `encoded` is a password hashed before, for many accounts made at once that share one (a demo's).
    The phone counts as verified: whoever calls has seen its code, or vouches for it. Raises ValueError for a phone
    that is no mobile number.
    """
    person = Person(username=one_spelling(username), name=name, joined_at=clock.now())
    person.phone, person.phone_verified = (mobile(phone), True) if phone else (None, False)
    person.language = language or person.language
    person.starts_with_given_password = given
    if encoded:
        person.password = encoded
    else:
        person.set_password(password or None)
    _keep(person, _("This sign-in name or number was taken a moment ago. Please choose another one."))
    emit(events.Registered(), about=person, by=actor)
    return person


@action(may=rules.may_register_many)
def register_many(
    actor, _subject=None, *, newcomers: Sequence[tuple[str, str]], encoded: str = ""
) -> list[Person]:
    """There is an account for each (sign-in name, name), as `register` would open it one by one. `encoded` as there;
    without it one signs in by phone and code or by passkey once there is one."""
    closed, now = encoded or make_password(None), clock.now()
    people = [
        Person(username=one_spelling(username), name=name, joined_at=now, password=closed)
        for username, name in newcomers
    ]
    bulk.insert(people)
    opened = events.Registered()
    emit_all([Happened(opened, each.ref, each.at_path, actor.ref, now, each.in_the_open) for each in people])
    return people


@chore("how somebody reaches their own account is no fact of public life")
def keep_phone(person: Person, phone: str) -> None:
    """The person's account has this number, whose code was given. Raises `Refused` where it is another's."""
    person.phone, person.phone_verified = phone, True
    _keep(person, _("This number belongs to another account."), "phone", "phone_verified")


@chore("how somebody reaches their own account is no fact of public life")
def keep_weixin(person: Person, names: Sequence[str]) -> None:
    """The person is known by all these names Weixin has for them; one that is another account's stays there."""
    for name in names:
        SocialAccount.objects.get_or_create(provider="weixin", uid=name, defaults={"user": person})


@chore("opening the account is an event of its own; by which name at Weixin is no fact of public life")
def open_by_weixin(names: Sequence[str], language: str) -> Person:
    """There is a new account that is reached by Weixin. Raises `Refused` where two did this at the same moment."""
    person = register(Newcomer(), username=given_name(), language=language)
    keep_weixin(person, names)
    if SocialAccount.objects.filter(provider="weixin", uid__in=names).exclude(user=person).exists():
        raise Refused(_("This account was opened a moment ago. Please sign in again."), moved_on=True)
    return person


@chore("how somebody reaches their own account is no fact of public life")
def drop_weixin(person: Person) -> None:
    """Weixin opens this account no longer."""
    SocialAccount.objects.filter(provider="weixin", user=person).delete()


@chore("how somebody can be written to is no fact of public life")
def keep_email(person: Person, email: str) -> None:
    """Mail reaches the person at this address, which they have confirmed; empty for nowhere."""
    person.email = email
    person.save(update_fields=["email"])


@chore("how somebody reaches their own account is no fact of public life")
def keep_password(person: Person, password: str) -> None:
    """The person signs in with this password of their own from now on; their other sessions end."""
    person.set_password(password)
    person.starts_with_given_password = False
    person.save(update_fields=["password", "starts_with_given_password"])


@chore("how somebody wishes to be addressed is no fact of public life")
def keep_profile(person: Person, *, name: str, language: str) -> None:
    """The person is addressed by this name, and written to in this language."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])


def _keep(person: Person, clash: str | Promise, *fields: str) -> None:
    """Save, and refuse in words where two wanted the same thing at once."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields or None)
    except IntegrityError as taken:
        raise Refused(clash, moved_on=True) from taken


@chore("the room that was asked for it says on the record that it was done")
def erase_account(person: Person) -> None:
    """Nobody signs in with this account any more, and it names nobody; what points to it points to no one."""
    person.username, person.name, person.email = f"gone-{person.pk}", "", ""
    person.phone, person.phone_verified, person.is_active = None, False, False
    person.set_unusable_password()
    person.save()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()


@chore("how a rule that was set before was last gone through; what is erased here was never on the record")
def note_forgotten(what: str, count: int) -> None:
    """The rule for this kind says when it last erased something, and how much."""
    if not count:
        return
    days, source = USUAL[what]
    RetentionRule.objects.update_or_create(
        what=what,
        defaults={"last_run_at": clock.now(), "last_count": count},
        create_defaults={
            "keep_days": days,
            "source": source,
            "last_run_at": clock.now(),
            "last_count": count,
        },
    )
