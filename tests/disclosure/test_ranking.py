"""An order of places is fair: only with a sample, equal where it reads equal, the same however it is asked."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.cases.models import RateRule
from yishi.cases.rates import CELLS, Counts, Line, Period, Rates, in_order, within
from yishi.network import actions as network
from yishi.network.actions.many_places import NewPlace
from yishi.network.actors import CLOCK
from yishi.network.models import Level, Place
from yishi.record import clock
from yishi.record.models import Indicator


@st.composite
def lines(draw) -> list[Line]:
    """Places with counts of their own, by one rule."""
    rule = RateRule(minimum=draw(st.integers(0, 12)), decimals=draw(st.integers(0, 2)), mostly_counts=90)
    many = draw(st.integers(0, 12))
    amounts = st.dictionaries(st.sampled_from(list(CELLS)), st.integers(0, 12))
    return [Line(f"place {n}", Rates(Counts.of(draw(amounts)), rule), str(n)) for n in range(many)]


@given(lines())
def test_each_place_is_told_of_once_and_only_a_sample_gives_a_rank(found):
    ranked, few = in_order(found)
    assert sorted(line.code for line in [*ranked, *few]) == sorted(line.code for line in found)
    for line in ranked:
        assert line.rates.solved.below >= max(line.rates.rule.minimum, 1)
    for line in few:
        assert line.rank == 0 and line.rates.solved.below < max(line.rates.rule.minimum, 1)
    assert [line.code for line in few] == [line.code for line in found if line in few]


@given(lines())
def test_a_rank_is_one_more_than_how_many_are_better(found):
    ranked, _few = in_order(found)
    shares = [line.rates.solved.percent or Decimal(0) for line in ranked]
    assert shares == sorted(shares, reverse=True)
    assert [line.rank for line in ranked] == [1 + sum(other > share for other in shares) for share in shares]
    for one, next_ in pairwise(ranked):
        assert one.rank < next_.rank or int(one.code) < int(next_.code)


@given(lines(), st.randoms(use_true_random=False))
def test_in_whichever_order_they_come_each_has_the_same_rank(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    ranks, again = ({line.code: line.rank for line in in_order(each)[0]} for each in (found, mixed))
    assert ranks == again


@pytest.mark.django_db
def test_the_best_of_very_many_places_is_not_left_out(world):
    """However many places lie right within one, the order holds all of them."""
    estate = world.places["estate"]
    made = [f"4211820019010{n:03}" for n in range(70)]
    new = [NewPlace(code, estate.code, Level.BUILDING, f"新{code[-3:]}栋") for code in made]
    network.add_places(CLOCK, estate, new=new)
    last = Place.objects.get(code=made[-1])
    period = Period.around("month", clock.today())
    rule = RateRule.objects.over(estate.path)
    Indicator.objects.create(day=clock.today(), place=last.path, measure="judged:yys", amount=40)
    ranked, _few = within(estate, period, rule)
    assert [line.code for line in ranked] == [last.code]
