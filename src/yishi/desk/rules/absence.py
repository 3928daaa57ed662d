"""Who names somebody to stand in from the desk, and ends it: whoever may do so in the net."""

from typing import Any

from yishi.network.rules import may_end_substitute, may_name_substitute
from yishi.record import Verdict


def may_name_stand_in(actor: Any, post: Any) -> Verdict:
    return may_name_substitute(actor, post)


def may_end_stand_in(actor: Any, appointment: Any) -> Verdict:
    return may_end_substitute(actor, appointment)
