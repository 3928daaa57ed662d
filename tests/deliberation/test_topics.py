"""Topics: proposed, supported, looked at, taken up, refused, joined; and who sees what of them."""

import pytest
from django.test import Client

from yishi.deliberation import actions, topic_marks
from yishi.deliberation.models import Topic
from yishi.network.actors import ANYONE, Actor
from yishi.notices.models import Message
from yishi.record import Refused
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
SHEDS = "想商量一下小区自行车棚怎么改，下雨天电动车没有地方停放。"


def propose(world, words: str = SHEDS, by=ANYONE, place: str = "estate", **said) -> Topic:
    fields = {"browser": "browser-one"} | said
    return actions.propose_topic(by, world.places[place], words=words, **fields)


def test_what_points_to_nobody_is_read_at_once_and_the_proposer_counts(meeting_world):
    topic = propose(meeting_world)
    assert topic.is_shown
    assert topic.public_words == SHEDS
    assert topic.supports == 1
    kinds = [entry.kind for entry in Entry.objects.about(topic.ref)]
    assert kinds == ["deliberation.TopicProposed", "deliberation.TopicShown"]
    assert all("车棚" not in entry.fields for entry in Entry.objects.all())


def test_what_points_to_somebody_waits_and_is_masked(meeting_world, client):
    topic = propose(meeting_world, "3栋501的王建国老是占着车棚，电话13800001111。")
    assert not topic.is_shown
    assert topic.title == ""
    assert "13800001111" not in topic.draft_words
    assert client.get(f"/meet/topics/{topic.pk}/").status_code == 404
    with pytest.raises(Refused):
        actions.support_topic(ANYONE, topic, browser="two")
    topic = actions.show_topic(meeting_world.actor("steward"), topic)
    page = client.get(f"/meet/topics/{topic.pk}/").content.decode()
    assert "13800001111" not in page


def test_one_household_is_one_support(meeting_world):
    topic = propose(meeting_world)
    b3 = meeting_world.places["b3"]
    topic = actions.support_topic(ANYONE, topic, building=b3, door="1-501", browser="a")
    topic = actions.support_topic(ANYONE, topic, building=b3, door="1单元501室", browser="b")
    assert topic.supports == 2
    topic = actions.support_topic(ANYONE, topic, browser="c")
    assert topic.supports == 3
    with pytest.raises(Refused):
        actions.support_topic(ANYONE, topic, browser="c")


def test_joined_topics_count_each_household_once_and_can_be_taken_apart(meeting_world):
    first, second = propose(meeting_world), propose(meeting_world, browser="other")
    b3 = meeting_world.places["b3"]
    for topic in (first, second):
        actions.support_topic(ANYONE, topic, building=b3, door="1-501", browser=f"x{topic.pk}")
    main = actions.join_topics(meeting_world.actor("branch"), second, into=first)
    assert main.supports == 3
    second.refresh_from_db()
    assert second.state == Topic.State.JOINED
    actions.part_topic(meeting_world.actor("branch"), second)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.supports, second.supports) == (2, 2)


def test_refusing_wants_a_reason_which_only_the_proposer_and_the_host_read(meeting_world, client):
    code = topic_marks.code_of("key")
    topic = propose(meeting_world, code=code)
    branch = meeting_world.actor("branch")
    with pytest.raises(Refused):
        actions.refuse_topic(branch, topic, reason=" ")
    reason = "车棚归城管局管，请打12345。"
    actions.refuse_topic(branch, topic, reason=reason)
    assert reason not in client.get(f"/meet/topics/{topic.pk}/").content.decode()
    mine = Client()
    led = mine.post(
        "/meet/topics/follow/", {"number": str(topic.pk), "code": f"{code[:4]} {code[4:]}"}, follow=True
    )
    assert reason in led.content.decode()
    assert mine.post("/meet/topics/follow/", {"number": str(topic.pk), "code": "00000000"}).status_code == 422


def test_the_proposer_with_an_account_is_told(meeting_world):
    resident = Actor(person=meeting_world.people["resident"])
    topic = propose(meeting_world, by=resident)
    actions.accept_topic(meeting_world.actor("branch"), topic)
    told = Message.objects.filter(person=resident.person, kind="meet.topic_accepted")
    assert told.count() == 1


