"""A person's own order of a walk, narrowed lists under a name, and whether single keys act.

All of these are chores: how somebody works is nobody else's business, and nothing of it becomes of a case.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yishi.cases.models import Case
from yishi.record import Refused, chore, clock

from ..models import Habit, SavedFilter, WalkStop

MOST_STOPS = 60
"""Nobody walks to more in a day, and one page shows them all."""
MOST_FILTERS = 20


@chore("in which order somebody walks is nobody else's business")
def add_stops(actor: Any, cases: Iterable[Case]) -> int:
    """The cases stand at the end of the actor's walk; one that stands there already keeps its place, and one that was
    visited is ahead again. Gives how many are new. Raises Refused where the walk would grow too long."""
    WalkStop.objects.fallen(actor).delete()  # they take no room from those that are walked to
    there = {stop.case_id: stop for stop in _mine(actor)}
    fresh = [case for case in cases if case.pk not in there or there[case.pk].done_at]
    ahead = sum(stop.done_at is None for stop in there.values())
    if ahead + len(fresh) > MOST_STOPS:
        raise Refused(_("A walk has at most %(most)d stops. Take some off it first.") % {"most": MOST_STOPS})
    last = max((stop.position for stop in there.values()), default=0)
    WalkStop.objects.filter(pk__in=[there[case.pk].pk for case in fresh if case.pk in there]).delete()
    WalkStop.objects.bulk_create(
        [
            WalkStop(person=actor.person, case=case, position=last + n, added_at=clock.now())
            for n, case in enumerate(fresh, 1)
        ],
        ignore_conflicts=True,  # the same tap arriving twice at once
    )
    return len(fresh)


@chore("in which order somebody walks is nobody else's business")
def drop_stop(actor: Any, case: Case) -> None:
    """The case is not on the actor's walk."""
    WalkStop.objects.filter(person=actor.person, case=case).delete()


@chore("in which order somebody walks is nobody else's business")
def order_walk(actor: Any, cases: Sequence[int]) -> None:
    """The actor's stops come in the order of these keys of cases; what is not among them comes after, as it was."""
    wanted = {pk: n for n, pk in enumerate(cases)}
    stops = sorted(_mine(actor), key=lambda stop: (wanted.get(stop.case_id, len(wanted)), stop.position))
    for n, stop in enumerate(stops, 1):
        stop.position = n
    WalkStop.objects.bulk_update(stops, ["position"])


@chore("where somebody has been on their walk is nobody else's business")
def tick_stop(actor: Any, case: Case, *, done: bool = True) -> None:
    """The actor has been there, or has not after all."""
    WalkStop.objects.filter(person=actor.person, case=case).update(done_at=clock.now() if done else None)


@chore("where somebody has been on their walk is nobody else's business")
def clear_visited(actor: Any) -> int:
    """What was visited is off the walk. Gives how many that were."""
    return WalkStop.objects.filter(person=actor.person, done_at__isnull=False).delete()[0]


@chore("who takes a case is an event of its own; this only tidies the walks of the others")
def off_other_walks(actor: Any, case: Case) -> int:
    """Nobody else walks to a case that a colleague has taken. Gives from how many walks it was taken off."""
    return WalkStop.objects.filter(case=case).exclude(person=actor.person).delete()[0]


def _mine(actor: Any) -> list[WalkStop]:
    rows = WalkStop.objects.select_for_update().filter(person=actor.person)
    return list(rows.order_by("position", "pk"))


@chore("by what somebody narrows their lists is nobody else's business")
def keep_filter(actor: Any, *, name: str, query: str) -> SavedFilter:
    """The narrowed list is kept under the name; one of that name there was before is replaced. Raises Refused where
    there would be too many."""
    others = SavedFilter.objects.filter(person=actor.person).exclude(name=name)
    if others.count() >= MOST_FILTERS:
        raise Refused(
            _("At most %(most)d filters are kept. Remove one that is no longer needed.")
            % {"most": MOST_FILTERS}
        )
    kept, _new = SavedFilter.objects.update_or_create(
        person=actor.person, name=name, defaults={"query": query, "kept_at": clock.now()}
    )
    return kept


@chore("by what somebody narrows their lists is nobody else's business")
def rename_filter(actor: Any, kept: SavedFilter, *, name: str) -> None:
    """The filter is called so. Raises Refused where another one has the name."""
    mine = SavedFilter.objects.filter(person=actor.person)
    if mine.filter(name=name).exclude(pk=kept.pk).exists():
        raise Refused(_("You have a filter of this name already."))
    mine.filter(pk=kept.pk).update(name=name)


@chore("by what somebody narrows their lists is nobody else's business")
def drop_filter(actor: Any, kept: SavedFilter) -> None:
    """The filter is gone."""
    SavedFilter.objects.filter(person=actor.person, pk=kept.pk).delete()


@chore("by what somebody narrows their lists is nobody else's business")
def open_with(actor: Any, kept: SavedFilter | None) -> None:
    """The desk begins with this filter; with None as it does for everybody."""
    mine = SavedFilter.objects.filter(person=actor.person)
    mine.filter(opens=True).update(opens=False)
    if kept:
        mine.filter(pk=kept.pk).update(opens=True)


@chore("with which keys somebody works is nobody else's business")
def set_keys(actor: Any, *, on: bool) -> None:
    """Single keys act at the desk for this person, or do not."""
    Habit.objects.update_or_create(person=actor.person, defaults={"keys": on})
