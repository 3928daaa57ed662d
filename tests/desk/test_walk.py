"""A walk: cases one goes to see, in an order of one's own, on the screen and on paper."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.cases.clock_jobs import escalate_overdue
from yishi.desk import actions
from yishi.desk.models import WalkStop
from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.record import Refused, clock

WALK, CHANGE, CHOOSE = "/desk/walk/", "/desk/walk/change/", "/desk/bulk/choose/"


def words(response) -> str:
    return response.content.decode()


def order(client) -> list[str]:
    """The numbers of the stops ahead, as they stand on the page."""
    ahead = words(client.get(WALK)).split('aria-labelledby="visited"')[0]
    return re.findall(r'id="c-(\d+)"', ahead)


def change(client, do: str, case=None):
    return client.post(CHANGE, {"do": do, **({"n": case.number} if case else {})})


@pytest.fixture
def three(world, sit):
    """A client whose walk has three stops: building 5, building 3, building 5."""
    made = [world.handling(place=place) for place in ("b5", "b3", "b5")]
    client = sit("steward")
    for case in made:
        client.post(CHOOSE, {"star": case.number, "from": "tab=working"})
    return client, made


def test_the_star_of_a_card_puts_it_on_the_walk_and_off_again(sit, world):
    case = world.handling()
    client = sit("steward")
    back = client.post(CHOOSE, {"star": case.number, "from": "tab=working"})
    assert back["Location"] == f"/desk/?tab=working#c-{case.number}"
    assert order(client) == [case.number]
    assert f'name="unstar" value="{case.number}"' in words(client.get("/desk/?tab=working"))
    client.post(CHOOSE, {"star": case.number, "from": "tab=working"})
    assert order(client) == [case.number]
    client.post(CHOOSE, {"unstar": case.number, "from": "tab=working"})
    assert order(client) == []
    assert "Nothing ahead" in words(client.get(WALK))


def test_several_ticked_cases_come_at_the_end_in_the_order_of_the_list(sit, world):
    first, *others = [world.handling() for _n in range(3)]
    client = sit("steward")
    client.post(CHANGE, {"do": "add", "n": first.number, "back": "case"})
    said = {"do": "walk", "n": [case.number for case in (first, *others)], "from": "tab=working"}
    assert "2 stops were put on your walk." in words(client.post(CHOOSE, said, follow=True))
    assert order(client) == [case.number for case in (first, *others)]
    assert "They are on your walk already." in words(client.post(CHOOSE, said, follow=True))


def test_the_order_is_changed_by_buttons_and_one_stays_at_the_button(three):
    client, (a, b, c) = three
    assert order(client) == [a.number, b.number, c.number]
    assert change(client, "down", a)["Location"] == f"{WALK}#down-{a.number}"
    assert order(client) == [b.number, a.number, c.number]
    change(client, "up", c)
    assert order(client) == [b.number, c.number, a.number]
    change(client, "up", b)
    change(client, "down", a)
    assert order(client) == [b.number, c.number, a.number]
    assert f'id="up-{b.number}"' in words(client.get(WALK))


def test_by_building_brings_neighbours_together(three):
    client, (a, b, c) = three
    change(client, "by_building")
    assert order(client) == [b.number, a.number, c.number]


def test_what_was_visited_comes_last_and_can_be_cleared(three):
    client, (a, b, c) = three
    change(client, "done", a)
    assert order(client) == [b.number, c.number]
    assert "Been there" in words(client.get(WALK))
    change(client, "not_done", a)
    assert order(client) == [a.number, b.number, c.number]
    change(client, "done", a)
    assert "1 visited stop is off the walk." in words(client.post(CHANGE, {"do": "clear"}, follow=True))
    assert WalkStop.objects.count() == 2


def test_a_visited_stop_that_is_added_again_is_ahead_again(three):
    client, (a, b, c) = three
    change(client, "done", a)
    client.post(CHOOSE, {"star": a.number})
    assert order(client) == [b.number, c.number, a.number]


def test_a_colleague_who_takes_a_case_takes_it_off_the_walks_of_others(sit, world):
    network.appoint(CLOCK, world.posts["steward"], person=world.people["neighbour"])
    case, other = world.report(), world.report()
    for client in (sit("steward"),):
        client.post(CHOOSE, {"do": "walk", "n": [case.number, other.number]})
    colleague = sit("neighbour")
    colleague.post(CHOOSE, {"star": case.number})
    colleague.post(f"/desk/cases/{case.number}/take/", {"key": "x"})
    assert order(colleague) == [case.number]
    assert order(sit("steward")) == [other.number]
    sit("neighbour").post("/desk/bulk/", {"do": "take", "n": [other.number], "key": "y"})
    assert order(sit("steward")) == []


def test_what_is_over_or_hidden_falls_off_by_itself(sit, world):
    case = world.handling()
    client = sit("steward")
    client.post(CHOOSE, {"star": case.number})
    cases.decline(world.actor("steward"), case, ground="outside", text="不归社区管", door="请找交警")
    assert order(client) == []


@pytest.fixture
def on_the_walk(sit, world):
    """A client whose walk has one stop, taken in hand, and the case."""
    case = world.handling()
    client = sit("steward")
    client.post(CHOOSE, {"star": case.number})
    return client, case


@pytest.mark.parametrize("how", ["answered", "handed_up", "sent_back", "in_time", "parked"])
def test_a_case_that_left_is_off_the_walk_however_it_left(on_the_walk, world, how):
    """Never by a page of the walk's own: by an action, by the clock, by somebody above."""
    client, case = on_the_walk
    steward = world.actor("steward")
    if how == "answered":
        cases.answer(steward, case, kind="explained", text="规划如此。", basis="规划图")
    elif how == "handed_up":
        cases.hand_up(steward, case, reason="这里解决不了")
    elif how == "sent_back":
        cases.send_back(steward, case, reason="不归我们", proposed=world.posts["branch"])
    elif how == "in_time":
        with clock.at(case.due_at + timedelta(minutes=5)):
            assert escalate_overdue() == 1
    else:
        park(world, case)
    assert order(client) == []
    assert "On my walk" not in words(client.get(reverse("desk:case", args=[case.number])))