def test_only_whoever_calls_sessions_there_decides(meeting_world):
    topic = propose(meeting_world)
    for who in ("steward", "property", "branch2"):
        with pytest.raises(Refused):
            actions.accept_topic(meeting_world.actor(who), topic)
    with pytest.raises(Refused):
        propose(meeting_world, by=meeting_world.actor("fire"), channel=Topic.Channel.PHONE)
    written = propose(meeting_world, by=meeting_world.actor("steward"), channel=Topic.Channel.PHONE)
    assert Entry.objects.about(written.ref)[0].actor == meeting_world.posts["steward"].ref


def test_withdrawing_wants_the_code(meeting_world):
    code = topic_marks.code_of("key")
    topic = propose(meeting_world, code=code, phone="19900001234")
    with pytest.raises(Refused):
        actions.withdraw_topic(ANYONE, topic, code="11111111")
    topic = actions.withdraw_topic(ANYONE, topic, code=code)
    assert topic.state == Topic.State.WITHDRAWN
    assert topic.contact_phone == ""
    with pytest.raises(Refused):
        actions.support_topic(ANYONE, topic, browser="late")


def test_proposing_on_the_web_shows_what_neighbours_said_and_sent_twice_counts_once(meeting_world, client):
    there = propose(meeting_world)
    address = f"/meet/topics/at/{meeting_world.places['estate'].code}/new/"
    client.get(address)
    seen = client.post(address, {"words": "小区自行车棚要改，下雨天电动车没有地方停。"})
    assert f"/meet/topics/{there.pk}/support/" in seen.content.decode()
    said = {"words": "希望商量一下小区大门夜里几点关。", "send": "1", "key": "one-key"}
    first = client.post(address, said)
    assert first.status_code == 302
    assert client.post(address, said).headers["Location"] == first.headers["Location"]
    assert Topic.objects.count() == 2
    receipt = client.get(first.headers["Location"])
    assert receipt.status_code == 200
    assert client.post(address, {"words": ""}).status_code == 422


def test_supporting_on_the_web_counts_a_browser_once(meeting_world, client):
    topic = propose(meeting_world)
    address = f"/meet/topics/{topic.pk}/support/"
    client.get(address)
    for _n in range(2):
        client.post(address, {"key": "k", "building": "", "door": ""})
    topic.refresh_from_db()
    assert topic.supports == 2
    client.post(f"/meet/topics/{topic.pk}/leave/")
    topic.refresh_from_db()
    assert topic.supports == 1


def test_the_list_goes_by_households_and_pages_by_key(meeting_world, client):
    topics = [
        propose(meeting_world, f"第{n}件事：商量一下花园里的路灯。", browser=f"b{n}") for n in range(33)
    ]
    actions.support_topic(ANYONE, topics[5], browser="z")
    address = f"/meet/topics/at/{meeting_world.places['community'].code}/"
    first = client.get(address)
    assert first.context["topics"][0].pk == topics[5].pk
    rest = client.get(address + first.context["next"])
    seen = {each.pk for page in (first, rest) for each in page.context["topics"]}
    assert seen == {each.pk for each in topics}


def test_a_topic_is_tied_to_an_open_matter_but_never_to_one_kept_from_the_public(meeting_world):
    topic, branch = propose(meeting_world), meeting_world.actor("branch")
    case = meeting_world.report(SHEDS)
    topic = actions.tie_to_case(branch, topic, case=case)
    assert topic.case == case
    other = propose(meeting_world, browser="q")
    with pytest.raises(Refused):
        actions.tie_to_case(branch, other, case=case)
    kept = meeting_world.report(SHEDS, visibility="hotline")
    with pytest.raises(Refused):
        actions.tie_to_case(branch, other, case=kept)


def test_the_host_page_joins_both_ways(meeting_world, client):
    first, second = propose(meeting_world), propose(meeting_world, browser="other")
    client.force_login(meeting_world.people["branch"])
    page = client.get(f"/meet/topics/{second.pk}/settle/")
    assert first in [each.topic for each in page.context["alike"]]
    client.post(f"/meet/topics/{second.pk}/join/", {"takes": str(first.pk)})
    first.refresh_from_db()
    assert first.joined_into_id == second.pk
    client.force_login(meeting_world.people["fire"])
    assert client.get(f"/meet/topics/{second.pk}/settle/").status_code == 403


def test_a_resident_who_holds_a_post_proposes_as_a_resident(meeting_world, client):
    client.force_login(meeting_world.people["property"])
    address = f"/meet/topics/at/{meeting_world.places['estate'].code}/new/"
    client.get(address)
    client.post(address, {"words": SHEDS, "send": "1", "key": "k", "channel": "web"})
    topic = Topic.objects.get()
    assert Entry.objects.about(topic.ref)[0].actor == "resident"
