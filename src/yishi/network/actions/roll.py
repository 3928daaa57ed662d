"""Writes to the roll of dwellings: a whole file at once, a dwelling or a person by hand, and looking at what is
hidden."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.people.models import Person, PrivacyNotice
from yishi.record import Refused, action, bulk, chore, clock, digest, emit, new_salt

from .. import codes, events, rules
from ..models import (
    Bond,
    DoorCode,
    Dwelling,
    Level,
    Occupant,
    Place,
    Residence,
    RollImport,
    RollPolicy,
    RollReveal,
    identity_mark,
    in_order,
    phone_mark,
)
from ..roll import waiting
from ..roll.comparing import Change, Plan, Where, lacking, lived_in_by, mark_of
from ..roll.reading import Found, Somebody, Step
from .many_places import NewPlace, add_places

TOGETHER = 500
MANY = 10_000
"""Dwellings that are written in one statement."""
_DAY = timedelta(days=1)


class Stale(Exception):
    """The roll has changed since the plan was worked out: it is worked out anew."""


# --- a file ---


@chore("a file that waits to be looked at is no fact of public life; what comes of it is on the record")
def bring_roll(
    actor: Any, place: Place, *, content: bytes, name: str, language: str = "zh-hans"
) -> RollImport:
    """The file waits, encrypted, for the worker to look at it. Raises Refused."""
    if not (verdict := rules.may_keep_roll_at(actor, place.path)):
        raise Refused(verdict.reason)
    salt = new_salt()
    return RollImport.objects.create(
        place=place,
        post=actor.post,
        person=actor.person,
        language=language,
        name=name[:120],
        salt=salt,
        digest=digest(salt, content),
        file=waiting.keep(content),
        brought_at=clock.now(),
    )


@chore("whoever brought the file has agreed to what it would change; writing it is an event of its own")
def confirm_roll(actor: Any, brought: RollImport, *, with_units: bool = False) -> RollImport:
    """What was looked at is to be written. Raises Refused where it is not, or no more, to be."""
    brought = RollImport.objects.select_for_update().get(pk=brought.pk)
    if not (verdict := rules.may_keep_roll_at(actor, brought.at_path)):
        raise Refused(verdict.reason)
    if brought.state != RollImport.State.LOOKED:
        raise Refused(_("This file has been settled meanwhile."), moved_on=True)
    if not (brought.added or brought.changed or brought.gone):
        raise Refused(_("The roll says all of this already. There is nothing to write."), moved_on=True)
    if brought.problems:
        raise Refused(_("Please put the problems right in the file first, and bring it again."))
    brought.state, brought.with_units, brought.beat_at = RollImport.State.CONFIRMED, with_units, None
    brought.post, brought.person = actor.post, actor.person
    brought.stage, brought.done, brought.total = "", 0, 0
    brought.save()
    return brought


@chore("a file of which nothing was written is thrown away")
def drop_roll(brought: RollImport) -> None:
    """The file is gone, and what was found in it."""
    waiting.drop(brought.file)
    RollImport.objects.filter(pk=brought.pk).exclude(state=RollImport.State.DONE).update(
        state=RollImport.State.DROPPED, file="", report="", ended_at=clock.now()
    )


@chore("how far the worker has come with a file is no fact of public life", single=True)
def note_progress(pk: int, **fields: Any) -> int:
    """The page that waits for it shows this. Gives 1, or 0 where the file was thrown away meanwhile."""
    rows = RollImport.objects.filter(pk=pk, state__in=(RollImport.State.BROUGHT, RollImport.State.CONFIRMED))
    return rows.update(beat_at=clock.real_now(), **fields)


@chore("which worker is at a file is no fact of public life", single=True)
def claim_roll(pk: int, seen: datetime | None) -> bool:
    """This worker is at it, unless another was faster."""
    rows = RollImport.objects.filter(pk=pk, state__in=(RollImport.State.BROUGHT, RollImport.State.CONFIRMED))
    return rows.filter(beat_at=seen).update(beat_at=clock.real_now()) == 1


@chore(
    "the import it calls is an event; that the file came by the command line is none of its own", apart=False
)
def write_roll(
    actor: Any,
    place: Place,
    content: bytes,
    plan: Plan,
    *,
    with_units: bool = False,
    each: Step = lambda _done, _of: None,
) -> RollImport:
    """A file that was looked at outside is written; it is never kept. Raises as `import_roll` does."""
    salt = new_salt()
    brought = RollImport.objects.create(
        place=place,
        post=actor.post,
        person=actor.person,
        state=RollImport.State.CONFIRMED,
        with_units=with_units,
        salt=salt,
        digest=digest(salt, content),
        brought_at=clock.now(),
    )
    return import_roll(actor, brought, plan=plan, each=each)


@action(may=rules.may_import_roll)
def import_roll(
    actor, brought: RollImport, *, plan: Plan, each: Step = lambda _done, _of: None
) -> RollImport:
    """The roll is what the file says, all of it at once. Raises `Stale` where the roll is no longer what the plan was
    worked out from. Nobody else sees any of it before the last row, so `each` tells only whoever called."""
    total = len(plan.added) + len(plan.changed)
    _lock([change.dwelling for change in plan.changed] + plan.gone)
    if mark_of(brought.place) != plan.mark:
        raise Stale
    try:
        places = _add_places(actor, brought.place, plan, brought.with_units)
        for at in range(0, len(plan.added), MANY):
            _add_dwellings([(places.get(where, where), found) for where, found in plan.added[at : at + MANY]])
            each(min(at + MANY, len(plan.added)), total)
    except IntegrityError as other:  # somebody added the same door at this moment
        raise Stale from other
    for at in range(0, len(plan.changed), TOGETHER):
        _change_dwellings(plan.changed[at : at + TOGETHER])
        each(len(plan.added) + min(at + TOGETHER, len(plan.changed)), total)
    _let_go(plan.gone)
    brought.added, brought.changed, brought.gone = len(plan.added), len(plan.changed), len(plan.gone)
    brought.same, brought.state, brought.ended_at = plan.same, RollImport.State.DONE, clock.now()
    brought.report = ""
    waiting_file, brought.file = brought.file, ""
    brought.save()
    emit(
        events.RollImported(
            added=brought.added,
            changed=brought.changed,
            gone=brought.gone,
            same=brought.same,
            file=brought.digest,
        ),
        about=brought,
        by=actor,
    )
    waiting.drop(waiting_file)
    return brought


def _lock(keys: Sequence[int]) -> None:
    for at in range(0, len(keys), TOGETHER):
        list(Dwelling.objects.select_for_update().filter(pk__in=keys[at : at + TOGETHER]).values_list("pk"))


def _add_places(actor: Any, place: Place, plan: Plan, with_units: bool) -> dict[Where, Where]:
    """The buildings the tree did not know are in it, and the units if they are wanted. Gives the buildings' keys."""
    estates = Place.objects.in_bulk([estate for estate, _key in plan.buildings])
    asked = [(estates[estate], Level.BUILDING, key, name) for (estate, key), name in plan.buildings.items()]
    buildings: dict[Where, Place] = dict(zip(plan.buildings, _add_all(actor, place, asked), strict=True))
    if with_units:
        there = [where for where, _key in plan.units if isinstance(where, int)]
        at = buildings | Place.objects.in_bulk(there)
        units = [(at[where], Level.UNIT, key, name) for (where, key), name in plan.units.items()]
        _add_all(actor, place, units)
    return {where: building.pk for where, building in buildings.items()}


