"""What stands where is kept while cases move, and is what a recount says."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yishi.cases import actions, standing
from yishi.cases.actions.standing import fold_moves, recount_standing, sweep_standing
from yishi.cases.models import OPEN_STATES, Case, Move, Standing, State
from yishi.record import Refused, clock

STEPS = ("report", "take", "answer", "contest", "confirm", "withdraw", "hand_up", "fold", "later")


def by_hand(path: str) -> standing.Now:
    rows = Case.objects.at(path)
    opened = rows.filter(state__in=OPEN_STATES)
    return standing.Now(
        opened.count(),
        opened.filter(due_at__lt=clock.now()).count(),
        rows.filter(state=State.ANSWERED).count(),
    )


def step(world, cases: list, what: str, pick: int) -> None:
    case = Case.objects.get(pk=cases[pick % len(cases)]) if cases else None
    try:
        if what == "report":
            cases.append(world.report(place=("b3", "b5", "c1")[pick % 3]).pk)
        elif what == "fold":
            fold_moves()
        elif case is None or what == "later":
            return
        elif what == "take":
            actions.take(world.actor("steward"), case)
        elif what == "answer":
            actions.answer(world.actor("steward"), case, kind="solved", text="好了")
        elif what == "contest":
            actions.contest(world.reporter(case), case, contacted=True, text="没有好")
        elif what == "confirm":
            actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
        elif what == "withdraw":
            actions.withdraw(world.reporter(case), case)
        else:
            actions.hand_up(world.actor("steward"), case, reason="办不了")
    except Refused:
        return


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=12))
def test_whatever_happens_the_sums_are_what_a_recount_says(world, happenings):
    cases: list[int] = []
    hours = 0
    for what, pick in happenings:
        hours += 40 if what == "later" else 1
        with clock.at(clock.now() + timedelta(hours=hours)):
            step(world, cases, what, pick)
            for key in ("district", "estate", "estate2", "b3"):
                path = world.places[key].path
                assert standing.at(path) == by_hand(path)
            assert standing.at("") == by_hand("")
    assert not standing.differences()


@pytest.mark.django_db
def test_folding_changes_no_figure_and_leaves_nothing_waiting(world):
    world.report()
    world.answered()
    before = standing.at(world.places["community"].path)
    assert Move.objects.exists()
    assert fold_moves()
    assert not Move.objects.exists()
    assert standing.at(world.places["community"].path) == before == standing.Now(1, 0, 1)
    assert fold_moves() == 0


@pytest.mark.django_db
def test_an_hour_nothing_is_due_in_is_swept_out(world):
    world.answered()
    fold_moves()
    empty = Standing.objects.filter(amount=0).count()
    assert sweep_standing() == empty
    assert not Standing.objects.filter(amount=0).exists()
    assert not standing.differences()


@pytest.mark.django_db
def test_what_was_tampered_with_is_found_and_put_right(world):
    world.report()
    fold_moves()
    assert not standing.differences()
    Standing.objects.filter(place="").update(amount=7)
    assert standing.differences()
    assert recount_standing() > 0
    assert not standing.differences()
    assert standing.at("").open == 1


@pytest.mark.django_db
def test_a_case_that_goes_is_counted_no_longer(world):
    case = world.report()
    with pytest.MonkeyPatch.context():
        case.stays.all().delete()
        Case.objects.filter(pk=case.pk).delete()
    assert standing.at("").open == 0
