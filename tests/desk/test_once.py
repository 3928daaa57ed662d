"""A form sent twice happens once; a form that somebody went back to and changed is another one."""

import pytest

from yishi.cases.models import Case

pytestmark = pytest.mark.django_db


def test_the_same_note_twice_is_one_and_another_is_another(sit, world):
    case = world.handling()
    client, path = sit("steward"), f"/desk/cases/{case.number}/note/"
    for text in ("去看过了", "去看过了", "约了周三"):
        assert client.post(path, {"key": "the page's key", "text": text}).status_code == 302
    assert list(case.notes.order_by("id").values_list("text", flat=True)) == ["去看过了", "约了周三"]


def test_the_same_key_for_another_case_or_by_another_is_not_taken_for_the_first(sit, world):
    cases = [world.report(), world.report()]
    for case in cases:
        assert sit("steward").post(f"/desk/cases/{case.number}/take/", {"key": "k"}).status_code == 302
    assert Case.objects.filter(state="handling").count() == 2
    told = sit("on_duty").post(f"/desk/cases/{cases[0].number}/take/", {"key": "k"})
    assert told.status_code == 409, "who was slower is told, whatever key they sent"


def test_going_back_to_write_down_the_next_caller_makes_a_second_case_with_its_own_code(sit, world):
    client = sit("steward")
    said = {"place": "421182001901-01-03", "category": "shared.stairwell", "key": "the page's key"}
    written = [
        client.post("/desk/new/", {**said, "words": words}) for words in ("灯坏了。", "灯坏了。", "门坏了。")
    ]
    assert [answer.status_code for answer in written] == [302] * 3
    assert written[0]["Location"] == written[1]["Location"] != written[2]["Location"]
    first, second = Case.objects.order_by("id")
    codes = client.session["receipts"]
    assert codes[str(first.pk)] != codes[str(second.pk)]
    assert first.code_is(codes[str(first.pk)]) and second.code_is(codes[str(second.pk)])
