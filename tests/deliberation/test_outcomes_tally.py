"""How votes are counted: whole numbers, and every rule as it is read out."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from yishi.deliberation import tally
from yishi.deliberation.setup import TALLIES
from yishi.deliberation.tally import CAST, ENTITLED, PRESENT, Count, NotCountable, Rule, Share

HALF = Share(1, 2, more_than=True)
few = st.integers(0, 400)


@st.composite
def shares(draw):
    den = draw(st.integers(1, 12))
    return Share(draw(st.integers(1, den)), den, more_than=draw(st.booleans()))


@st.composite
def counts(draw):
    yes, no, abstained, silent, away = (draw(few) for _ in range(5))
    present = yes + no + abstained + silent
    return Count(yes, no, abstained, present, present + away)


rules = st.builds(Rule, st.sampled_from([PRESENT, CAST, ENTITLED]), shares(), st.none() | shares())


@given(rules, counts())
def test_one_more_yes_never_loses_what_was_carried(rule, count):
    more = Count(count.yes + 1, count.no, count.abstained, count.present + 1, (count.entitled or 0) + 1)
    instead = Count(count.yes + 1, max(count.no - 1, 0), count.abstained, count.present, count.entitled)
    if tally.decided(rule, count).carried and rule.quorum is None:
        assert tally.decided(rule, more).carried
    if tally.decided(rule, count).carried and count.no:
        assert tally.decided(rule, instead).carried


@given(few, few)
def test_a_tie_is_never_carried(each, abstained):
    for base in (PRESENT, CAST):
        count = Count(each, each, abstained, 2 * each + abstained)
        assert not tally.decided(Rule(base, HALF), count).carried


@given(counts())
def test_an_abstention_counts_against_of_those_present_and_not_at_all_of_those_cast(count):
    without = Count(count.yes, count.no, 0, count.present - count.abstained, count.entitled)
    cast = Rule(CAST, HALF)
    assert tally.decided(cast, count).carried == tally.decided(cast, without).carried
    against = Count(count.yes, count.no + count.abstained, 0, count.present, count.entitled)
    present = Rule(PRESENT, HALF)
    assert tally.decided(present, count).carried == tally.decided(present, against).carried


@given(rules, counts())
def test_what_is_needed_is_exactly_what_carries(rule, count):
    outcome = tally.decided(rule, count)
    if outcome.quorate and outcome.base:
        assert outcome.carried == (count.yes >= outcome.needed)


@given(shares(), st.integers(1, 3000))
def test_the_smallest_number_that_does_is_the_smallest(share, base):
    needed = share.needed_of(base)
    meets = (
        (lambda n: n * share.den > share.num * base)
        if share.more_than
        else (lambda n: n * share.den >= share.num * base)
    )
    assert meets(needed)
    assert not meets(needed - 1)


@given(counts(), shares())
def test_without_enough_people_nothing_is_carried(count, quorum):
    outcome = tally.decided(Rule(PRESENT, Share(1, 12, more_than=False), quorum), count)
    if count.present < quorum.needed_of(count.entitled or 0):
        assert not outcome.carried
        assert not outcome.quorate


@pytest.mark.parametrize(
    ("count", "carried", "said"),
    [
        (Count(31, 20, 10, 61), True, "31 of 61 present is more than half (31 were needed)."),
        (Count(30, 20, 11, 61), False, "30 of 61 present is not more than half (31 were needed)."),
        (Count(30, 30, 0, 60), False, "30 of 60 present is not more than half (31 were needed)."),
    ],
)
def test_the_arithmetic_is_said_in_words(count, carried, said):
    with override("en"):
        outcome = tally.decided(Rule(PRESENT, HALF), count)
        assert (outcome.carried, outcome.arithmetic) == (carried, said)


def test_two_thirds_of_the_representatives_are_needed_to_decide():
    rule = Rule(PRESENT, HALF, Share(2, 3, more_than=False))
    assert tally.decided(rule, Count(14, 0, 6, 20, 30)).carried
    short = tally.decided(rule, Count(19, 0, 0, 19, 30))
    assert (short.quorate, short.carried, short.quorum_needed) == (False, False, 20)


@pytest.mark.parametrize(
    ("count", "numbers"),
    [
        (Count(40, 20, 5, 61), ("40", "20", "5", "65", "61")),
        (Count(1, 0, 0, 40, 30), ("40", "30")),
        (Count(-1, 0, 0, 5), ()),
    ],
)
def test_numbers_that_contradict_each_other_are_refused_with_the_numbers(count, numbers):
    with pytest.raises(NotCountable) as refused:
        tally.decided(Rule(PRESENT, HALF), count)
    assert all(number in refused.value.said for number in numbers)


def test_a_quorum_wants_to_know_how_many_may_vote():
    with pytest.raises(NotCountable):
        tally.decided(Rule(PRESENT, HALF, Share(2, 3, more_than=False)), Count(1, 0, 0, 5))


@pytest.mark.parametrize("said", TALLIES, ids=lambda said: said.code)
def test_every_way_of_counting_of_the_house_can_be_kept_and_read_again(said):
    row = type(
        "Row",
        (),
        {
            "code": said.code,
            "name_zh": said.zh,
            "name_en": said.en,
            "base": said.base,
            "source": said.source,
            "share_num": said.share[0],
            "share_den": said.share[1],
            "more_than": said.more_than,
            "quorum_num": said.quorum and said.quorum[0],
            "quorum_den": said.quorum and said.quorum[1],
            "quorum_more_than": said.quorum_more_than,
        },
    )
    assert Rule.read(tally.as_data(row)) == Rule.of(row)
