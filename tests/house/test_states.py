"""docs/states.md tells the truth about the code."""

import re
from pathlib import Path

from django.utils.translation import override

from yishi.cases.models import MOVES, State
from yishi.cases.rules import WHO
from yishi.deliberation.models import MOVES as MOVES_OF_SESSIONS
from yishi.deliberation.models import State as StateOfSession
from yishi.deliberation.rules import WHO as WHO_AT_SESSIONS

PAGE = (Path(__file__).parents[2] / "docs/states.md").read_text()


def _table(heading: str) -> list[list[str]]:
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
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


def test_every_state_of_a_session_is_told_with_its_chinese_word():
    with override("zh-hans"):
        told = {row[0].strip("`"): row[1] for row in _table("What each state of a session means")}
        assert told == {state.value: str(state.label) for state in StateOfSession}


def test_every_move_of_a_session_is_told_as_the_code_has_it():
    rows = _table("Who may do what at a session")
    told = {row[0].strip("`"): (_states(row[1]), _states(row[2])) for row in rows}
    moves = MOVES_OF_SESSIONS.items()
    assert told == {name: ({*map(str, start)}, {*map(str, end)}) for name, (start, end) in moves}


def test_who_may_at_a_session_is_told_as_the_rules_say_it():
    with override("en"):
        told = {row[0].strip("`"): row[3] for row in _table("Who may do what at a session")}
        assert told == {name: str(who) for name, who in WHO_AT_SESSIONS.items()}
