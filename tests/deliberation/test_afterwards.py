"""From the draft of the minutes to the board: compiled, corrected, sealed, posted, objected to."""

import hashlib
import json
from datetime import timedelta

import pytest
from tests.cases.stage import jpeg
from tests.deliberation.closed import WORDS, drafted, held, posted, sealed, take_down, while_posted

from yishi.deliberation import actions, closing_jobs
from yishi.deliberation.compiling import compiled, rows_of, text_of
from yishi.deliberation.models import Correction, Minutes, Session, State, Topic
from yishi.network import pictures
from yishi.network.actors import ANYONE, CLOCK, Actor
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db


def told(post, kind) -> int:
    return Message.objects.filter(post=post, kind=kind).count()


def test_minutes_are_compiled_from_what_was_recorded(meeting_world):
    minutes = compiled(rows_of(held(meeting_world), "请物业周五前公布方案。"))
    assert minutes["attendance"]["total"] == 12
    assert [each["words"] for each in minutes["opinions"]] == list(WORDS)
    assert [each["response"] and each["response"]["kind"] for each in minutes["opinions"]] == [
        "answered",
        "promised",
        None,
    ]
    assert minutes["motions"][0]["carried"] and minutes["motions"][0]["yes"] == 8
    assert [each["came"] for each in minutes["invited"]] == ["came", "absent"]
    assert minutes["undertakings"][0]["due_on"]
    assert minutes["remarks"] == "请物业周五前公布方案。"
    json.loads(text_of(minutes))


def test_few_people_stand_together_and_no_name_is_told(meeting_world):
    session = held(meeting_world)
    there(meeting_world, session)
    minutes = compiled(rows_of(session, "周吴的电话是13912345678。"))
    counts = minutes["attendance"]
    assert all(each["count"] >= counts["small"] for each in counts["by_role"])
    assert "13912345678" not in text_of(minutes)
    assert meeting_world.people["resident"].name not in text_of(minutes)


def test_a_draft_tells_those_who_were_there_and_gives_them_days(meeting_world):
    session = held(meeting_world)
    first = session.attendances.first()
    first.person = meeting_world.people["resident"]
    first.save()
    session = drafted(meeting_world, session)
    assert session.state == State.DRAFTED
    assert session.minutes.corrections_until - session.minutes.drafted_at == timedelta(days=3)
    assert Message.objects.filter(person=meeting_world.people["resident"], kind="meet.draft_out").count() == 1


def there(meeting_world, session) -> Actor:
    """A resident who was checked in by account."""
    line = session.attendances.first()
    line.person = meeting_world.people["resident"]
    line.save()
    return Actor(person=meeting_world.people["resident"])


def test_who_was_there_proposes_and_who_was_not_is_told_how(meeting_world):
    session = drafted(meeting_world)
    resident = there(meeting_world, session)
    with clock.at(session.minutes.drafted_at + timedelta(days=1)):
        made = actions.propose_correction(resident, session, text="我说的是五栋。")
        assert made.state == Correction.State.PROPOSED
        for nobody in (ANYONE, Actor(person=meeting_world.people["neighbour"])):
            with pytest.raises(Refused, match="签到"):
                actions.propose_correction(nobody, session, text="不对。")
        by_clerk = actions.propose_correction(meeting_world.actor("steward"), session, text="来电更正。")
        assert by_clerk.post == meeting_world.posts["steward"]


def test_a_browser_that_checked_in_may_propose_too(meeting_world):
    session = drafted(meeting_world)
    line = session.attendances.last()
    line.browser = "a" * 64
    line.save()
    with clock.at(session.minutes.drafted_at + timedelta(days=1)):
        assert actions.propose_correction(ANYONE, session, text="A2：是地面车库。", browser="a" * 64)
        with pytest.raises(Refused):
            actions.propose_correction(ANYONE, session, text="A2：是地面车库。", browser="b" * 64)


@pytest.mark.parametrize("seal_it", [False, True])
def test_a_correction_after_the_period_is_refused_and_says_what_to_do_instead(meeting_world, seal_it):
    session = sealed(meeting_world) if seal_it else drafted(meeting_world)
    resident = there(meeting_world, session)
    with (
        clock.at(session.minutes.corrections_until + timedelta(minutes=1)),
        pytest.raises(Refused) as refused,
    ):
        actions.propose_correction(resident, session, text="我说的是五栋。")
    assert refused.value.moved_on
    assert "异议" in str(refused.value.reason)
    assert not Correction.objects.exists()


