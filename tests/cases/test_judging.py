"""Who judges beyond the page of a case: the link, the text message, the telephone, neighbours, a second look."""

import re
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.neighbours import PHONE, closed, neighbour
from tests.cases.stage import jpeg

from yishi.cases import actions, links, rules, sms_replies
from yishi.cases.jobs import ask_for_second_looks, lapse_unanswered, pass_on_second_looks
from yishi.cases.models import CallBack, Case, Doubt, Feedback, SecondLook, SmsReply, State
from yishi.network import actions as network
from yishi.network import pictures
from yishi.network.actors import CLOCK, Actor
from yishi.notices.models import Delivery, Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

SECRET = "between-the-gateway-and-us"


def picture():
    return pictures.read(jpeg())


def kinds(case: Case) -> list[str]:
    return [entry.kind.removeprefix("cases.") for entry in Entry.objects.about(case.ref)]


def last_answer(case: Case):
    return case.answers.order_by("at", "id").last()


# the personal link


def link(case: Case) -> str:
    return links.address(last_answer(case))


def test_the_message_carries_the_link_and_the_page_asks_the_three_questions(world, client):
    case = world.answered(contact_phone=PHONE)
    assert Delivery.objects.filter(message__link=link(case), address__endswith=PHONE).count() == 1
    page = client.get(link(case)).content.decode()
    for name in ("solved", "contacted", "satisfaction"):
        assert f'name="{name}"' in page
    case.refresh_from_db()
    assert case.state == State.ANSWERED and not Feedback.objects.exists()
    assert not client.session.get("follows")


def test_solved_by_the_link_closes_it_without_signing_in(world, client):
    case = world.answered()
    answer = client.post(link(case), {"solved": "yes", "satisfaction": "mostly", "key": "k"})
    assert answer.status_code == 302
    case.refresh_from_db()
    said = Feedback.objects.get()
    assert case.state == State.CLOSED
    assert (said.channel, said.contacted, said.satisfaction) == ("link", None, "mostly")
    assert "办结" in client.get(answer["Location"]).content.decode()


def test_not_solved_by_the_link_goes_one_rung_up_and_is_not_celebrated(world, client):
    case = world.answered()
    assert client.post(link(case), {"solved": "no", "key": "k"}).status_code == 422
    answer = client.post(link(case), {"solved": "no", "text": "门后面还有", "photos": [jpeg()], "key": "k"})
    case.refresh_from_db()
    assert (case.state, case.position) == (State.REPORTED, 2)
    assert case.photos.filter(stage="contest").count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "没有办好" in page and "办结" not in page


@pytest.mark.parametrize("spoilt", ["{}x", "9{}", "nothing", "٣.abc", "0.", "{}.", "9" * 40 + ".x"])
def test_a_spoilt_link_opens_nothing(world, client, spoilt):
    token = links.token(last_answer(world.answered()))
    assert client.get(reverse("cases:judge", args=[spoilt.format(token)])).status_code == 404


def test_a_link_is_about_one_answer_and_expires(world, client):
    case = world.answered()
    former = link(case)
    case = actions.contest(world.reporter(case), case, contacted=True, text="没好")
    case = actions.answer(world.actor("branch"), case, kind="solved", text="这回好了")
    assert 'name="solved"' not in client.get(former).content.decode()
    with clock.at(clock.now() + timedelta(days=60)):
        page = client.get(link(case))
        assert 'name="solved"' not in page.content.decode()
        client.post(link(case), {"solved": "yes", "key": "k"})
    case.refresh_from_db()
    assert case.state == State.ANSWERED


def test_after_silence_the_link_still_takes_not_solved(world, client):
    case = actions.lapse(CLOCK, world.answered())
    assert 'name="solved"' not in client.get(link(case)).content.decode()
    client.post(link(case), {"text": "还堆着", "key": "k"})
    case.refresh_from_db()
    assert (case.state, case.position) == (State.REPORTED, 2)


def test_a_link_does_not_open_with_another_cases_signature(world, client):
    one, other = world.answered(), world.answered()
    signature = links.token(last_answer(one)).partition(".")[2]
    forged = f"{last_answer(other).pk}.{signature}"
    assert client.get(reverse("cases:judge", args=[forged])).status_code == 404


