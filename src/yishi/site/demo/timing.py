"""Steps of a story that are about its time: the clock stopped and going on, more time, a limit that passed; the verbs
stand in `telling`, here is how each is played."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from yishi.cases import actions
from yishi.network.actors import CLOCK
from yishi.record import Refused, clock

from .shapes import Step
from .told import Told


def play(telling: Told, step: Step) -> bool:
    """The step happens, if it is one of these; says whether it was."""
    plays: dict[str, Callable[[Told, Step], None]] = {
        "pause": _stop, "resume": _go_on, "ask_extension": _ask, "answer_extension": _grant, "escalate": _go_up,
    }  # fmt: skip
    if step.does not in plays:
        return False
    plays[step.does](telling, step)
    return True


def _stop(telling: Told, step: Step) -> None:
    until = clock.today() + dt.timedelta(days=step.in_days)
    who = telling.acting(step.who)
    actions.pause(who, telling.case, reason=step.kind, text=step.words, until_on=until)


def _go_on(telling: Told, step: Step) -> None:
    actions.resume(telling.acting(step.who), telling.case)


def _ask(telling: Told, step: Step) -> None:
    until = (telling.case.due_at + dt.timedelta(days=step.in_days)).date()
    actions.ask_extension(telling.acting(step.who), telling.case, text=step.words, until_on=until)


def _grant(telling: Told, step: Step) -> None:
    actions.answer_extension(telling.acting(step.who), telling.case, granted=True, text=step.words)


def _go_up(telling: Told, step: Step) -> None:
    with suppress(Refused):  # a holiday has moved its limit
        actions.escalate(CLOCK, telling.case)
