"""The limits of a ladder as a JSON file says them.

    "limits": [{"urgency": "emergency", "category": "lift", "rung": 1,
                "take": "30 hours", "answer": "5 work_days", "source": "the rule, with its article"}]

A row names what it is for (any of urgency, category, rung; nothing means everything) and gives any of take, contact,
progress and answer as an amount and a unit: hours, work_hours, days, work_days.
"""

import re
from typing import Any

from yishi.network.counting import Unit, office

from .models import PURPOSES, Category, Urgency

LONGEST = {Unit.HOURS: 8760, Unit.WORK_HOURS: 2000, Unit.DAYS: 366, Unit.WORK_DAYS: 250}
NUMBERS = ("warn_hours", "warn_percent", "pause_days", "extend_days")
YES_OR_NO = ("ends_at_close", "escalates")


class Unclear(ValueError):
    """What the file says about time cannot be meant; the sentence says where and why."""


def time_of(said: dict[str, Any]) -> dict[str, Any]:
    """Office hours, warnings and the like, of those the file gives. Raises Unclear."""
    found: dict[str, Any] = {}
    for name in NUMBERS:
        if name in said:
            if not isinstance(said[name], int) or not 0 < said[name] <= 365:
                raise Unclear(f"{name}: “{said[name]}” is no number from 1 to 365")
            found[name] = said[name]
    if found.get("warn_percent", 1) > 100:
        raise Unclear(f"warn_percent: “{found['warn_percent']}” is no number from 1 to 100")
    for name in YES_OR_NO:
        if name in said:
            if not isinstance(said[name], bool):
                raise Unclear(f"{name} is true or false")
            found[name] = said[name]
    if "office_hours" in said:
        try:
            office(str(said["office_hours"]))
        except ValueError as error:
            raise Unclear(str(error)) from None
        found["office_hours"] = str(said["office_hours"])
    return found


def limits_of(said: dict[str, Any], rungs: int) -> list[dict[str, Any]]:
    """The fields of each limit. Raises Unclear with the how-manieth row; two rows for one thing are unclear too."""
    rows: list[dict[str, Any]] = []
    taken: dict[tuple, int] = {}
    categories = {category.code: category for category in Category.objects.all()}
    for number, row in enumerate(said.get("limits", []), start=1):
        try:
            fields = _fields(row, rungs, categories)
        except Unclear as error:
            raise Unclear(f"limit {number}: {error}") from None
        key = (fields["urgency"], fields["category"], fields["position"])
        if key in taken:
            raise Unclear(f"limit {number}: limit {taken[key]} is for the same already")
        taken[key] = number
        rows.append(fields)
    return rows


def _fields(row: Any, rungs: int, categories: dict[str, Category]) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise Unclear("it is no object")
    if unknown := sorted(set(row) - {"urgency", "category", "rung", "source", *PURPOSES}):
        raise Unclear(f"“{unknown[0]}” is not known here")
    urgency, code, rung = row.get("urgency", ""), row.get("category"), row.get("rung")
    if urgency and urgency not in Urgency.values:
        raise Unclear(f"“{urgency}” is none of {', '.join(Urgency.values)}")
    if code is not None and code not in categories:
        raise Unclear(f"there is no category with the code {code}")
    if rung is not None and (not isinstance(rung, int) or not 1 <= rung <= rungs):
        raise Unclear(f"the ladder has {rungs} rungs, and none is {rung}")
    source = row.get("source")
    if not isinstance(source, str) or not 0 < len(source) <= 200:
        raise Unclear("“source” names the rule it comes from, in at most 200 characters")
    if not any(purpose in row for purpose in PURPOSES):
        raise Unclear(f"it gives none of {', '.join(PURPOSES)}")
    fields = {
        "urgency": urgency,
        "category": categories[code] if code is not None else None,
        "position": rung,
        "source": source,
    }
    for purpose in PURPOSES:
        if purpose in row:
            fields[purpose], fields[f"{purpose}_unit"] = _amount(purpose, row[purpose])
    return fields


def _amount(purpose: str, said: Any) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,5}) (hours|work_hours|days|work_days)", str(said))
    if not found or not 0 < int(found[1]) <= LONGEST[Unit(found[2])]:
        raise Unclear(f"{purpose}: “{said}” is no time such as “2 hours” or “5 work_days”")
    return int(found[1]), found[2]
