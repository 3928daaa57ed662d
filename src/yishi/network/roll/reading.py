"""What a sheet says of dwellings: rows become dwellings with their people, and every row that cannot be taken is named
with its column and what to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from ..models import Bond, normal_door
from ..sheets import Limits, Table, Unreadable, table
from . import values
from .columns import COLUMNS, NEEDED
from .values import Wrong, plain

LIMITS = Limits(bytes=30 * 1024 * 1024, rows=300_000, columns=60)
HEADER_WITHIN = 10
LONGEST_NAME, LONGEST_DOOR, LONGEST_PLACE = 80, 20, 40
MOST_BEHIND_A_DOOR = 60
FILLED = ("estate", "building", "unit", "door", "floor", "use")
"""Columns whose merged cells are read as if each row held the value."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, and what to do."""

    row: int
    column: str
    reason: str


@dataclass
class Somebody:
    """A person the file names with a dwelling. None and "" say nothing."""

    bond: str
    name: str = ""
    phone: str = ""
    identity: str = ""
    share: Fraction | None = None
    born: int | None = None
    lives: bool | None = None
    row: int = 0


@dataclass
class Found:
    """A dwelling as the file has it."""

    estate: str
    building: str
    unit: str
    door: str
    row: int
    floor: int | None = None
    use: str = ""
    area: int | None = None
    people: list[Somebody] = field(default_factory=list)


