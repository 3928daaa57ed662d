"""The classifier: learns from texts, says why, and says nothing when it does not know."""

import numpy as np
import pytest

from yishi.insight import learning

NAMES = {"lift": "电梯停了、异响", "noise": "夜里噪音", "leak": "楼上漏水"}
TEXTS = {
    "lift": "电梯{}又停在三楼，按了没有反应，老人上不去。",
    "noise": "楼下{}唱歌到半夜，吵得孩子睡不着。",
    "leak": "卫生间顶上{}往下渗，墙皮都泡烂了。",
}


def taught(times: int = 30) -> learning.Model:
    pairs = [(text.format(f"第{n}次"), kind) for kind, text in TEXTS.items() for n in range(times)]
    return learning.train([text for text, _kind in pairs], [kind for _text, kind in pairs], NAMES)


def test_it_tells_the_kind_and_the_words_that_speak_for_it():
    words = "电梯停在五楼不动了"
    guess = taught().guess(words)[0]
    assert guess.kind == "lift"
    assert "电梯" in guess.because
    assert all(word in words for word in guess.because)


def test_before_anything_was_decided_the_names_of_the_kinds_serve():
    model = learning.train([], [], NAMES)
    assert model.guess("家里楼上漏水了", least=0)[0].kind == "leak"
    assert model.texts == 0


def test_of_words_it_does_not_know_it_says_nothing():
    assert taught().guess("办个证明要带什么") == []
    assert taught().guess("") == []


def test_shares_make_one_and_shown_ones_are_worth_it():
    model = taught()
    for text in ("电梯", "吵", "漏水的电梯吵"):
        assert model.shares(text).sum() == pytest.approx(1)
        assert all(guess.share >= learning.WORTH_SHOWING for guess in model.guess(text, least=0))


def test_what_is_kept_says_the_same_when_read_again():
    model = taught()
    again = learning.Model.from_bytes(model.as_bytes())
    assert again.kinds == model.kinds
    assert np.allclose(again.shares("电梯又停了"), model.shares("电梯又停了"), atol=0.01)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
def test_something_else_is_no_model(content):
    with pytest.raises(ValueError):
        learning.Model.from_bytes(content)


def test_without_any_kind_there_is_nothing_to_learn():
    with pytest.raises(ValueError):
        learning.train([], [])
