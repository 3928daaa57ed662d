"""Many lines at once: what was written elsewhere (a chat, a spreadsheet, a notebook typed up) is split into who said
what from which building; and names of people who came. Pure functions; nothing that was pasted is lost: what is not
understood stays part of the words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yishi.insight.words import clean

MOST_NAME = 12
_NUMBER = re.compile(r"^\s*(?:[(（]\s*)?([A-Za-z]{0,3}\d{1,4})(?:\s*[)）]|\s*[、.．:：]|\t)\s*(?=\S)")
_BUILDING = re.compile(
    r"^(?:第)?\s*([A-Za-z]?\d{1,4}|[一二三四五六七八九十]{1,3})\s*"
    r"(?:栋|幢|号楼|座|#|号院|building)\s*",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"^building\s+([A-Za-z]?\d{1,4})\b[\s,:：，]*", re.IGNORECASE)
_WHO = re.compile(
    r"^([^\s:：，,。；;!?！？\d][^:：，,。；;!?！？]{0,%d})[:：](?!\d)\s*(?=\S)" % (MOST_NAME - 1)
)
_DIGITS = {each: n for n, each in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True)
class Said:
    """One line: `number` as it stood before it ("P17", "3", or nothing), the building as it was written, who, what."""

    words: str
    who: str = ""
    building: str = ""
    number: str = ""


def split(text: str) -> list[Said]:
    """The lines that hold anything, each taken apart."""
    lines = (line.strip() for line in clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return [taken_apart(line) for line in lines if line]


def taken_apart(line: str) -> Said:
    """A line such as `12、3栋 王阿姨：路灯不亮`; columns of a spreadsheet come with tabs between."""
    number, rest = _number_of(line)
    building, rest = _building_of(rest)
    who = ""
    if found := _WHO.match(rest):
        who, rest = found[1].strip(), rest[found.end() :]
    if not building:
        building, who = _building_at_end(who)
    return Said(" ".join(rest.split("\t")).strip(), who, building, number)


def _number_of(line: str) -> tuple[str, str]:
    found = _NUMBER.match(line)
    return (found[1].upper(), line[found.end() :]) if found else ("", line)


def _building_of(text: str) -> tuple[str, str]:
    for shape in (_BUILDING, _ENGLISH):
        if found := shape.match(text):
            rest = text[found.end() :].lstrip("的 ,，、\t")
            if rest:
                return found[1], rest
    return "", text


def _building_at_end(who: str) -> tuple[str, str]:
    """`王阿姨 3栋` before the colon."""
    found = re.search(r"[\s（(]*([A-Za-z]?\d{1,4})\s*(?:栋|幢|号楼|座)[)）]?$", who)
    return (found[1], who[: found.start()].strip()) if found else ("", who)


def digits_of(text: str) -> str:
    """What tells a building from its neighbours: 三栋, 3#, ３号楼 and 3 are all 3."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := re.search(r"[A-Za-z]?\d+", plain):
        return found[0].upper().lstrip("0") or "0"
    if found := re.search(r"[一二三四五六七八九十]{1,3}", plain):
        return str(_numeral(found[0]))
    return ""


def _numeral(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[each]) for each in text))
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def find(written: str, names: Iterable[tuple[str, Sequence[str]]]) -> str | None:
    """The key of the building meant by what was written: `names` gives each key with the names it goes by. By its whole
    name, or by its number where only one has it. None where none or several are meant."""
    said = "".join(clean(written).split()).casefold()
    if not said:
        return None
    rows = [(key, [each for each in called if each]) for key, called in names]
    for key, called in rows:
        if said in ("".join(each.split()).casefold() for each in called):
            return key
    wanted = digits_of(said)
    same = {key for key, called in rows if wanted and any(digits_of(each) == wanted for each in called)}
    return same.pop() if len(same) == 1 else None


@dataclass(frozen=True)
class Person:
    """A line of a list of those who came: a name, or how many."""

    building: str
    name: str
    count: int = 1


def people(text: str) -> list[Person]:
    """Lines such as `3栋 王建国`, `王建国`, `5栋 12人`."""
    found = []
    for line in clean(text.replace("\r", "\n")).split("\n"):
        _n, rest = _number_of(line.strip())
        building, rest = _building_of(rest)
        if many := re.fullmatch(r"(\d{1,3})\s*(?:人|名|位|people)?", rest.strip()):
            found.append(Person(building, "", int(many[1])))
        elif rest.strip():
            found.append(Person(building, " ".join(rest.split())))
    return found