# text messages


@pytest.fixture
def gateway(client, settings):
    """Passes a text on as a gateway does."""
    settings.YISHI_SMS_REPLIES_SECRET = SECRET

    def send(said_text: str, /, number: str = PHONE, key: str = "m1", **other: str):
        said = {"number": number, "text": said_text, "id": key, "time": str(int(time.time()))}
        signed = {**said, "signature": sms_replies.signature(number, said_text, key, said["time"])}
        return client.post(reverse("cases:sms_reply"), {**signed, **other})

    return send


@pytest.mark.parametrize(
    "text", ["1", "１", " 1。", "一", "回复1", "1 谢谢", "解决了", "已经办好了", "好了！", "【1】"]
)
def test_a_reply_that_means_solved_closes_the_case(world, gateway, text):
    case = world.answered(contact_phone=PHONE)
    assert gateway(text).json() == {"outcome": "solved"}
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert Feedback.objects.get().channel == "sms"


@pytest.mark.parametrize(
    "text", ["2", "２ 还是很脏", "二", "没解决", "没有办好", "未解决。", "不满意", "还没有处理"]
)
def test_a_reply_that_means_not_solved_goes_one_rung_up(world, gateway, text):
    case = world.answered(contact_phone=PHONE)
    assert gateway(text).json() == {"outcome": "not_solved"}
    case.refresh_from_db()
    assert (case.state, case.position) == (State.REPORTED, 2)


@pytest.mark.parametrize("text", ["12", "谢谢", "？", "请问什么时候来", "21", "3"])
def test_what_is_not_understood_changes_nothing_and_is_asked_once_more_a_day(world, gateway, text):
    case = world.answered(contact_phone=PHONE)
    for n in range(3):
        assert gateway(text, key=f"m{n}").json() == {"outcome": "unclear"}
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    assert Delivery.objects.filter(message__kind="cases.say_again").count() == 1


def test_of_several_that_wait_the_number_decides(world, gateway):
    one, other = world.answered(contact_phone=PHONE), world.answered(contact_phone=PHONE)
    assert gateway("1").json() == {"outcome": "several"}
    assert gateway(f"1 {one.number}", key="m2").json() == {"outcome": "solved"}
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.state, other.state) == (State.CLOSED, State.ANSWERED)


def test_a_stranger_and_a_message_sent_twice_change_nothing(world, gateway):
    case = world.answered(contact_phone=PHONE)
    assert gateway("1", number="13900000099").json() == {"outcome": "unknown"}
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    assert gateway("2", key="m2").json() == gateway("2", key="m2").json() == {"outcome": "not_solved"}
    case.refresh_from_db()
    assert case.position == 2
    assert not any(PHONE in str(vars(row)) for row in SmsReply.objects.all())


def test_only_the_gateway_is_heard(world, gateway, client, settings):
    case = world.answered(contact_phone=PHONE)
    assert gateway("1", signature="0" * 64).status_code == 403
    assert gateway("1", text="2").status_code == 403
    assert gateway("1", time="1000000000").status_code == 403
    assert gateway("").status_code == 422
    settings.YISHI_SMS_REPLIES_SECRET = ""
    assert client.post(reverse("cases:sms_reply"), {"number": PHONE}).status_code == 404
    case.refresh_from_db()
    assert case.state == State.ANSWERED


def test_the_message_invites_a_reply_only_where_replies_are_heard(world, settings):
    world.answered(contact_phone=PHONE)
    assert not Message.objects.filter(kind="cases.answered_by_text").exists()
    settings.YISHI_SMS_REPLIES_SECRET = SECRET
    world.answered(contact_phone=PHONE)
    world.answered()
    assert Message.objects.filter(kind="cases.answered_by_text").count() == 1


# the telephone


