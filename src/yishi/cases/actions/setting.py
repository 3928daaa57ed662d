"""Setting up: the ladder of a place, and the categories."""

from collections.abc import Iterable
from typing import Any

from yishi.network.models import Place
from yishi.record import action, emit

from .. import events, rules
from ..models import Category, Ladder, Question, Rung, TimeLimit


@action(may=rules.may_set_ladder)
def set_ladder(
    actor,
    place: Place,
    *,
    rungs: Iterable[tuple[str, int, int]],
    lapse_days: int = 7,
    part_days: int = 5,
    nudge_days: int = 3,
    park_days: int = 365,
    watch_days: int = 3,
    source: str,
    limits: Iterable[dict[str, Any]] = (),
    **time: Any,
) -> Ladder:
    """The place has this ladder: (role, hours to take, hours to answer) from the bottom up, and these limits for what
    is more special (fields of `TimeLimit`). `time` are further fields of the ladder: office hours, when it warns,
    whether it escalates, how long a pause and an extension may be.
    """
    days = {
        "lapse_days": lapse_days,
        "part_days": part_days,
        "nudge_days": nudge_days,
        "park_days": park_days,
        "watch_days": watch_days,
    }
    ladder, _new = Ladder.objects.update_or_create(place=place, defaults={**days, **time, "source": source})
    ladder.rungs.all().delete()
    ladder.limits.all().delete()
    TimeLimit.objects.bulk_create(TimeLimit(ladder=ladder, **row) for row in limits)
    steps = [
        Rung(ladder=ladder, position=n, role=role, take_hours=take, answer_hours=answer)
        for n, (role, take, answer) in enumerate(rungs, start=1)
    ]
    Rung.objects.bulk_create(steps)
    emit(events.LadderSet(rungs=len(steps), lapse_days=lapse_days), about=ladder, by=actor)
    return ladder


@action(may=rules.may_set_category)
def set_category(
    actor, parent: Category | None, *, code: str, questions: Iterable[dict] = (), **fields
) -> Category:
    """There is a category with this code, worded as given; its questions are replaced."""
    category, _new = Category.objects.update_or_create(code=code, defaults={"parent": parent, **fields})
    category.questions.all().delete()
    Question.objects.bulk_create(
        Question(category=category, position=n, **q) for n, q in enumerate(questions)
    )
    emit(events.CategorySet(code=code), about=category, by=actor)
    return category
