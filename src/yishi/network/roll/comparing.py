"""What a sheet would change: it is held against the tree of places and the roll as it is, and what comes of it is a
plan of what is new, changed, the same and gone.

An empty cell says nothing: what is on the roll stays. Where the file names any owners of a dwelling, they are its
owners from now on; the same holds for tenants and for family. A dwelling is gone where the file names its building and
not its door.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from yishi.insight.masking import mask_name, mask_phone
from yishi.record import clock

from ..models import Bond, Dwelling, Level, Occupant, Place, identity_mark, within
from .reading import Found, Problem, Sheet, Somebody, Step, building_key

Where = int | tuple[int, str]
"""A building: its key, or that of the estate it will lie in and how it is known."""
TOGETHER = 500


@dataclass
class Change:
    """What becomes of one dwelling that is on the roll."""

    dwelling: int
    found: Found
    fields: dict[str, Any] = field(default_factory=dict)
    corrected: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By occupant: what of them is other than it was."""
    ended: list[int] = field(default_factory=list)
    came: list[Somebody] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    """What, before, after: as people read it, names and numbers hidden."""


@dataclass
class Plan:
    """What becomes of the roll."""

    place: int
    mark: tuple[int, str]
    """What the roll was when this was worked out (`mark_of`)."""
    buildings: dict[tuple[int, str], str] = field(default_factory=dict)
    """To be added: by estate and how it is known, its name."""
    units: dict[tuple[Where, str], str] = field(default_factory=dict)
    added: list[tuple[Where, Found]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    same: int = 0

    @property
    def does_nothing(self) -> bool:
        return not (self.added or self.changed or self.gone)

    @property
    def outline(self) -> list[int]:
        """What two plans must agree in for one to stand for the other."""
        return [len(self.added), len(self.changed), len(self.gone), len(self.buildings)]


def mark_of(place: Place) -> tuple[int, str]:
    """Another one whenever something on the roll of this place has changed."""
    found = Dwelling.objects.inside(place.path).aggregate(n=Count("pk"), last=Max("changed_at"))
    return found["n"], found["last"].isoformat() if found["last"] else ""


# --- the tree ---


class Tree:
    """The estates and buildings of a place, found by how people write them."""

    def __init__(self, place: Place):
        self.place = place
        rows = (
            Place.objects.inside(place.path).on().filter(level__in=(Level.ESTATE, Level.BUILDING, Level.UNIT))
        )
        self.estates: dict[str, list[tuple[int, str]]] = {}
        self.buildings: dict[tuple[int, str], int] = {}
        self.units: set[tuple[int, str]] = set()
        self.paths: dict[str, int] = {}
        self.words: dict[int, Counter[str]] = {}
        around = Place.objects.around(place.path).filter(level__in=(Level.ESTATE, Level.BUILDING))
        for each in [*around, *rows]:
            if each.path in self.paths:
                continue
            self.paths[each.path] = each.pk
            if each.level == Level.ESTATE:
                for name in {each.name_zh, each.name_en.lower()} - {""}:
                    self.estates.setdefault(name, []).append((each.pk, each.path))
            elif each.level == Level.BUILDING and (estate := self._above(each.path)):
                for name in {
                    building_key(each.name_zh),
                    building_key(each.name_en.removeprefix("Building ")),
                }:
                    if name:
                        self.buildings.setdefault((estate, name), each.pk)
                self.words.setdefault(estate, Counter())[each.name_zh.lstrip("0123456789")] += 1
            elif building := self._above(each.path):
                self.units.add((building, building_key(each.name_zh.removesuffix("单元"))))
        self.only = {pk for found in self.estates.values() for pk, _path in found}

    def _above(self, path: str) -> int | None:
        """The nearest place above one that is known here."""
        for end in range(len(path) - 4, 0, -4):
            if path[:end] in self.paths:
                return self.paths[path[:end]]
        return None

    def estate(self, name: str) -> int | str:
        """The key of the estate of this name, or why there is none."""
        if not name:
            if len(self.only) == 1:
                return next(iter(self.only))
            return _("There are several estates here. Please add a column 小区 that says which one.")
        found = {pk for pk, _path in self.estates.get(name, self.estates.get(name.lower(), []))}
        if len(found) == 1:
            return found.pop()
        if found:
            return _("Several estates here have this name. Please bring in one community at a time.")
        return _(
            "There is no estate of this name here. Please correct it, or add the estate to the places first."
        )

    def building(self, estate: int, name: str) -> Where:
        """The building's key, or what it will be known by."""
        key = building_key(name)
        return self.buildings.get((estate, key), (estate, key))

    def new_name(self, estate: int, name: str) -> str:
        """How a building is to be called that the tree does not know: as the others of its estate."""
        if not name.isdecimal():
            return name[:80]
        words = self.words.get(estate)
        return name + (words.most_common(1)[0][0] if words else "栋")


# --- the roll ---


@dataclass
class _Kept:
    """A dwelling as the roll has it."""

    pk: int
    floor: int | None
    use: str
    area: int | None
    people: list["_Named"] = field(default_factory=list)


@dataclass
class _Named:
    """Somebody as the roll has them."""

    pk: int
    bond: str
    name: str
    phone: str
    identity: str
    share: Any
    born: int | None
    lives: bool
    erased: bool


def _kept(place: Place, buildings: set[int]) -> dict[tuple[int, str], _Kept]:
    rows = Dwelling.objects.present().filter(within("place__path", place.path))
    columns = ("pk", "place_id", "door", "floor", "use", "area")
    found, by_key = {}, {}
    for pk, at, door, floor, use, area in rows.values_list(*columns).iterator(chunk_size=5000):
        if at in buildings:
            found[at, door] = by_key[pk] = _Kept(pk, floor, use, area)
    people = Occupant.objects.on().filter(within("dwelling__place__path", place.path), dwelling__gone_on=None)
    fields = (
        "dwelling_id",
        "pk",
        "bond",
        "name",
        "phone",
        "identity",
        "share_of",
        "share_in",
        "born_in",
        "lives_here",
    )
    named = people.order_by("pk").values_list(*fields, "erased_on").iterator(chunk_size=5000)
    for dwelling, pk, bond, name, phone, identity, of, in_, born, lives, erased in named:
        if kept := by_key.get(dwelling):
            part = None if not (of and in_) else (of, in_)
            kept.people.append(_Named(pk, bond, name, phone, identity, part, born, lives, erased is not None))
    return found


def compare(sheet: Sheet, place: Place, each: Step = lambda _done, _of: None) -> Plan:
    """What the sheet would change. What cannot be is said of the sheet's rows (`sheet.problems`)."""
    plan, tree = Plan(place.pk, mark_of(place)), Tree(place)
    placed = dict(_placed(sheet, tree, plan))
    buildings = {where for where, _door in placed if isinstance(where, int)}
    kept = _kept(place, buildings)
    for n, (key, found) in enumerate(placed.items(), 1):
        there = kept.pop(key, None) if isinstance(key[0], int) else None  # type: ignore[arg-type]
        if there is None:
            plan.added.append((key[0], found))
        elif (change := _difference(there, found)) is None:
            plan.same += 1
        else:
            plan.changed.append(change)
        if not n % 2000:
            each(n, len(placed))
    plan.gone = [each_.pk for each_ in kept.values()]
    _numbers_of_others(sheet, place)
    sheet.problems.sort(key=lambda problem: problem.row)
    return plan


def _placed(sheet: Sheet, tree: Tree, plan: Plan) -> Iterator[tuple[tuple[Where, str], Found]]:
    estates: dict[str, int | str] = {}
    seen: dict[tuple[Where, str], int] = {}
    for found in sheet.found.values():
        if found.estate not in estates:
            estates[found.estate] = tree.estate(found.estate)
        estate = estates[found.estate]
        if isinstance(estate, str):
            sheet.bad(found.row, "estate", estate)
            continue
        where = tree.building(estate, found.building)
        if not isinstance(where, int):
            plan.buildings.setdefault(where, tree.new_name(estate, found.building))
        if found.unit:
            unit = building_key(found.unit.removesuffix("单元"))
            if not isinstance(where, int) or (where, unit) not in tree.units:
                plan.units.setdefault(
                    (where, unit), found.unit if not found.unit.isdecimal() else f"{found.unit}单元"
                )
        if (first := seen.setdefault((where, found.door), found.row)) != found.row:
            sheet.bad(
                found.row,
                "door",
                _("Row %(row)d names the same door. Please put both together.") % {"row": first},
            )
            continue
        yield (where, found.door), found


def _numbers_of_others(sheet: Sheet, place: Place) -> None:
    """Identity numbers that the roll knows, elsewhere too, with another name."""
    named: dict[str, Somebody] = {
        identity_mark(one.identity): one
        for found in sheet.found.values()
        for one in found.people
        if one.identity
    }
    marks = list(named)
    for at in range(0, len(marks), TOGETHER):
        rows = Occupant.objects.on().filter(identity_mark__in=marks[at : at + TOGETHER])
        for mark, name in rows.values_list("identity_mark", "name"):
            one = named[mark]
            if name and one.name and name != one.name:
                sheet.problems.append(
                    Problem(
                        one.row,
                        "证件号码",
                        _(
                            "This identity number stands on the roll with another name. Please find out whose it is; "
                            "if the name was mistyped, correct it on the roll first."
                        ),
                    )
                )


def _difference(kept: _Kept, found: Found) -> Change | None:
    """What of a dwelling is other in the file; None where nothing is."""
    change = Change(kept.pk, found)
    for name, said, there in (
        ("floor", found.floor, kept.floor),
        ("use", found.use or None, kept.use),
        ("area", found.area, kept.area),
    ):
        if said is not None and said != there:
            change.fields[name] = said
            change.lines.append((_LABELS[name](), _said(name, there), _said(name, said)))
    for bond in Bond.values:
        named = [one for one in found.people if one.bond == bond]
        if named:
            _people(change, [one for one in kept.people if one.bond == bond], named, bond)
    return change if change.lines else None


def _people(change: Change, there: list[_Named], named: list[Somebody], bond: str) -> None:
    left = list(there)
    paired: list[tuple[_Named | None, Somebody]] = []
    waiting = list(named)
    for same in (_same_number, _same_name, _same_phone, _nameless):
        for one in list(waiting):
            if (old := next((each for each in left if same(each, one)), None)) is not None:
                left.remove(old)
                waiting.remove(one)
                paired.append((old, one))
    others = bond == Bond.OWNER and (left or waiting) and all(one.share is None for one in named)
    for old, one in paired:
        if old is not None:
            _correct(change, old, one, no_share=bool(others))
    label = str(Bond(bond).label)
    change.ended += [old.pk for old in left]
    change.came += waiting
    for gone, new in zip_longest(left, waiting):
        change.lines.append((label, starred(gone.name) if gone else "", starred(new.name) if new else ""))


def _same_number(old: _Named, one: Somebody) -> bool:
    return bool(one.identity) and old.identity == one.identity


def _same_name(old: _Named, one: Somebody) -> bool:
    return bool(one.name) and old.name == one.name and not (old.identity and one.identity)


def _same_phone(old: _Named, one: Somebody) -> bool:
    return bool(one.phone) and old.phone == one.phone and not (old.identity and one.identity)


def _nameless(old: _Named, one: Somebody) -> bool:
    """Somebody of whom the roll or the file knows no name: it is the same one."""
    return not (old.name and one.name) and not (old.identity and one.identity) and not old.erased


def _correct(change: Change, old: _Named, one: Somebody, *, no_share: bool) -> None:
    """`no_share`: the owners are others now and nobody says their shares, so those there were hold no longer."""
    said: list[tuple[str, Any, Any]] = [("name", one.name, old.name)]
    if not old.erased:
        said += [
            ("phone", one.phone, old.phone),
            ("identity", one.identity, old.identity),
            ("born", one.born, old.born),
        ]
    part = None if one.share is None else (one.share.numerator, one.share.denominator)
    said += [("share", part, old.share), ("lives", one.lives, old.lives)]
    fields = {name: new for name, new, before in said if new not in (None, "") and new != before}
    if no_share and old.share is not None:
        fields["share"] = None
    if not fields:
        return
    change.corrected[old.pk] = fields
    before = {name: was for name, _new, was in said}
    who = starred(old.name or one.name)
    for name, new in fields.items():
        label = _("%(who)s: %(what)s") % {"who": who, "what": _LABELS[name]()}
        was, is_now = _said(name, before[name]), _said(name, new)
        # what the stars hide is other all the same
        change.lines.append(
            (label, was, _("%(said)s (another)") % {"said": is_now} if was == is_now else is_now)
        )


_LABELS: dict[str, Callable[[], str]] = {
    "floor": lambda: _("floor"),
    "use": lambda: _("use"),
    "area": lambda: _("area"),
    "name": lambda: _("full name"),
    "phone": lambda: _("telephone"),
    "identity": lambda: _("identity number"),
    "born": lambda: _("year of birth"),
    "share": lambda: _("share"),
    "lives": lambda: _("lives here"),
}


def starred(name: str) -> str:
    """A name as a page shows it that has no reason to show more."""
    return mask_name(name) if name else _("no name yet")


def starred_identity(number: str) -> str:
    """The last two places of an identity number."""
    return "*" * max(len(number) - 2, 0) + number[-2:] if number else ""


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "area":
        return f"{value // 100}.{value % 100:02d}"
    if name == "use":
        return str(Dwelling.Use(value).label)
    if name == "name":
        return starred(value)
    if name == "phone":
        return mask_phone(value)
    if name == "identity":
        return starred_identity(value)
    if name == "share":
        return f"{value[0]}/{value[1]}"
    if name == "lives":
        return _("yes") if value else _("no")
    return str(value)


def lacking(area: int | None, owners: Iterable[tuple[str, str]]) -> str:
    """What a dwelling lacks on the roll, by codes; owners as (name, telephone). Every owner has a name, and one of them
    a number: one of the owners is asked for all (domain: co-owners choose one voter)."""
    known = list(owners)
    lacks = []
    if not known:
        lacks.append("owner")
    elif not all(name for name, _phone in known):
        lacks.append("name")
    if known and not any(phone for _name, phone in known):
        lacks.append("phone")
    if area is None:
        lacks.append("area")
    return " ".join(lacks)


def lived_in_by(one: Somebody, all_of_them: list[Somebody]) -> bool:
    """Whether somebody lives there where the file does not say so: owners do unless there is a tenant."""
    if one.lives is not None:
        return one.lives
    return one.bond != Bond.OWNER or not any(other.bond == Bond.TENANT for other in all_of_them)


def now() -> datetime:
    """When something on the roll changes."""
    return clock.real_now()