def _add_all(actor: Any, place: Place, asked: Sequence[tuple[Place, Level, str, str]]) -> list[Place]:
    """Places of which the file gives parent, level, number and name are in the tree, in that order."""
    if not asked:
        return []
    given = codes.of_numbers([(parent, level, key) for parent, level, key, _name in asked])
    new = [
        NewPlace(code, parent.code, level.value, name, f"{_ENGLISH[level]} {key}" if key.isascii() else "")
        for code, (parent, level, key, name) in zip(given, asked, strict=True)
    ]
    top = min([place, *(parent for parent, *_rest in asked)], key=lambda each: len(each.path))
    made = add_places(actor, top, new=new)
    return [made[each.code] for each in new]


_ENGLISH = {Level.BUILDING: "Building", Level.UNIT: "Unit"}


def _add_dwellings(added: Sequence[tuple[Where, Found]]) -> None:
    now, dwellings, people = clock.real_now(), [], []
    for where, found in added:
        owners = [(one.name, one.phone) for one in found.people if one.bond == Bond.OWNER]
        dwellings.append(
            bulk.made(
                Dwelling,
                place_id=where,
                door=found.door,
                floor=found.floor,
                use=found.use or Dwelling.Use.HOME.value,
                area=found.area,
                sort=in_order(found.door),
                lacks=lacking(found.area, owners),
                changed_at=now,
            )
        )
    bulk.insert(dwellings)
    for dwelling, (_where, found) in zip(dwellings, added, strict=True):
        people += [_occupant(dwelling.pk, one, found.people, None) for one in found.people]
    bulk.insert(people)


