"""docs/states.md tells the truth about the code."""

import re
from pathlib import Path

from django.utils.translation import override

from yishi.cases.models import MOVES, State
from yishi.cases.rules import WHO

PAGE = (Path(__file__).parents[2] / "docs/states.md").read_text()


def _table(heading: str) -> list[list[str]]:
    part = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row] for row in rows]


def _states(cell: str) -> set[str]:
    return set(re.findall(r"\w+", cell)) if cell != "(stays)" else set()


def test_every_state_is_told_with_its_chinese_word():
    with override("zh-hans"):
        told = {row[0].strip("`"): row[1] for row in _table("What each state means")}
        assert told == {state.value: str(state.label) for state in State}


def test_every_move_is_told_as_the_code_has_it():
    told = {row[0].strip("`"): (_states(row[1]), _states(row[2])) for row in _table("Who may do what")}
    assert told == {name: ({*map(str, start)}, {*map(str, end)}) for name, (start, end) in MOVES.items()}


def test_who_may_is_told_as_the_rules_say_it():
    with override("en"):
        told = {row[0].strip("`"): row[3] for row in _table("Who may do what")}
        assert told == {name: str(who) for name, who in WHO.items()}
