"""Several at the same moment: one wins, the others are told, and nothing happens twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.cases.stage import Resident, jpeg
from tests.world import CODE

from yishi.cases import actions
from yishi.cases.models import Case, Feedback, Photo, State, Stay
from yishi.network.actors import CLOCK
from yishi.notices.models import Message
from yishi.record import Refused
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Do them in threads of their own, begun together; gives what each gave, or the refusal it met."""
    start = threading.Barrier(len(doings))

    def do(doing: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return doing()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(do, doings))


def refused(results: list[Any]) -> list[Refused]:
    return [result for result in results if isinstance(result, Refused)]


def kinds(case: Case) -> list[str]:
    return [entry.kind.removeprefix("cases.") for entry in Entry.objects.about(case.ref).order_by("id")]


def lies_on_one_desk(case: Case) -> bool:
    return Stay.objects.filter(case=case, left_at=None).count() == (1 if case.is_open else 0)


def test_two_take_one_order(world):
    for _round in range(ROUNDS):
        case = world.report()
        results = at_once(*(partial(actions.take, world.actor(who), case) for who in ("steward", "on_duty")))
        case.refresh_from_db()
        [told] = refused(results)
        assert told.moved_on and told.reason
        assert (case.state, kinds(case).count("Taken")) == (State.HANDLING, 1)
        assert lies_on_one_desk(case)


def test_one_answers_while_the_other_hands_up(world):
    steward = world.actor("steward")
    for _round in range(ROUNDS):
        case = world.handling()
        results = at_once(
            partial(actions.answer, steward, case, kind="solved", text="清走了。"),
            partial(actions.hand_up, steward, case, reason="要协调"),
        )
        case.refresh_from_db()
        [told] = refused(results)
        assert told.moved_on
        assert (kinds(case).count("Answered"), kinds(case).count("HandedUp")) in ((1, 0), (0, 1))
        assert case.state == (State.ANSWERED if "Answered" in kinds(case) else State.REPORTED)
        assert lies_on_one_desk(case)


def test_the_resident_says_both_while_the_clock_ends_it(world):
    for _round in range(ROUNDS):
        case = world.answered()
        resident = world.reporter(case)
        results = at_once(
            partial(actions.confirm, resident, case, contacted=True, satisfaction="satisfied"),
            partial(actions.contest, resident, case, contacted=True, text="还堆着"),
            partial(actions.lapse, CLOCK, case),
        )
        case.refresh_from_db()
        happened = [kind for kind in kinds(case) if kind in ("Confirmed", "Contested", "Lapsed")]
        # silence may be contested afterwards; else only one of them happened
        assert happened == ["Lapsed", "Contested"] or len(happened) == 1
        assert len(refused(results)) == 3 - len(happened)
        assert all(told.moved_on for told in refused(results))
        ends = {"Confirmed": State.CLOSED, "Contested": State.REPORTED, "Lapsed": State.LAPSED}
        assert case.state == ends[happened[-1]]
        assert Feedback.objects.filter(case=case).count() == (0 if happened == ["Lapsed"] else 1)
        assert lies_on_one_desk(case)


def test_the_same_key_at_once_is_one_deed(world):
    steward = world.actor("steward")
    case = world.handling()
    results = at_once(
        *(lambda: actions.note(steward, case, text="去看过了", once="one key") for _time in range(4))
    )
    assert not refused(results) and {result.pk for result in results} == {case.pk}
    assert case.notes.count() == kinds(case).count("Noted") == 1


def test_the_same_report_sent_twice_at_once_is_one_case_with_one_receipt(world):
    resident = Resident(Client())
    resident.up_to_check(photos=[jpeg()], phone="19900001234")

    def send() -> Any:
        browser = Client()
        browser.cookies = resident.client.cookies.copy()
        return browser.post(resident.to("check"))

    answers = at_once(send, send, send)
    assert [answer.status_code for answer in answers] == [302] * 3
    case = Case.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/cases/{case.number}/receipt/"}
    assert Photo.objects.count() == 1 and kinds(case).count("Reported") == 1
    assert Message.objects.filter(kind="cases.received").count() == 1
    receipt = resident.client.get(answers[0]["Location"])
    assert receipt.status_code == 200 and case.number in receipt.content.decode()


def test_two_holders_press_at_once_and_the_slower_one_reads_why(world):
    case = world.report()

    def press(who: str) -> Any:
        browser = Client()
        browser.force_login(world.people[who])
        browser.cookies["django_language"] = "en"
        return browser.post(f"/desk/cases/{case.number}/take/", {"key": who})

    answers = at_once(lambda: press("steward"), lambda: press("on_duty"))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    [slower] = [answer for answer in answers if answer.status_code == 409]
    assert "lies on another desk" in slower.content.decode() or "has moved on" in slower.content.decode()
    case.refresh_from_db()
    assert kinds(case).count("Taken") == 1


def test_the_same_word_of_the_resident_sent_twice_at_once(world):
    case = world.answered()
    browser = Client()
    browser.get("/follow/", {"n": case.number, "c": CODE})
    said = {"contacted": "yes", "satisfaction": "satisfied", "key": "the page's key"}

    def send() -> Any:
        same = Client()
        same.cookies = browser.cookies.copy()
        return same.post(f"/cases/{case.number}/confirm/", said)

    answers = at_once(send, send)
    assert [answer.status_code for answer in answers] == [302, 302]
    case.refresh_from_db()
    assert case.state == State.CLOSED and kinds(case).count("Confirmed") == 1


def test_something_written_down_twice_at_once_is_one_case(world):
    said = {
        "place": "421182001901-01-03",
        "words": "楼道灯坏了。",
        "category": "shared.stairwell",
        "key": "one key",
    }

    def send() -> Any:
        browser = Client()
        browser.force_login(world.people["steward"])
        return browser.post("/desk/new/", said)

    answers = at_once(send, send)
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()[-2000:]
    assert Case.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1