def test_a_correction_is_accepted_with_words_or_refused_with_a_reason(meeting_world):
    session = drafted(meeting_world)
    resident, host = there(meeting_world, session), meeting_world.actor("branch")
    with clock.at(session.minutes.drafted_at + timedelta(days=1)):
        first = actions.propose_correction(resident, session, text="王小明说的是五栋，电话13912345678。")
        second = actions.propose_correction(resident, session, text="没有人投反对票。")
        with pytest.raises(Refused):
            actions.decide_correction(
                meeting_world.actor("steward"), session, correction=first, accepted=True
            )
        first = actions.decide_correction(host, session, correction=first, accepted=True)
        assert "13912345678" not in first.shown
        with pytest.raises(Refused):
            actions.decide_correction(host, session, correction=second, accepted=False)
        second = actions.decide_correction(
            host, session, correction=second, accepted=False, reason="两票反对，记录员当场清点过。"
        )
        with pytest.raises(Refused) as again:
            actions.decide_correction(host, session, correction=first, accepted=True)
        assert again.value.moved_on
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        minutes = actions.seal_minutes(host, session)
    assert minutes.compiled["corrections"] == [first.shown]


def test_nothing_is_sealed_before_its_days_are_over_or_while_a_correction_waits(meeting_world):
    session = drafted(meeting_world)
    host, resident = meeting_world.actor("branch"), there(meeting_world, session)
    with clock.at(session.minutes.corrections_until - timedelta(hours=1)):
        with pytest.raises(Refused):
            actions.seal_minutes(host, session)
        actions.propose_correction(resident, session, text="我说的是五栋。")
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)), pytest.raises(Refused):
        actions.seal_minutes(host, session)


def test_the_record_holds_the_digest_of_what_was_sealed(meeting_world):
    session = sealed(meeting_world)
    minutes = session.minutes
    text = text_of(minutes.compiled).encode()
    assert minutes.digest == hashlib.sha256(bytes.fromhex(minutes.salt) + text).hexdigest()
    entry = Entry.objects.about(session.ref).get(kind="deliberation.MinutesSealed")
    assert entry.data["minutes"] == minutes.digest


def test_of_two_who_seal_at_once_the_second_is_told(meeting_world):
    session = sealed(meeting_world)
    with clock.at(session.minutes.sealed_at), pytest.raises(Refused) as refused:
        actions.seal_minutes(meeting_world.actor("committee"), session)
    assert refused.value.moved_on


def test_sealed_minutes_are_corrected_by_number_alone(meeting_world):
    session = sealed(meeting_world)
    before = session.minutes.digest
    with clock.at(session.minutes.sealed_at + timedelta(days=1)):
        one = actions.correct_sealed(meeting_world.actor("branch"), session, text="A1 是五栋，不是三栋。")
        two = actions.correct_sealed(meeting_world.actor("committee"), session, text="到会十一人。")
        with pytest.raises(Refused):
            actions.correct_sealed(meeting_world.actor("steward"), session, text="记错了。")
    assert (one.number, two.number) == (1, 2)
    assert Minutes.objects.get(session=session).digest == before


def test_a_line_that_comes_after_the_seal_stands_below_as_a_correction(meeting_world):
    session = sealed(meeting_world)
    before = session.minutes.compiled
    with clock.at(session.minutes.sealed_at + timedelta(hours=2)):
        (late,) = take_down(meeting_world, session, "楼道感应灯也坏了。", start=4)
    correction = Correction.objects.get(session=session)
    assert (correction.number, correction.opinion) == (1, late)
    assert Minutes.objects.get(session=session).compiled == before


def test_a_line_that_comes_while_the_draft_lies_open_is_sealed_with_it(meeting_world):
    session = drafted(meeting_world)
    with clock.at(session.minutes.drafted_at + timedelta(hours=2)):
        take_down(meeting_world, session, "楼道感应灯也坏了。", start=4)
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        minutes = actions.seal_minutes(meeting_world.actor("branch"), session)
    assert len(minutes.compiled["opinions"]) == 4
    assert not Correction.objects.exists()


def test_the_period_of_posting_begins_with_its_proof_and_lasts_as_its_kind_demands(meeting_world):
    session = posted(meeting_world)
    posting = session.postings.get()
    assert (
        posting.until_on - posting.posted_on
    ).days == 14  # a courtyard meeting: fifteen days, the first included
    kept = pictures.load(posting.picture)
    assert b"Camera of Zhou" not in kept
    with clock.at(posting.at), pytest.raises(Refused):
        actions.post_minutes(
            meeting_world.actor("steward"),
            session,
            board="南门",
            posted_on=posting.posted_on + timedelta(days=1),
            picture=pictures.read(jpeg()),
        )


def test_one_objects_only_while_the_minutes_are_posted(meeting_world):
    session = sealed(meeting_world)
    with clock.at(session.minutes.sealed_at + timedelta(hours=1)), pytest.raises(Refused) as early:
        actions.object_to(ANYONE, session, text="票数不对。")
    assert early.value.moved_on
    session = posted(meeting_world, held(meeting_world, days=40))
    with while_posted(session):
        objection = actions.object_to(ANYONE, session, text="票数不对。")
        assert objection.number == 1 and objection.due_at - objection.at == timedelta(days=3)
    with clock.at(session.postings.get().at + timedelta(days=16)), pytest.raises(Refused, match="议题"):
        actions.object_to(ANYONE, session, text="票数不对。")


