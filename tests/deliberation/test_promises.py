"""Promises to those who can be asked and to those who cannot: who confirms them, who is told, and what stays late."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.deliberation.conftest import call
from tests.deliberation.test_outcomes import measure, promised, session  # noqa: F401
from tests.deliberation.test_outcomes_pages import address, sit, text  # noqa: F401

from yishi.deliberation import actions, outcome_jobs, rules
from yishi.deliberation.models import Attendance, Undertaking
from yishi.deliberation.opening import opening_with
from yishi.network.actors import Actor
from yishi.notices.models import Message
from yishi.people.models import Person
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db
PHONE = "13900001111"
State = Undertaking.State


def claim(world, undertaking, *, by="property") -> Undertaking:
    return actions.claim_kept(world.actor(by), undertaking, evidence="换了两盏灯。")


def told(code: str, **to) -> int:
    return Message.objects.filter(kind=f"deliberation.{code}", **to).count()


def reader() -> Client:
    return Client(headers={"accept-language": "en"})


def account(name: str) -> Person:
    return Person.objects.create(username=name, joined_at=clock.now())


def came(session, person, role=Attendance.Role.RESIDENT) -> None:  # noqa: F811
    Attendance.objects.create(
        session=session,
        person=person,
        role=role,
        how=Attendance.How.CODE,
        line=f"line-{person.pk}",
        at=clock.now(),
    )


@pytest.mark.parametrize("by", ["property", "branch", "steward"])
def test_whoever_says_it_is_kept_never_confirms_it(meeting_world, session, by):  # noqa: F811
    claimed = claim(meeting_world, promised(meeting_world, session), by=by)
    assert claimed.claimed_by == meeting_world.posts[by]
    for answer in (actions.confirm_kept, actions.deny_kept):
        with pytest.raises(Refused):
            answer(meeting_world.actor(by), claimed)


def test_nor_in_another_post_of_the_same_person(meeting_world, session):  # noqa: F811
    claimed = claim(meeting_world, promised(meeting_world, session), by="steward")
    both = (meeting_world.posts["branch"], meeting_world.posts["steward"])
    chair = meeting_world.actor("branch")
    verdict = rules.may_confirm_kept(Actor(person=chair.person, post=both[0], posts=both), claimed)
    assert not verdict and not verdict.moved_on
    assert rules.may_confirm_kept(Actor(person=chair.person, post=both[0], posts=both[:1]), claimed)


def test_who_may_not_confirm_what_they_said_reads_so(meeting_world, session, sit):  # noqa: F811
    claimed = claim(meeting_world, promised(meeting_world, session), by="branch")
    page = text(sit("branch").get(address("promise", claimed.pk)))
    assert "somebody else confirms it" in page and "Yes, it is kept" not in page


def test_where_nobody_can_be_asked_the_chair_is_told_and_silence_says_nothing(
    meeting_world,
    session,  # noqa: F811
):
    claimed = claim(meeting_world, promised(meeting_world, session))
    assert told("promise_to_confirm", post=meeting_world.posts["branch"]) == 1
    assert claimed.asked_at is None
    with clock.at(clock.now() + timedelta(days=60)):
        assert outcome_jobs.settle_claims() == 0
    claimed.refresh_from_db()
    assert claimed.state == State.CLAIMED
    page = text(reader().get(address("promise", claimed.pk)))
    assert "to be confirmed" in page and "does not count as kept" in page
    kept = actions.confirm_kept(meeting_world.actor("branch"), claimed)
    assert (kept.state, kept.confirmed) == (State.KEPT, "chair")


def test_a_number_that_cannot_be_written_to_is_nobody_to_ask(meeting_world, session):  # noqa: F811
    claimed = claim(meeting_world, promised(meeting_world, session, contact_phone="8555 1234"))
    assert claimed.asked_at is None
    assert told("promise_to_confirm") == 1


def test_those_that_nobody_can_be_asked_of_hold_up_no_others(meeting_world, session):  # noqa: F811
    claim(meeting_world, promised(meeting_world, session))
    asked = claim(meeting_world, promised(meeting_world, session, contact_phone=PHONE))
    with clock.at(clock.now() + timedelta(days=8)):
        assert outcome_jobs.settle_claims(limit=1) == 1
    asked.refresh_from_db()
    assert asked.confirmed == "silence"


def test_another_who_leads_is_told_where_the_chair_said_it_themselves(meeting_world, session):  # noqa: F811
    claim(meeting_world, promised(meeting_world, session), by="branch")
    assert told("promise_to_confirm", post=meeting_world.posts["branch"]) == 0


def test_somebody_who_was_there_confirms_it(meeting_world, session):  # noqa: F811
    wang, li = account("wang"), account("li")
    came(session, wang)
    came(session, li, Attendance.Role.OFFICIAL)
    claimed = claim(meeting_world, promised(meeting_world, session))
    for stranger in (Actor(), Actor(person=li), Actor(person=account("zhao"))):
        with pytest.raises(Refused):
            actions.confirm_kept(stranger, claimed)
    kept = actions.confirm_kept(Actor(person=wang), claimed)
    assert kept.confirmed == "there"


def test_nobody_who_was_there_speaks_for_who_was_asked(meeting_world, session):  # noqa: F811
    wang = account("wang")
    came(session, wang)
    claimed = claim(meeting_world, promised(meeting_world, session, contact_phone=PHONE))
    with pytest.raises(Refused):
        actions.confirm_kept(Actor(person=wang), claimed)


def put_off(world, undertaking, days: int) -> Undertaking:
    day = clock.today() + timedelta(days=days)
    return actions.extend_undertaking(world.actor("property"), undertaking, due_on=day, reason="灯具没到。")


def test_who_asked_is_told_when_it_is_put_off_or_given_up(meeting_world, session):  # noqa: F811
    undertaking = promised(meeting_world, session, contact_phone=PHONE)
    fresh = put_off(meeting_world, undertaking, 30)
    assert told("promise_put_off") == 1
    actions.break_undertaking(meeting_world.actor("property"), fresh, reason="路灯归市政管。")
    assert told("promise_given_up") == 1
    assert told("promise_put_off_chair") == told("promise_given_up_chair") == 0


def test_the_chair_is_told_for_who_cannot_be(meeting_world, session):  # noqa: F811
    fresh = put_off(meeting_world, promised(meeting_world, session), 30)
    actions.break_undertaking(meeting_world.actor("property"), fresh, reason="路灯归市政管。")
    chair = meeting_world.posts["branch"]
    assert told("promise_put_off_chair", post=chair) == told("promise_given_up_chair", post=chair) == 1


def test_what_is_put_off_after_its_day_stays_late(meeting_world, session):  # noqa: F811
    undertaking = promised(meeting_world, session, days=3)
    first = undertaking.due_on
    with clock.at(clock.now() + timedelta(days=10)):
        outcome_jobs.follow_promises()
        fresh = put_off(meeting_world, put_off(meeting_world, undertaking, 100), 300)
        assert list(Undertaking.objects.late()) == [fresh]
        assert (fresh.put_off, fresh.first_due_on, fresh.missed_on) == (2, first, first)
        assert fresh.is_late and not fresh.is_past
        page = text(reader().get(address("promise", fresh.pk)))
        assert "2 times" in page and "counts as late since" in page
        late = text(reader().get(address("promises", session.place.code), {"show": "late"}))
        assert fresh.text in late
        assert outcome_jobs.follow_promises() == 0, "its new day is far off"
        kept = actions.confirm_kept(Actor(follows=frozenset({fresh.case_id})), claim(meeting_world, fresh))
    assert kept.was_late
    assert measure("undertaking_kept_late", session.place_path) == 1


def test_what_is_put_off_in_time_is_not_late(meeting_world, session):  # noqa: F811
    fresh = put_off(meeting_world, promised(meeting_world, session, days=3), 30)
    assert (fresh.put_off, fresh.missed_on, fresh.is_late) == (1, None, False)
    assert not Undertaking.objects.late().exists()
    with clock.at(clock.now() + timedelta(days=31)):
        assert list(Undertaking.objects.late()) == [fresh]
        assert outcome_jobs.follow_promises() == 1


def test_the_next_session_opens_with_what_stays_late(meeting_world, session):  # noqa: F811
    undertaking = promised(meeting_world, session, days=3)
    with clock.at(clock.now() + timedelta(days=10)):
        fresh = put_off(meeting_world, undertaking, 300)
        following = call(meeting_world, days=30)
        opening = opening_with(following)
    assert (opening.late, opening.due) == ([fresh], [])


def test_what_is_missing_is_read_by_whoever_promised_and_not_by_everybody(
    meeting_world,
    session,  # noqa: F811
    sit,  # noqa: F811
):
    claimed = claim(meeting_world, promised(meeting_world, session))
    words = "只换了一盏，楼道还是黑的。"
    again = actions.deny_kept(meeting_world.actor("branch"), claimed, text=words)
    assert (again.state, again.missing) == (State.OPEN, words)
    for who in ("property", "branch"):
        assert words in text(sit(who).get(address("promise", claimed.pk)))
    public = text(reader().get(address("promise", claimed.pk)))
    assert words not in public
    assert "then that it is not" in public and "What was said to show it" in public
    actions.forget_what_was_said([session])
    claimed.refresh_from_db()
    assert claimed.missing == ""
