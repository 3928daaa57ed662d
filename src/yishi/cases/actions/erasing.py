"""Erasing what points to somebody: at their request, after days to think it over; or by the clock, once it has been
kept long enough. The record goes on verifying: it holds digests alone, and their salts are erased with the texts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from yishi.network import pictures
from yishi.network.actions import erase_from_roll, erase_helping, erase_homes
from yishi.network.actors import Actor
from yishi.notices.actions import erase_messages
from yishi.people.actions import erase_account
from yishi.people.models import Person, PrivacyNotice
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, held_above, rules, search
from ..models import (
    Case,
    Doubt,
    Erasure,
    Feedback,
    FormerReporter,
    Help,
    Note,
    Photo,
    SecondLook,
    Visibility,
    Voice,
    Volunteer,
    WithheldFor,
    Wording,
)
from .closing import withdraw
from .desks import change
from .voices import with_parts

OF_THE_RESIDENT = (Photo.Stage.REPORT, Photo.Stage.CONTEST)
NOTES_ABOUT = (Note.Kind.CALL, Note.Kind.WITHDRAW, Note.Kind.OBJECTION)
"""Notes in which a resident speaks or is spoken of."""


@dataclass
class Gone:
    """How much was erased."""

    cases: int = 0
    voices: int = 0
    texts: int = 0
    pictures: int = 0


@action(may=rules.may_ask_erasure)
def ask_erasure(actor, case: Case, *, open_cases: str = Erasure.Open.ANONYMOUS) -> Erasure:
    """What the case holds about whoever raised it will be erased on a day to come, unless they think better of it."""
    on_paper = not rules.is_reporter(actor, case)
    post = actor.post if on_paper else None
    return _asked(actor, open_cases, case=case, on_paper=on_paper, post=post)


@action(may=rules.may_ask_to_be_erased, lock=False)
def ask_to_be_erased(actor, _subject: None = None, *, open_cases: str = Erasure.Open.ANONYMOUS) -> Erasure:
    """All that the account holds will be erased on a day to come, unless its owner thinks better of it."""
    return _asked(actor, open_cases, person=actor.person)


def ask_for_account(actor: Any, person: Person, open_cases: str, post: Any) -> Erasure:
    """The same for somebody who asked at a desk (`post`), once two people have agreed that it was them. Part of an
    action under way; raises Refused as `ask_to_be_erased` does."""
    verdict = rules.may_ask_to_be_erased(Actor(person=person))
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    return _asked(actor, open_cases, person=person, on_paper=True, post=post)


def _asked(actor: Any, open_cases: str, **about: Any) -> Erasure:
    now = clock.now()
    erasure = Erasure.objects.create(
        open_cases=Erasure.Open(open_cases).value,
        asked_at=now,
        due_at=now + timedelta(days=PrivacyNotice.objects.present().erase_days),
        **about,
    )
    emit(events.ErasureAsked(due_at=erasure.due_at, on_paper=erasure.on_paper), about=erasure, by=actor)
    return erasure


@action(may=rules.may_cancel_erasure)
def cancel_erasure(actor, erasure: Erasure) -> Erasure:
    """Nothing is erased."""
    _ended(erasure, Erasure.State.CANCELLED)
    emit(events.ErasureCancelled(), about=erasure, by=actor)
    return erasure


@action(may=rules.may_refuse_erasure)
def refuse_erasure(actor, erasure: Erasure, *, hold: str, basis: str) -> Erasure:
    """Nothing is erased, and whoever asked reads on what ground (PIPL art. 50 asks for reasons)."""
    erasure.hold, erasure.basis, erasure.refused_by = (
        Erasure.Hold(hold).value,
        basis.strip()[:200],
        actor.post,
    )
    erasure.save(update_fields=["hold", "basis", "refused_by"])
    _ended(erasure, Erasure.State.REFUSED)
    emit(events.ErasureRefused(hold=erasure.hold), about=erasure, by=actor)
    return erasure


def _count_what_waits(cases: Any) -> None:
    """Where what waited for a look is gone, nothing waits."""
    for case in cases:
        if case.later_waits and not rules.something_was_said_later(case):
            change(case, later_waits=False)


def _ended(erasure: Erasure, state: str) -> None:
    erasure.state, erasure.ended_at = state, clock.now()
    erasure.save(update_fields=["state", "ended_at"])


@action(may=rules.may_erase)
def erase(actor, erasure: Erasure) -> Erasure:
    """What is kept about them is erased; what must stay (that there was a matter, when, and how it went) points to
    nobody any more."""
    gone, person = Gone(), erasure.person
    cases = _locked([erasure.case_id] if erasure.case_id else list(_raised(person)))
    for case in cases:
        case.refresh_from_db()  # the one before may have let go of it
        if case.is_left:
            _forget_left(case, gone)
        else:
            _forget_case(case, erasure.open_cases, gone)
    _count_what_waits(cases)
    if person:
        spoken_to = list(Case.objects.filter(_spoken_to_by(person)).distinct())
        _forget_in_cases(person, gone)
        _count_what_waits(spoken_to)
        erase_homes(person)
        erase_from_roll(person)
        erase_helping(person)
        for room in held_above.rooms():
            gone.texts += room.erase(person)
        erase_messages(person=person)
        erase_account(person)
    _ended(erasure, Erasure.State.DONE)
    counted = {"cases": gone.cases, "voices": gone.voices, "texts": gone.texts, "pictures": gone.pictures}
    emit(events.Erased(account=person is not None, **counted), about=erasure, by=actor)
    return erasure


def _raised(person: Person | None) -> Any:
    """Keys of the matters the person raised, also those they stepped back from."""
    return Case.objects.filter(Q(reporter=person) | Q(former__person=person)).values_list("pk", flat=True)


def _locked(keys: list[int]) -> list[Case]:
    """These cases as they are now, locked with what was put together with them."""
    if keys:
        with_parts(*keys)
    return list(Case.objects.filter(pk__in=keys).order_by("pk"))


def _forget_case(case: Case, open_cases: str, gone: Gone) -> None:
    resident = Actor(follows=frozenset({case.pk}))
    if open_cases == Erasure.Open.WITHDRAW and rules.may_withdraw(resident, case):
        case = withdraw(resident, case)
    goes_on = case.admits("withdraw")  # also where it was to be withdrawn and neighbours who joined still ask
    forget_contact(case)
    forget_words(case, leave_masked=goes_on)
    gone.texts += forget_said(case)
    gone.pictures += forget_pictures(case)
    for room in held_above.rooms():
        gone.texts += room.erase_of_case(case)
    kept = Visibility.HOTLINE if case.visibility == Visibility.HOTLINE else Visibility.ANONYMOUS
    change(case, reporter=None, code_hash=case.code_hash if case.is_left else "", visibility=kept)
    erase_messages(about=case.ref)
    gone.cases += 1
    gone.texts += 1


def _forget_left(case: Case, gone: Gone) -> None:
    """What whoever stepped back from a case had said until then is gone. The case goes on for those who joined, and
    what they said stays theirs."""
    former = FormerReporter.objects.filter(case=case).first()
    until = former.left_at if former else clock.now()
    forget_words(case, leave_masked=case.admits("withdraw"))
    gone.texts += 1 + forget_said(case, until=until)
    gone.pictures += forget_pictures(case, until=until)
    FormerReporter.objects.filter(case=case).delete()
    gone.cases += 1


def forget_contact(case: Case) -> None:
    """Neither name nor number is kept."""
    case.contact_name, case.contact_phone, case.contact_key = "", "", None
    case.save(update_fields=["contact_name", "contact_phone", "contact_key"])


def forget_words(case: Case, *, leave_masked: bool) -> None:
    """The words as they were said are gone, with the salt of their digest. With `leave_masked` those who work on it go
    on with what everybody may read; else these are gone, too."""
    left = (case.public_words if case.is_shown else case.draft_words) if leave_masked else ""
    fields: dict[str, Any] = {"words": left, "draft_words": left, "salt": new_salt()}
    if not leave_masked:
        fields |= {
            "draft_title": "",
            "public_words": "",
            "title": case.category.name_zh[:60],
            "wording": Wording.WITHHELD,
            "withheld_for": WithheldFor.ERASED,
        }
    change(case, **fields)
    search.index(case)


def forget_said(case: Case, *, until: datetime | None = None) -> int:
    """What the resident said on the way is gone, and what was noted of talks with them; with `until` what came after it
    is somebody else's and stays. Gives how many texts."""
    then = {"at__lte": until} if until else {}
    rows = [
        *Feedback.objects.filter(case=case, **then).exclude(text=""),
        *Note.objects.filter(case=case, kind__in=NOTES_ABOUT, **then).exclude(text=""),
    ]
    return _forget_texts(rows)


