"""Groups of similar texts, their names, heat and trend."""

import pytest

from yishi.insight import topics

SHED = [
    "丹桂园充电棚太少，晚上抢不到位子，有人从窗户放线充电。",
    "丹桂园充电棚只有四十个位子，三百辆车抢，能不能再建一个？",
    "下班回来丹桂园充电棚又满了，只好飞线充电，真怕着火。",
]
MARKET = [
    "早市占了消防通道，救护车进不来，东门口天天堵着。",
    "东门早市的摊子摆到消防通道上，车根本过不去。",
    "请管管东门早市，消防通道都被菜摊占满了。",
]
ALONE = "想问一下老年卡在哪里办理。"


def test_texts_about_one_matter_come_together_and_others_stay_out():
    texts = [SHED[0], MARKET[0], ALONE, SHED[1], MARKET[1], SHED[2], MARKET[2]]
    found = {frozenset(group.members) for group in topics.group(texts, smallest=3)}
    assert found == {frozenset({0, 3, 5}), frozenset({1, 4, 6})}


def test_a_group_is_called_by_words_of_its_own():
    name = topics.group(SHED, smallest=3)[0].name
    assert "充电棚" in name
    assert all(any(phrase in text for text in SHED) for phrase in name.split())


def test_no_texts_make_no_groups():
    assert topics.group([]) == []
    assert topics.group(["", "。", ALONE]) == []


def test_many_same_texts_are_one_group():
    assert [len(g.members) for g in topics.group([SHED[0]] * 40)] == [40]


def test_a_name_is_found_for_a_single_text_too():
    assert topics.name([ALONE]) in ALONE


def test_heat_counts_each_text_and_its_voices_and_fades_by_the_month():
    assert topics.heat([0], [0]) == 1
    assert topics.heat([1], [0]) == 2
    assert topics.heat([0], [topics.HALF_LIFE_DAYS]) == pytest.approx(0.5)


def test_weeks_are_counted_from_the_oldest_to_this_one():
    assert topics.weeks([0, 1.5, 8, 20, 400], 21) == [1, 1, 2]
