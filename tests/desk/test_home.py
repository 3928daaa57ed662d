"""What lies on a desk, in which list, and who sees which lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yishi.cases import actions as cases
from yishi.network import actions as network
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock

HOME = "/desk/"


def words(response) -> str:
    return response.content.decode()


def link(case) -> str:
    return reverse("desk:case", args=[case.number])


def test_home_asks_for_a_sign_in(client, db):
    for path in (HOME, "/desk/new/", "/desk/cases/18/", "/desk/cases/18/take/"):
        response = client.get(path)
        assert response.status_code == 302
        assert "/account/" in response["Location"]


def test_home_without_a_post_shows_the_matters_one_raised(sit, world):
    mine = world.report(by=Actor(person=world.people["resident"]))
    other = world.report()
    page = words(sit("resident").get(HOME))
    assert "What you raised while signed in" in page
    assert reverse("cases:case", args=[mine.number]) in page
    assert reverse("cases:case", args=[other.number]) not in page


def test_home_begins_with_the_first_list_that_holds_something(sit, world):
    working = world.handling()
    page = words(sit("steward").get(HOME))
    assert link(working) in page
    new = world.report()
    page = words(sit("steward").get(HOME))
    assert link(new) in page
    assert link(working) not in page


@pytest.mark.parametrize(
    ("tab", "make"), [("new", "report"), ("working", "handling"), ("waiting", "answered")]
)
def test_home_lists_a_case_where_it_belongs(sit, world, tab, make):
    case = getattr(world, make)()
    page = words(sit("steward").get(f"{HOME}?tab={tab}"))
    assert link(case) in page
    for other in {"new", "working", "waiting"} - {tab}:
        assert link(case) not in words(sit("steward").get(f"{HOME}?tab={other}"))


def test_home_says_how_much_time_is_left_and_since_when_it_is_overdue(sit, world):
    with clock.at(clock.now() - timedelta(hours=66)):
        soon = world.report()
    with clock.at(clock.now() - timedelta(days=5)):
        late = world.report()
    page = words(sit("steward").get(f"{HOME}?tab=due"))
    assert page.index(link(late)) < page.index(link(soon))
    assert "Overdue by 2 days" in page
    assert "5 hours" in page
    assert "badge-overdue" in page
    assert "badge-due" in page


def test_home_shows_how_to_ring_only_to_who_may(sit, world, reveal):
    case, steward = world.report(contact_phone="+8619900001234", contact_name="张阿姨"), sit("steward")
    page = words(steward.get(HOME))
    assert "1234" not in page and "/reveal/" in page
    reveal(steward, case, "contact", "call")
    page = words(steward.get(HOME))
    assert 'href="tel:+8619900001234"' in page
    page = words(sit("on_duty").get(HOME))
    assert "1234" not in page


def test_on_duty_sees_open_orders_of_the_own_place_that_lie_with_the_steward(sit, world):
    order, elsewhere = world.report(), world.report(place="c1")
    taken = world.handling()
    page = words(sit("on_duty").get(f"{HOME}?tab=orders"))
    assert link(order) in page
    assert link(elsewhere) not in page
    assert link(taken) not in page


def test_a_unit_sees_the_parts_asked_of_it(sit, world):
    case = world.handling()
    page = words(sit("fire").get(HOME))
    assert link(case) not in page
    cases.ask_part(world.actor("steward"), case, asked=world.posts["fire"], text="请来看看消防通道")
    assert link(case) in words(sit("fire").get(HOME))
    cases.answer_part(world.actor("fire"), case, text="已经看过")
    assert link(case) not in words(sit("fire").get(f"{HOME}?tab=parts"))
    assert link(case) in words(sit("fire").get(f"{HOME}?tab=replied"))


def test_the_committee_sees_rulings_needed(sit, world):
    case = world.report()
    cases.send_back(world.actor("steward"), case, reason="不归我们", proposed=world.posts["branch"])
    cases.send_back(world.actor("branch"), case, reason="也不归我们", proposed=world.posts["steward"])
    page = words(sit("committee").get(HOME))
    assert "Rulings needed" in page
    assert link(case) in page


def test_the_hotline_sees_who_is_to_be_asked_by_telephone(sit, world):
    asked = world.answered(contact_phone="+8619900001234")
    without = world.answered()
    page = words(sit("hotline").get(HOME))
    assert link(asked) in page
    assert link(without) not in page


def test_a_post_without_cases_has_no_lists(sit, world):
    page = words(sit("operator").get(HOME))
    assert "No cases come to this desk" in page


def test_home_finds_by_number_and_by_words(sit, world):
    case = world.report("三栋门口的路灯不亮了")
    response = sit("hotline").get(HOME, {"q": case.number})
    assert response.status_code == 302
    assert response["Location"] == link(case)
    assert link(case) in words(sit("hotline").get(HOME, {"q": "路灯"}))
    assert "Nothing was found" in words(sit("hotline").get(HOME, {"q": "电梯"}))


def test_home_pages_by_key_without_gaps_or_repeats(sit, world):
    made = []
    for minutes in range(25):
        with clock.at(clock.now() - timedelta(minutes=60 - minutes)):
            made.append(world.report(f"第{minutes}件事，请看看"))
    client = sit("steward")
    first = client.get(f"{HOME}?tab=new")
    second = client.get(HOME + first.context["page"].next)
    seen = [card.case.pk for page in (first, second) for card in page.context["page"].cards]
    assert seen == [case.pk for case in made]
    assert second.context["page"].next == ""


def test_home_takes_no_harm_from_a_strange_address(sit, world):
    world.report()
    for address in (
        "?tab=nothing",
        "?at=yesterday&id=x",
        "?at=2026-01-01&id=99999999999999999999",
        "?q=%00",
        "?tab=%F0",
    ):
        assert sit("steward").get(HOME + address).status_code == 200


def test_acting_in_another_of_several_posts(sit, world):
    network.appoint(CLOCK, world.posts["steward2"], person=world.people["steward"])
    here, there = world.report(), world.report(place="c1")
    client = sit("steward")
    assert link(here) in words(client.get(HOME))
    response = client.post("/desk/post/", {"post": world.posts["steward2"].pk})
    assert response["Location"] == HOME
    page = words(client.get(HOME))
    assert link(there) in page
    assert link(here) not in page
    assert client.post("/desk/post/", {"post": world.posts["committee"].pk}).status_code == 404
    assert client.post("/desk/post/", {"post": "x"}).status_code == 404
    assert client.get("/desk/post/").status_code == 405


def test_several_posts_of_one_body_are_told_apart_by_their_places(sit, world):
    company = world.posts["property"].organisation
    other = network.create_post(
        CLOCK, company, role="property", code="property-2", place=world.places["estate2"]
    )
    network.appoint(CLOCK, other, person=world.people["property"])
    page = words(sit("property").get(HOME))
    assert "安心物业 · Osmanthus Court" in page and "安心物业 · Camphor Court" in page


@pytest.mark.parametrize("post", ["steward", "on_duty", "committee", "hotline", "fire"])
def test_home_costs_the_same_however_much_lies_there(sit, world, post):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert sit_client.get(HOME).status_code == 200
        return len(queries)

    def more(count: int) -> None:
        for _n in range(count):
            world.report(contact_phone="+8619900001234")
            world.answered(contact_phone="+8619900001234")
            cases.ask_part(world.actor("steward"), world.handling(), asked=world.posts["fire"], text="请看看")

    sit_client = sit(post)
    more(1)
    cost()
    few = cost()
    more(4)
    many = cost()
    assert many == few <= 16
