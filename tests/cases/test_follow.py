"""Following one's own case by number and code, judging the answer, withdrawing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.stage import Resident, jpeg
from tests.world import CODE

from yishi.cases import actions as cases
from yishi.cases import receipts
from yishi.cases.models import Case, State
from yishi.network.actors import CLOCK, Actor
from yishi.record import clock
from yishi.record.models import Entry


@pytest.fixture
def holder(client, world):
    """A browser whose owner has number and code in hand: `holder(case)` opens the case with them."""

    def of(case: Case) -> Resident:
        resident = Resident(client)
        resident.post("/follow/", number=case.number, code=CODE)
        assert resident.at == f"/cases/{case.number}/"
        return resident

    return of


def answered(world, kind: str = "solved") -> Case:
    more = {
        "solved": {},
        "partly": {"remaining": "还差一盏灯。", "remaining_on": clock.today() + timedelta(days=9)},
        "impossible": {"basis": "没有位置。", "alternative": "放到车棚。"},
    }[kind]
    return cases.answer(world.actor("steward"), world.handling(), kind=kind, text="柴火清走了。", **more)


def test_number_and_code_open_the_case(holder, world):
    case = world.report(visibility="hotline")
    assert Client().get(f"/cases/{case.number}/").status_code == 404
    resident = holder(case)
    page = resident.client.get(f"/cases/{case.number}/")
    assert page.status_code == 200 and "Your matter" in page.content.decode()


@pytest.mark.parametrize(
    ("number", "code"),
    [("{n}", "2026 0415"), (" {n} ", "２０２６０４１５"), ("{n}", "2026-0415"), ("{spaced}", "20260415")],
)
def test_they_may_be_typed_as_people_type(client, world, number, code):
    case = world.report()
    given = number.format(n=case.number, spaced=" ".join(case.number))
    answer = client.post("/follow/", {"number": given, "code": code})
    assert answer.status_code == 302


def test_the_code_on_the_receipt_needs_no_typing(client, world):
    case = world.report()
    assert client.get("/follow/", {"n": case.number, "c": CODE})["Location"] == f"/cases/{case.number}/"
    answer = Client().get("/follow/", {"n": case.number, "c": "00000000"})
    assert answer.status_code == 422 and case.number in answer.content.decode()


@pytest.mark.parametrize("code", ["", "1", "00000000", "x" * 500, "\x00", "２", "٢٠٢٦٠٤١٥١", "²" * 8])
def test_a_wrong_code_opens_nothing(client, world, code):
    client.cookies["django_language"] = "en"
    case = world.report(visibility="hotline")
    answer = client.post("/follow/", {"number": case.number, "code": code})
    assert answer.status_code == 422
    assert case.title not in answer.content.decode() and not client.session.get("follows")


@pytest.mark.parametrize("number", ["", "0", "18", "9" * 18, "-1", "１", "²²", "\x00", "abc"])
def test_a_number_that_is_none(client, world, number):
    assert client.post("/follow/", {"number": number, "code": CODE}).status_code == 422


def test_guessing_is_stopped_but_others_are_not(client, world):
    case = world.report()
    for _ in range(10):
        assert client.post("/follow/", {"number": case.number, "code": "00000000"}).status_code == 422
    assert client.post("/follow/", {"number": case.number, "code": CODE}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert elsewhere.post("/follow/", {"number": case.number, "code": CODE}).status_code == 302


def test_right_codes_do_not_wear_the_limit_down(client, world):
    case = world.report()
    for _ in range(15):
        assert client.get("/follow/", {"n": case.number, "c": CODE}).status_code == 302


def test_the_receipt_is_shown_only_where_it_was_given(client, world):
    resident = Resident(client)
    page = resident.report().content.decode()
    case = Case.objects.get()
    assert re.search(r"\d{4} \d{4}", page) and "<svg" in page and f"/follow/?n={case.number}" in page
    slip = client.get(f"/cases/{case.number}/slip/")
    assert slip.status_code == 200 and "no-store" in slip["Cache-Control"]
    other = Client()
    answer = other.get(f"/cases/{case.number}/receipt/")
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.number}/"
    hidden = world.report(visibility="hotline")
    assert other.get(f"/cases/{hidden.number}/receipt/").status_code == 404
    other.post("/follow/", {"number": hidden.number, "code": CODE})
    assert other.get(f"/cases/{hidden.number}/receipt/").status_code == 302, "followed, but not given here"


def test_whoever_writes_it_down_for_a_caller_has_the_slip_but_is_not_the_reporter(client, world):
    client.force_login(world.people["steward"])
    case = cases.file(
        world.actor("steward"), world.places["b3"], words="灯坏了，看不见。", code=CODE, channel="phone",
        category=world.categories["stairwell"],
    )  # fmt: skip
    session = client.session
    receipts.keep(session, case, CODE)
    session.save()
    page = client.get(f"/cases/{case.number}/slip/")
    assert page.status_code == 200 and "2026 0415" in page.content.decode()
    assert not client.session.get("follows")


# Judging


def test_asked_and_solved(holder, world):
    case = answered(world)
    resident = holder(case)
    page = resident.client.get(f"/cases/{case.number}/").content.decode()
    assert "Is it solved?" in page and f"/cases/{case.number}/contest/" in page
    page = resident.client.get(f"/cases/{case.number}/confirm/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    said = {"contacted": "yes", "satisfaction": "satisfied", "text": "谢谢。", "key": key}
    page = resident.post(f"/cases/{case.number}/confirm/", **said).content.decode()
    case.refresh_from_db()
    assert case.state == State.CLOSED and "because you say it is solved" in page
    feedback = case.feedback.get()
    assert (feedback.contacted, feedback.solved, feedback.satisfaction) == (True, True, "satisfied")
    assert resident.client.post(f"/cases/{case.number}/confirm/", said).status_code == 302, (
        "the same once more"
    )
    assert resident.client.post(f"/cases/{case.number}/confirm/", {**said, "key": "2"}).status_code == 409
    assert Entry.objects.filter(subject=case.ref, kind__endswith="Confirmed").count() == 1


def test_nobody_is_glad_about_what_was_not_solved(holder, world):
    case = answered(world, "impossible")
    resident = holder(case)
    page = resident.client.get(f"/cases/{case.number}/").content.decode()
    assert "Can it stay like this?" in page and "放到车棚。" in page
    page = resident.post(
        f"/cases/{case.number}/confirm/", contacted="no", satisfaction="mostly"
    ).content.decode()
    assert "it can stay like this" in page and "is solved." not in page


def test_not_solved_goes_one_rung_up_and_says_to_whom(holder, world):
    case = answered(world)
    resident = holder(case)
    said = {"contacted": "no", "text": "还堆着一半。", "photos": [jpeg()]}
    page = resident.post(f"/cases/{case.number}/contest/", **said).content.decode()
    case.refresh_from_db()
    assert case.holder == world.posts["branch"] and case.state == State.REPORTED
    assert world.posts["branch"].title in page and "must answer by" in page
    assert case.photos.filter(stage="contest").count() == 1


def test_not_solved_needs_words_or_a_photo(holder, world):
    case = answered(world)
    resident = holder(case)
    path = f"/cases/{case.number}/contest/"
    answer = resident.client.post(path, {"contacted": "no", "text": "\u200b "})
    assert answer.status_code == 422 and "or add a photo" in answer.content.decode()
    broken = jpeg()
    broken.file.truncate(300)
    answer = resident.client.post(path, {"contacted": "no", "photos": [broken]})
    assert answer.status_code == 422 and "landing.jpg" in answer.content.decode()
    assert resident.client.post(path, {"contacted": "maybe", "text": "x"}).status_code == 422
    assert resident.client.post(path, {"contacted": "no", "photos": [jpeg()]}).status_code == 302


def test_after_silence_one_can_still_say_it_is_not_solved(holder, world):
    case = cases.lapse(CLOCK, answered(world))
    resident = holder(case)
    page = resident.client.get(f"/cases/{case.number}/").content.decode()
    assert "Still not solved?" in page and f"/cases/{case.number}/confirm/" not in page
    resident.post(f"/cases/{case.number}/contest/", contacted="no", text="还在那里。")
    case.refresh_from_db()
    assert case.state == State.REPORTED


def test_withdrawing_asks_once_more(holder, world):
    case = world.handling()
    resident = holder(case)
    page = resident.client.get(f"/cases/{case.number}/withdraw/")
    assert page.status_code == 200 and case.is_open
    page = resident.post(f"/cases/{case.number}/withdraw/", text="邻居自己搬走了。")
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN and "Nobody works on it" in page.content.decode()


@pytest.mark.parametrize("act", ["confirm", "contest", "withdraw"])
def test_strangers_are_asked_for_the_code(client, world, act):
    case = answered(world)
    said = {"contacted": "yes", "satisfaction": "satisfied", "text": "好"}
    for answer in (
        client.get(f"/cases/{case.number}/{act}/"),
        client.post(f"/cases/{case.number}/{act}/", said),
    ):
        assert answer.status_code == 302 and answer["Location"] == f"/follow/?n={case.number}"
    hidden = world.report(visibility="hotline")
    assert client.get(f"/cases/{hidden.number}/{act}/")["Location"] == "/follow/?n="
    assert client.get("/cases/٣/confirm/")["Location"] == "/follow/?n="
    assert client.get("/cases/%00/confirm/").status_code == 404
    case.refresh_from_db()
    assert case.state == State.ANSWERED


@pytest.mark.parametrize("act", ["confirm", "contest", "withdraw"])
def test_what_is_not_to_be_said_now_leads_back_with_a_reason(holder, world, act):
    case = cases.withdraw(Actor(follows=frozenset({(case := world.report()).pk})), case)
    resident = holder(case)
    answer = resident.client.get(f"/cases/{case.number}/{act}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/cases/{case.number}/"
    assert "moved on" in answer.content.decode()


def test_whoever_handled_it_cannot_close_it_with_the_code(holder, world):
    case = answered(world)
    resident = holder(case)
    resident.client.force_login(world.people["steward"])
    resident.post("/follow/", number=case.number, code=CODE)
    said = {"contacted": "yes", "satisfaction": "satisfied"}
    assert resident.client.post(f"/cases/{case.number}/confirm/", said).status_code == 403
    page = resident.client.get(f"/cases/{case.number}/").content.decode()
    assert f"/cases/{case.number}/confirm/" not in page


def test_a_steward_judges_their_own_matter_as_a_resident(client, world):
    resident = Resident(client)
    client.force_login(world.people["steward2"])
    resident.report()
    case = Case.objects.get()
    case = cases.take(world.actor("steward"), case)
    cases.answer(world.actor("steward"), case, kind="solved", text="好了。")
    resident.post(f"/cases/{case.number}/confirm/", contacted="yes", satisfaction="satisfied")
    assert Entry.objects.get(subject=case.ref, kind__endswith="Confirmed").actor == "resident"


def test_others_see_nothing_of_it_on_the_page(client, world):
    case = answered(world)
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert 'id="yours"' not in page
