"""Ways of counting: entered by whoever keeps a place, seen in words before they hold, in versions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.deliberation.conftest import call, underway
from tests.world import PASSWORD

from yishi.deliberation import actions, tally
from yishi.deliberation.forms.tallies import QUORUMS, SHARES, SetTally
from yishi.deliberation.models import Kind, SessionRule, TallyRule
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db
STRICT = {
    "name_zh": "到会三分之二以上赞成",
    "name_en": "Two thirds of those there",
    "base": "present",
    "share": "2/3",
    "quorum": "1/2+",
    "source": "桂花社区居民公约第九条",
    "key": "k",
}


@pytest.fixture
def committee(client, meeting_world):
    client.login(username=meeting_world.people["committee"].username, password=PASSWORD)
    return client


def test_what_it_means_is_seen_in_words_and_sums_before_it_holds(committee, meeting_world):
    place = meeting_world.places["community"]
    address = reverse("meet:new_tally", args=[place.code])
    before = TallyRule.objects.count()
    seen = committee.post(address, {**STRICT, "kinds": ["yard"]}, headers={"Accept-Language": "en"})
    page = seen.content.decode()
    assert seen.status_code == 200 and TallyRule.objects.count() == before
    assert "at least two thirds of those present" in page
    assert "32 of 48 present is at least two thirds (32 were needed)." in page
    assert "31 of 48 present is not at least two thirds" in page
    assert "30 are present and 31 are needed" in page
    again = committee.post(address, {**STRICT, "kinds": ["yard"], "change": "1"})
    assert again.status_code == 200 and TallyRule.objects.count() == before
    done = committee.post(address, {**STRICT, "kinds": ["yard"], "sure": "1"})
    assert done.status_code == 302 and TallyRule.objects.count() == before + 1
    estate, elsewhere = meeting_world.places["estate"], meeting_world.places["street"]
    assert SessionRule.objects.over(estate.path, Kind.YARD).tally.name_zh == STRICT["name_zh"]
    assert SessionRule.objects.over(elsewhere.path, Kind.YARD).tally.code == "yes_over_no"
    assert SessionRule.objects.over(estate.path, Kind.COUNCIL).tally.code == "council_majority"
    rules = committee.get(reverse("meet:rules", args=[place.code])).content.decode()
    assert STRICT["name_zh"] in rules and STRICT["source"] in rules


def test_without_a_source_or_by_half_it_is_not_taken(committee, meeting_world):
    address = reverse("meet:new_tally", args=[meeting_world.places["community"].code])
    for wrong in (
        {"source": ""},
        {"share": "1/2"},
        {"share": "1/3"},
        {"base": "nobody"},
        {"kinds": ["gate"]},
    ):
        assert committee.post(address, {**STRICT, **wrong, "sure": "1"}).status_code == 422, wrong
    assert not TallyRule.objects.filter(name_zh=STRICT["name_zh"]).exists()


def test_who_does_not_keep_the_place_enters_none_and_no_one_changes_those_of_the_house(client, meeting_world):
    world = meeting_world
    place = world.places["community"]
    general = TallyRule.objects.get(code="yes_over_no")
    for who, status in (("steward", 403), ("branch", 403), ("committee", 404)):
        client.login(username=world.people[who].username, password=PASSWORD)
        assert client.get(reverse("meet:set_tally", args=[place.code, general.pk])).status_code == status
    with pytest.raises(Refused):
        actions.set_tally_rule(world.actor("committee"), place, code="yes_over_no", share_num=1, share_den=1)
    with pytest.raises(Refused):
        actions.set_tally_rule(world.actor("steward"), place, **entered())
    general.refresh_from_db()
    assert general.until_at is None and (general.share_num, general.share_den) == (1, 2)


def entered(**fields):
    form = SetTally({**STRICT, **fields})
    assert form.is_valid(), form.errors
    return form.arguments()


def test_a_new_version_counts_from_then_on_and_never_what_was_counted_or_announced(committee, meeting_world):
    world = meeting_world
    place, branch = world.places["community"], world.actor("branch")
    own = actions.set_tally_rule(
        world.actor("committee"), place, kinds=[Kind.YARD], **entered(quorum="", share="1/2+")
    )
    session = call(world)
    item = actions.add_item(branch, session, title="充电桩装在哪里")
    session = begun(world, session)
    with clock.at(session.starts_at + timedelta(minutes=10)):
        motion = actions.put_motion(world.actor("steward"), item, text="装在北门")
        counted = actions.count_hands(world.actor("steward"), motion, yes=6, no=4, abstained=0, heads=10)
        assert counted.carried
        address = reverse("meet:set_tally", args=[place.code, own.pk])
        said = {**STRICT, "quorum": "", "share": "3/4", "sure": "1"}
        assert committee.post(address, said).status_code == 302
        assert committee.get(address).status_code == 404, "the version before is history"
    own.refresh_from_db()
    later = TallyRule.objects.holding().get(code=own.code)
    assert own.until_at is not None and (later.share_num, later.share_den) == (3, 4)
    assert SessionRule.objects.over(world.places["estate"].path, Kind.YARD).tally == later
    counted.refresh_from_db()
    assert counted.carried and counted.outcome.needed == 6
    session.refresh_from_db()
    assert session.tally == own, "what was announced keeps what held then"
    following = actions.announce(branch, call(world, days=30))
    assert following.tally == later
    page = committee.get(reverse("meet:rules", args=[place.code])).content.decode()
    assert page.count(own.name_zh) >= 2, "the earlier version stands there with its days"


def begun(world, session):
    session = actions.announce(world.actor("branch"), session)
    with clock.at(session.starts_at):
        return actions.begin(world.actor("steward"), session)


def test_saying_the_same_once_more_is_no_version(meeting_world):
    world = meeting_world
    place = world.places["community"]
    own = actions.set_tally_rule(world.actor("committee"), place, **entered())
    with pytest.raises(Refused):
        actions.set_tally_rule(world.actor("committee"), place, code=own.code, **entered())
    assert TallyRule.objects.filter(code=own.code).count() == 1


def test_where_nothing_is_voted_on_there_is_no_motion_and_the_page_says_why(client, meeting_world):
    world = meeting_world
    session = underway(world, kind=Kind.GATE)
    assert session.tally is None
    client.login(username=world.people["steward"].username, password=PASSWORD)
    with clock.at(session.starts_at + timedelta(minutes=5)):
        page = client.get(reverse("meet:motions", args=[session.pk]), headers={"Accept-Language": "en"})
        assert "nothing is put to the vote here" in page.content.decode()
        assert 'name="text"' not in page.content.decode()
        sent = client.post(reverse("meet:motions", args=[session.pk]), {"text": "装在北门"})
        assert sent.status_code == 409
    assert not session.motions.exists()


@given(
    st.sampled_from(SHARES),
    st.none() | st.sampled_from(QUORUMS),
    st.sampled_from([tally.PRESENT, tally.CAST, tally.ENTITLED]),
)
def test_the_examples_of_every_way_one_can_enter_turn_exactly_where_it_turns(share, quorum, base):
    rule = tally.Rule(base, share, quorum)
    (enough, carried), (fewer, lost), *few = tally.examples(rule)
    assert carried.carried and not lost.carried and enough.yes == fewer.yes + 1
    assert all(not outcome.quorate for _count, outcome in few)
    assert all(count.votes <= count.present <= (count.entitled or 0) for count in (enough, fewer))
    assert all(tally.in_words(rule))
