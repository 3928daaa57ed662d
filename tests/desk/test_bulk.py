"""Several cases at once: each by its own action, refused for its own reason, and once however often it is sent."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yishi.cases import actions as cases
from yishi.cases.models import Answer, Note, Promise, State
from yishi.record.models import Entry

BULK, CHOOSE = "/desk/bulk/", "/desk/bulk/choose/"


def words(response) -> str:
    return response.content.decode()


def numbers(made) -> list[str]:
    return [case.number for case in made]


def send(client, do: str, made, **said):
    return client.post(
        BULK, {"do": do, "n": numbers(made), "key": "k1", "from": "tab=new", **said}, follow=True
    )


def state(case) -> str:
    case.refresh_from_db()
    return case.state


def test_the_list_has_a_box_for_every_case_and_says_what_can_be_done(sit, world):
    made = [world.report(), world.report()]
    page = words(sit("steward").get("/desk/?tab=new"))
    for case in made:
        assert re.search(rf'type="checkbox" name="n" value="{case.number}" form="bulk"', page)
    assert "Take them" in page and "Print a work slip for each" in page
    assert "checked" not in page
    assert (
        page.count("checked") < words(sit("steward").get("/desk/?tab=new&ticked=all")).count("checked") == 2
    )


def test_choosing_leads_to_a_page_with_the_list_of_what_it_will_be_done_to(sit, world):
    made = [world.report(), world.report()]
    client = sit("steward")
    there = client.post(CHOOSE, {"do": "promise", "n": numbers(made), "from": "tab=new"})["Location"]
    assert parse_qs(urlsplit(there).query)["n"] == numbers(made)
    page = words(client.get(there))
    assert "For these 2 cases" in page and "What will be done?" in page
    assert all(case.number in page for case in made)


def test_without_a_tick_or_a_word_one_is_told_and_back_in_the_list(sit, world):
    case = world.report()
    client = sit("steward")
    for said, told in (
        ({"do": "take"}, "Tick at least one case first."),
        ({"do": "", "n": [case.number]}, "Please say what should be done with them."),
        ({"do": "demolish", "n": [case.number]}, "Please say what should be done with them."),
    ):
        response = client.post(CHOOSE, {**said, "from": "tab=new"}, follow=True)
        assert told in words(response)
        assert response.redirect_chain[-1][0] == "/desk/?tab=new"


def test_taking_several_takes_each_with_an_event_of_its_own(sit, world):
    made = [world.report() for _n in range(3)]
    page = words(send(sit("steward"), "take", made))
    assert "Done for 3 cases" in page
    assert [state(case) for case in made] == [State.HANDLING] * 3
    assert Entry.objects.filter(kind="cases.Taken", subject__in=[case.ref for case in made]).count() == 3


def test_what_is_refused_says_why_and_stops_nobody_else(sit, world):
    mine, over = world.handling(), world.answered()
    elsewhere = cases.hand_up(world.actor("steward"), world.handling(), reason="要换线路")
    page = words(send(sit("steward"), "promise", [mine, over, elsewhere], text="去清理", within="3"))
    assert "Done for 1 case" in page and "Not done for 2 cases" in page
    assert "Meanwhile the case has moved on" in page and "lies on another desk" in page
    assert [promise.case_id for promise in Promise.objects.all()] == [mine.pk]


def test_the_page_says_beforehand_what_will_be_left_out(sit, world):
    mine, over = world.handling(), world.answered()
    page = words(sit("steward").get(BULK, {"do": "explain", "n": numbers([mine, over])}))
    assert "It can be done for 1 of 2" in page
    assert "Meanwhile the case has moved on" in page


def test_where_it_can_be_done_for_none_the_page_says_so_and_offers_the_way_back(sit, world):
    made = [world.handling()]
    page = words(sit("steward").get(f"{BULK}?do=take&n={made[0].number}"))
    assert "It can be done for none of them" in page and "Back to the list" in page
    assert "0 of 1" not in page and 'class="btn btn-primary"' not in page


def test_sent_twice_it_happens_once_for_each(sit, world):
    made = [world.handling(), world.handling()]
    client = sit("steward")
    for _time in range(2):
        assert "Done for 2 cases" in words(send(client, "note", made, text="问过物业，明天来。"))
    assert [note.text for note in Note.objects.filter(case__in=made)] == ["问过物业，明天来。"] * 2
    send(client, "note", made, text="物业改到后天。")
    assert Note.objects.filter(case__in=made).count() == 4


@pytest.mark.parametrize(
    ("do", "said", "after"),
    [
        ("hand_up", {"reason": "要动用公共收益，楼栋定不了。"}, State.REPORTED),
        ("explain", {"text": "停水到晚上八点。", "basis": "水务公司通知"}, State.ANSWERED),
        ("note", {"text": "已经去看过。"}, State.HANDLING),
        ("urgency", {"urgency": "utilities"}, State.HANDLING),
    ],
)
def test_every_kind_of_doing_reaches_its_action(sit, world, do, said, after):
    made = [world.handling(), world.handling()]
    assert "Done for 2 cases" in words(send(sit("steward"), do, made, **said))
    assert [state(case) for case in made] == [after] * 2


def test_a_kind_of_matter_is_set_for_those_it_is_new_to(sit, world):
    stairs, service = world.handling(), world.handling(category="service")
    page = words(send(sit("steward"), "kind", [stairs, service], category=world.categories["service"].pk))
    assert "Done for 1 case" in page and "Please choose another kind of matter" in page
    stairs.refresh_from_db()
    assert stairs.category == world.categories["service"]


def test_several_are_never_said_to_be_solved_at_once(sit, world):
    made = [world.handling(), world.handling()]
    for do in ("answer", "solved", "decline", ""):
        assert sit("steward").post(BULK, {"do": do, "n": numbers(made), "text": "好了"}).status_code == 404
    assert not Answer.objects.exists()


def test_a_form_with_faults_comes_back_and_nothing_is_half_done(sit, world):
    made = [world.handling(), world.handling()]
    response = sit("steward").post(BULK, {"do": "promise", "n": numbers(made), "text": "", "within": "1"})
    assert response.status_code == 422
    assert all(case.number in words(response) for case in made)
    assert not Promise.objects.exists()


def test_what_everybody_will_read_without_numbers_is_shown_before(sit, world):
    made = [world.handling(), world.handling()]
    said = {"text": "请打19900005678，后天来修。", "within": "3"}
    client = sit("steward")
    asked = send(client, "promise", made, **said)
    assert "Everybody will read this without what is struck out" in words(asked)
    assert not Promise.objects.exists()
    assert "Done for 2 cases" in words(send(client, "promise", made, checked="yes", **said))


def test_at_most_fifty_at_once(sit, world):
    made = [world.report() for _n in range(51)]
    client = sit("steward")
    assert "At most 50 cases at once" in words(client.post(CHOOSE, {"do": "take", "n": numbers(made)}))
    response = client.post(BULK, {"do": "take", "n": numbers(made), "key": "k"})
    assert response.status_code == 403 and state(made[0]) == State.REPORTED
    assert "Done for 50 cases" in words(send(client, "take", made[:50]))


def test_what_one_may_not_see_cannot_be_ticked(sit, world):
    hidden = world.report(visibility="hotline", place="c1")
    mine = world.handling()
    page = words(sit("steward").get(BULK, {"do": "note", "n": numbers([hidden, mine])}))
    assert f'value="{hidden.number}"' not in page and "For this one case" in page
    for bad in ([hidden.number], ["1"], ["x" * 300], []):
        assert sit("steward").get(BULK, {"do": "note", "n": bad}).status_code == 404


def test_residents_and_strangers_do_nothing_here(sit, world, client):
    case = world.handling()
    assert client.post(CHOOSE, {"do": "take", "n": [case.number]}).status_code == 302
    for post in ("resident",):
        assert sit(post).post(BULK, {"do": "note", "n": [case.number], "text": "x"}).status_code == 403


def test_work_slips_are_printed_in_the_order_ticked(sit, world):
    made = [world.handling(), world.handling()]
    there = sit("steward").post(CHOOSE, {"do": "print", "n": numbers(made)[::-1]})["Location"]
    assert parse_qs(urlsplit(there).query)["n"] == numbers(made)[::-1]
    assert sit("steward").get(there).status_code == 200


def test_the_page_costs_the_same_for_two_as_for_twenty(sit, world):
    made = [world.handling() for _n in range(20)]
    client = sit("steward")

    def cost(some) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BULK, {"do": "hand_up", "n": numbers(some)}).status_code == 200
        return len(queries)

    cost(made[:2])
    assert cost(made) <= cost(made[:2]) <= 12


def test_after_an_action_one_stands_at_the_next_case_of_the_list(sit, world):
    made = [world.handling() for _n in range(3)]
    client = sit("steward")
    page = words(client.get("/desk/?tab=working"))
    link = re.search(rf'href="(/desk/cases/{made[0].number}/\?[^"]+)"', page)[1].replace("&amp;", "&")
    opened = words(client.get(link))
    assert f"#c-{made[0].number}" in opened
    assert f"/desk/cases/{made[1].number}/" in opened
    came = urlsplit(link).query
    act = f"/desk/cases/{made[0].number}/hand_up/?{came}"
    assert "Then on to the next" in words(client.get(act))
    assert client.post(act, {"reason": "要换线路。"})["Location"] == f"/desk/?tab=working#c-{made[1].number}"
    second = client.post(
        f"/desk/cases/{made[1].number}/note/?from=tab%3Dworking%26line%3D{made[2].number}",
        {"text": "看过了", "then": "next"},
    )
    assert second["Location"] == f"/desk/cases/{made[2].number}/?from=tab%3Dworking"


def test_a_strange_position_harms_nothing(sit, world):
    case = world.handling()
    for came in (
        "line%3Dx.y.z",
        "line%3D" + "9." * 400,
        "tab%3D%00%26line%3D..",
        "walk%3D1%26line%3D-1",
        "%F0",
    ):
        assert sit("steward").get(f"/desk/cases/{case.number}/?from={came}").status_code == 200
        response = sit("steward").post(
            f"/desk/cases/{case.number}/note/?from={came}", {"text": "看过", "then": "next"}
        )
        assert response["Location"].startswith("/desk/")
