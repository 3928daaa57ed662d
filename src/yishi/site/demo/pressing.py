"""Steps of a story that is under pressure: parking and return, voices at the doors, nudges, supervision, whistles; the
verbs stand in `telling`, here is how each is played."""

import datetime as dt
from collections.abc import Callable

from yishi.cases import actions
from yishi.network.actors import Actor
from yishi.record import clock

from . import content
from .shapes import Step
from .told import Told

DOORS_A_FLOOR, FLOORS = 2, 11


def play(telling: Told, step: Step) -> None:
    """The step happens."""
    plays: dict[str, Callable[[Told, Step], None]] = {
        "park": _park, "decide_parking": _approve, "doors": _doors, "nudge": _nudge, "supervise": _supervise,
        "report_to_supervisor": _report, "whistle": _whistle, "appear": _came,
    }  # fmt: skip
    plays[step.does](telling, step)


def _park(telling: Told, step: Step) -> None:
    actions.park(
        telling.acting(step.who),
        telling.case,
        reason=step.kind,
        text=step.words,
        measures=step.remains,
        revisit_on=clock.today() + dt.timedelta(days=step.in_days),
        households=step.count or None,
    )


def _approve(telling: Told, step: Step) -> None:
    actions.decide_parking(telling.acting(step.who), telling.case, agree=True, text=step.words)


def _doors(telling: Told, step: Step) -> None:
    who, place = telling.acting(step.who), telling.city.places[content.code_of(telling.matter.place)]
    for n in range(telling.case.voices, telling.case.voices + step.count):
        floor, door = divmod(n, DOORS_A_FLOOR)
        unit, floor = divmod(floor, FLOORS)
        actions.cosign_for(who, telling.case, place=place, door=f"{unit + 1}-{floor + 1}0{door + 1}")


def _nudge(telling: Told, step: Step) -> None:
    actions.nudge(Actor(follows=frozenset({telling.case.pk})), telling.case)


def _supervise(telling: Told, step: Step) -> None:
    actions.supervise(
        telling.acting(step.who),
        telling.case,
        grade=step.kind,
        reason=step.ground,
        text=step.words,
        due_on=clock.today() + dt.timedelta(days=step.in_days),
    )


def _report(telling: Told, step: Step) -> None:
    actions.report_to_supervisor(telling.acting(step.who), telling.case, text=step.words)


def _whistle(telling: Told, step: Step) -> None:
    units = [telling.post(who) for who in step.to.split()]
    actions.whistle(telling.acting(step.who), telling.case, asked=units, hours=step.count, text=step.words)


def _came(telling: Told, step: Step) -> None:
    who = telling.acting(step.who)
    actions.appear(who, telling.case, asked=who.post)
