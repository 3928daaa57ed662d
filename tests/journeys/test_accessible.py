"""Nobody is shut out: axe finds no violation, nothing is wider than the window."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.deliberation.closed import posted, take_down
from tests.deliberation.conftest import call, underway
from tests.deliberation.test_outcomes import on_agenda
from tests.journeys.conftest import looked_up

from yishi.deliberation import actions, setup
from yishi.network.actors import CLOCK
from yishi.record import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FACES = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "smallest, elder, English": {"viewport": {"width": 320, "height": 640}, "locale": "en-GB", "elder": True},
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def everybodys(world) -> list[str]:
    waiting, open_case = world.answered(), world.report()
    return [
        "/",
        "/c/421182001901-01/",
        "/cases/?showing=open",
        "/find/?q=%E6%9F%B4%E7%81%AB",
        "/waiting/",
        f"/cases/{waiting.number}/",
        f"/cases/{open_case.number}/",
        f"/follow/?n={waiting.number}&c=20260415",
        f"/cases/{waiting.number}/confirm/",
        f"/cases/{waiting.number}/contest/",
        "/report/",
        "/report/at/421182001901-01-03/",
        "/report/at/421182001901-01-03/?top=shared",
        "/follow/",
        "/account/login/",
        "/account/signup/",
        "/record/",
        "/record/verify/",
        "/cases/00/",
    ]


def stewards(world) -> list[str]:
    new, taken = world.report(), world.handling()
    return [
        "/desk/",
        "/desk/new/",
        f"/desk/cases/{new.number}/",
        f"/desk/cases/{taken.number}/",
        *(
            f"/desk/cases/{taken.number}/{action}/"
            for action in ("answer", "promise", "hand_up", "send_back", "ask_part", "note", "decline")
        ),
        "/inbox/",
        "/me/",
    ]


def sessions(world) -> tuple[list[str], list[str]]:
    """A session to come, one that goes on now and one whose minutes hang on the board: what everybody sees of them, and
    what whoever writes the sheet sees."""
    setup.enter_rules(CLOCK)
    with clock.at(clock.now() - timedelta(days=60)):
        past = posted(world)
    with clock.at(clock.now() - timedelta(days=9, minutes=30)):
        now = underway(world, days=9)
    item = on_agenda(now)
    actions.put_motion(world.actor("steward"), item, text="在南侧建车棚。")
    said = take_down(world, now, "路灯不亮。")[0]
    coming = actions.announce(world.actor("branch"), call(world))
    at, promise = "421182001901-01", past.undertakings.get()
    public = [
        f"/meet/at/{at}/",
        *(f"/meet/{each.pk}/" for each in (coming, now, past)),
        *(f"/meet/{now.pk}/{rest}/" for rest in ("wall", "screen", "in")),
        f"/meet/{past.pk}/minutes/",
        f"/meet/topics/at/{at}/",
        f"/meet/topics/at/{at}/new/",
        f"/meet/promises/at/{at}/",
        f"/meet/promises/{promise.pk}/",
        f"/meet/figures/{at}/",
        f"/meet/unanswered/{at}/",
    ]
    rest = (
        "hall",
        "hall/people",
        "hall/roll",
        "hall/sheet",
        "hall/words",
        "responses",
        "motions",
        "decisions",
        "agenda",
    )
    staff = [
        "/meet/mine/",
        *(f"/meet/{now.pk}/{each}/" for each in rest),
        f"/meet/{now.pk}/decisions/{item.pk}/",
        f"/meet/{now.pk}/responses/{said.pk}/",
    ]
    return public, staff


def look(visitor, address: str) -> list[str]:
    """What is wrong with the page there."""
    page = visitor.page
    page.goto(address)
    # as tall as the page: a bar that keeps to the foot of the window would be measured as lying on what is behind it
    size = page.viewport_size
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = Axe().run(page, options=RULES).response["violations"]
    wrong = [f"{address}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{address}: {wide} px too wide")
    return wrong


def as_seen(visit, face: dict, who: str = ""):
    options = {k: v for k, v in face.items() if k != "elder"}
    visitor = visit(**options)
    if face.get("elder"):
        visitor.context.add_cookies([{"name": "mode", "value": "elder", "url": visitor.home}])
    if who:
        visitor.sign_in(who, english="locale" in face)
    return visitor


@pytest.mark.parametrize("face", FACES)
def test_pages_of_residents_shut_nobody_out(visit, neighbourhood, face):
    addresses = looked_up(lambda: everybodys(neighbourhood))
    visitor = as_seen(visit, FACES[face])
    wrong = [line for address in addresses for line in look(visitor, address)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("face", FACES)
def test_pages_of_the_desk_shut_nobody_out(visit, neighbourhood, face):
    addresses = looked_up(lambda: stewards(neighbourhood))
    visitor = as_seen(visit, FACES[face], "steward")
    wrong = [line for address in addresses for line in look(visitor, address)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("face", FACES)
def test_pages_of_sessions_shut_nobody_out(visit, neighbourhood, face):
    public, staff = looked_up(lambda: sessions(neighbourhood))
    passer_by, clerk = as_seen(visit, FACES[face]), as_seen(visit, FACES[face], "steward")
    wrong = [line for address in public for line in look(passer_by, address)]
    wrong += [line for address in staff for line in look(clerk, address)]
    assert not wrong, "\n".join(wrong)
    assert not passer_by.complaints + clerk.complaints, "every page is there"
