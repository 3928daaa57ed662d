"""A pile of paper, line by line; and the slips for all of it."""

import pytest

from yishi.cases.models import Case, Channel
from yishi.cases.models.case import State
from yishi.desk.forms.batch import MOST_LINES


def lines(*rows: dict[str, str], key: str = "pile", **more: str) -> dict[str, str]:
    """What the grid sends."""
    sent = {"key": key, "lines": str(len(rows)), "channel": "paper", **more}
    for number, row in enumerate(rows):
        sent |= {f"r{number}-{name}": value for name, value in row.items()}
    return sent


def test_every_line_is_a_case_with_a_number_and_a_code(sit):
    steward = sit("steward")
    rows = [
        {"place": "3栋", "words": "楼道灯不亮。", "contact_phone": "199 0000 0001"},
        {"words": "楼道口堆着柴火。", "category": "楼道堆物"},
        {},
        {"place": "桂花苑 5栋", "words": "电动车乱停。", "contact_name": "老街坊"},
    ]
    page = steward.post("/desk/batch/", lines(*rows))
    assert page.status_code == 200
    cases = list(Case.objects.order_by("id"))
    assert [c.place.name_zh for c in cases] == ["3栋", "3栋", "5栋"]
    assert {c.channel for c in cases} == {Channel.PAPER}
    assert {c.state for c in cases} == {State.REPORTED}
    assert cases[1].category.code == "shared.stairwell"
    assert cases[0].contact_phone == "19900000001"
    for case in cases:
        assert case.number in page.content.decode()
    slips = steward.get("/desk/slips/?" + "&".join(f"n={c.number}" for c in cases))
    assert slips.content.decode().count("<svg") >= 3


def test_what_is_wrong_comes_back_and_what_is_right_is_filed(sit):
    rows = [
        {"place": "3栋", "words": "路面有坑。"},
        {"place": "九栋", "words": "水管漏水。"},
        {"words": "这一行接着上一行的地点。"},
        {"place": "5栋", "words": "树枝挡窗。", "contact_phone": "12"},
        {"place": "5栋", "words": "闻到气味。", "category": "闻到燃气味"},
    ]
    page = sit("steward").post("/desk/batch/", lines(*rows))
    said = page.content.decode()
    assert page.status_code == 422
    assert "There is no such place here." in said and "119" in said and "11 digits" in said
    assert "九栋" in said and "树枝挡窗。" in said
    assert sorted(Case.objects.values_list("words", flat=True)) == ["路面有坑。", "这一行接着上一行的地点。"]


def test_only_lines_somebody_wrote_on_are_called_wrong(sit):
    said = (
        sit("steward").post("/desk/batch/", lines({"place": "九栋", "words": "水管漏水。"})).content.decode()
    )
    assert said.count('aria-invalid="true"') == said.count('class="field-error"') == 1


def test_the_same_pile_sent_twice_is_one_pile(sit):
    steward = sit("steward")
    sent = lines({"place": "3栋", "words": "路灯坏了。"}, {"words": "健身器材松动。"})
    first, second = (steward.post("/desk/batch/", sent).content.decode() for _n in range(2))
    assert Case.objects.count() == 2
    for case in Case.objects.all():
        assert case.number in first and case.number in second


def test_two_equal_lines_are_two_neighbours(sit):
    sit("steward").post("/desk/batch/", lines({"place": "3栋", "words": "太吵。"}, {"words": "太吵。"}))
    assert Case.objects.count() == 2


def test_a_name_that_fits_several_places_is_asked_about(sit):
    page = sit("committee").post("/desk/batch/", lines({"place": "栋", "words": "路灯坏了。"}))
    assert page.status_code == 422 and "Several are called so" in page.content.decode()
    assert not Case.objects.exists()


def test_an_empty_grid_says_so(sit):
    page = sit("steward").post("/desk/batch/", lines({}, {"place": "3栋"}))
    assert page.status_code == 422 and "All lines are empty" in page.content.decode()


@pytest.mark.parametrize("who", ["property", "fire", "operator"])
def test_only_who_may_write_down_for_others(sit, who):
    assert sit(who).get("/desk/batch/").status_code == 403
    assert sit(who).post("/desk/batch/", lines({"place": "3栋", "words": "x"})).status_code == 403
    assert not Case.objects.exists()


def test_a_place_of_another_estate_is_none_here(sit):
    page = sit("steward").post("/desk/batch/", lines({"place": "香樟苑 1栋", "words": "路灯坏了。"}))
    assert page.status_code == 422 and not Case.objects.exists()


def test_slips_are_for_whoever_wrote_them_down(sit, world):
    sit("steward").post("/desk/batch/", lines({"place": "3栋", "words": "路灯坏了。"}))
    number = Case.objects.get().number
    assert sit("branch").get(f"/desk/slips/?n={number}").status_code == 404


def test_the_form_for_the_wall_asks_what_a_line_holds(client, world):
    page = client.get(f"/c/{world.places['b3'].code}/paper/").content.decode()
    assert page.count("paper-form") >= 2 and "3栋" in page and "qr.svg" in page


def test_a_grid_filled_to_its_last_line_is_taken(sit):
    full = {"place": "3栋", "category": "", "words": "", "contact_name": "", "contact_phone": ""}
    rows = [{**full, "words": "楼道灯不亮。"}, *[full for _n in range(MOST_LINES - 1)]]
    assert sit("steward").post("/desk/batch/", lines(*rows)).status_code in (200, 422)
    assert Case.objects.count() == 1


def test_slips_of_what_was_written_down_before_are_still_there_once_the_rest_is_mended(sit):
    steward = sit("steward")
    first = steward.post(
        "/desk/batch/",
        lines({"place": "3栋", "words": "路灯坏了。"}, {"place": "九栋", "words": "水管漏水。"}),
    )
    case = Case.objects.get()
    assert first.status_code == 422
    assert f'<input type="hidden" name="filed" value="{case.number}">' in first.content.decode()
    mended = lines({"place": "5栋", "words": "水管漏水。"}, filed=case.number)
    page = steward.post("/desk/batch/", mended)
    other = Case.objects.exclude(pk=case.pk).get()
    assert page.status_code == 200
    assert f"n={case.number}&amp;n={other.number}" in page.content.decode()


def test_a_number_put_into_the_form_shows_no_code_of_another_device(sit):
    sit("steward").post("/desk/batch/", lines({"place": "3栋", "words": "路灯坏了。"}))
    case = Case.objects.get()
    sit("steward").logout()
    page = sit("steward").post(
        "/desk/batch/", lines({"place": "九栋", "words": "水管漏水。"}, filed=case.number)
    )
    assert page.status_code == 422 and case.number not in page.content.decode()
