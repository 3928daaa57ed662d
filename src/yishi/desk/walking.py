"""A walk: the cases somebody wants to go and see, in an order of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yishi.cases import publishing, rules
from yishi.cases.listing import with_thumbs
from yishi.cases.models import Case
from yishi.network.alike import Kind, told
from yishi.record.questions import GIVEN, Question, Shelf, put

from . import tabs
from .models import WalkStop

HERE = {"walk": "1"}
"""How an address says that somebody came from their walk."""


@dataclass
class Stop:
    """One stop as it is shown: the card of the case, and whether somebody has been there."""

    card: tabs.Card
    done: bool
    is_first: bool = False
    is_last: bool = False
    words: str = ""


def stops(actor: Any) -> list[Stop]:
    """The walk of whoever asks in their own order, what was visited last."""
    rows = list(WalkStop.objects.of(actor))
    done = {row.case_id: row.done_at is not None for row in rows}
    order = {row.case_id: n for n, row in enumerate(rows)}
    cases = list(Case.objects.filter(pk__in=order).with_labels().select_related("ladder"))
    cases.sort(key=lambda case: (done[case.pk], order[case.pk]))
    with_thumbs(cases)
    walk = tabs.Tab("walk", "", Case.objects.none(), "")
    shown = tabs.cards(actor, walk, cases)
    tabs.line_up(shown, HERE)
    found = [Stop(card, done[card.case.pk]) for card in shown]
    ahead = [stop for stop in found if not stop.done]
    if ahead:
        ahead[0].is_first = ahead[-1].is_last = True
    return found


def with_words(actor: Any, found: list[Stop]) -> list[Stop]:
    """With the words as this reader may have them, for the printed sheet."""
    rules.open_for(actor, [stop.card.case for stop in found])
    for stop in found:
        case = stop.card.case
        stop.words = publishing.words(case, actor) or str(publishing.why_not_shown(case))
    return found


def ahead(actor: Any) -> set[int]:
    """Keys of the cases that stand on the walk, ahead of whoever asks."""
    question = _put_together(actor, "ahead", lambda stops: stops.values_list("case"))
    return {key for (key,) in question.rows(told(actor))}


def has(actor: Any, case: Case) -> bool:
    """Whether the case stands on the walk, ahead of whoever asks."""
    question = _put_together(actor, "has", lambda stops: stops.filter(case=GIVEN).values_list("pk")[:1])
    return bool(question.rows({**told(actor), GIVEN: case.pk}))


_questions = Shelf()


def _put_together(actor: Any, name: str, of: Callable[[Any], Any]) -> Question:
    kind = Kind.of(actor)
    return _questions.get(
        (name, kind), lambda: put(lambda: of(WalkStop.objects.of(kind.somebody).ahead().order_by()))
    )


def moved(actor: Any, case: Case, by: int) -> list[int]:
    """Keys of the cases ahead in the order they have once this one is moved `by` places, no further than the end."""
    order = list(WalkStop.objects.of(actor).ahead().values_list("case", flat=True))
    if case.pk in order:
        at = order.index(case.pk)
        order.insert(max(0, at + by), order.pop(at))
    return order


def by_building(actor: Any) -> list[int]:
    """Keys of the cases ahead from building to building, in a building the most urgent first."""
    rows = WalkStop.objects.of(actor).ahead().order_by("case__place__path", "case__due_at", "case_id")
    return list(rows.values_list("case", flat=True))
