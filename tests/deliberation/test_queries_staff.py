"""The pages of whoever leads, writes or is invited ask the database the same, however much there is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.deliberation.closed import drafted, held, posted, take_down
from tests.deliberation.conftest import call, underway
from tests.house.test_queries import MOST, count

from yishi.deliberation import actions, setup
from yishi.deliberation.actions.attending import Came
from yishi.deliberation.models import Attendance, Kind, Sheet
from yishi.network.actors import ANYONE, CLOCK
from yishi.record import clock

AT_A_SESSION = (
    "session",
    "agenda",
    "pack",
    "hall",
    "hall_people",
    "hall_roll",
    "hall_door",
    "sheet",
    "paste",
    "paper_sheets",
    "hall_words",
    "responses",
    "motions",
    "decisions",
    "write_minutes",
)

MOST_OF_A_SESSION = MOST + 3
"""Its page shows everything at once; whoever leads it also sees who is invited and what to do next."""


@pytest.fixture
def meet(world):
    setup.enter_rules(CLOCK)
    return world


def look(client, pages: dict[str, str]) -> dict[str, int]:
    """How many statements each page takes, once what is kept a while is there."""
    return {name: (client.get(page), count(client, page))[1] for name, page in pages.items()}


def grown(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    return {name: (few[name], many[name]) for name in few if many[name] > few[name]}


def pages_of(session) -> dict[str, str]:
    return {name: reverse(f"meet:{name}", args=[session.pk]) for name in AT_A_SESSION} | {
        f"words {show}": reverse("meet:hall_words", args=[session.pk]) + f"?show={show}"
        for show in ("waiting", "wall", "all", "hidden")
    }


def more_at(world, session, start: int, n: int = 6) -> None:
    """More people, words, answers, items, motions and sheets at one session."""
    steward, branch = world.actor("steward"), world.actor("branch")
    came = [Came(role=Attendance.Role.OWNER, building=world.places["b3"], count=2) for _n in range(n)]
    actions.write_down_attendance(steward, session, people=came, line=f"more-{start}")
    said = take_down(world, session, *(f"{start}-{m}，路灯不亮。" for m in range(n)), start=start)
    for opinion in said[: n // 2]:
        due = clock.today() + timedelta(days=9)
        post = world.posts["property"]
        actions.respond(steward, opinion, kind="promised", post=post, text="修好它。", due_on=due)
    for m in range(n):
        actions.add_item(branch, session, title=f"第{start}-{m}项")
    actions.open_sheet(steward, session, key=f"paper-{session.pk}-{start}", kind=Sheet.Kind.PAPER)


@pytest.mark.parametrize("who", ["steward", "branch"])
def test_pages_of_one_session_ask_the_same_however_much_is_said(meet, client, who):
    session = underway(meet)
    client.force_login(meet.people[who])
    with clock.at(session.starts_at + timedelta(minutes=20)):
        more_at(meet, session, 1)
        few = look(client, pages_of(session))
        more_at(meet, session, 20)
        more_at(meet, session, 40)
        many = look(client, pages_of(session))
    assert not grown(few, many)
    assert few.pop("session") <= MOST_OF_A_SESSION
    assert {name: n for name, n in few.items() if n > MOST} == {}


def test_pages_of_the_desk_ask_the_same_however_many_sessions_there_are(meet, client):
    place = meet.places["estate"].code
    pages = {
        "mine": reverse("meet:mine"),
        "promised": reverse("meet:my_promises"),
        "series": reverse("meet:series"),
        "call": reverse("meet:call", args=[place]),
        "new series": reverse("meet:new_series", args=[place]),
        "topics": reverse("meet:topic_desk", args=[place]),
        "rules": reverse("meet:rules", args=[place]),
    }
    posted(meet)
    drafted(meet)
    call(meet, days=3)
    topic(meet, 0)
    client.force_login(meet.people["branch"])
    few = look(client, pages)
    for n in range(3):
        held(meet)
        drafted(meet)
        actions.announce(meet.actor("branch"), call(meet, days=4 + n))
        topic(meet, n + 1)
    assert not grown(few, look(client, pages))
    assert {name: n for name, n in few.items() if n > MOST} == {}


def topic(world, n: int) -> None:
    actions.propose_topic(ANYONE, world.places["estate"], words=f"第{n}个车棚不够用，想再盖一个。")


def test_the_page_of_an_invited_post_asks_the_same_however_often_it_is_invited(meet, client):
    def invited(days: int) -> None:
        session = call(meet, days=days, kind=Kind.YARD)
        actions.invite(meet.actor("branch"), session, posts=[meet.posts["property"]])
        actions.announce(meet.actor("branch"), session)

    client.force_login(meet.people["property"])
    invited(5)
    pages = {"mine": reverse("meet:mine"), "promised": reverse("meet:my_promises")}
    few = look(client, pages)
    for n in range(6):
        invited(6 + n)
    assert not grown(few, look(client, pages))
