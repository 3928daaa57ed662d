"""Every action of a case through its page: what is asked, what is done, what is refused."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from yishi.cases import actions as cases
from yishi.cases.models import Feedback, Note, State
from yishi.desk.forms.doings import ANSWERS, DOINGS
from yishi.desk.grounds import GROUNDS
from yishi.network import pictures
from yishi.record import clock
from yishi.record.events import _SHAPES, Code


def words(response) -> str:
    return response.content.decode()


def to(case, action: str) -> str:
    return reverse("desk:act", args=[case.number, action])


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


@pytest.fixture
def two_returns(world):
    case = world.report()
    cases.send_back(world.actor("steward"), case, reason="不归我们", proposed=world.posts["branch"])
    return cases.send_back(world.actor("branch"), case, reason="也不归", proposed=world.posts["steward"])


def test_take_is_one_press_and_sent_twice_happens_once(sit, world):
    case, client = world.report(), sit("steward")
    for _again in range(2):
        response = client.post(to(case, "take"), {"key": "k1"})
        assert response["Location"] == reverse("desk:case", args=[case.number])
    case.refresh_from_db()
    assert case.state == State.HANDLING
    assert case.stays.count() == 1
    assert words(client.get(response["Location"])).count("The resident has been told") == 2


def test_members_on_duty_take_an_order_onto_their_own_desk(sit, world):
    case = world.report()
    assert sit("on_duty").post(to(case, "take"), {"key": "k"}).status_code == 302
    case.refresh_from_db()
    assert case.holder == world.posts["on_duty"]


def test_the_second_of_two_holders_is_told_and_shown_how_it_stands(sit, world):
    case = world.report()
    sit("on_duty").post(to(case, "take"), {"key": "k"})
    response = sit("steward").post(to(case, "take"), {"key": "other"})
    assert response.status_code == 409
    page = words(response)
    assert "The matter has moved on" in page
    assert reverse("desk:case", args=[case.number]) in page
    assert world.posts["on_duty"].title in page


def test_note_public_or_among_colleagues(sit, world):
    case, client = world.handling(), sit("steward")
    client.post(to(case, "note"), {"key": "a", "text": "已联系\u200b住户"})
    client.post(to(case, "note"), {"key": "b", "text": "周三上门", "public": "on"})
    notes = {note.text: note.public for note in case.notes.all()}
    assert notes == {"已联系住户": False, "周三上门": True}


def test_a_note_of_nothing_comes_back_with_a_sentence(sit, world):
    case = world.handling()
    for empty in ("", "   ", "\u200b\u202e"):
        response = sit("steward").post(to(case, "note"), {"key": "a", "text": empty})
        assert response.status_code == 422
        assert 'role="alert"' in words(response)
    assert not case.notes.exists()


def test_call_is_logged_with_its_outcome(sit, world):
    case = world.handling(contact_phone="19900001234")
    assert "199 0000 1234" not in words(sit("steward").get(to(case, "call")))
    sit("steward").post(to(case, "reveal"), {"key": "r", "what": "contact", "reason": "call"})
    assert "199 0000 1234" in words(sit("steward").get(to(case, "call")))
    sit("steward").post(to(case, "call"), {"key": "a", "outcome": "not_reached", "text": ""})
    note = case.notes.get()
    assert (note.kind, note.code, note.public) == (Note.Kind.CALL, "not_reached", False)
    assert sit("steward").post(to(case, "call"), {"key": "b", "outcome": "maybe"}).status_code == 422


def test_who_may_not_ring_does_not_see_the_number(sit, world):
    case = world.report(contact_phone="19900001234")
    response = sit("on_duty").get(to(case, "call"))
    assert response.status_code == 403
    assert "1234" not in words(response)


def test_add_photos(sit, world, photo):
    case = world.handling()
    response = sit("steward").post(to(case, "add_photos"), {"key": "a", "photos": photo, "stage": "before"})
    assert response.status_code == 302
    assert case.photos.get().stage == "before"
    empty = sit("steward").post(to(case, "add_photos"), {"key": "b", "stage": "before"})
    assert empty.status_code == 422


def test_a_file_that_is_no_photo_is_refused_with_a_sentence(sit, world, photo):
    case = world.handling()
    photo.truncate(200)
    response = sit("steward").post(to(case, "add_photos"), {"key": "a", "photos": photo, "stage": "before"})
    assert response.status_code == 422
    assert not case.photos.exists()
    assert "choose them once more" in words(response)


@pytest.mark.parametrize(("given", "days"), [({"within": "3"}, 3), ({"within": "1", "due_on": "x10"}, 10)])
def test_promise_by_a_quick_choice_or_a_day(sit, world, given, days):
    case = world.report()
    if given.get("due_on"):
        given["due_on"] = (clock.today() + timedelta(days=10)).isoformat()
    assert (
        sit("steward").post(to(case, "promise"), {"key": "a", "text": "换灯泡", **given}).status_code == 302
    )
    promise = case.promises.get()
    assert promise.due_on == clock.today() + timedelta(days=days)
    case.refresh_from_db()
    assert case.state == State.HANDLING


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "9999-12-31", "2027-02-30"])
def test_promise_of_no_such_day_comes_back(sit, world, day):
    case = world.report()
    response = sit("steward").post(to(case, "promise"), {"key": "a", "text": "换灯泡", "due_on": day})
    assert response.status_code == 422
    assert "换灯泡" in words(response)
    assert not case.promises.exists()


def test_hand_up_says_who_will_get_it(sit, world):
    case = world.handling()
    with override("en"):
        branch = world.posts["branch"].title
    assert branch in words(sit("steward").get(to(case, "hand_up")))
    response = sit("steward").post(
        to(case, "hand_up") + "?from=tab%3Dworking", {"key": "a", "reason": "要动用维修资金"}
    )
    assert response["Location"] == "/desk/?tab=working"
    case.refresh_from_db()
    assert case.holder == world.posts["branch"]


def test_send_back_goes_to_the_proposal_once_then_to_a_ruling(sit, world):
    case = world.report()
    page = words(sit("steward").get(to(case, "send_back")))
    assert "This can be done once" in page
    given = {"key": "a", "reason": "是香樟苑的", "proposed": world.posts["steward2"].pk}
    for _again in range(2):
        assert sit("steward").post(to(case, "send_back"), given).status_code == 302
    case.refresh_from_db()
    assert (case.holder, case.returns) == (world.posts["steward2"], 1)
    assert "community committee now rules" in words(sit("steward2").get(to(case, "send_back")))
    given = {"key": "b", "reason": "不是", "proposed": world.posts["steward"].pk}
    sit("steward2").post(to(case, "send_back"), given)
    case.refresh_from_db()
    assert (case.state, case.holder) == (State.RULING, world.posts["committee"])


def test_send_back_to_a_desk_outside_the_list_comes_back(sit, world):
    case = world.report()
    for strange in (world.posts["fire"].pk, world.posts["steward"].pk, "x", "99999999999999999999"):
        given = {"key": "a", "reason": "不归我们", "proposed": strange}
        assert sit("steward").post(to(case, "send_back"), given).status_code == 422


@pytest.mark.parametrize("receiver", ["committee", "steward"])
def test_rule_gives_it_away_or_keeps_it(sit, world, two_returns, receiver):
    case, given = two_returns, {"key": "a", "reason": "归这里", "to": world.posts[receiver].pk}
    assert "We keep it" in words(sit("committee").get(to(case, "rule")))
    for _again in range(2):
        assert sit("committee").post(to(case, "rule"), given).status_code == 302
    case.refresh_from_db()
    assert (case.holder, case.bound) == (world.posts[receiver], True)
    assert sit(receiver).get(to(case, "send_back")).status_code == 403


def test_ask_part_and_its_reply(sit, world):
    case = world.report()
    given = {"key": "a", "asked": world.posts["fire"].pk, "text": "请看看通道", "lead_them": "on"}
    for _again in range(2):
        assert sit("steward").post(to(case, "ask_part"), given).status_code == 302
    part = case.parts.get()
    assert part.lead
    assert sit("steward").post(to(case, "ask_part"), {**given, "key": "b"}).status_code == 409
    page = words(sit("fire").get(to(case, "answer_part")))
    assert "请看看通道" in page
    for _again in range(2):
        assert sit("fire").post(to(case, "answer_part"), {"key": "c", "text": "已清理"}).status_code == 302
    part.refresh_from_db()
    assert part.reply == "已清理"


def test_solved_on_the_spot_is_a_photo_and_a_tap(sit, world, photo):
    case = world.report()
    given = {"key": "a", "photos": photo, "phrase": "cleared", "text": ""}
    response = sit("steward").post(to(case, "answer"), given)
    assert response["Location"] == "/desk/"
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    assert case.taken_at
    answer = case.answers.get()
    assert (answer.kind, answer.text) == ("solved", "已经清理干净，通道恢复畅通。")
    assert case.photos.get().stage == "after"


def test_solved_in_own_words_with_how_it_was(sit, world, photo):
    case = world.handling()
    given = {"key": "a", "before": photo, "phrase": "own", "text": "柴火搬进了车棚"}
    assert sit("steward").post(to(case, "answer"), given).status_code == 302
    assert case.answers.get().text == "柴火搬进了车棚"
    assert case.photos.get().stage == "before"
    case = world.handling()
    assert sit("steward").post(to(case, "answer"), {"key": "b", "phrase": "own"}).status_code == 422


COMPLETE = {
    "partly": {"text": "清了一半", "remaining": "还有二楼", "remaining_on": ""},
    "explained": {"text": "是这样规定的", "basis": "物业服务合同第八条"},
    "impossible": {"text": "装不了", "basis": "承重墙", "alternative": "可以改装到东侧"},
}


@pytest.mark.parametrize("kind", COMPLETE)
def test_other_answers_need_every_field_of_theirs(sit, world, kind):
    case, given = world.handling(), dict(COMPLETE[kind])
    if "remaining_on" in given:
        given["remaining_on"] = tomorrow()
    url = to(case, "answer") + f"?kind={kind}"
    page = words(sit("steward").get(url))
    for name in given:
        assert f'name="{name}"' in page
        assert sit("steward").post(url, {"key": "a", **given, name: ""}).status_code == 422
    assert sit("steward").post(url, {"key": "a", **given}).status_code == 302
    assert case.answers.get().kind == kind


def test_the_kinds_of_answer_are_offered_without_scripts(sit, world):
    case = world.handling()
    page = words(sit("steward").get(to(case, "answer") + "?kind="))
    for kind in ANSWERS:
        assert f"kind={kind}" in page
    assert sit("steward").get(to(case, "answer") + "?kind=magic").status_code == 404


def test_decline_says_the_usual_sentence_and_door_or_others(sit, world):
    case = world.report()
    given = {"key": "a", "ground": "outside", "text": "", "door": "请找物业公司前台"}
    assert sit("steward").post(to(case, "decline"), given).status_code == 302
    note = case.notes.get()
    assert note.code == "outside"
    assert note.text.startswith("这属于")
    assert note.door == "请找物业公司前台"
    other = world.report()
    assert sit("steward").post(to(other, "decline"), {"key": "b", "ground": "mood"}).status_code == 422


def test_every_ground_has_words_and_a_door_and_fits_the_record():
    for ground in GROUNDS:
        assert _SHAPES[Code].fullmatch(ground.code)
        assert len(ground.code) <= Note._meta.get_field("code").max_length
        assert str(ground.text)
        assert str(ground.door)


def test_the_hotline_writes_down_what_the_resident_says(sit, world):
    case = world.answered(contact_phone="19900001234")
    given = {"key": "a", "contacted": "yes", "satisfaction": "satisfied", "text": "很好"}
    for _again in range(2):
        assert sit("hotline").post(to(case, "confirm"), given).status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert Feedback.objects.get(case=case).channel == "phone"


def test_not_solved_on_the_telephone_goes_to_the_next_rung(sit, world):
    case = world.answered(contact_phone="19900001234")
    given = {"key": "a", "contacted": "no", "text": "又堆回来了"}
    assert sit("hotline").post(to(case, "contest"), given).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.holder) == (State.REPORTED, world.posts["branch"])


def test_whoever_handled_it_does_not_close_it(sit, world):
    case = world.report()
    cases.hand_up(world.actor("steward"), case, reason="上交")
    case = cases.answer(world.actor("branch"), case, kind="solved", text="好了")
    assert sit("branch").get(to(case, "confirm")).status_code == 403
    given = {"key": "a", "contacted": "yes", "satisfaction": "satisfied"}
    assert sit("branch").post(to(case, "confirm"), given).status_code == 403


def test_reword_shows_what_was_said_beside(sit, world):
    case = world.report("三栋二单元王秀英家门口堆满了柴火。")
    page = words(sit("committee").get(to(case, "reword")))
    assert "王秀英" in page
    sit("committee").post(to(case, "reword"), {"key": "a", "public_words": "楼道里堆着柴火。"})
    case.refresh_from_db()
    assert (case.public_words, case.title) == ("楼道里堆着柴火。", "楼道里堆着柴火")


@pytest.mark.parametrize("action", sorted(DOINGS))
def test_whoever_may_not_is_refused_before_and_after(sit, world, action):
    """A department without a part in it may do nothing: asking and sending both end with a reason."""
    case = world.handling()
    before = case.changed_at
    for response in (sit("fire").get(to(case, action)), sit("fire").post(to(case, action), {"key": "a"})):
        assert response.status_code in (403, 409)
    case.refresh_from_db()
    assert case.changed_at == before


def waiting_for_a_look(world, photo):
    """A case whose words and photo nobody has looked at yet."""
    photo.size = photo.getbuffer().nbytes
    case = world.report(words="我的电话13812340001，楼道堆着柴火。", photos=[pictures.read(photo)])
    return cases.take(world.actor("steward"), case)


@pytest.mark.parametrize("action", sorted(DOINGS))
def test_hostile_input_is_never_a_failure_of_ours(sit, world, two_returns, action, photo):
    case = world.report() if action == "take" else world.handling(contact_phone="19900001234")
    case = two_returns if action == "rule" else case
    who = {
        "rule": "committee",
        "reword": "committee",
        "answer_part": "property",
        "confirm": "hotline",
        "contest": "hotline",
    }
    if action == "answer_part":
        cases.ask_part(world.actor("steward"), case, asked=world.posts["property"], text="请清理")
    if action in ("approve_words", "release_photos", "withhold_photo"):
        case = waiting_for_a_look(world, photo)
    if action in ("confirm", "contest"):
        case = cases.answer(world.actor("steward"), case, kind="solved", text="好了")
    strange = "\x00<script>\u202e𠮷👨‍👩‍👧" + "长" * 5000
    names = [*DOINGS[action].base_fields, "key"]
    response = sit(who.get(action, "steward")).post(to(case, action), dict.fromkeys(names, strange))
    assert response.status_code in (302, 403, 409, 422)
    assert "<script>\u202e" not in words(response)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_happens_once(world):
    case = world.handling()
    answers = []

    def send() -> None:
        client = Client()
        client.force_login(world.people["steward"])
        answers.append(client.post(to(case, "note"), {"key": "same", "text": "两只手同时按"}).status_code)
        connection.close()

    hands = [threading.Thread(target=send) for _n in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert answers == [302, 302]
    assert case.notes.count() == 1