def _occupant(dwelling: int, one: Somebody, beside: list[Somebody], from_on: date | None) -> Occupant:
    return bulk.made(
        Occupant,
        dwelling_id=dwelling,
        bond=one.bond,
        name=one.name,
        phone=one.phone,
        phone_mark=phone_mark(one.phone),
        identity=one.identity,
        identity_mark=identity_mark(one.identity),
        share_of=one.share.numerator if one.share else None,
        share_in=one.share.denominator if one.share else None,
        born_in=one.born,
        lives_here=lived_in_by(one, beside),
        from_on=from_on,
    )


def _change_dwellings(changes: Sequence[Change]) -> None:
    today, now = clock.today(), clock.real_now()
    dwellings = Dwelling.objects.in_bulk([change.dwelling for change in changes])
    people = Occupant.objects.in_bulk([pk for change in changes for pk in change.corrected])
    for change in changes:
        dwelling = dwellings[change.dwelling]
        for name, value in change.fields.items():
            setattr(dwelling, name, value)
        for pk, fields in change.corrected.items():
            _set(people[pk], fields)
    came = [
        _occupant(change.dwelling, one, change.found.people, today)
        for change in changes
        for one in change.came
    ]
    ended = [pk for change in changes for pk in change.ended]
    Occupant.objects.bulk_update(list(people.values()), _FIELDS, batch_size=100)
    _end(ended, today - _DAY)
    bulk.insert(came)
    _note_lacks(dwellings, now)


_FIELDS = [
    *(
        "name",
        "phone",
        "phone_mark",
        "identity",
        "identity_mark",
        "share_of",
        "share_in",
        "born_in",
        "lives_here",
    ),
]


def _set(occupant: Occupant, fields: dict[str, Any]) -> None:
    """What is said of somebody, with the marks that go with it."""
    for name, value in fields.items():
        if name == "share":
            occupant.share_of, occupant.share_in = value or (None, None)
        elif name == "lives":
            occupant.lives_here = value
        elif name == "born":
            occupant.born_in = value
        else:
            setattr(occupant, name, value)
    if "phone" in fields:
        occupant.phone_mark = phone_mark(occupant.phone)
    if "identity" in fields:
        occupant.identity_mark = identity_mark(occupant.identity)


def _end(people: Sequence[int], until_on: date) -> None:
    for at in range(0, len(people), TOGETHER):
        Occupant.objects.filter(pk__in=people[at : at + TOGETHER]).update(until_on=until_on)


def _note_lacks(dwellings: dict[int, Dwelling], now: datetime) -> None:
    """What each lacks by now, and that it changed."""
    owners: dict[int, list[tuple[str, str]]] = {pk: [] for pk in dwellings}
    rows = Occupant.objects.on().filter(dwelling__in=dwellings, bond=Bond.OWNER)
    for of, name, phone in rows.values_list("dwelling_id", "name", "phone"):
        owners[of].append((name, phone))
    for pk, dwelling in dwellings.items():
        dwelling.lacks, dwelling.changed_at = lacking(dwelling.area, owners[pk]), now
    fields = ["floor", "use", "area", "lacks", "changed_at"]
    Dwelling.objects.bulk_update(list(dwellings.values()), fields, batch_size=100)


def _let_go(gone: Sequence[int]) -> None:
    today = clock.today()
    for at in range(0, len(gone), TOGETHER):
        keys = gone[at : at + TOGETHER]
        Dwelling.objects.filter(pk__in=keys).update(gone_on=today, changed_at=clock.real_now())
        Occupant.objects.on().filter(dwelling__in=keys).update(until_on=today - _DAY)
        DoorCode.objects.filter(dwelling__in=keys).delete()


# --- by hand ---


