"""Chinese words are cut so that any two characters find their text."""

from hypothesis import given
from hypothesis import strategies as st

from yishi.insight import words

HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=40)


def test_pairs_overlap_and_the_last_character_stands_alone():
    assert words.tokens("小区停车") == ["小区", "区停", "停车", "车"]


def test_latin_and_digits_stay_whole():
    assert words.tokens("3栋LED灯坏了") == ["3", "栋", "led", "灯坏", "坏了", "了"]


def test_one_spelling_for_what_means_the_same():
    assert words.tokens("停車ＬＥＤ") == words.tokens("停车led")


def test_characters_beyond_the_usual_planes_are_words_too():
    assert words.tokens("𠮷㙍") == words.tokens("𠮷㙍") == ["𠮷㙍", "㙍"]


def test_invisible_characters_hide_nothing():
    assert words.clean("停\u200b车\u202e位\x00") == "停车位"


def test_a_query_without_words_asks_for_nothing():
    assert words.query("！？ 。") == []


@given(HAN, st.data())
def test_every_two_characters_of_a_text_are_among_its_tokens(text, data):
    plain = words.normalise(text)
    start = data.draw(st.integers(0, len(plain) - 2))
    assert plain[start : start + 2] in words.tokens(plain)


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_tokens_and_a_query(text):
    assert all(token.strip() for token in words.tokens(text))
    assert all(term for term, _prefix in words.query(text))
