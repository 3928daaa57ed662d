"""Codes of places: official ones of twelve digits down to the community, own suffixes below (NBS rule of statistical
division codes: 2 digits province, 2 prefecture, 2 county, 3 town or street, 3 village or community)."""

import re
from collections.abc import Sequence
from itertools import count

from django.utils.translation import gettext as _

from .models import Level, Place

DIGITS = 12
OFFICIAL = {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6, Level.STREET: 9, Level.COMMUNITY: 12}
"""How many digits tell a place of this level from others; the rest are noughts."""
LONGEST = 40
_OWN = re.compile(r"[0-9A-Za-z.-]+")


def wrong_with(code: str, level: str, parent: Place | None) -> str:
    """What is wrong with a code for a place of a level under a parent, in a sentence; empty if nothing is."""
    if level not in OFFICIAL:
        return _wrong_with_own(code, parent)
    told = OFFICIAL[Level(level)]
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return _("Down to the community a code has twelve digits, as the statistics office publishes them.")
    if set(code[told:]) - {"0"}:
        return _("For this level the code ends in noughts after its first %(n)s digits.") % {"n": told}
    begin = parent.code[: OFFICIAL[Level(parent.level)]] if parent and parent.level in OFFICIAL else ""
    if parent and not code.startswith(begin):
        return _("The code begins with %(begin)s, as that of %(parent)s does.") % {
            "begin": begin,
            "parent": parent.name,
        }
    if parent and code == parent.code:
        return _("This is the code of %(parent)s itself.") % {"parent": parent.name}
    return ""


def _wrong_with_own(code: str, parent: Place | None) -> str:
    if not _OWN.fullmatch(code) or len(code) > LONGEST:
        return _("A code is made of digits, letters, hyphens and full stops, at most 40 of them.")
    if parent and not (code.startswith(f"{parent.code}-") and len(code) > len(parent.code) + 1):
        return _("The code begins with that of the place it lies in: %(begin)s- and a suffix.") % {
            "begin": parent.code
        }
    return ""


def suggested(parent: Place, level: str, name: str = "") -> str:
    """A free code for a place under a parent: of its number if the name has one, else the next. Where the code is
    official only its beginning is known."""
    if level in OFFICIAL:
        return parent.code[: OFFICIAL[Level(parent.level)]] if parent.level in OFFICIAL else ""
    taken = set(Place.objects.filter(code__startswith=f"{parent.code}-").values_list("code", flat=True))
    number = re.search(r"\d{1,4}", name)
    wished = int(number[0]) if number else 1
    while (code := f"{parent.code}-{wished:02d}") in taken:
        wished += 1
    return code


def of_numbers(wanted: Sequence[tuple[Place, str, str]]) -> list[str]:
    """Free codes for new places, given as parent, level and number: of the number if it is a plain one, else the next.
    However many there are, hardly any questions."""
    wished = [
        f"{parent.code}-{number.zfill(2)}" if number.isascii() and number.isalnum() else ""
        for parent, _level, number in wanted
    ]
    taken = _taken(wished)
    given = []
    for code, (parent, level, _number) in zip(wished, wanted, strict=True):
        if not code or len(code) > LONGEST or code in taken:
            numbered = (f"{parent.code}-{level[0]}{n}" for n in count(parent.numchild + 1))
            code = next(each for each in numbered if each not in taken and not _taken([each]))
        taken.add(code)
        given.append(code)
    return given


def _taken(some: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(some), 500):
        found.update(
            Place.objects.filter(code__in=some[at : at + 500]).order_by().values_list("code", flat=True)
        )
    return found


def left_behind(codes: list[str], day: str) -> dict[str, str]:
    """The code each keeps that was left on a day: `<code>@<day>`, with a number where that is taken."""
    left: dict[str, str] = {}
    for number in range(1, 100):
        tail = f"@{day}" if number == 1 else f"@{day}.{number}"
        open_ones = [code for code in codes if code not in left]
        if not open_ones:
            break
        wished = {code: f"{code[: LONGEST - len(tail)]}{tail}" for code in open_ones}
        taken = set(Place.objects.filter(code__in=wished.values()).values_list("code", flat=True))
        for code, one in wished.items():
            if one not in taken and one not in left.values():
                left[code] = one
    return left
