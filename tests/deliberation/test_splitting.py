"""Many lines at once are taken apart, and nothing that was pasted is lost."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yishi.deliberation import splitting
from yishi.deliberation.forms.hall import ListCame
from yishi.deliberation.splitting import Person, Said

NAMES = [
    ("3", ("3栋", "Building 3", "桂花苑 3栋")),
    ("13", ("13栋", "", "桂花苑 13栋")),
    ("b", ("B座", "", "桂花苑 B座")),
]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("12、3栋 王阿姨：路灯不亮", Said("路灯不亮", "王阿姨", "3", "12")),
        ("3号楼的赵大爷：电梯老坏", Said("电梯老坏", "赵大爷", "3")),
        ("王阿姨（5栋）：有人养鸡", Said("有人养鸡", "王阿姨", "5")),
        ("P17. 楼道里堆着柴火", Said("楼道里堆着柴火", number="P17")),
        ("Building 3 Wang: the lamp is out", Said("the lamp is out", "Wang", "3")),
        ("三栋：门禁坏了", Said("：门禁坏了", building="三")),
        ("物业费2.5元太高了", Said("物业费2.5元太高了")),
        ("下午3:30电梯又停了", Said("下午3:30电梯又停了")),
        ("110报过警，没有人管", Said("110报过警，没有人管")),
    ],
)
def test_a_line_is_taken_apart(line, said):
    found = splitting.taken_apart(line)
    assert (found.words.lstrip("：: "), found.who, found.building, found.number) == (
        said.words.lstrip("：: "),
        said.who,
        said.building,
        said.number,
    )


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3", "3"),
        ("３栋", "3"),
        ("三栋", "3"),
        ("3号楼", "3"),
        ("building 3", "3"),
        ("十三", "13"),
        ("B", None),
        ("B座", "b"),
        ("99", None),
        ("", None),
    ],
)
def test_a_building_is_found_as_people_write_it(written, key):
    assert splitting.find(written, NAMES) == key


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=40), max_size=12
    )
)
def test_every_sign_that_was_pasted_is_still_there(lines):
    text = "\n".join(lines)
    found = splitting.split(text)
    left = "".join(each.number + each.building + each.who + each.words for each in found).casefold()
    from yishi.insight.words import clean

    for sign in clean(text):
        if sign.isalnum() and sign not in "第栋幢号楼座院的":
            assert sign.casefold() in left or sign.casefold() in "building"


def test_a_paper_list_is_read_by_name_and_by_count():
    found = splitting.people("1、3栋 王建国\n李梅\n5栋 12人\n\n7栋 8")
    assert found == [Person("3", "王建国"), Person("", "李梅"), Person("5", "", 12), Person("7", "", 8)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_example_beside_the_box_is_read_as_it_is_meant(language):
    with translation.override(language):
        said = str(ListCame.base_fields["lines"].help_text)
    lines = re.split("，或者|, or ", re.sub("^.*?[：:]|[。.]$", "", said))
    named, counted = splitting.people("\n".join(lines))
    assert (named.building, named.count, bool(named.name)) == ("3", 1, True)
    assert counted == Person("5", "", 12)