def park(world, case):
    facts = {"reason": "money", "text": "经费未到", "measures": "先设警示"}
    cases.park(world.actor("steward"), case, revisit_on=clock.today() + timedelta(days=30), **facts)
    cases.decide_parking(world.actor("branch"), case, agree=True)


def test_taken_by_members_on_duty_it_stays_on_their_walk_and_leaves_the_stewards(sit, world):
    case = world.report()
    for who in ("steward", "on_duty"):
        sit(who).post(CHOOSE, {"star": case.number})
    cases.take(world.actor("on_duty"), case)
    assert order(sit("on_duty")) == [case.number]
    assert order(sit("steward")) == []


def test_what_was_answered_before_may_be_walked_to(sit, world):
    case = world.answered()
    client = sit("steward")
    client.post(CHOOSE, {"star": case.number})
    assert order(client) == [case.number]


def test_a_case_that_comes_back_can_be_put_on_the_walk_again(on_the_walk, world):
    client, case = on_the_walk
    cases.hand_up(world.actor("steward"), case, reason="这里解决不了")
    branch = sit_down(client, world, "branch")
    cases.take(world.actor("branch"), case)
    branch.post(CHOOSE, {"star": case.number})
    assert order(branch) == [case.number]
    steward = sit_down(client, world, "steward")
    steward.post(CHOOSE, {"star": case.number})  # to look at it again, on the desk it lies on now
    assert order(steward) == [case.number]


def sit_down(client, world, who: str):
    client.force_login(world.people[who])
    return client


