"""Neighbours who say so too, and cases that say the same: joining, putting together, taking out again.

Whoever counts does it with the row of the main case locked, so the number on it is always the number of its households.
Two cases are locked in the order of their numbers, whichever of them stays.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from yishi.network.actors import CLOCK
from yishi.network.models import Place, Residence, household, normal_door
from yishi.network.powers import Power
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, emit

from .. import clocks, events, notices, rules
from ..models import CallBack, Case, FormerReporter, Ladder, Pause, State, Stay, Visibility, Voice
from ..models.case import LEFT, hash_code
from ..models.contact import number_key
from ..models.voices import household_key
from . import stopping
from .asking import counted_at, judged_by
from .desks import change, desk_link, put_on_desk, tell_resident
from .pressure import wake_if_reached


@action(may=rules.may_join)
def join(
    actor,
    case: Case,
    *,
    place: Place | None = None,
    door: str = "",
    phone: str = "",
    code: str = "",
    language: str = "zh-hans",
) -> Voice:
    """One household says so too. With an account that has a home the home counts; else the building and door given, if
    any. A second one of a household is told like the first, and the count stays: who at home spoke first is not said.
    """
    home = Residence.objects.of(actor.person)
    key = home.household if home else _household(place, door)
    how = "account" if actor.person else ("door" if key else "open")
    sure = bool(home and home.is_verified)
    voice = _add(case, key, sure, person=actor.person, phone=phone, code=code, language=language)
    return _counted(actor, case, voice, how)


@action(may=rules.may_cosign_for)
def cosign_for(
    actor,
    case: Case,
    *,
    place: Place | None = None,
    door: str = "",
    phone: str = "",
    code: str = "",
    language: str = "zh-hans",
) -> Voice:
    """A household says so too, as somebody wrote down for it. A door named by whoever may vouch for homes there is as
    good as vouched for; a caller who names none counts as a household that is not."""
    key = _household(place, door)
    sure = bool(key and place and actor.can(Power.VOUCH, place.path))
    voice = _add(case, key, sure, phone=phone, code=code, language=language)
    return _counted(actor, case, voice, "visit")


def _household(place: Place | None, door: str) -> str:
    if not normal_door(door):
        return ""
    if place is None:
        raise Refused(_("Please choose the building, or leave the door empty."))
    return household(place, door)


def _add(
    case: Case,
    home: str,
    verified: bool,
    *,
    person: Any = None,
    phone: str = "",
    code: str = "",
    language: str,
) -> Voice:
    """A voice, or one beside the voice of the same household (or the same number)."""
    present = Voice.objects.of(case).present()
    if person and present.filter(person=person).exists():
        raise Refused(_("You have joined this matter already."), moved_on=True)
    key = household_key(home) if home else None
    same = Q(household=key) if key else Q(pk=None)
    if phone:
        same |= Q(contact_key=number_key(phone))
    first = present.filter(same, beside=None).order_by("pk").first()
    if first and verified and not first.verified:
        first.verified = True
        first.save(update_fields=["verified"])
    return Voice.objects.create(
        case=case,
        person=person,
        household=None if first else key,
        beside=first,
        verified=verified,
        contact_phone="" if person else phone,
        contact_key=None if person else number_key(phone),
        language=language,
        code_hash=hash_code(case.salt, code) if code else "",
        joined_at=clock.now(),
    )


def _counted(actor, case: Case, voice: Voice, how: str) -> Voice:
    recount(case)
    emit(events.Joined(voices=case.voices, verified=voice.verified, how=how), about=case, by=actor)
    wake_if_reached(actor, case)
    return voice


@action(may=rules.may_leave, lock=False)
def leave(actor, voice: Voice) -> Voice:
    """The voice no longer counts and is told nothing more; somebody else of the household counts in its place."""
    main = _main_of(voice.case)
    voice.refresh_from_db()
    if not (verdict := rules.may_leave(actor, voice)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    key, voice.household = voice.household, None
    voice.withdrawn_at, voice.contact_phone, voice.code_hash = clock.now(), "", ""
    voice.contact_key = None
    voice.save(update_fields=["withdrawn_at", "contact_phone", "contact_key", "code_hash", "household"])
    _move_up(voice, key)
    recount(main)
    emit(events.Left(voices=main.voices), about=main, by=actor)
    _end_if_nobody_asks(actor, main)
    return voice


def _move_up(voice: Voice, key: str | None) -> None:
    others = list(Voice.objects.present().filter(beside=voice).order_by("pk"))
    if not others:
        return
    heir = others[0]
    heir.beside, heir.household = None, key
    heir.save(update_fields=["beside", "household"])
    Voice.objects.filter(pk__in=[other.pk for other in others[1:]]).update(beside=heir)


def _main_of(case: Case) -> Case:
    """The main case of the one given, locked with all that was put together with it; looked for again until it is still
    the main one once it is locked."""
    pk = case.merged_into_id or case.pk
    while True:
        before = transaction.savepoint()
        main = with_parts(pk)
        present = Case.objects.filter(pk=case.pk).values_list("merged_into", flat=True).get() or case.pk
        if present == main.pk:
            return main
        transaction.savepoint_rollback(before)  # its locks would come before lower ones
        pk = present


def with_parts(*cases: int) -> Case:
    """The first of these cases as it is now, all of them and all that was put together with them locked in the order of
    their numbers. Whoever needs more than one locks them here, before any other: then nobody waits for somebody who
    waits for them. Within an action. Raises Refused where the first is gone."""
    wanted = Q(pk__in=cases) | Q(merged_into__in=cases)
    while True:
        before = transaction.savepoint()
        rows = {row.pk: row for row in Case.objects.select_for_update().filter(wanted).order_by("pk")}
        if set(Case.objects.filter(wanted).values_list("pk", flat=True)) <= rows.keys():
            break
        transaction.savepoint_rollback(before)  # something was put together with them while this waited
    if cases[0] not in rows:
        raise Refused(_("What you were looking at is no longer there."), moved_on=True)
    return rows[cases[0]]


def recount(case: Case) -> None:
    """The case says how many households say so: its reporter's, those of what was put together with it, and all that
    joined; each once."""
    change(case, voices=count(case)[0])


def count(case: Case) -> tuple[int, int]:
    """How many households say so, and how many of them somebody vouched for."""
    vouched = Q(person__residences__vouched_at__isnull=False, person__residences__left_at=None)
    sure = Q(verified=True) | vouched
    voices = Voice.objects.of(case).counted()
    found = voices.aggregate(
        homes=Count("household", distinct=True),
        others=Count("pk", distinct=True, filter=Q(household=None)),
        sure_homes=Count("household", distinct=True, filter=sure),
        sure_others=Count("pk", distinct=True, filter=Q(household=None) & sure),
    )
    raised = _reporters(case)
    joined = set(voices.filter(household__in=raised).values_list("household", flat=True))
    sure_joined = set(voices.filter(sure, household__in=raised).values_list("household", flat=True))
    return (
        found["homes"] + found["others"] + len(raised.keys() - joined),
        found["sure_homes"] + found["sure_others"] + sum(raised[key] for key in raised.keys() - sure_joined),
    )


def _reporters(case: Case) -> dict[str, bool]:
    """Of the case and what was put together with it, whose households reported: key and whether it is vouched for."""
    whole = Case.objects.filter(Q(pk=case.pk) | Q(merged_into=case)).exclude(code_hash=LEFT)
    rows = list(whole.values_list("pk", "reporter", "contact_phone"))
    people = {person for _pk, person, _phone in rows if person}
    homes = {home.person_id: home for home in Residence.objects.present().filter(person__in=people)}
    found: dict[str, bool] = {}
    for pk, person, phone in rows:
        home = homes.get(person)
        key = household_key(home.household) if home else _as_reporter(pk, person, phone)
        found[key] = found.get(key, False) or bool(home and home.is_verified)
    return found


def _as_reporter(pk: int, person: int | None, phone: str) -> str:
    """What stands for the household of a reporter who never said where they live."""
    if person:
        return f"person {person}"
    return f"phone {phone}" if phone else f"case {pk}"


@action(may=rules.may_merge, lock=False)
def merge(actor, case: Case, *, into: Case) -> Case:
    """The case goes on as part of the other, and its resident is told: one desk, one answer, the clock of whoever spoke
    first. Its number and code go on working, and its voices count there."""
    case, into = _both(case, into)
    if not (verdict := rules.may_put_together(actor, case, into)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    now, due_at = clock.now(), case.due_at
    Case.objects.filter(merged_into=case).update(merged_into=into)
    case.stays.filter(left_at=None).update(left_at=now)
    stopping.overtake_extensions(case)
    _stood, stopped = stopping.stop(actor, case, Pause.Reason.MERGED)
    change(case, state=State.MERGED, merged_into=into, merged_at=now, ended_at=now, **stopped)
    _oldest_clock(case, due_at, into)
    recount(into)
    emit(events.Merged(into=into.ref), about=case, by=actor)
    emit(events.MergedIn(merged=case.ref, voices=into.voices), about=into, by=actor)
    tell_resident(case, notices.MERGED, main=into.number)
    _tell_desks(actor, case, into)
    wake_if_reached(actor, into)
    return case


def _both(case: Case, into: Case) -> tuple[Case, Case]:
    """The case and the main one of the other, and what was put together with the case, locked in one order."""
    main = Case.objects.filter(pk=into.pk).values_list("merged_into", flat=True).get() or into.pk
    wanted = Q(pk__in=[case.pk, main]) | Q(merged_into=case.pk)
    rows = {row.pk: row for row in Case.objects.select_for_update().filter(wanted).order_by("pk")}
    return rows[case.pk], rows[main]


def _oldest_clock(case: Case, due_at: datetime, into: Case) -> None:
    """Whoever spoke first has waited longest: the main case is due when either would have been."""
    if case.reported_at < into.reported_at and due_at < into.due_at and into.is_open:
        change(into, **clocks.fixed(into, due_at))
        into.stays.filter(left_at=None).update(due_at=into.due_at)


def _tell_desks(actor, case: Case, into: Case) -> None:
    posts = {post.pk: post for post in (case.holder, into.holder) if post.pk != actor.post.pk}
    for post in posts.values():
        facts = {"number": case.number, "main": into.number}
        tell(notices.PUT_TOGETHER, about=into, link=desk_link(into), post=post, facts=facts)


@action(may=rules.may_split, lock=False)
def split(actor, case: Case) -> Case:
    """It is a matter of its own again, with its own voices and its own clock, on the desk it came from; where the main
    one was answered already, one rung above the desk that answered."""
    if case.merged_into is None:
        raise Refused(_("It has been taken out meanwhile."), moved_on=True)
    case, main = _both(case, case.merged_into)
    if not (verdict := rules.may_split(actor, case)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    position, fresh = _where_it_goes_on(case, main)
    found = case.holder_from(position) or Ladder.objects.first_desk(case.place_path, case.about_id)
    if found is None:
        raise Refused(_("Nobody holds a post for this place yet. Please tell the community committee."))
    rung, post = found
    change(case, merged_into=None, merged_at=None, state=State.REPORTED)
    put_on_desk(actor, case, post, position=rung.position, why=Stay.Why.SPLIT, fresh=fresh)
    recount(case)
    recount(main)
    emit(events.Split(main=main.ref), about=case, by=actor)
    emit(events.SplitOff(split=case.ref, voices=main.voices), about=main, by=actor)
    tell_resident(case, notices.SPLIT, main=main.number, holder=case.holder.title_when_read)
    _end_if_nobody_asks(actor, main)
    return case


def _end_if_nobody_asks(actor, main: Case) -> None:
    """Whoever raised it stepped back, and the last of the others is gone, too."""
    if main.is_left and not main.voices and main.admits("withdraw"):
        end_withdrawn(actor, main)


def _where_it_goes_on(case: Case, main: Case) -> tuple[int, bool]:
    """The rung it goes on at, and whether with a clock of that rung's. Its own clock goes on with what was left: the
    time it was part of another is not taken from it. An answer that did not solve it is a reason to go up."""
    if main.state in (State.ANSWERED, State.LAPSED, State.CLOSED):
        return main.position + 1, True
    return case.position, False


def step_back(actor, case: Case) -> Case:
    """Whoever raised it is neither counted nor asked nor told any more; it goes on for the households that joined, each
    of which may say from now on whether it is solved."""
    case.call_backs.filter(ended_at=None).update(
        ending=CallBack.Ending.REFUSED, ended_at=clock.now(), next_try_at=None
    )
    FormerReporter.objects.update_or_create(
        case=case, defaults={"person": case.reporter, "left_at": clock.now()}
    )
    nobody = {"reporter": None, "contact_name": "", "contact_phone": "", "contact_key": None, "consent": None}
    change(case, code_hash=LEFT, **nobody)
    recount(case)
    emit(events.SteppedBack(voices=case.voices), about=case, by=actor)
    tell_resident(case, notices.GOES_ON)
    facts = {"number": case.number, "voices": case.voices}
    tell(notices.STEPPED_BACK, about=case, link=desk_link(case), post=case.holder, facts=facts)
    return case


def end_withdrawn(actor, case: Case) -> Case:
    """Nobody asks for it any more; what was put together with it goes its own way again."""
    now = clock.now()
    case.stays.filter(left_at=None).update(left_at=now)
    change(case, state=State.WITHDRAWN, ended_at=now, **stopping.leave(case))
    emit(events.Withdrawn(), about=case, by=actor)
    let_go_of_parts(case)
    return case


def let_go_of_parts(main: Case) -> None:
    """What was put together with a case that is withdrawn goes its own way again."""
    for part in main.merged.filter(state=State.MERGED).order_by("pk"):
        split(CLOCK, part)


@action(may=rules.may_settle)
def settle(actor, case: Case) -> Case:
    """Its own resident says the answer to the main one solved it for them, whatever others say of theirs. It counts in
    the rates of whoever gave that answer; more than this one question is not asked."""
    main = case.merged_into
    answer = main.answers.select_related("post").order_by("at", "id").last() if main else None
    change(case, state=State.CLOSED, ended_at=clock.now(), **stopping.leave(case))
    counted: dict[str, Any] = {"counted": False}
    if answer:
        counted = {"counted": case.visibility != Visibility.ANONYMOUS, **judged_by(case, answer)}
    settled = events.Settled(main=main.ref if main else "", **counted)
    emit(settled, about=case, by=actor, place=counted_at(case))
    return case
