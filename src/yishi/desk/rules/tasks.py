"""Who reminds units and members of what they were asked to do."""

from typing import Any

from yishi.network import rules as net
from yishi.record import Verdict


def may_remind_of_task(actor: Any, task: Any) -> Verdict:
    """The clock, as the net says."""
    return net.may_note_reminder(actor, task)