def test_stops_that_fell_off_take_no_room(world):
    steward = replace(world.actor("steward"), person=world.people["steward"])
    made = [world.handling() for _n in range(3)]
    actions.add_stops(steward, made)
    for case in made:
        cases.hand_up(world.actor("steward"), case, reason="这里解决不了")
    actions.add_stops(steward, [world.handling()])
    assert WalkStop.objects.count() == 1


def test_a_walk_is_nobody_elses(three, sit):
    _client, (a, b, c) = three
    branch = sit("branch")
    assert order(branch) == []
    change(branch, "off", a)
    change(branch, "done", b)
    change(branch, "by_building")
    assert order(sit("steward")) == [a.number, b.number, c.number]


def test_what_one_may_not_know_of_cannot_be_put_on_a_walk(sit, world):
    hidden = world.report(visibility="hotline", place="c1")
    client = sit("steward")
    assert client.post(CHOOSE, {"star": hidden.number}).status_code == 404
    assert change(client, "add", hidden).status_code == 404
    assert change(client, "fly", None).status_code == 404
    assert client.get(CHANGE).status_code == 405
    assert sit("resident").get(WALK).status_code == 403
    assert not WalkStop.objects.exists()


def test_a_walk_has_an_end(world):
    steward = replace(world.actor("steward"), person=world.people["steward"])
    made = [world.report() for _n in range(61)]
    assert actions.add_stops(steward, made[:60]) == 60
    with pytest.raises(Refused):
        actions.add_stops(steward, made[60:])
    assert WalkStop.objects.count() == 60


def test_the_sheet_has_place_words_a_box_and_room_to_write(three, sit, world):
    client, (a, b, _c) = three
    page = words(client.get("/desk/walk/sheet/"))
    assert page.count('class="tick-box"') == page.count('class="write-here"') == 3
    assert "柴火" in page and "Building 5" in page
    assert page.index(f'num">{a.number}<') < page.index(f'num">{b.number}<')


def test_the_sheet_holds_no_more_than_its_reader_may_know(sit, world):
    case = world.handling(words="我家电话是19900005678，楼道堵了。", contact_phone="19900005678")
    client = sit("on_duty")
    client.post(CHOOSE, {"star": case.number})
    page = words(client.get("/desk/walk/sheet/"))
    assert case.number in page and "19900005678" not in page


def test_the_walk_can_be_taken_along_where_there_is_no_signal(three):
    client, made = three
    page = words(client.get(WALK))
    assert "data-take-along" in page
    assert all(f'data-along="/desk/cases/{case.number}/' in page for case in made)


def test_from_a_stop_one_comes_back_to_the_walk(three):
    client, (a, b, _c) = three
    page = words(client.get(WALK))
    link = re.search(rf'href="(/desk/cases/{a.number}/\?[^"]+)"', page)[1].replace("&amp;", "&")
    opened = words(client.get(link))
    assert f'href="{WALK}#c-{a.number}"' in opened
    assert f"/desk/cases/{b.number}/" in opened


def test_the_walk_costs_the_same_however_long_it_is(sit, world):
    client = sit("steward")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(WALK).status_code == client.get("/desk/walk/sheet/").status_code == 200
        return len(queries)

    client.post(CHOOSE, {"star": world.handling().number})
    cost()
    few = cost()
    for _n in range(8):
        client.post(CHOOSE, {"star": world.handling().number})
    assert cost() <= few <= 26


def test_the_case_has_the_button_too(sit, world):
    case = world.handling()
    client = sit("steward")
    page = reverse("desk:case", args=[case.number])
    assert "Put on my walk" in words(client.get(page))
    assert change_back(client, case, "add")["Location"].startswith(page)
    assert "On my walk" in words(client.get(page))
    change_back(client, case, "off")
    assert order(client) == []


def change_back(client, case, do: str):
    return client.post(CHANGE, {"do": do, "n": case.number, "back": "case"})