def test_two_failed_tries_and_then_an_answer_by_another_person(world):
    case = world.answered(contact_phone=PHONE)
    hotline = world.actor("hotline")
    for _n in range(2):
        case = actions.call_back(hotline, case, outcome="not_reached")
    asked = CallBack.objects.get()
    assert asked.next_try_at > clock.now() and not asked.ended_at
    case = actions.call_back(
        world.actor("branch"), case, outcome="reached", solved=True, contacted=True, satisfaction="mostly"
    )
    asked.refresh_from_db()
    assert (case.state, asked.ending, asked.attempts.count()) == (State.CLOSED, "answered", 3)
    assert kinds(case).count("CallBackTried") == 3


def test_whoever_handled_it_does_not_call_back(world):
    case = actions.hand_up(world.actor("steward"), world.handling(contact_phone=PHONE), reason="要上会")
    case = actions.answer(world.actor("branch"), case, kind="solved", text="好了")
    assert not rules.may_call_back(world.actor("branch"), case)
    assert not rules.may_call_back(world.actor("steward"), case)
    assert rules.may_call_back(world.actor("hotline"), case)


def test_three_tries_end_as_no_valid_call_back(world):
    case = world.answered(contact_phone=PHONE)
    for _n in range(3):
        case = actions.call_back(world.actor("hotline"), case, outcome="not_reached")
    assert CallBack.objects.get().ending == "unreached"
    assert case.state == State.ANSWERED
    with pytest.raises(Refused):
        actions.call_back(world.actor("hotline"), case, outcome="not_reached")


@pytest.mark.parametrize("outcome", ["refused", "wrong_number"])
def test_a_refusal_or_a_wrong_number_ends_it_at_once(world, outcome):
    case = world.answered(contact_phone=PHONE)
    actions.call_back(world.actor("hotline"), case, outcome=outcome)
    assert CallBack.objects.get().ending == outcome


def test_reached_without_an_answer_keeps_nothing(world):
    case = world.answered(contact_phone=PHONE)
    with pytest.raises(Refused):
        actions.call_back(world.actor("hotline"), case, outcome="reached")
    assert not CallBack.objects.exists()


def test_nobody_rings_somebody_who_wanted_no_name_kept(world):
    case = world.answered(visibility="anonymous", contact_phone=PHONE)
    assert not rules.may_call_back(world.actor("hotline"), case)


# neighbours


def test_two_households_reopen_a_closed_case_on_the_next_rung(world):
    case = closed(world)
    first, second = neighbour(world, "n1", "1-501"), neighbour(world, "n2", "1-601")
    case = actions.doubt(first, case, text="门后面还有")
    assert case.state == State.CLOSED
    assert Message.objects.filter(kind="cases.doubted", post=world.posts["steward"]).count() == 1
    case = actions.doubt(second, case, photos=[picture()])
    assert (case.state, case.position, case.holder) == (State.REPORTED, 2, world.posts["branch"])
    assert Feedback.objects.get().overturned_at
    assert {"Doubted", "Reopened"} <= set(kinds(case))
    assert "resident" in {entry.actor for entry in Entry.objects.about(case.ref).filter(kind="cases.Doubted")}


@pytest.mark.parametrize("state", ["answered", "lapsed"])
def test_an_answer_and_a_silence_can_be_doubted_too(world, state):
    case = world.answered()
    case = actions.lapse(CLOCK, case) if state == "lapsed" else case
    for n in (1, 2):
        case = actions.doubt(neighbour(world, f"n{n}", f"1-{n}01"), case, text="没有清")
    assert (case.state, case.position) == (State.REPORTED, 2)


def test_one_household_speaks_once(world):
    case = closed(world)
    one, same = neighbour(world, "n1", "1-501"), neighbour(world, "n2", "１单元501室")
    actions.doubt(one, case, text="没好")
    for again in (one, same):
        with pytest.raises(Refused):
            actions.doubt(again, case, text="没好")
    case.refresh_from_db()
    assert (case.state, Doubt.objects.count()) == (State.CLOSED, 1)


def test_only_verified_neighbours_of_the_building_doubt(world):
    case = closed(world)
    assert not rules.may_doubt(neighbour(world, "n1", "1-501", vouched=False), case)
    assert not rules.may_doubt(neighbour(world, "n2", "1-502", "b5"), case)
    assert not rules.may_doubt(Actor(), case)
    assert rules.may_doubt(neighbour(world, "n3", "1-503"), case)


