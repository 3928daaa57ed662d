"""What looks like the same matter, for a desk that may put two together."""

from typing import Any

from yishi.cases import present, rules
from yishi.cases.listing import with_thumbs
from yishi.cases.models import OPEN_STATES, Case, State
from yishi.cases.similar import Alike, likely_duplicates
from yishi.network.powers import Power

SHOWN_ON_CASE = 3


MAY_GO_ON = (*OPEN_STATES, State.PARKED, State.ANSWERED)


def alike(actor: Any, case: Case, limit: int = SHOWN_ON_CASE, *, to_merge: bool = False) -> list[Alike]:
    """What looks the same, for a desk that may put it together; for others, and for what is kept, nothing. With
    `to_merge` only what still goes on: what has ended is worth reading and cannot be put together any more."""
    if not (actor.post and actor.post.can(Power.HANDLE)) or not case.in_the_open:
        return []
    found = [
        each
        for each in likely_duplicates(case, actor, limit=limit + 5)
        if each.case.merged_into_id is None and each.case.in_the_open
        if each.case.state in MAY_GO_ON or not to_merge
    ]
    with_thumbs([each.case for each in found[:limit]])
    return found[:limit]


def _parts(case: Case) -> list[Case]:
    """The cases put together with this one."""
    if present.lacks(case, present.MERGED):
        return []
    found = case.merged.filter(state=State.MERGED).with_labels().order_by("reported_at", "id")
    return list(found)


def together(actor: Any, case: Case) -> dict[str, Any]:
    """What the desk's page of a case says of voices and of others that say the same."""
    may = bool(actor.post) and bool(rules.may_merge(actor, case))
    return {
        "together": {
            "voices": case.voices,
            "main": case.merged_into,
            "parts": _parts(case),
            "alike": alike(actor, case) if may else [],
            "may_merge": may,
        }
    }
