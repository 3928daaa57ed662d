"""The three rates: who counts, who does not, and that the numbers say what they are made of."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cases.neighbours import closed, neighbour

from yishi.cases import actions, rates
from yishi.cases.events.judging import cell_of, measures_of, reopened
from yishi.cases.models import Exclusion, RateRule
from yishi.cases.rates import CELLS, Counts, Period, Rates, Sheet
from yishi.network.actors import CLOCK
from yishi.record import Refused, clock
from yishi.record.actions import compare_indicators, rebuild_indicators
from yishi.record.jobs import seal_waiting

RULE = {"source": "test", "minimum": 1}


def judged(world, *words: str) -> list:
    """Cases judged: `satisfied`, `mostly`, `unsatisfied` close them, `no` contests."""
    cases = []
    for word in words:
        case = world.answered()
        who = world.reporter(case)
        if word == "no":
            cases.append(actions.contest(who, case, contacted=False, text="没好"))
        else:
            cases.append(actions.confirm(who, case, contacted=True, satisfaction=word))
    return cases


def sheet(world, place: str = "community", period: Period | None = None) -> Sheet:
    while seal_waiting():
        pass
    there = world.places[place]
    return rates.sheet(
        there.path, period or Period.around("year", clock.today()), RateRule.objects.over(there.path)
    )


@pytest.fixture
def counted(world):
    """The community counts from one answer on."""
    actions.set_rate_rule(CLOCK, world.places["community"], **RULE)
    return world


def test_numerators_and_denominators(counted):
    judged(counted, "satisfied", "satisfied", "mostly", "unsatisfied", "no")
    found = sheet(counted).rates
    assert found.counts.valid == 5
    assert (found.contacted.above, found.contacted.below) == (4, 5)
    assert (found.solved.above, found.solved.percent) == (4, Decimal("80.0"))
    assert (found.satisfied.above, found.satisfied.percent) == (Decimal("2.9"), Decimal("58.0"))
    # 0.1 × 80 + 0.5 × 80 + 0.4 × 58
    assert found.composite == Decimal("71.2")


def test_every_level_of_the_tree_has_its_own(counted):
    judged(counted, "satisfied")
    for place, valid in {"street": 1, "estate": 1, "b3": 1, "b5": 0, "estate2": 0}.items():
        assert sheet(counted, place).rates.counts.valid == valid


def test_no_valid_call_back_is_not_nought_per_cent(counted, client):
    counted.answered()
    found = sheet(counted).rates
    assert found.solved.is_none and found.solved.percent is None and found.composite is None
    page = client.get(reverse("cases:rates", args=[counted.places["community"].code])).content.decode()
    assert "无有效回访" in page


def test_below_the_minimum_sample_counts_but_no_percentage(world, client):
    judged(world, "satisfied", "no")
    found = sheet(world).rates
    assert found.solved.is_few and found.solved.percent is None and found.composite is None
    page = client.get(reverse("cases:rates", args=[world.places["community"].code])).content.decode()
    assert "样本太少" in page and "50.0" not in page


def test_silence_never_counts(counted):
    judged(counted, "satisfied")
    actions.lapse(CLOCK, counted.answered())
    found = sheet(counted)
    assert (found.rates.counts.valid, found.silent, found.rates.satisfied.percent) == (1, 1, Decimal("100.0"))


def test_reports_without_a_name_are_not_counted_and_it_is_said(counted):
    case = counted.answered(visibility="anonymous")
    actions.contest(counted.reporter(case), case, contacted=False, text="没好")
    found = sheet(counted)
    assert (found.rates.counts.valid, found.beside["judged_anonymous"]) == (0, 1)


def test_a_case_kept_to_the_hotline_counts_from_the_community_up(counted):
    case = counted.answered(visibility="hotline")
    actions.confirm(counted.reporter(case), case, contacted=True, satisfaction="satisfied")
    assert sheet(counted).rates.counts.valid == 1
    assert sheet(counted, "estate").rates.counts.valid == 0
    assert sheet(counted, "b3").rates.counts.valid == 0


def test_a_reply_by_text_answers_one_question_only(counted):
    case = counted.answered()
    actions.confirm(counted.reporter(case), case, contacted=None, satisfaction="", channel="sms")
    found = sheet(counted).rates
    assert (found.solved.below, found.contacted.below, found.satisfied.below) == (1, 0, 0)
    assert found.composite is None


def test_reopened_by_neighbours_no_longer_counts_as_solved_on_the_day_it_did(counted):
    day = clock.now() - timedelta(days=40)
    with clock.at(day):
        case = closed(counted)
    for n in (1, 2):
        case = actions.doubt(neighbour(counted, f"n{n}", f"1-{n}01"), case, text="没好")
    then = sheet(counted, period=Period("own", day.date(), day.date() + timedelta(days=1)))
    assert (then.rates.counts.valid, then.rates.counts.solved, then.rates.counts.reopened) == (1, 0, 1)
    assert then.rates.solved.percent == 0
    assert sheet(counted, period=Period.around("month", clock.today())).rates.counts.valid == 0


def test_open_and_overdue_counts_against_in_time(counted):
    judged(counted, "satisfied")
    counted.report()
    with clock.at(clock.now() + timedelta(days=30)):
        found = sheet(counted, period=Period("own", clock.today() - timedelta(days=60), clock.today()))
    assert (found.on_time.above, found.on_time.below, found.on_time.percent) == (1, 2, Decimal("50.0"))


def test_a_late_answer_is_not_in_time(counted):
    case = counted.handling()
    with clock.at(clock.now() + timedelta(days=20)):
        actions.answer(counted.actor("steward"), case, kind="solved", text="终于好了")
        found = sheet(counted, period=Period.around("month", clock.today()))
    assert (found.on_time.above, found.on_time.below) == (0, 1)


def exclude(world, case, *, by: str = "branch", agreed: str = "committee"):
    actions.propose_exclusion(world.actor(by), case, reason="unlawful", text="要求违法")
    return actions.approve_exclusion(world.actor(agreed), case)


def test_left_out_only_with_a_reason_and_a_second_person(counted):
    case = judged(counted, "satisfied", "unsatisfied")[1]
    actions.propose_exclusion(counted.actor("branch"), case, reason="unlawful", text="要求违法")
    assert sheet(counted).rates.counts.valid == 2
    for same in ("branch", "steward"):
        with pytest.raises(Refused):
            actions.approve_exclusion(counted.actor(same), case)
    actions.approve_exclusion(counted.actor("committee"), case)
    found = sheet(counted)
    assert (found.rates.counts.valid, found.left_out) == (1, 1)
    assert found.rates.satisfied.percent == 100


def test_the_same_person_in_another_post_is_no_second_person(counted):
    from yishi.network import actions as network
    from yishi.network.actors import acting

    case = judged(counted, "unsatisfied")[0]
    person = counted.people["branch"]
    network.appoint(CLOCK, counted.posts["committee"], person=person)
    actions.propose_exclusion(counted.actor("branch"), case, reason="mistaken", text="说的是别的事")
    with pytest.raises(Refused):
        actions.approve_exclusion(acting(counted.posts["committee"], person), case)


def test_refused_it_counts_as_before_and_is_not_proposed_again(counted):
    case = judged(counted, "unsatisfied")[0]
    actions.propose_exclusion(counted.actor("branch"), case, reason="mistaken", text="说的是别的事")
    actions.refuse_exclusion(counted.actor("committee"), case)
    assert sheet(counted).rates.counts.valid == 1
    with pytest.raises(Refused):
        actions.propose_exclusion(counted.actor("branch"), case, reason="mistaken", text="再来")


def test_left_out_first_and_reopened_later_is_taken_back_once(counted):
    case = closed(counted)
    exclude(counted, case)
    for n in (1, 2):
        case = actions.doubt(neighbour(counted, f"n{n}", f"1-{n}01"), case, text="没好")
    found = sheet(counted).rates.counts
    assert (found.valid, found.reopened) == (0, 0)


def test_reopened_first_and_left_out_later_is_taken_back_once(counted):
    case = closed(counted)
    for n in (1, 2):
        case = actions.doubt(neighbour(counted, f"n{n}", f"1-{n}01"), case, text="没好")
    exclude(counted, case, by="hotline")
    assert sheet(counted).rates.counts == Counts()
    assert Exclusion.objects.get().approved


def test_indicators_are_what_the_record_says(counted):
    case = closed(counted)
    for n in (1, 2):
        case = actions.doubt(neighbour(counted, f"n{n}", f"1-{n}01"), case, text="没好")
    exclude(counted, judged(counted, "no", "mostly")[1])
    sheet(counted)
    assert compare_indicators().equal


def test_by_rung_kind_and_organisation(counted):
    case = judged(counted, "satisfied", "no")[1]
    case = actions.answer(counted.actor("branch"), case, kind="solved", text="这回好了")
    actions.confirm(counted.reporter(case), case, contacted=True, satisfaction="mostly")
    sheet(counted)
    place, period = counted.places["community"], Period.around("year", clock.today())
    rule = RateRule.objects.over(place.path)
    by_role = {str(line.name): line.rates for line in rates.by_role(place.path, period, rule)}
    assert [found.counts.valid for found in by_role.values()] == [2, 1]
    assert [found.solved.percent for found in by_role.values()] == [Decimal("50.0"), Decimal("100.0")]
    assert [line.rates.counts.valid for line in rates.by_category(place.path, period, rule)] == [3]
    assert sorted(line.rates.counts.valid for line in rates.by_organisation(place, period, rule)) == [1, 2]


def test_only_places_with_enough_answers_are_ranked(world):
    actions.set_rate_rule(CLOCK, world.places["community"], source="test", minimum=3)
    judged(world, "satisfied", "satisfied", "no")
    case = actions.take(world.actor("steward2"), world.report(place="c1"))
    case = actions.answer(world.actor("steward2"), case, kind="solved", text="好了")
    actions.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied")
    sheet(world)
    place = world.places["community"]
    period, rule = Period.around("year", clock.today()), RateRule.objects.over(place.path)
    ranked, few = rates.within(place, period, rule)
    assert [line.name for line in ranked] == ["桂花苑"]
    assert [line.name for line in few] == ["香樟苑"]


def test_the_formula_stands_on_the_page_with_its_numbers(counted, client):
    judged(counted, "satisfied", "mostly", "no")
    sheet(counted)
    address = reverse("cases:rates", args=[counted.places["community"].code])
    page = " ".join(client.get(address).content.decode().split())
    assert "66.7" in page and "63.3" in page
    assert "2 ÷ 3 = 66.7" in page
    assert "1.9 ÷ 3 = 63.3" in page
    client.cookies["django_language"] = "en"
    assert "valid call-backs" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "period=own",
        "period=own&since=2026-05-01&until=2026-04-01",
        "period=own&since=1999-01-01&until=2026-01-01",
        "period=own&since=2001-01-01&until=2026-01-01",
        "period=month&on=yesterday",
        "period=month&on=9999-12-31",
        "period=week",
    ],
)
def test_a_period_that_is_none_is_said_clearly(counted, client, asked):
    place = counted.places["community"]
    answer = client.get(reverse("cases:rates", args=[place.code]) + "?" + asked)
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
def test_each_period_leads_to_the_ones_beside_it(counted, client, kind):
    place = counted.places["community"]
    answer = client.get(reverse("cases:rates", args=[place.code]) + f"?period={kind}&on=2026-02-28")
    assert answer.status_code == 200


def test_a_household_has_no_page_and_a_wrong_code_neither(counted, client):
    assert client.get(reverse("cases:rates", args=["nowhere"])).status_code == 404


def test_weights_make_one_hundred(world):
    with pytest.raises(Refused):
        actions.set_rate_rule(CLOCK, world.places["community"], source="test", weight_solved=60)


def test_the_nearest_rule_holds(world):
    actions.set_rate_rule(CLOCK, world.places["community"], source="test", minimum=7)
    actions.set_rate_rule(CLOCK, world.places["estate"], source="test", minimum=4)
    assert RateRule.objects.over(world.places["b3"].path).minimum == 4
    assert RateRule.objects.over(world.places["c1"].path).minimum == 7
    assert RateRule.objects.over(world.places["street"].path).minimum == 10


def test_a_rebuilt_count_is_the_same(counted):
    exclude(counted, judged(counted, "mostly")[0])
    before = sheet(counted).rates.counts
    rebuild_indicators()
    assert sheet(counted).rates.counts == before


# arithmetic

CELL_COUNTS = st.dictionaries(st.sampled_from(CELLS), st.integers(-3, 500))


@given(CELL_COUNTS)
def test_a_numerator_is_never_larger_than_its_denominator(cells):
    found = Rates(Counts.of(cells), RateRule(minimum=1))
    for rate in (found.contacted, found.solved, found.satisfied):
        assert 0 <= rate.hundredths <= rate.below * 100
        assert rate.percent is None or 0 <= rate.percent <= 100
    assert found.composite is None or 0 <= found.composite <= 100


@given(
    st.lists(
        st.tuples(
            st.sampled_from([True, False, None]),
            st.booleans(),
            st.sampled_from(["satisfied", "mostly", "unsatisfied", ""]),
            st.sampled_from(["stays", "reopened", "excluded", "both"]),
        )
    )
)
def test_what_is_taken_back_leaves_the_cells_of_the_others(answers):
    sums: Counter[str] = Counter()
    stays = []
    for contacted, solved, satisfaction, fate in answers:
        cell = cell_of(contacted, solved, satisfaction)
        sums.update(measures_of(cell, "", "", ""))
        if fate in ("reopened", "both") and solved:
            sums.update(measures_of(cell, "", "", "", -1))
            cell = reopened(cell)
            sums.update(measures_of(cell, "", "", ""))
        if fate in ("excluded", "both"):
            sums.update(measures_of(cell, "", "", "", -1))
        else:
            stays.append(cell)
    found = Counts.of({cell: sums[f"judged:{cell}"] for cell in CELLS})
    assert found.valid == len(stays)
    assert found.solved == sum(cell[1] == "y" for cell in stays)
    assert found.reopened == sum(cell[1] == "r" for cell in stays)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from(["month", "quarter", "year"]))
def test_periods_follow_one_another_without_a_gap(day, kind):
    period = Period.around(kind, day)
    assert period.since <= day <= period.until
    assert period.former.until + timedelta(days=1) == period.since