def test_whoever_handled_it_or_raised_it_does_not_doubt(world):
    home = neighbour(world, "n1", "1-501")
    own = closed(world, by=home)
    assert not rules.may_doubt(home, own)
    steward = Actor(person=home.person, posts=(world.posts["steward"],))
    assert not rules.may_doubt(steward, closed(world))


def test_a_case_kept_to_the_hotline_is_nobodys_to_doubt(world, client):
    case = actions.lapse(CLOCK, world.answered(visibility="hotline"))
    home = neighbour(world, "n1", "1-501")
    assert not rules.may_doubt(home, case)
    client.force_login(home.person)
    assert client.get(reverse("cases:doubt", args=[case.number])).status_code == 404


def test_the_doubt_stands_on_the_public_page_at_once_its_words_after_a_look_and_never_a_name(world, client):
    case = closed(world)
    home = neighbour(world, "n1", "1-501")
    client.force_login(home.person)
    page = reverse("cases:doubt", args=[case.number])
    assert client.get(page).status_code == 200
    assert client.post(page, {"key": "k"}).status_code == 422
    assert client.post(page, {"text": "门后面还有", "key": "k"}).status_code == 302
    client.logout()
    public = reverse("cases:case", args=[case.number])
    shown = client.get(public).content.decode()
    assert "邻居说：没有办好" in shown and "门后面还有" not in shown
    actions.show_later_words(world.actor("committee"), case, said=case.doubts.all())
    shown = client.get(public).content.decode()
    assert "门后面还有" in shown and "郑邻" not in shown
    assert not re.search(r"\b501\b", shown), (
        "a token or the name of a file may hold these digits, no word may"
    )


def test_doubting_needs_a_sign_in(world, client):
    answer = client.get(reverse("cases:doubt", args=[closed(world).number]))
    assert answer.status_code == 302 and "login" in answer["Location"]


# second looks


def volunteer(world, name: str, door: str = "1-101", place: str = "b5") -> Actor:
    actor = neighbour(world, name, door, place)
    actions.offer_looks(actor)
    return actor


def silent(world, **what) -> Case:
    """Said to be solved, with a photo, and no word from the resident."""
    case = actions.take(world.actor("steward"), world.report(**what))
    case = actions.answer(world.actor("steward"), case, kind="solved", text="清走了", photos=[picture()])
    return actions.lapse(CLOCK, case)


def no_one_on_duty(world) -> None:
    """Only volunteers are there to be asked."""
    from yishi.network import actions as network
    from yishi.network.models import Appointment

    for term in Appointment.objects.filter(post=world.posts["on_duty"]):
        network.relieve(CLOCK, term, until_on=clock.today() - timedelta(days=1))


def test_silence_sends_a_volunteer_of_another_building(world, client):
    no_one_on_duty(world)
    helper = volunteer(world, "v1")
    neighbour_of_it = volunteer(world, "v2", "1-701", "b3")
    case = silent(world)
    assert ask_for_second_looks() == 1
    look = SecondLook.objects.get()
    assert look.person == helper.person != neighbour_of_it.person
    assert ask_for_second_looks() == 0
    client.force_login(helper.person)
    page = reverse("cases:look", args=[look.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"verdict": "solved", "key": "k"}).status_code == 422
    assert client.post(page, {"verdict": "solved", "photos": [jpeg()], "key": "k"}).status_code == 302
    shown = client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "互查" in shown
    case.refresh_from_db()
    assert case.state == State.LAPSED and not Feedback.objects.exists()


def test_what_a_volunteer_finds_unsolved_counts_as_a_doubt(world):
    no_one_on_duty(world)
    helper = volunteer(world, "v1")
    case = silent(world)
    ask_for_second_looks()
    actions.look(helper, SecondLook.objects.get(), verdict="not_solved", photos=[picture()], text="还堆着")
    assert Doubt.objects.get().second_look
    case = actions.doubt(neighbour(world, "n1", "1-501"), case, text="没好")
    assert (case.state, case.position) == (State.REPORTED, 2)


