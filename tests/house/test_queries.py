"""A page asks the database a bounded number of questions, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.deliberation.closed import call, held, posted, take_down

from yishi.cases import actions
from yishi.deliberation import actions as meeting
from yishi.deliberation import setup as meetings
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK

MOST = 30


def pages(world, case) -> dict[str, str]:
    return {
        "home": reverse("home"),
        "community": reverse("cases:community", args=[world.places["community"].code]),
        "list": reverse("cases:list") + "?showing=open",
        "search": reverse("cases:find") + "?q=柴火",
        "waiting": reverse("cases:waiting"),
        "parked": reverse("cases:parked"),
        "case": reverse("cases:case", args=[case.number]),
        "record": reverse("record:home"),
        "topics": reverse("cases:topics", args=[world.places["community"].code]),
        "rates": reverse("cases:rates", args=[world.places["community"].code]),
        "places": reverse("net:places"),
        "place": reverse("net:place", args=[world.places["estate"].code]),
        "hall": reverse("open:screen", args=[world.places["community"].code]) + "?all=1",
    }


@pytest.mark.parametrize("signed_in", [False, True])
def test_queries_do_not_grow_with_the_households_that_say_so(world, client, signed_in):
    steward, main = world.actor("steward"), world.report()
    if signed_in:
        client.force_login(world.people["steward"])

    def more(n: int) -> None:
        actions.join(ANYONE, main, place=world.places["b3"], door=f"{n}-101", phone=f"199000003{n:02d}")
        actions.merge(steward, world.report(), into=main)

    pages = [f"/cases/{main.number}/", f"/cases/{main.number}/join/"]
    pages += [f"/desk/cases/{main.number}/", f"/desk/cases/{main.number}/merge/"] if signed_in else []
    for n in range(2):
        more(n)
    few = [(client.get(page), count(client, page))[1] for page in pages]
    for n in range(2, 12):
        more(n)
    assert all(
        many <= few_ + 1 for many, few_ in zip([count(client, page) for page in pages], few, strict=True)
    )


def count(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def long_story(world):
    case = world.report()
    case = actions.promise(world.actor("steward"), case, text="明天来", due_on=case.due_at.date())
    for n in range(3):
        actions.note(world.actor("steward"), case, text=f"第{n}次上门", public=True)
    case = actions.answer(world.actor("steward"), case, kind="solved", text="好了")
    case = actions.contest(world.reporter(case), case, contacted=True, text="没有好")
    return actions.answer(world.actor("branch"), case, kind="solved", text="真的好了")


@pytest.mark.parametrize(
    "page",
    [
        "home",
        "community",
        "list",
        "search",
        "waiting",
        "parked",
        "case",
        "record",
        "rates",
        "topics",
        "places",
        "place",
        "hall",
    ],
)
def test_queries_of_a_page_are_few_and_do_not_grow(world, client, page):
    case = long_story(world)
    for _n in range(3):
        world.report()
    client.get(pages(world, case)[page])
    few = count(client, pages(world, case)[page])
    for _n in range(30):
        world.report()
    many = count(client, pages(world, case)[page])
    assert few <= MOST
    assert many <= few


AT_THE_DESK = {"steward": 7, "branch": 8, "committee": 9, "council": 9, "hotline": 9}
"""Statements of a look at the desk once its questions are put together; two are of the form that narrows a list,
which is kept for a minute in real life."""
AT_A_CASE = 21


@pytest.mark.parametrize("post", AT_THE_DESK)
def test_the_desk_asks_little(world, client, settings, post):
    settings.YISHI_ROWS_ARE_KEPT = True
    case = long_story(world)
    for _n in range(5):
        world.report()
    client.force_login(world.people[post])
    home, one = "/desk/", f"/desk/cases/{case.number}/"
    for _n in range(2):
        client.get(home), client.get(one)
    assert count(client, home) <= AT_THE_DESK[post]
    assert count(client, one) <= AT_A_CASE


@pytest.mark.parametrize("page", ["overview", "bodies", "posts", "contracts", "secretaries", "powers"])
def test_pages_of_bodies_and_posts_ask_the_same_however_many_there_are(world, client, page):
    client.force_login(world.people["committee"])
    address = reverse(f"net:{page}")
    client.get(address)
    few = count(client, address)
    for n in range(12):
        body = network.found(CLOCK, world.places["b3"], kind="member_home", name_zh=f"户{n}")
        post = network.create_post(CLOCK, body, role="member_home")
        network.appoint(CLOCK, post, person=world.people["neighbour"])
    assert count(client, address) <= few <= MOST


def of_sessions(world, session) -> dict[str, str]:
    """The pages of deliberation that are for everybody."""
    estate, street = world.places["estate"].code, world.places["street"].code
    named = {
        name: reverse(f"meet:{name}", args=[session.pk]) for name in ("session", "wall", "screen", "minutes")
    }
    placed = {
        name: reverse(f"meet:{name}", args=[estate])
        for name in ("calendar", "feed", "topics", "place_figures", "unanswered", "promises", "rules")
    }
    return {
        **named,
        **placed,
        "home": reverse("meet:home"),
        "past": reverse("meet:calendar", args=[street]) + "?show=past",
        "month": reverse("meet:calendar", args=[street]) + f"?month={session.starts_at:%Y-%m}",
        "opinions": reverse("meet:behind", args=[session.pk, "opinions"]),
        "held": reverse("meet:figures_list", args=[estate, "held"]) + f"?year={session.starts_at.year}",
    }


def test_pages_of_sessions_ask_the_same_however_many_there_are(world, client):
    meetings.enter_rules(CLOCK)
    session = posted(world)
    call(world, days=3)
    pages = of_sessions(world, session)
    few = {name: (client.get(page), count(client, page))[1] for name, page in pages.items()}
    for n in range(3):
        take_down(world, held(world), *(f"第{n}场第{m}句" for m in range(6)), start=10)
        meeting.announce(world.actor("branch"), call(world, days=4 + n))
    grown = {
        name: (few[name], many) for name, page in pages.items() if (many := count(client, page)) > few[name]
    }
    assert not grown
    assert {name: n for name, n in few.items() if n > MOST} == {}