def _forget_texts(rows: list[Any]) -> int:
    for row in rows:
        row.text, row.salt = "", new_salt()
        row.save(update_fields=["text", "salt"])
    return len(rows)


def forget_pictures(case: Case, *, until: datetime | None = None) -> int:
    """Photos the resident sent, all or until a moment, are gone. Gives how many."""
    then = {"at__lte": until} if until else {}
    photos = list(case.photos.filter(post=None, stage__in=OF_THE_RESIDENT, **then))
    for photo in photos:
        drop_files([photo.name, photo.original])
        photo.delete()
    return len(photos)


def drop_files(names: list[str]) -> None:
    """These pictures leave the storage once the transaction is committed."""
    for name in filter(None, names):
        transaction.on_commit(partial(pictures.forget, name))


def _spoken_to_by(person: Person) -> Q:
    """Cases with later words of this person that wait for a look."""
    mine = Q(doubts__person=person) | Q(looks__person=person) | Q(former__person=person)
    return mine & Q(later_waits=True)


def _forget_in_cases(person: Person, gone: Gone) -> None:
    """What an account did in matters of others stays done, and nobody knows by whom."""
    gone.voices += Voice.objects.filter(person=person).update(
        person=None, household=None, contact_phone="", contact_key=None, code_hash=""
    )
    gone.texts += _forget_texts(list(Doubt.objects.filter(person=person).exclude(text="")))
    gone.texts += _forget_texts(list(SecondLook.objects.filter(person=person).exclude(text="")))
    Doubt.objects.filter(person=person).update(person=None)
    SecondLook.objects.filter(person=person).update(person=None)
    Volunteer.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    Help.objects.filter(person=person).update(person=None)


def voices_of(phone_key: str | None) -> Any:
    """Voices that were left with this number, by its key."""
    return Voice.objects.filter(Q(contact_key=phone_key)) if phone_key else Voice.objects.none()