def test_silence_of_a_volunteer_passes_to_another_three_times_at_most(world):
    no_one_on_duty(world)
    for n in range(5):
        volunteer(world, f"v{n}", f"1-{n}01")
    silent(world)
    ask_for_second_looks()
    for day in (4, 8, 12, 16):
        with clock.at(clock.now() + timedelta(days=day)):
            pass_on_second_looks()
    looks = list(SecondLook.objects.all())
    assert [look.turn for look in looks] == [1, 2, 3]
    assert len({look.person_id for look in looks}) == 3
    assert all(look.verdict == "silent" for look in looks)


def test_whoever_was_not_asked_sees_nothing(world, client):
    no_one_on_duty(world)
    volunteer(world, "v1")
    silent(world)
    ask_for_second_looks()
    client.force_login(neighbour(world, "v9", "1-901", "b5").person)
    assert client.get(reverse("cases:look", args=[SecondLook.objects.get().pk])).status_code == 404


def test_nobody_is_sent_to_a_case_kept_to_the_hotline_or_to_their_own(world):
    no_one_on_duty(world)
    helper = volunteer(world, "v1")
    silent(world, visibility="hotline")
    silent(world, by=helper)
    assert ask_for_second_looks() == 0
    assert not SecondLook.objects.exists()


def test_a_members_own_work_is_not_theirs_to_look_at(world):
    case = actions.take(world.actor("on_duty"), world.report())
    case = actions.answer(world.actor("on_duty"), case, kind="solved", text="好了", photos=[picture()])
    actions.lapse(CLOCK, case)
    assert ask_for_second_looks() == 0


def test_without_a_photo_there_is_nothing_to_compare(world):
    no_one_on_duty(world)
    volunteer(world, "v1")
    actions.lapse(CLOCK, world.answered())
    assert ask_for_second_looks() == 0


def test_a_word_of_the_resident_ends_all_asking(world):
    no_one_on_duty(world)
    volunteer(world, "v1")
    case = silent(world)
    ask_for_second_looks()
    actions.contest(world.reporter(case), case, contacted=False, text="没好")
    assert SecondLook.objects.get().verdict == "moot"


def test_offering_needs_a_home_and_can_be_ended(world, client):
    client.force_login(world.people["resident"])
    assert client.get(reverse("cases:looks")).status_code == 200
    assert client.post(reverse("cases:offer_looks"), {"offer": "yes"}).status_code == 403
    client.force_login(neighbour(world, "v1", "1-101", "b5").person)
    client.post(reverse("cases:offer_looks"), {"offer": "yes"})
    assert "不再找我" in client.get(reverse("cases:looks")).content.decode()
    client.post(reverse("cases:offer_looks"), {"offer": "no"})
    assert "不再找我" not in client.get(reverse("cases:looks")).content.decode()


def test_the_clock_ends_in_silence_and_never_in_satisfaction(world):
    case = world.answered()
    with clock.at(clock.now() + timedelta(days=8)):
        assert lapse_unanswered() == 1
    case.refresh_from_db()
    assert case.state == State.LAPSED and not Feedback.objects.exists()


def test_whoever_has_left_the_post_that_handled_it_does_not_come_back_as_somebody_else(world):
    case = world.answered(contact_phone=PHONE)
    person, post = world.people["steward"], world.posts["steward"]
    day = clock.today()
    network.relieve(CLOCK, post.appointments.get(person=person), until_on=day)
    network.appoint(CLOCK, world.posts["hotline"], person=person, from_on=day)
    with clock.at(clock.now() + timedelta(days=4)):
        moved = Actor(person=person, post=world.posts["hotline"], posts=(world.posts["hotline"],))
        assert not rules.may_call_back(moved, case) and not rules.may_confirm(moved, case)
        assert rules.may_call_back(world.actor("hotline"), case)


@pytest.mark.parametrize("field", ["number", "id"])
def test_a_field_of_a_reply_is_one_line(client, settings, field):
    settings.YISHI_SMS_REPLIES_SECRET = SECRET
    said = {"number": PHONE, "text": "1", "id": "m1", "time": str(int(time.time()))}
    said[field] += "\n2"
    signed = sms_replies.signature(said["number"], said["text"], said["id"], said["time"])
    assert client.post(reverse("cases:sms_reply"), said | {"signature": signed}).status_code == 422
