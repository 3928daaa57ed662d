"""The one write of the desk: several actions of a case that happen in the same moment."""

from collections.abc import Iterable
from typing import Any

from yishi.cases import actions as cases
from yishi.cases import rules as case_rules
from yishi.cases.models import Answer, Case
from yishi.cases.pictures import Picture
from yishi.network.models import Place
from yishi.record import action

from .. import rules


@action(may=rules.may_file_and_solve, lock=False)
def file_and_solve(actor, place: Place, *, done: str, after: Iterable[Picture] = (), **what: Any) -> Case:
    """What was said and solved in the same moment is a case that was reported, taken and answered; whoever said it is
    asked like everybody else. Fields as in `cases.file`."""
    case = cases.take(actor, cases.file(actor, place, **what))
    if case_rules.may_approve_words(actor, case):  # whoever acts has just written the words down
        case = cases.approve_words(actor, case, photos=False)
    return cases.answer(actor, case, kind=Answer.Kind.SOLVED, text=done, photos=after)
