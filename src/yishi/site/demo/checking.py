"""Steps of a story that are about a checklist: points ticked by the desk or by a unit; and the ready texts and lists
the demo city begins with."""

from yishi.desk import actions, checks, rules, starting
from yishi.desk.models import Whose
from yishi.network.actors import CLOCK

from . import content
from .shapes import Step
from .told import City, Told


def settle_in(city: City) -> None:
    """Desks of the city have the texts and lists of the house."""
    starting.enter(CLOCK, city.places[content.STREET])


def play(telling: Told, step: Step) -> bool:
    """The step happens, if it is one of these; says whether it was."""
    if step.does == "tick":
        _tick(telling, step)
    elif step.does == "answer_checked":
        actions.answer_checked(
            telling.acting(step.who),
            telling.case,
            despite_open=True,
            kind="solved",
            text=step.words,
            photos=telling.photos(step),
        )
    else:
        return False
    return True


def _tick(telling: Told, step: Step) -> None:
    """The first `count` points that whoever it is has not ticked yet."""
    who = telling.acting(step.who)
    desk = rules.ticks_for_desk(who, telling.case)
    panel = checks.panel(who, telling.case)["checks"]
    lines = panel["lines"] if desk else [line for unit in panel["units"] for line in unit.lines]
    points = [line.point for line in lines if not line.done and line.point.checklist.whose == _whose(desk)]
    for point in points[: step.count]:
        actions.tick(who, telling.case, point=point)


def _whose(desk: bool) -> str:
    return Whose.DESK if desk else Whose.UNIT
