"""Whoever raised a matter no longer asks for it: it goes on for the neighbours who joined, and only for them."""

from datetime import timedelta
from functools import partial

import pytest
from tests.cases.stage import Resident
from tests.cases.test_at_once import at_once, refused
from tests.cases.test_voices import households, page, somebody
from tests.world import CODE

from yishi.cases import actions, jobs, rules
from yishi.cases.models import Case, State
from yishi.network.actors import ANYONE, Actor
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

PHONE = "19900000077"


def stepped_back(world, **what) -> tuple[Case, Actor, Actor]:
    """A case whose reporter has stepped back after one household joined: it, whoever raised it, and who joined."""
    case, zhou = (
        world.report(contact_phone=PHONE, contact_name="王一", **what),
        somebody(world, "zhou", "1-501"),
    )
    actions.join(zhou, case)
    reporter = world.reporter(case)
    return actions.withdraw(reporter, case, text="我搬走了"), reporter, zhou


def answered(world, case: Case) -> Case:
    """The steward has dealt with it."""
    return actions.answer(world.actor("steward"), case, kind="solved", text="已经清走了", photos=[])


def test_it_goes_on_for_those_who_joined(world):
    case, reporter, zhou = stepped_back(world)
    assert (case.state, case.is_left) == (State.REPORTED, True)
    assert households(case) == (1, 0)
    assert not rules.is_reporter(reporter, case) and not case.code_is(CODE)
    assert (case.reporter, case.contact_name, case.contact_phone, case.contact_key) == (None, "", "", None)
    assert Message.objects.filter(kind="cases.goes_on", person=zhou.person).exists()
    assert Message.objects.filter(kind="cases.stepped_back", post=world.posts["steward"]).exists()
    assert not Entry.objects.filter(kind="cases.Withdrawn").exists()


def test_it_ends_where_nobody_else_asks(world):
    case = world.report()
    case = actions.withdraw(world.reporter(case), case)
    assert (case.state, case.is_left) == (State.WITHDRAWN, False)


def test_it_ends_where_only_the_own_household_had_joined(world):
    zhou = somebody(world, "zhou", "1-501", vouched=True)
    case = world.report(by=zhou)
    actions.join(somebody(world, "wife", "1-501"), case)
    assert actions.withdraw(zhou, case).state == State.WITHDRAWN


def test_whoever_stepped_back_is_told_nothing_more_and_those_who_joined_are_asked(world):
    case, _reporter, zhou = stepped_back(world)
    Message.objects.all().delete()
    actions.take(world.actor("steward"), case)
    case = answered(world, case)
    told = Message.objects.filter(person=zhou.person, kind="cases.answered")
    assert told.count() == 1
    assert not Message.objects.filter(person=None, post=None).exists(), "nothing to the number they had left"


@pytest.mark.parametrize("solved", [True, False])
def test_a_household_that_joined_judges(world, solved):
    case, reporter, zhou = stepped_back(world)
    case = answered(world, case)
    with pytest.raises(Refused):
        actions.confirm(reporter, case, contacted=True, satisfaction="satisfied")
    with pytest.raises(Refused):
        actions.confirm(somebody(world, "stranger", "1-502"), case, contacted=True, satisfaction="satisfied")
    if solved:
        assert actions.confirm(zhou, case, contacted=True, satisfaction="satisfied").state == State.CLOSED
    else:
        assert actions.contest(zhou, case, contacted=False, text="还是老样子").position == 2


def test_silence_of_all_is_silence(world):
    case, _reporter, zhou = stepped_back(world)
    case = answered(world, case)
    with clock.at(clock.now() + timedelta(days=case.ladder.lapse_days + 1)):
        assert jobs.lapse_unanswered() == 1
    assert Message.objects.filter(person=zhou.person, kind="cases.lapsed").exists()


def test_with_the_last_voice_it_ends(world):
    case, _reporter, zhou = stepped_back(world)
    other = actions.join(ANYONE, case, place=world.places["b5"], door="2-201")
    actions.leave(zhou, zhou.person.voices.get())
    assert Case.objects.get(pk=case.pk).state == State.REPORTED
    actions.leave(Actor(joined=frozenset({other.pk})), other)
    case.refresh_from_db()
    assert (case.state, case.voices) == (State.WITHDRAWN, 0)


def test_whoever_stepped_back_may_come_in_again_as_a_neighbour(world):
    case, reporter, _zhou = stepped_back(world)
    actions.join(Actor(follows=reporter.follows), case)
    assert households(case) == (2, 0)


def test_nobody_reads_unmasked_words_by_having_joined(world):
    case, _reporter, zhou = stepped_back(world, words="楼道堆了柴火，找王一，电话13812345678。")
    assert not rules.is_reporter(zhou, case)
    from yishi.cases import publishing

    assert "13812345678" not in (publishing.words(case, zhou) or "")


def test_on_the_page(world, client):
    resident = Resident(client)
    resident.up_to_check()
    resident.say("check")
    case = Case.objects.get()
    actions.join(somebody(world, "zhou", "1-501"), case)
    asked = page(client, f"/cases/{case.number}/withdraw/")
    assert "Neighbours have joined" in asked
    said = client.post(f"/cases/{case.number}/withdraw/", {"text": "", "key": "one"}, follow=True)
    assert "It goes on for the neighbours who joined" in said.content.decode()
    again = client.post(f"/cases/{case.number}/withdraw/", {"text": "", "key": "one"}, follow=True)
    assert again.status_code == 200
    case.refresh_from_db()
    assert case.is_open and case.voices == 1
    assert client.session.get("follows") == []
    assert client.get(f"/cases/{case.number}/receipt/").status_code == 302
    assert "My household too" in page(client, f"/cases/{case.number}/")


def test_who_joined_judges_on_the_page(world, client):
    case, _reporter, zhou = stepped_back(world)
    case = answered(world, case)
    client.force_login(zhou.person)
    assert "Is it solved?" in page(client, f"/cases/{case.number}/")
    assert client.get(f"/cases/{case.number}/withdraw/").status_code == 302
    said = {"contacted": "yes", "satisfaction": "satisfied", "text": "", "key": "k"}
    client.post(f"/cases/{case.number}/confirm/", said)
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_joining_and_withdrawing_at_the_same_moment(world):
    for n in range(3):
        case = world.report()
        reporter, home = world.reporter(case), {"place": world.places["b3"], "door": f"{n + 1}-101"}
        results = at_once(
            partial(actions.withdraw, reporter, case), partial(actions.join, ANYONE, case, **home)
        )
        case.refresh_from_db()
        if refused(results):  # withdrawn first: whoever came to join reads that it has moved on
            assert case.state == State.WITHDRAWN
        else:
            assert case.is_open and case.is_left and case.voices == 1