@action(may=rules.may_correct_dwelling)
def correct_dwelling(actor, dwelling: Dwelling, *, floor: int | None, use: str, area: int | None) -> Dwelling:
    """The roll says this of the dwelling."""
    dwelling.floor, dwelling.use, dwelling.area = floor, Dwelling.Use(use).value, area
    _note_lacks({dwelling.pk: dwelling}, clock.real_now())
    emit(events.DwellingCorrected(), about=dwelling, by=actor)
    return dwelling


@action(may=rules.may_enter_occupant)
def enter_occupant(actor, dwelling: Dwelling, *, bond: str, **said: Any) -> Occupant:
    """Somebody is on the roll with the dwelling from today on. Raises Refused where another has their identity
    number."""
    _no_other_name(said)
    occupant = Occupant(dwelling=dwelling, bond=Bond(bond).value, from_on=clock.today())
    if occupant.bond == Bond.OWNER and dwelling.occupants.on().filter(bond=Bond.OWNER).exclude(share_of=None):
        raise Refused(
            _("The owners of this dwelling have shares. Please enter all owners anew, with their shares.")
        )
    _set(occupant, said)
    occupant.save()
    _note_lacks({dwelling.pk: dwelling}, clock.real_now())
    emit(events.OccupantEntered(bond=occupant.bond), about=occupant, by=actor)
    return occupant


@action(may=rules.may_correct_occupant)
def correct_occupant(actor, occupant: Occupant, **said: Any) -> Occupant:
    """The roll says this of somebody: a name completed, another number. Raises Refused as `enter_occupant`."""
    _no_other_name(said, besides=occupant)
    _set(occupant, said)
    occupant.save()
    _note_lacks({occupant.dwelling_id: occupant.dwelling}, clock.real_now())
    emit(events.OccupantCorrected(), about=occupant, by=actor)
    return occupant


def _no_other_name(said: dict[str, Any], besides: Occupant | None = None) -> None:
    name = said.get("name") or (besides.name if besides else "")
    if not (number := said.get("identity")):
        return
    others = Occupant.objects.on().filter(identity_mark=identity_mark(number))
    if besides:
        others = others.exclude(pk=besides.pk)
    if any(other.name != name and other.name and name for other in others):
        raise Refused(
            _("This identity number stands on the roll with another name. Please find out whose it is.")
        )


@action(may=rules.may_end_occupant)
def end_occupant(actor, occupant: Occupant, *, until_on: date) -> Occupant:
    """They are on the roll until this day; that they were stays. What they said here of living there ends, too."""
    if until_on > clock.today() or (occupant.from_on and until_on < occupant.from_on):
        raise Refused(_("Please give a day that is not in the future, and not before they came."))
    occupant.until_on = until_on
    occupant.save(update_fields=["until_on"])
    if occupant.person_id:
        _moved_out(actor, occupant.dwelling, [occupant.person_id])
    _note_lacks({occupant.dwelling_id: occupant.dwelling}, clock.real_now())
    emit(events.OccupantEnded(until_on=until_on), about=occupant, by=actor)
    return occupant


@action(may=rules.may_change_owners)
def change_owners(actor, dwelling: Dwelling, *, from_on: date, owners: Sequence[Somebody]) -> Dwelling:
    """These own it from this day on: who owned it before and is not named owned it until the day before. Whoever stays
    keeps what the roll says of them. Raises Refused for shares that do not add up to 1."""
    if from_on > clock.today():
        raise Refused(_("Please enter a sale when its day has come."))
    _shares_add_up(owners)
    left = list(dwelling.occupants.on().filter(bond=Bond.OWNER))
    came = []
    for one in owners:
        stays = next((old for old in left if old.name and old.name == one.name), None)
        if stays is None:
            came.append(one)
            continue
        left.remove(stays)
        share = (one.share.numerator, one.share.denominator) if one.share else None
        _set(stays, {"share": share, **({"phone": one.phone} if one.phone else {})})
        stays.save()
    if any(old.from_on and old.from_on >= from_on for old in left):
        raise Refused(_("Somebody who owned it came on this day or later. Please give a later day."))
    _end([old.pk for old in left], from_on - _DAY)
    bulk.insert([_occupant(dwelling.pk, one, list(owners), from_on) for one in came])
    _moved_out(actor, dwelling, [old.person_id for old in left if old.person_id])
    _note_lacks({dwelling.pk: dwelling}, clock.real_now())
    emit(events.OwnersChanged(from_on=from_on, came=len(came), ended=len(left)), about=dwelling, by=actor)
    return dwelling


