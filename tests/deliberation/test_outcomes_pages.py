"""The pages of what comes of it, as those who write it down, those who promised and residents see them."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from tests.deliberation.conftest import underway
from tests.deliberation.test_outcomes import WORDS, council_session, on_agenda, promised, respond, say
from tests.world import PASSWORD

from yishi.cases import actions as matters
from yishi.deliberation import actions, parts_outcomes
from yishi.deliberation.following import follow_code
from yishi.deliberation.models import Opinion, Undertaking
from yishi.deliberation.opening import opening_with
from yishi.network.actors import ANYONE
from yishi.record import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(meeting_world):
    """Going on now; the clock stands ten minutes after it began."""
    session = underway(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        yield session


@pytest.fixture
def sit(meeting_world):
    """Sign in as whoever holds a post."""

    def signed_in(who: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        assert client.login(username=who, password=PASSWORD)
        return client

    return signed_in


def address(name, *args):
    return reverse(f"meet:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


# --- answers ---


def test_answers_are_worked_off_one_after_another(meeting_world, session, sit):
    first, second = say(meeting_world, session, WORDS, "电梯老是停。")
    client = sit("steward")
    assert text(client.get(address("responses", session.pk))).count("Write down the answer") == 2
    page = client.get(address("respond", session.pk, first.pk))
    assert WORDS in text(page)
    said = {
        "kind": "promised",
        "post": str(meeting_world.posts["property"].pk),
        "text": "一周内修好。",
        "within": "7",
        "seen": "",
        "key": "k1",
        "then": "next",
    }
    response = client.post(address("respond", session.pk, first.pk), said)
    assert response["Location"] == address("respond", session.pk, second.pk)
    assert first.undertakings.get().due_on == clock.today() + timedelta(days=7)
    following = client.get(response["Location"])
    chosen = f'value="{meeting_world.posts["property"].pk}" selected'
    assert chosen in text(following), "whoever spoke last is chosen already"


def test_the_same_sent_twice_is_written_down_once(meeting_world, session, sit):
    (opinion,) = say(meeting_world, session, WORDS)
    client = sit("steward")
    said = {
        "kind": "taken",
        "post": str(meeting_world.posts["branch"].pk),
        "text": "",
        "seen": "",
        "key": "k",
    }
    for _twice in range(2):
        assert client.post(address("respond", session.pk, opinion.pk), said).status_code == 302
    said["key"] = "other"
    assert client.post(address("respond", session.pk, opinion.pk), said).status_code == 409


def test_what_is_missing_is_said_at_the_form(meeting_world, session, sit):
    (opinion,) = say(meeting_world, session, WORDS)
    client = sit("steward")
    post = str(meeting_world.posts["property"].pk)
    for wrong in (
        {},
        {"kind": "answered", "post": post, "text": "  "},
        {"kind": "promised", "post": post, "text": "修。", "within": "on"},
        {"kind": "promised", "post": post, "text": "修。", "due_on": "1999-01-01"},
        {"kind": "taken", "post": "9999999"},
    ):
        sent = {"seen": "", "key": "k", **wrong}
        assert client.post(address("respond", session.pk, opinion.pk), sent).status_code == 422
    assert Opinion.objects.filter(case=None).count() == 1


def test_an_open_case_of_the_same_matter_is_offered_to_be_joined(meeting_world, session, sit):
    there = meeting_world.report(WORDS)
    (opinion,) = say(meeting_world, session, WORDS)
    client = sit("steward")
    assert there.number in text(client.get(address("respond", session.pk, opinion.pk)))
    said = {
        "kind": "answered",
        "post": str(meeting_world.posts["property"].pk),
        "text": "已经在修了。",
        "case": str(there.pk),
        "seen": "",
        "key": "k",
    }
    client.post(address("respond", session.pk, opinion.pk), said)
    opinion.refresh_from_db()
    assert opinion.case == there


@pytest.mark.parametrize("page", ["responses", "motions", "decisions", "undertake"])
def test_pages_of_the_clerk_are_closed_to_others(meeting_world, session, sit, page):
    assert sit("steward").get(address(page, session.pk)).status_code == 200
    assert sit("property").get(address(page, session.pk)).status_code == 403
    assert Client().get(address(page, session.pk)).status_code == 302


def test_the_number_read_out_leads_to_the_case_and_the_code_opens_it(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    respond(meeting_world, opinion)
    opinion.refresh_from_db()
    resident = Client()
    for label in (opinion.label, opinion.label.lower()):
        page = text(resident.get(address("opinion", session.pk, label)))
        assert opinion.case.number in page
    assert resident.get(address("opinion", session.pk, "Z99")).status_code == 404
    assert resident.get(address("opinion", session.pk, "A")).status_code == 404
    said = {"number": opinion.case.number, "code": follow_code(opinion)}
    assert resident.post(reverse("cases:follow"), said).status_code == 302
    assert resident.get(reverse("cases:confirm", args=[opinion.case.number])).status_code == 200


def test_words_that_wait_for_a_look_are_shown_to_nobody_else(meeting_world, session, sit):
    words = "找三栋二单元的王小明要，电话13812345678。"
    (opinion,) = say(meeting_world, session, words)
    assert "13812345678" not in text(Client().get(address("opinion", session.pk, opinion.label)))
    assert "13812345678" in text(sit("steward").get(address("opinion", session.pk, opinion.label)))


def test_a_case_kept_from_the_public_is_not_told_of(meeting_world, session):
    (opinion,) = say(meeting_world, session, WORDS)
    kept = meeting_world.report(WORDS, visibility="hotline")
    Opinion.objects.filter(pk=opinion.pk).update(case=kept)
    page = text(Client().get(address("opinion", session.pk, opinion.label)))
    assert f"/cases/{kept.number}/" not in page


# --- promises ---


def test_a_post_says_it_is_kept_and_who_asked_says_so_too(meeting_world, session, sit):
    undertaking = promised(meeting_world, session, contact_phone="13900001111")
    company = sit("property")
    assert "修好路灯。" in text(company.get(address("my_promises")))
    claim = address("promise_do", undertaking.pk, "claim")
    assert company.post(claim, {"evidence": "", "key": "k"}).status_code == 422
    sent = {"evidence": "换了两盏灯。", "kept_on": clock.today().isoformat(), "key": "k2"}
    assert company.post(claim, sent).status_code == 302
    resident = Client(headers={"accept-language": "en"})
    assert "Yes, it is kept" not in text(resident.get(address("promise", undertaking.pk)))
    assert (
        resident.post(address("promise_say", undertaking.pk), {"kept": "yes", "key": "k"}).status_code == 403
    )
    opinion = undertaking.opinion
    said = {"number": undertaking.case.number, "code": follow_code(opinion)}
    assert resident.post(reverse("cases:follow"), said).status_code == 302
    assert "Yes, it is kept" in text(resident.get(address("promise", undertaking.pk)))
    assert resident.post(address("promise_say", undertaking.pk), {"kept": "maybe"}).status_code == 422
    assert (
        resident.post(address("promise_say", undertaking.pk), {"kept": "yes", "key": "k"}).status_code == 302
    )
    undertaking.refresh_from_db()
    assert (undertaking.state, undertaking.confirmed) == ("kept", "asker")


@pytest.mark.parametrize("doing", ["claim", "extend", "break"])
def test_strangers_see_no_form_for_a_promise(meeting_world, session, sit, doing):
    undertaking = promised(meeting_world, session)
    assert sit("property").get(address("promise_do", undertaking.pk, doing)).status_code == 200
    assert sit("fire").get(address("promise_do", undertaking.pk, doing)).status_code == 403
    assert sit("property").get(address("promise_do", undertaking.pk, "other")).status_code == 404


def test_a_place_shows_its_promises_by_how_they_stand(meeting_world, session):
    due, undated = promised(meeting_world, session), promised(meeting_world, session, days=None)
    given_up = promised(meeting_world, session)
    actions.break_undertaking(meeting_world.actor("property"), given_up, reason="路灯归市政管。")
    late = promised(meeting_world, session, days=1)
    with clock.at(clock.now() + timedelta(days=3)):
        shown = {}
        for code in ("421182001901-01", "421182000000"):
            for show in ("due", "late", "undated", "kept", "broken"):
                page = Client().get(address("promises", code), {"show": show})
                assert page.status_code == 200
                shown[code, show] = {each.pk for each in page.context["rows"]}
    for code in ("421182001901-01", "421182000000"):
        assert shown[code, "due"] == {due.pk, late.pk}
        assert shown[code, "late"] == {late.pk}
        assert shown[code, "undated"] == {undated.pk}
        assert shown[code, "kept"] == set()
        assert shown[code, "broken"] == {given_up.pk}
    assert Client().get(address("promises", "nowhere")).status_code == 404


def test_a_long_list_of_promises_goes_on_by_key(meeting_world, session, monkeypatch):
    from yishi.deliberation.views import promises

    monkeypatch.setattr(promises, "PAGE", 2)
    made = [promised(meeting_world, session, days=days).pk for days in (5, 3, 3, 9, 1)]
    seen, at = [], address("promises", "421182001901-01")
    while at:
        page = Client().get(at)
        seen += [each.pk for each in page.context["rows"]]
        at = page.context["next"] and address("promises", "421182001901-01") + page.context["next"]
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(made)


def test_the_next_session_opens_with_what_is_due_late_or_has_no_day(meeting_world, session):
    late = promised(meeting_world, session, days=1)
    undated = promised(meeting_world, session, days=None)
    far = promised(meeting_world, session, days=200)
    with clock.at(clock.now() + timedelta(days=30)):
        following = underway(meeting_world)
        found = opening_with(following)
    assert [each.pk for each in found.late] == [late.pk]
    assert [each.pk for each in found.undated] == [undated.pk]
    assert far.pk not in {each.pk for each in found.all}
    assert not opening_with(session)


def test_a_photo_shows_that_it_is_kept(meeting_world, session, sit):
    undertaking = promised(meeting_world, session)
    taken = io.BytesIO()
    Image.new("RGB", (64, 48), "#b4301a").save(taken, "JPEG")
    taken.seek(0)
    taken.name = "lamp.jpg"
    sent = {"evidence": "换了两盏灯。", "key": "k", "photos": taken}
    assert sit("property").post(address("promise_do", undertaking.pk, "claim"), sent).status_code == 302
    undertaking.refresh_from_db()
    assert undertaking.picture
    assert Client().get(address("promise_picture", undertaking.pk, "small"))["Content-Type"] == "image/jpeg"
    assert Client().get(address("promise_picture", undertaking.pk, "huge")).status_code == 404


def test_what_was_struck_out_is_not_shown(meeting_world, session):
    undertaking = promised(meeting_world, session)
    respond(meeting_world, undertaking.opinion, "taken", by="branch", text="")
    assert Undertaking.objects.get(pk=undertaking.pk).state == "struck"
    assert Client().get(address("promise", undertaking.pk)).status_code == 404


# --- votes and decisions ---


def test_a_motion_is_put_counted_and_shown_with_its_arithmetic(meeting_world, session, sit):
    item = on_agenda(session)
    client = sit("steward")
    sent = {"item": str(item.pk), "text": "在南侧建车棚。", "rule": str(session.tally_id), "key": "k"}
    response = client.post(address("motions", session.pk), sent)
    motion = session.motions.get()
    assert response["Location"] == address("count_hands", motion.pk)
    count = address("count_hands", motion.pk)
    wrong = client.post(count, {"heads": "61", "yes": "38", "no": "20", "abstained": "5", "key": "a"})
    assert wrong.status_code == 422
    assert "63" in text(wrong)
    assert client.post(count, {"heads": "61", "yes": "-1", "no": "", "abstained": "5"}).status_code == 422
    right = client.post(count, {"heads": "61", "yes": "38", "no": "20", "abstained": "3", "key": "b"})
    assert right.status_code == 302
    again = client.post(count, {"heads": "61", "yes": "1", "no": "0", "abstained": "0", "key": "c"})
    assert again.status_code == 409
    page = text(client.get(address("motions", session.pk)))
    assert "38 of 58 votes cast is more than half" in page


def test_without_a_frozen_item_nothing_can_be_put(meeting_world, session, sit):
    on_agenda(session, late=True)
    page = sit("steward").get(address("motions", session.pk))
    assert page.context["form"] is None


def test_the_council_writes_down_what_it_decided(meeting_world, sit):
    case = meeting_world.report(WORDS)
    for who in ("steward", "branch", "committee"):
        case = matters.hand_up(
            meeting_world.actor(who), matters.take(meeting_world.actor(who), case), reason="解决不了。"
        )
    session = council_session(meeting_world)
    with clock.at(session.starts_at + timedelta(minutes=20)):
        item = on_agenda(session, case)
        client = sit("council")
        assert "Write down the decision" in text(client.get(address("decisions", session.pk)))
        at = address("decide", session.pk, item.pk)
        assert client.post(at, {"what": "do", "text": "修。", "key": "a"}).status_code == 422
        assert client.post(at, {"what": "park", "text": "没钱。", "key": "b"}).status_code == 422
        sent = {
            "what": "do",
            "text": "由支部牵头。",
            "post1": str(meeting_world.posts["branch"].pk),
            "does1": "牵头协调。",
            "within1": "14",
            "key": "c",
        }
        done = client.post(at, sent)
        assert done.status_code == 302, done.context["form"].errors
        case.refresh_from_db()
        assert case.holder == meeting_world.posts["branch"]
        assert "由支部牵头。" in text(client.get(address("decisions", session.pk)))
        votes = parts_outcomes.of(session, ANYONE)["votes"]
        assert [each.case for each in votes["decisions"]] == [case]


def test_the_public_page_of_the_session_shows_votes_and_promises(meeting_world, session):
    promised(meeting_world, session)
    motion = actions.put_motion(meeting_world.actor("steward"), on_agenda(session), text="建车棚。")
    actions.count_hands(meeting_world.actor("steward"), motion, yes=5, no=1, abstained=0, heads=9)
    page = text(Client(headers={"accept-language": "en"}).get(address("session", session.pk)))
    assert "修好路灯。" in page
    assert "5 of 6 votes cast is more than half" in page


def test_pages_ask_no_more_however_much_was_said(meeting_world, session, sit):
    client, code = sit("steward"), "421182001901-01"
    pages = [
        address("responses", session.pk) + "?show=all",
        address("promises", code),
        address("motions", session.pk),
    ]

    def counted() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    item = on_agenda(session)
    actions.put_motion(meeting_world.actor("steward"), item, text="第一项。")
    promised(meeting_world, session)
    counted()
    few = counted()
    for n in range(6):
        promised(meeting_world, session)
        actions.put_motion(meeting_world.actor("steward"), item, text=f"第{n}项。")
    assert all(many <= before + 1 for many, before in zip(counted(), few, strict=True))
