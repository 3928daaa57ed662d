"""Numbers and codes, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.people.forms import digits
from yishi.people.names import one_spelling
from yishi.people.phones import as_said, is_mobile, mobile, starred

NUMBERS = st.builds("1{}{}".format, st.sampled_from("3456789"), st.text("0123456789", min_size=9, max_size=9))
BETWEEN = st.sampled_from(["", " ", "-", "—", "\u3000", "\u200b", "\u00a0", ".", "\u202a", "－"])
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(
    NUMBERS,
    st.sampled_from(["", "+86", "86", "0086", "＋86", "+86 ", "(+86)"]),
    st.lists(BETWEEN, min_size=11, max_size=11),
)
def test_every_usual_spelling_is_one_number(number, country, between):
    typed = country + "".join(digit + gap for digit, gap in zip(number, between, strict=True))
    if len(typed) <= 40:
        assert mobile(typed) == mobile(typed.translate(FULL_WIDTH)) == f"+86{number}"


@given(NUMBERS)
def test_stored_form_stays(number):
    assert mobile(mobile(number)) == mobile(number)
    assert mobile(as_said(mobile(number))) == mobile(number)
    assert number[3:7] not in starred(mobile(number)).replace(number[:3], "", 1) or number[3:7] == number[7:]


@given(st.text(max_size=60))
def test_anything_else_is_refused_and_nothing_breaks(typed):
    assert is_mobile(typed) in (True, False)
    assert isinstance(one_spelling(typed), str)
    assert isinstance(digits(typed), str)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1380013800",
        "138001380000",
        "12800138000",
        "0571-88888888",
        "+85212345678",
        "٠١٢٣٤٥٦٧٨٩١",
        "1３8x0138000",
    ],
)
def test_these_are_no_mobile_numbers(typed):
    assert not is_mobile(typed)