def _shares_add_up(owners: Sequence[Somebody]) -> None:
    shares = [one.share for one in owners if one.share is not None]
    if not owners:
        raise Refused(_("Please name at least one owner."))
    if shares and (len(shares) < len(owners) or sum(shares, Fraction()) != 1):
        raise Refused(_("The shares must add up to 1, and every owner needs one; or leave all of them away."))


def _moved_out(actor: Any, dwelling: Dwelling, people: Iterable[int]) -> None:
    """Whoever sold or left no longer lives there; that they did stays."""
    homes = Residence.objects.present().filter(
        person__in=list(people), place=dwelling.place, door=dwelling.door
    )
    for home in homes:
        home.left_at = clock.now()
        home.save(update_fields=["left_at"])
        emit(events.HomeLeft(), about=home, by=actor)


# --- what is hidden ---


@action(may=rules.may_reveal_roll)
def reveal_roll(actor, dwelling: Dwelling, *, what: str, reason: str, text: str = "") -> Dwelling:
    """The post sees for some hours who stands on the roll behind the door; those concerned can read who looked and why.

    Raises Refused for identity numbers where the post does not keep the roll, or where another reason stays unsaid.
    """
    if what == RollReveal.What.IDENTITY and not rules.may_keep_roll_at(actor, dwelling.at_path):
        raise Refused(_("Identity numbers are shown to those alone who keep the roll."))
    if reason == RollReveal.Reason.OTHER and not text.strip():
        raise Refused(_("Please say what for."))
    now = clock.now()
    kept = RollReveal.objects.create(
        dwelling=dwelling,
        what=RollReveal.What(what).value,
        reason=RollReveal.Reason(reason).value,
        text=text.strip()[:200],
        salt=new_salt() if text.strip() else "",
        person=actor.person,
        post=actor.post,
        at=now,
        until=now + timedelta(hours=PrivacyNotice.objects.present().reveal_hours),
        sitting=actor.sitting,
    )
    emit(events.RollRevealed(what=kept.what, reason=kept.reason, text=kept.digest), about=dwelling, by=actor)
    return dwelling


@action(may=rules.may_set_roll_policy, lock=False)
def set_roll_policy(actor, _subject: None = None, **fields: Any) -> RollPolicy:
    """From now on the roll is kept by these figures."""
    policy = RollPolicy.objects.create(set_on=clock.today(), set_by=actor.post, **fields)
    emit(
        events.RollPolicySet(
            small_cell=policy.small_cell,
            old_from=policy.old_from,
            slip_days=policy.slip_days,
            slip_uses=policy.slip_uses,
        ),
        about=policy,
        by=actor,
    )
    return policy


# --- forgetting ---

_NOBODY = {
    **dict.fromkeys(("phone", "phone_mark", "identity", "identity_mark"), ""),
    **dict.fromkeys(("born_in", "person"), None),
}


@chore("the room that was asked for it says on the record that it was done")
def erase_from_roll(person: Person) -> int:
    """What the roll holds of a person is gone. Of an owner name and share stay as long as they own it, for the votes of
    the others are counted by them; number, identity number and year of birth go. Gives of how many entries."""
    by_number = phone_mark(person.phone) if person.phone and person.phone_verified else ""
    is_them = Q(person=person) | (Q(phone_mark=by_number) if by_number else Q(pk=None))
    mine = Occupant.objects.filter(is_them)
    today = clock.today()
    owners = mine.filter(bond=Bond.OWNER).on()
    dwellings = Dwelling.objects.in_bulk(list(mine.values_list("dwelling", flat=True)))
    done = owners.update(**_NOBODY, erased_on=today)
    done += mine.filter(until_on=None).update(**_NOBODY, name="", erased_on=today, until_on=today)
    done += mine.update(**_NOBODY, name="", erased_on=today)
    _note_lacks(dwellings, clock.real_now())
    return done


@chore("a rule of retention that was set before; that it was gone through is on the record")
def forget_occupants(rows: Sequence[Occupant]) -> int:
    """Of these people, who own or live there no longer, it stays that there was somebody; who is gone."""
    keys = [row.pk for row in rows]
    return Occupant.objects.filter(pk__in=keys).update(**_NOBODY, name="", erased_on=clock.today())