def test_an_objection_that_is_right_leads_to_a_correction_or_to_the_next_session(meeting_world):
    session = posted(meeting_world)
    host = meeting_world.actor("branch")
    with while_posted(session):
        first, second, third = (
            actions.object_to(ANYONE, session, text=text, contact_phone="13900000001")
            for text in ("票数是七票。", "路灯应先修三栋。", "我不同意换灯。")
        )
        with pytest.raises(Refused):
            actions.answer_objection(host, session, objection=first, upheld=True, answer="对。")
        first = actions.answer_objection(
            host, session, objection=first, upheld=True, answer="确实记错。", correction="赞成七票。"
        )
        second = actions.answer_objection(
            host, session, objection=second, upheld=True, answer="下次再议。", to_next=True
        )
        third = actions.answer_objection(
            host, session, objection=third, upheld=False, answer="已过半数赞成。"
        )
        with pytest.raises(Refused) as again:
            actions.answer_objection(host, session, objection=third, upheld=False, answer="已过半数赞成。")
    assert again.value.moved_on
    assert first.correction.number == 1 and first.correction.shown == "赞成七票。"
    assert second.topic.state == Topic.State.ACCEPTED and second.topic.place == session.place
    assert third.upheld is False and third.correction is None
    assert Message.objects.filter(kind="meet.objection_answered").count() == 3


def test_an_overdue_objection_is_flagged_by_the_clock_once(meeting_world):
    session = posted(meeting_world)
    with while_posted(session):
        objection = actions.object_to(ANYONE, session, text="票数不对。")
        assert closing_jobs.flag_objections() == 0
    with clock.at(objection.due_at + timedelta(minutes=1)):
        assert closing_jobs.flag_objections() == 1
        assert closing_jobs.flag_objections() == 0
        objection.refresh_from_db()
        assert objection.is_overdue and objection.late_told_at
    assert told(meeting_world.posts["branch"], "meet.objection_late") == 1


def test_an_objection_nobody_answers_is_told_above_once_after_the_days_of_the_rule(meeting_world):
    session = posted(meeting_world)
    committee = meeting_world.posts["committee"]
    with while_posted(session):
        objection = actions.object_to(ANYONE, session, text="票数不对。")
        answered = actions.object_to(ANYONE, session, text="人数不对。")
    with clock.at(objection.due_at + timedelta(minutes=1)):
        assert (closing_jobs.raise_objections(), closing_jobs.flag_objections()) == (0, 2)
    with clock.at(objection.due_at + timedelta(days=2)):
        assert closing_jobs.raise_objections() == 0
        actions.answer_objection(
            meeting_world.actor("branch"),
            session,
            objection=answered,
            upheld=False,
            answer="已核对，签到簿上是十二人。",
        )
    with clock.at(objection.due_at + timedelta(days=3, minutes=1)):
        assert (closing_jobs.raise_objections(), closing_jobs.raise_objections()) == (1, 0)
    assert told(committee, "meet.objection_raised") == 1
    assert told(meeting_world.posts["branch"], "meet.objection_raised") == 0


def test_minutes_nobody_closes_are_told_to_the_host_and_then_above_once_each(meeting_world):
    session = held(meeting_world)
    with clock.at(session.ended_at + timedelta(days=2)):
        assert closing_jobs.remind_unclosed() == 0
    with clock.at(session.ended_at + timedelta(days=3, minutes=1)):
        assert (closing_jobs.remind_unclosed(), closing_jobs.remind_unclosed()) == (1, 0)
        assert closing_jobs.raise_unclosed() == 0
    with clock.at(session.ended_at + timedelta(days=7, minutes=1)):
        assert (closing_jobs.raise_unclosed(), closing_jobs.raise_unclosed()) == (1, 0)
    assert told(meeting_world.posts["branch"], "meet.close_please") == 1
    assert told(meeting_world.posts["committee"], "meet.not_closed") == 1


def test_a_draft_whose_days_run_is_not_called_late(meeting_world):
    session = held(meeting_world)
    with clock.at(session.ended_at + timedelta(days=2)):
        actions.draft_minutes(meeting_world.actor("steward"), session)
    with clock.at(session.ended_at + timedelta(days=4)):
        assert closing_jobs.remind_unclosed() == 0
    with clock.at(session.ended_at + timedelta(days=5, hours=1)):
        assert closing_jobs.remind_unclosed() == 1


def test_only_the_clock_reminds(meeting_world):
    session = held(meeting_world)
    with clock.at(session.ended_at + timedelta(days=9)):
        for act in (actions.remind_to_close, actions.raise_unclosed):
            with pytest.raises(Refused):
                act(meeting_world.actor("branch"), session)
        assert actions.remind_to_close(CLOCK, session)


def test_drafted_anew_the_days_begin_anew(meeting_world):
    session = drafted(meeting_world)
    with clock.at(session.minutes.drafted_at + timedelta(days=2)):
        again = actions.draft_minutes(meeting_world.actor("steward"), session, remarks="补充一句。")
    assert again.corrections_until == again.drafted_at + timedelta(days=3)
    assert Session.objects.get(pk=session.pk).state == State.DRAFTED
