"""How alike two texts are: what holds for any texts, and for some that people would judge the same way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yishi.insight import similarity
from yishi.insight.similarity import likeness, ranked

SAID = st.text(alphabet="三五栋楼道电梯坏了困人漏水的小区停车abc129，。 ", max_size=60)

LIFT = "三栋一单元电梯昨晚又停了，老人被困在里面二十分钟，物业半天才来人。"
SAME_LIFT = "我们三栋一单元的电梯天天出毛病，昨晚困住一位老人，物业来得太慢。"
LEAK = "五栋地下车库顶上一直滴水，车都被滴花了，下雨天更厉害。"


@given(SAID, SAID)
@settings(max_examples=60, deadline=None)
def test_it_is_the_same_either_way_round_and_between_0_and_1(a, b):
    there, back = likeness(a, b), likeness(b, a)
    assert there.score == pytest.approx(back.score)
    assert there.why == back.why
    assert 0 <= there.score <= 1


@given(SAID.filter(lambda said: any(c.isalnum() for c in said)))
@settings(max_examples=40, deadline=None)
def test_a_text_is_wholly_like_itself(text):
    assert likeness(text, text).score == 1


@given(SAID)
@settings(max_examples=20, deadline=None)
def test_nothing_is_like_nothing_said(text):
    assert likeness(text, "").score == 0


def test_the_same_matter_in_other_words_is_nearer_than_another_matter():
    same, other = likeness(LIFT, SAME_LIFT), likeness(LIFT, LEAK)
    assert same.score > similarity.NEAR > other.score
    assert "电梯" in same.why


def test_traditional_characters_and_full_width_make_no_difference():
    assert likeness("3棟電梯壞了，沒有人修", "３栋电梯坏了，没有人修").score == 1


def test_the_reason_is_made_of_words_that_stand_in_both():
    for word in likeness(LIFT, SAME_LIFT).why:
        assert word in LIFT and word in SAME_LIFT


def test_a_place_named_by_both_draws_nearer_and_another_one_apart():
    here, there, neither = "松林小区楼下烧烤摊油烟大", "竹园小区楼下烧烤摊油烟大", "楼下烧烤摊油烟很大"
    assert likeness(here, here[:-1] + "呛人").score > likeness(here, there[:-1] + "呛人").score
    assert likeness(neither, here).score > 0


def test_ranking_puts_the_likest_first_and_leaves_the_rest_out():
    others = [LEAK, SAME_LIFT, "谢谢小管家帮忙"]
    found = ranked(LIFT, others, least=similarity.NEAR)
    assert [n for n, _likeness in found] == [1]


def test_of_very_many_the_likest_is_still_found():
    others = [f"第{n}号路灯不亮，晚上看不清路。" for n in range(300)] + [SAME_LIFT]
    assert ranked(LIFT, others)[0][0] == 300


def test_what_many_texts_hold_weighs_little():
    weights = similarity.learn([f"小区里的第{n}件事" for n in range(3000)])
    assert weights.of("小区") < weights.of("搅拌站")


def test_kept_weights_weigh_the_same():
    weights = similarity.learn([LIFT, SAME_LIFT, LEAK] * 40)
    assert weights.pruned().of("电梯") == weights.of("电梯")
    assert len(weights.pruned().counts) < len(weights.counts)
