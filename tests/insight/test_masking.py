"""What points to a person is starred before a text is shown in public. All numbers and names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.insight.masking import mask, mask_name, mask_phone

SECRETS = [
    "13912345678",
    "139 1234 5678",
    "139-1234-5678",
    "１３９１２３４５６７８",
    "11010519491231002X",
    "6222021234567890128",
    "6222 0212 3456 7890",
    "li.si@example.org",
]
HARMLESS = [
    "三栋二单元的灯2026年11月22日坏了，等了15天。",
    "物业费每平方米1.85元，一共320户。",
    "第12345号楼没有，12345热线打过了。",
    "电梯每层停3分钟，早上8:30最挤。",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_numbers_and_addresses_are_starred(secret):
    shown = mask(f"请联系我{secret}，谢谢。")
    assert secret not in shown and "*" in shown
    assert shown.startswith("请联系我") and shown.endswith("，谢谢。")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_points_to_nobody_stays(text):
    assert mask(text) == text


def test_the_room_is_starred_the_building_stays():
    assert mask("我住3栋1201室") == "我住3栋***室"


def test_a_plate_is_starred():
    assert "A1234" not in mask("鄂J·A1234挡住了门")


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text):
    assert mask(mask(text)) == mask(text)


@given(st.integers(3, 9), st.integers(0, 999_999_999))
def test_no_mobile_number_slips_through(second, rest):
    number = f"1{second}{rest:09d}"
    assert number not in mask(f"电话{number}。")


def test_names_and_numbers_on_lists():
    assert mask_name("周吴") == "周*"
    assert mask_phone("13912345678") == "139****5678"
