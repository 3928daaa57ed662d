"""The one write of the desk: several actions of a case that happen in the same moment."""

from collections.abc import Iterable
from typing import Any

from yishi.cases import actions as cases
from yishi.cases import rules as case_rules
from yishi.cases.models import Answer, Case
from yishi.network.models import Place
from yishi.network.pictures import Picture
from yishi.record import action

from .. import rules
from ..models import Point
from .checks import answer_checked, tick_with


@action(may=rules.may_file_and_solve, lock=False)
def file_and_solve(
    actor,
    place: Place,
    *,
    done: str,
    after: Iterable[Picture] = (),
    ticked: Iterable[Point] = (),
    despite_open: bool = False,
    **what: Any,
) -> Case:
    """What was said and solved in the same moment is a case that was reported, taken and answered; whoever said it is
    asked like everybody else. `ticked` are points of the desk's checklist that were done; one left open wants
    `despite_open`, as in `answer_checked`. Fields as in `cases.file`."""
    case, after = cases.take(actor, cases.file(actor, place, **what)), list(after)
    if case_rules.may_approve_words(actor, case):  # whoever acts has just written the words down
        case = cases.approve_words(actor, case, photos=False)
    for point in ticked:
        tick_with(actor, case, point, photo=bool(after))
    said = {"kind": Answer.Kind.SOLVED, "text": done, "photos": after}
    return answer_checked(actor, case, despite_open=despite_open, **said)
