"""Figures of a kind of session are data: they hold as they were when it was announced, and show where they count."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from tests.deliberation.closed import held
from tests.deliberation.conftest import call, underway
from tests.world import PASSWORD

from yishi.cases import actions as cases
from yishi.cases.models import Case
from yishi.deliberation import actions, opening, outcome_jobs, setup
from yishi.deliberation.models import Kind, Motion, SessionRule
from yishi.network.actors import ANYONE, CLOCK
from yishi.record import clock

pytestmark = pytest.mark.django_db


def ruled(world, **fields) -> SessionRule:
    """The committee sets the courtyard meetings of the community anew."""
    place = world.places["community"]
    now = SessionRule.objects.over(place.path, Kind.YARD)
    said = {
        each.name: getattr(now, each.name)
        for each in SessionRule._meta.concrete_fields
        if each.name not in ("id", "kind", "place")
    }
    return actions.set_session_rule(world.actor("committee"), place, kind=Kind.YARD, **{**said, **fields})


def test_what_was_talked_over_hangs_fifteen_days_and_every_rule_has_its_source(meeting_world):
    talked_over = {
        Kind.YARD,
        Kind.OPEN_DAY,
        Kind.PARTY_DAY,
        Kind.COUNCIL,
        Kind.BUILDING,
        Kind.REPRESENTATIVES,
    }
    for rule in SessionRule.objects.all():
        assert rule.posting_days == (15 if rule.kind in talked_over else 7), rule.kind
        assert rule.source and len(rule.source) <= 300
        assert ("第三十四条" in rule.source) == (rule.kind in talked_over)
    assert [rule.kind for rule in SessionRule.objects.filter(votes=False)] == [Kind.GATE]
    assert setup.enter_rules(CLOCK) == 0


def test_who_promised_is_reminded_so_many_days_before_as_held_when_it_was_announced(meeting_world):
    ruled(meeting_world, warn_days=5)
    session = held(meeting_world)
    ruled(meeting_world, warn_days=0)
    promise = session.undertakings.get()

    for days, told in ((6, 0), (5, 1)):
        with clock.at(at(promise, days)):
            outcome_jobs.follow_promises()
        promise.refresh_from_db()
        assert (promise.warned_at is not None) == bool(told), days


def at(promise, days):
    """Ten in the morning so many days before its day."""
    return make_aware(datetime.combine(promise.due_on - timedelta(days=days), time(10)))


def test_the_next_session_opens_with_what_falls_due_within_its_days(meeting_world):
    session = held(meeting_world)
    promise = session.undertakings.get()
    days_before = (localtime(session.starts_at).date() - clock.today()).days
    due_in = (promise.due_on - clock.today()).days
    near = actions.announce(
        meeting_world.actor("branch"), call(meeting_world, days=max(due_in - 3, days_before + 1))
    )
    assert promise in opening.opening_with(near).due
    ruled(meeting_world, ask_days=1)
    nearer = actions.announce(
        meeting_world.actor("branch"), call(meeting_world, days=max(due_in - 3, days_before + 1))
    )
    assert promise not in opening.opening_with(nearer).due
    assert promise in opening.opening_with(near).due, "it keeps what held when it was announced"


def test_how_long_each_may_speak_stands_on_agenda_pack_and_projector(client, meeting_world):
    ruled(meeting_world, speak_minutes=2)
    session = underway(meeting_world)
    actions.add_item(meeting_world.actor("branch"), session, title="充电桩装在哪里")
    for name in ("session", "pack", "screen"):
        page = client.get(reverse(f"meet:{name}", args=[session.pk]), headers={"Accept-Language": "en"})
        assert "Each may speak up to 2 minutes at a time." in page.content.decode(), name
    screen = client.get(reverse("meet:screen", args=[session.pk])).content.decode()
    assert 'data-minutes="2"' in screen
    part = client.get(reverse("meet:screen_list", args=[session.pk])).content.decode()
    assert "data-minutes" not in part, "what is looked at anew leaves the clock alone"


def test_the_form_of_the_rules_takes_the_days(client, meeting_world):
    world = meeting_world
    client.login(username=world.people["committee"].username, password=PASSWORD)
    address = reverse("meet:set_rule", args=[world.places["community"].code, "yard"])
    initial = client.get(address).context["form"].initial
    said = {name: "" if value is None else getattr(value, "pk", value) for name, value in initial.items()}
    said = {name: value for name, value in said.items() if value is not False}
    said |= {"silence_days": 10, "warn_days": 4, "ask_days": 14, "source": "居民公约第八条", "key": "1"}
    assert client.post(address, {**said, "silence_days": 0}).status_code == 422
    assert client.post(address, said).status_code == 302
    rule = SessionRule.objects.over(world.places["estate"].path, Kind.YARD)
    assert (rule.silence_days, rule.warn_days, rule.ask_days) == (10, 4, 14)
    page = client.get(reverse("meet:rules", args=[world.places["community"].code])).content.decode()
    assert "10天没有异议就算兑现" in page


def test_the_pack_tells_earlier_votes_and_what_others_did_of_a_topic_without_a_case(client, meeting_world):
    world = meeting_world
    earlier = held(world)
    item = earlier.items.get()
    item.title = item.text = "路灯坏了要换感应灯"
    item.came = "decided"
    item.save()
    assert Motion.objects.filter(item=item, carried=True).exists()
    following = call(world, days=60)
    actions.add_item(world.actor("branch"), following, title="路灯坏了要换感应灯", text="路灯坏了要换感应灯")
    pack = client.get(
        reverse("meet:pack", args=[following.pk]), headers={"Accept-Language": "en"}
    ).content.decode()
    assert "8 for, 2 against, 0 abstaining" in pack


def test_of_a_topic_without_a_case_the_pack_says_what_similar_estates_did(client, meeting_world):
    world = meeting_world
    words = "想商量一下小区自行车棚怎么改，下雨天电动车没有地方停放。"
    case = cases.take(world.actor("steward2"), world.report(words, place="c1"))
    cases.answer(world.actor("steward2"), case, kind="solved", text="车棚加了顶，装了六十个充电口。")
    cases.confirm(world.reporter(case), Case.objects.get(pk=case.pk), contacted=None, satisfaction="")
    topic = actions.propose_topic(ANYONE, world.places["estate"], words=words, browser="one")
    topic = actions.accept_topic(world.actor("branch"), topic)
    assert topic.case_id is None
    session = call(world, days=20)
    actions.add_item(world.actor("branch"), session, topic=topic)
    pack = client.get(reverse("meet:pack", args=[session.pk]), headers={"Accept-Language": "en"})
    assert "What similar places did" in pack.content.decode()
    assert "车棚加了顶" in pack.content.decode()


def test_the_moderator_narrows_and_sorts_and_comes_back_to_the_same_list(client, meeting_world):
    world = meeting_world
    session = held(world)
    first, second, third = session.opinions.order_by("pk")
    session.opinions.filter(pk=third.pk).update(supports=9)
    client.login(username=world.people["steward"].username, password=PASSWORD)
    address = reverse("meet:hall_words", args=[session.pk])
    labels = lambda query: [each.label for each in client.get(address + query).context["opinions"]]  # noqa: E731
    assert labels("?show=all")[0] == third.label, "most supported first"
    assert labels("?show=all&which=open") == [third.label]
    assert labels("?show=all&which=answered&sort=new") == [second.label, first.label]
    assert labels("?show=all&which=nonsense&about=x") == labels("?show=all")
    back = "show=all&which=open&sort=new"
    done = client.post(reverse("meet:moderate", args=[session.pk, third.pk]), {"do": "mark", "back": back})
    assert done.status_code == 302 and done["Location"].endswith(f"?{back}")
    assert labels("?show=all&which=marked") == [third.label]
    away = client.post(
        reverse("meet:moderate", args=[session.pk, third.pk]), {"do": "unmark", "back": "show=//evil&next=x"}
    )
    assert away["Location"].endswith("?show=wall")