@dataclass
class Sheet:
    """All that a file says."""

    rows: int = 0
    found: dict[tuple[str, str, str], Found] = field(default_factory=dict)
    """By estate, building and door."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def bad(self, row: int, column: str, reason: str) -> None:
        """This stands in the way of the whole file."""
        self.problems.append(Problem(row, COLUMNS[column].name if column in COLUMNS else column, str(reason)))


Step = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


def read(data: bytes, each: Step = lambda _done, _of: None) -> Sheet:
    """What the file says. Raises `Unreadable` where it says nothing as a whole."""
    cells = table(data, LIMITS)
    at, names = _header(cells)
    sheet = Sheet()
    _say_of_cells(cells, at, sheet)
    _fill_merged(cells, at, names, sheet)
    reader = _Reader(sheet, names)
    total = len(cells.rows) - at - 1
    for number, line in enumerate(cells.rows[at + 1 :], at + 2):
        if any(line):
            reader.take(number, line)
        if not number % 2000:
            each(number - at - 1, total)
    reader.look_at_all()
    if not sheet.rows:
        raise Unreadable(_("The file holds no rows below its first line."))
    sheet.problems.sort(key=lambda problem: problem.row)
    return sheet


def _header(cells: Table) -> tuple[int, dict[str, int]]:
    """In which row the columns are named, and where each of them is. A title may stand above."""
    best: dict[str, int] = {}
    for at, line in enumerate(cells.rows[:HEADER_WITHIN]):
        written = ["".join(plain(cell).split()).lower().strip("*:：") for cell in line]
        written = [_name.replace("（", "(").replace("）", ")").replace("m2", "㎡") for _name in written]
        found = {}
        for name, column in COLUMNS.items():
            known = {
                "".join(each.split()).lower().replace("㎡", "m2").replace("m2", "㎡") for each in column.names
            }
            spots = [n for n, each in enumerate(written) if each in known]
            if len(spots) > 1:
                raise Unreadable(
                    _("Two columns are both read as “%(name)s”. Please delete or rename one of them.")
                    % {"name": column.name}
                )
            if spots:
                found[name] = spots[0]
        if all(name in found for name in NEEDED):
            return at, found
        best = found if len(found) > len(best) else best
    missing = "、".join(COLUMNS[name].name for name in NEEDED if name not in best)
    raise Unreadable(_("The first line must name the columns. Missing: %(names)s.") % {"names": missing})


def _say_of_cells(cells: Table, header: int, sheet: Sheet) -> None:
    for spot in cells.unworked[:200]:
        row = int("".join(c for c in spot if c.isdigit()))
        sheet.bad(
            row,
            spot,
            _(
                "This cell holds a formula without its result. Open the file in a spreadsheet program and save it "
                "there, or paste the column again as values."
            ),
        )
    for (top, left), (bottom, right) in cells.merged:
        if bottom > header and left != right:
            spot = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            sheet.bad(
                top + 1,
                spot,
                _("These cells are merged across columns. Please unmerge them and fill in each."),
            )


def _letters(column: int) -> str:
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _fill_merged(cells: Table, header: int, names: dict[str, int], sheet: Sheet) -> None:
    """A cell merged downwards counts for each of its rows, where it says where a dwelling is."""
    filled = 0
    columns = {names[name] for name in FILLED if name in names}
    for (top, left), (bottom, right) in cells.merged:
        if left != right or left not in columns or top <= header:
            continue
        said = cells.rows[top][left] if left < len(cells.rows[top]) else ""
        for line in cells.rows[top + 1 : bottom + 1]:
            line.extend([""] * (left + 1 - len(line)))
            line[left] = line[left] or said
        filled += 1
    if filled:
        sheet.remarks.append(
            _("%(n)d merged cells were read as if each of their rows held the value.") % {"n": filled}
        )


class _Reader:
    """Takes one row after the other."""

    def __init__(self, sheet: Sheet, names: dict[str, int]):
        self.sheet, self.names = sheet, names
        self.above: Found | None = None
        self.written: dict[tuple[str, str, str], str] = {}

    def take(self, number: int, line: list[str]) -> None:
        """The row says something of a dwelling, or is named as one that cannot be taken."""
        said = {name: plain(line[at]) if at < len(line) else "" for name, at in self.names.items()}
        said = {name: text for name, text in said.items() if text}
        if not said:
            return
        self.sheet.rows += 1
        found = self._dwelling(number, said)
        if found is None:
            return
        self.above = found
        for name, read in (("floor", values.floor), ("use", values.use), ("area", values.area)):
            given = self._value(number, name, said, read)
            there = getattr(found, name)
            if given in (None, ""):
                continue
            if there not in (None, "") and there != given:
                self.sheet.bad(
                    number,
                    name,
                    _(
                        "Row %(row)d says something else of the same door. One dwelling stands behind one door: please "
                        "correct one of them, or give the other its own number."
                    )
                    % {"row": found.row},
                )
            else:
                setattr(found, name, given)
        self._people(number, said, found)

    def _value(self, number: int, name: str, said: dict[str, str], read: Callable[[str], Any]) -> Any:
        try:
            return read(said.get(name, ""))
        except Wrong as wrong:
            self.sheet.bad(number, name, str(wrong))
            return None

    def _dwelling(self, number: int, said: dict[str, str]) -> Found | None:
        where = [said.get(name, "") for name in ("estate", "building", "unit", "door")]
        if not any(where) and self.above:
            return self.above  # one more person of the dwelling above
        for name, longest in (("estate", LONGEST_PLACE), ("building", LONGEST_PLACE), ("unit", LONGEST_DOOR)):
            if len(said.get(name, "")) > longest:
                self.sheet.bad(number, name, _("This is too long for the name of a place."))
                return None
        estate, building, unit, room = where
        if not building:
            self.sheet.bad(number, "building", _("The building is missing. Please fill it in for every row."))
            return None
        door = full_door(unit, room)
        if not room or not door:
            self.sheet.bad(
                number, "door", _("The number of the door is missing. Please fill it in, such as 501.")
            )
            return None
        if len(door) > LONGEST_DOOR:
            self.sheet.bad(number, "door", _("This is too long for the number of a door."))
            return None
        key = (estate, building_key(building), door)
        found = self.sheet.found.get(key)
        if found is None:
            found = self.sheet.found[key] = Found(estate, building, unit, door, number)
        return found

    def _people(self, number: int, said: dict[str, str], found: Found) -> None:
        bond = self._value(number, "bond", said, values.bond) or Bond.OWNER.value
        columns = ("name", "share", "phone", "identity", "born", "lives")
        if any(said.get(name) for name in columns[:5]):
            self._some(number, said, found, bond, *columns)
        if said.get("tenant") or said.get("tenant_phone"):
            self._some(number, said, found, Bond.TENANT.value, "tenant", "", "tenant_phone", "", "", "")

    def _some(self, number: int, said: dict[str, str], found: Found, bond: str, *columns: str) -> None:
        """The people one row names in one bond; several of them stand in their cells in one order."""
        name, share, phone, identity, born, lives = columns
        try:
            people = [values.named(part) for part in values.several(said.get(name, ""))] or [("", None, "")]
        except Wrong as wrong:
            self.sheet.bad(number, name, str(wrong))
            return
        parts = {column: values.several(said.get(column, "")) for column in (share, phone, identity, born)}
        for column, given in parts.items():
            if len(given) > len(people) or (len(given) not in (0, 1, len(people))):
                self.sheet.bad(
                    number,
                    column,
                    _(
                        "Here stand %(given)d, and %(people)d people are named. Please give one for each, in the same "
                        "order, or a row for each person."
                    )
                    % {"given": len(given), "people": len(people)},
                )
                return
        here = self._value(number, lives, said, values.lives) if lives else None
        for n, (who, part, rings) in enumerate(people):
            pick = {c: g[n] if n < len(g) else "" for c, g in parts.items()}
            if len(people) > 1 and len(parts[share]) == 1 and share:
                pick[share] = parts[share][0]  # "1/2" beside two names: each has it
            somebody = Somebody(bond=bond, name=who, phone=rings, share=part, lives=here, row=number)
            somebody.share = self._value(number, share, pick, values.share) or part
            somebody.phone = self._value(number, phone, pick, values.phone) or rings
            somebody.identity = self._value(number, identity, pick, values.identity) or ""
            somebody.born = self._value(number, born, pick, values.born)
            if self._is_sound(somebody, found, identity, born, name):
                found.people.append(somebody)

    def _is_sound(self, one: Somebody, found: Found, identity: str, born: str, name: str) -> bool:
        if len(one.name) > LONGEST_NAME:
            self.sheet.bad(one.row, name, _("This is too long for a name."))
            return False
        if len(found.people) >= MOST_BEHIND_A_DOOR:
            self.sheet.bad(
                one.row,
                "door",
                _("More people stand behind this door than can be. Is the number of the door right?"),
            )
            return False
        by_number = values.born_by(one.identity)
        if one.born and by_number and one.born != by_number:
            self.sheet.bad(
                one.row,
                born,
                _(
                    "The year of birth is another one than in the identity number. Please correct one of them."
                ),
            )
            return False
        one.born = one.born or by_number
        for other in found.people:
            if (
                other.bond == one.bond
                and other.name == one.name
                and one.name
                and other.identity == one.identity
            ):
                self.sheet.bad(
                    one.row,
                    name,
                    _(
                        "Row %(row)d names the same person for this door already. If these are two dwellings, give "
                        "each its own number; else delete one of the rows."
                    )
                    % {"row": other.row},
                )
                return False
        return True

    def look_at_all(self) -> None:
        """What only shows when all rows are known: shares, and identity numbers of two people."""
        whose: dict[str, tuple[str, int]] = {}
        for found in self.sheet.found.values():
            self._shares(found)
            for one in found.people:
                if not one.identity:
                    continue
                name, row = whose.setdefault(one.identity, (one.name, one.row))
                if one.name and name and name != one.name:
                    self.sheet.bad(
                        one.row,
                        "identity",
                        _(
                            "Row %(row)d has the same identity number with another name. Please find out whose it is."
                        )
                        % {"row": row},
                    )

    def _shares(self, found: Found) -> None:
        owners = [one for one in found.people if one.bond == Bond.OWNER]
        given = [one.share for one in owners if one.share is not None]
        if not given:
            return
        if len(given) < len(owners):
            self.sheet.bad(
                owners[0].row,
                "share",
                _("Some owners of this dwelling have a share and some have none. Please give all or none."),
            )
        elif sum(given) != 1:
            self.sheet.bad(
                owners[0].row,
                "share",
                _("The shares of this dwelling add up to %(sum)s, not to 1. Please correct them.")
                % {"sum": sum(given)},
            )


def full_door(unit: str, room: str) -> str:
    """The number of the door with its stairway: `1单元` and `501室` are 1-501, as residents give it."""
    stair, door = normal_door(unit), normal_door(room)
    if not stair or not door or door.startswith(f"{stair}-"):
        return door
    return f"{stair}-{door}"


_SUFFIXES = ("号楼", "栋", "幢", "座", "楼", "#", "号")
_NUMBERS = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}


def building_key(name: str) -> str:
    """By this a building is known however its name is written: 3栋, ３号楼, 第三栋 and 3 are one."""
    said = plain(name).upper().replace(" ", "").removeprefix("第")
    for suffix in _SUFFIXES:
        said = said.removesuffix(suffix) or said
    said = _NUMBERS.get(said, said)
    return said.lstrip("0") or said
