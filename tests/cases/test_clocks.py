"""The right clock, whatever happens to a case: a table of sequences, and what others' clocks got wrong."""

import json
import logging
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from yishi.cases import actions, clock_jobs, clocks
from yishi.cases.models import Case, Pause, State, Stay, TimeLimit, Urgency
from yishi.network import actions as network
from yishi.network import calendar, holidays
from yishi.network.actors import CLOCK, Actor
from yishi.network.counting import ZONE
from yishi.network.powers import Role
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.models import Entry

MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=ZONE)
RUNGS = [
    (Role.STEWARD, 4, 72),
    (Role.BRANCH, 24, 120),
    (Role.COMMITTEE, 24, 168),
    (Role.COUNCIL, 72, 360),
]
LIMITS = [
    {"position": 1, "take": 2, "contact": 24, "progress": 3, "answer": 7},
    {"urgency": "emergency", "contact": 1, "answer": 2, "answer_unit": "hours"},
    {"urgency": "complex", "answer": 15, "answer_unit": "work_days"},
]


def at(day: str, hour: str = "10:00") -> datetime:
    """A moment of November 2026, local time: `05` or `12-05`."""
    month, _dash, day = ("11-" + day if "-" not in day else day).partition("-")
    hours, minutes = map(int, hour.split(":"))
    return datetime(2026, int(month), int(day), hours, minutes, tzinfo=ZONE)


def end_of(day: str) -> datetime:
    return at(day, "23:59").replace(second=59, microsecond=999999)


@pytest.fixture
def town(world):
    """The small neighbourhood with limits in days, and a calendar nobody else has changed."""
    calendar.forget()
    set_ladder(world)
    yield world
    calendar.forget()


def set_ladder(world, limits=LIMITS, **time):
    rows = [{"source": "test", **row} for row in limits]
    return actions.set_ladder(
        CLOCK, world.places["community"], rungs=RUNGS, source="test", limits=rows, **time
    )


class Play:
    """One case and what is done with it, each step at its moment."""

    def __init__(self, world):
        self.world = world
        with clock.at(MONDAY):
            self.case = world.report()

    def does(self, when: datetime, who: str, action: str, **what) -> "Play":
        with clock.at(when):
            actor = self.world.actor(who) if who in self.world.posts else self.world.reporter(self.case)
            actor = CLOCK if who == "clock" else actor
            getattr(actions, action)(actor, self.case, **what)
        return self.again()

    def again(self) -> "Play":
        self.case = Case.objects.get(pk=self.case.pk)
        return self

    def runs(self, when: datetime, *jobs) -> "Play":
        with clock.at(when):
            for job in jobs:
                job()
        return self.again()

    @property
    def due(self) -> datetime:
        return self.case.due_at.astimezone(ZONE)


WAITS = {"reason": "resident", "text": "等住户在家时上门查看。"}


def pausing(until: str) -> dict:
    return {**WAITS, "until_on": at(until).date()}


SEQUENCES = {
    "seven days, the first of them not counted": ([], end_of("09")),
    "taken": ([("02", "steward", "take", {})], end_of("09")),
    "taken by members on duty: another desk, the same clock": ([("03", "on_duty", "take", {})], end_of("09")),
    "handed up: the next rung's own time": (
        [("04", "steward", "hand_up", {"reason": "要动经费"})],
        at("09", "10:00"),
    ),
    "paused for two days": (
        [("04", "steward", "pause", pausing("20")), ("06", "steward", "resume", {})],
        end_of("11"),
    ),
    "paused twice": (
        [
            ("04", "steward", "pause", pausing("20")),
            ("06", "steward", "resume", {}),
            ("10", "steward", "pause", pausing("20")),
            ("13", "steward", "resume", {}),
        ],
        end_of("14"),
    ),
    "paused and resumed within one day gives no day away": (
        [("04", "steward", "pause", pausing("20")), ("04", "steward", "resume", {})],
        end_of("09"),
    ),
    "paused, then handed up: the pause ends, the next rung has its own time": (
        [("04", "steward", "pause", pausing("20")), ("06", "steward", "hand_up", {"reason": "要动经费"})],
        at("11", "10:00"),
    ),
    "extended": (
        [
            ("06", "steward", "ask_extension", {"text": "配件要等", "until_on": at("16").date()}),
            ("07", "branch", "answer_extension", {"granted": True}),
        ],
        end_of("16"),
    ),
    "extended by less than was asked for": (
        [
            ("06", "steward", "ask_extension", {"text": "配件要等", "until_on": at("16").date()}),
            ("07", "branch", "answer_extension", {"granted": True, "until_on": at("12").date()}),
        ],
        end_of("12"),
    ),
    "an extension refused": (
        [
            ("06", "steward", "ask_extension", {"text": "配件要等", "until_on": at("16").date()}),
            ("07", "branch", "answer_extension", {"granted": False, "text": "先用备件"}),
        ],
        end_of("09"),
    ),
    "extended, then paused: as much later as it stood": (
        [
            ("06", "steward", "ask_extension", {"text": "配件要等", "until_on": at("16").date()}),
            ("07", "branch", "answer_extension", {"granted": True}),
            ("10", "steward", "pause", pausing("20")),
            ("12", "steward", "resume", {}),
        ],
        end_of("18"),
    ),
    "paused, then extended: the earlier pause does not count again": (
        [
            ("04", "steward", "pause", pausing("20")),
            ("06", "steward", "resume", {}),
            ("09", "steward", "ask_extension", {"text": "配件要等", "until_on": at("16").date()}),
            ("10", "branch", "answer_extension", {"granted": True}),
        ],
        end_of("16"),
    ),
    "found to be complex: counted from when the resident spoke": (
        [("06", "steward", "set_urgency", {"urgency": "complex"})],
        end_of("23"),
    ),
    "complex for a while, then general again: as if it never had been": (
        [
            ("03", "steward", "set_urgency", {"urgency": "complex"}),
            ("04", "steward", "set_urgency", {"urgency": "general"}),
        ],
        end_of("09"),
    ),
    "found to be an emergency after its time: two hours from then": (
        [("04", "steward", "set_urgency", {"urgency": "emergency"})],
        at("04", "12:00"),
    ),
    "found to be an emergency a moment before the old limit: never beyond it": (
        [("09", "steward", "set_urgency", {"urgency": "emergency"})],
        at("09", "12:00"),
    ),
    "complex, paused: working days stand still too": (
        [
            ("03", "steward", "set_urgency", {"urgency": "complex"}),
            ("04", "steward", "pause", pausing("20")),
            ("09", "steward", "resume", {}),
        ],
        end_of("26"),
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_case_keeps_the_right_clock(town, name):
    steps, expected = SEQUENCES[name]
    play = Play(town)
    for day, who, action, what in steps:
        play.does(at(day), who, action, **what)
    assert play.due == expected
    stay = play.case.stays.filter(left_at=None).get()
    assert stay.due_at == play.case.due_at


def test_an_old_limit_is_kept_where_an_emergency_would_end_later(town):
    play = Play(town).does(at("09", "23:30"), "steward", "set_urgency", urgency="emergency")
    assert play.due == end_of("09")


# --- sent back, ruled, contested, reopened ---


def test_time_lost_in_sending_back_counts(town):
    play = Play(town)
    play.does(at("04"), "steward", "send_back", reason="不是我们楼", proposed=town.posts["steward2"])
    assert play.due == end_of("09")
    play.does(at("06"), "steward2", "send_back", reason="也不是我们", proposed=town.posts["steward"])
    assert (play.case.state, play.due) == (State.RULING, end_of("09"))
    play.does(at("07"), "committee", "rule", reason="按楼栋归属", to=town.posts["steward"])
    assert play.due == end_of("09")


def test_sending_back_ends_a_pause_and_keeps_what_was_left(town):
    play = Play(town).does(at("04"), "steward", "pause", **pausing("20"))
    play.does(at("06"), "steward", "send_back", reason="不是我们楼", proposed=town.posts["steward2"])
    assert play.due == end_of("11")
    assert not play.case.is_paused


def test_not_solved_starts_the_clock_of_the_next_rung_and_somebody_must_get_in_touch_again(town):
    play = Play(town).does(at("03"), "steward", "call", outcome="reached")
    assert play.case.contacted_at == at("03")
    play.does(at("04"), "steward", "answer", kind="solved", text="清走了")
    play.does(at("05"), "resident", "contest", contacted=True, text="还在")
    assert play.due == at("05") + timedelta(hours=120)
    assert play.case.contacted_at is None


def test_reopened_after_silence_has_a_clock_that_runs_from_then(town):
    """Zammad 188: a reopened ticket kept its old, long past limit."""
    play = Play(town).does(at("04"), "steward", "answer", kind="solved", text="清走了")
    play.does(at("12"), "clock", "lapse")
    play.does(at("20"), "resident", "contest", contacted=True, text="还在")
    assert play.due == at("20") + timedelta(hours=120)
    assert not play.case.is_overdue(at("20"))


# --- put together, parked ---


def test_what_is_put_together_with_another_does_not_escalate(town):
    """Zammad 904."""
    play = Play(town)
    with clock.at(MONDAY):
        other = town.report(words="楼道里有人堆了很多柴火，走路要侧身。")
    play.does(at("04"), "steward", "merge", into=other)
    play.runs(at("30"), clock_jobs.escalate_overdue, clock_jobs.warn_before_limits)
    assert (play.case.state, play.case.breached_at) == (State.MERGED, None)


def test_taken_out_again_it_has_what_was_left(town):
    play = Play(town)
    with clock.at(MONDAY):
        other = town.report(words="楼道里有人堆了很多柴火，走路要侧身。")
    play.does(at("04"), "steward", "merge", into=other)
    play.does(at("06"), "steward", "split")
    assert play.due == end_of("11")


def test_the_one_it_is_put_together_with_is_due_when_either_would_have_been(town):
    play = Play(town)
    with clock.at(at("03")):
        later = town.report(words="楼道里有人堆了很多柴火，走路要侧身。")
    play.does(at("04"), "steward", "merge", into=later)
    assert Case.objects.get(pk=later.pk).due_at == end_of("09")


def test_parked_it_does_not_escalate_and_comes_back_with_a_clock_of_its_own(town):
    play = Play(town).does(at("02"), "steward", "take")
    parked = {
        "reason": "money",
        "text": "今年没有经费",
        "measures": "先清理通道",
        "revisit_on": at("20").date(),
    }
    play.does(at("03"), "steward", "park", **parked)
    play.does(at("04"), "branch", "decide_parking", agree=True)
    play.runs(at("15"), clock_jobs.escalate_overdue, clock_jobs.end_pauses, clock_jobs.warn_before_limits)
    assert (play.case.state, play.case.breached_at) == (State.PARKED, None)
    play.does(at("20", "11:00"), "clock", "wake")
    assert play.due == end_of("27")
    assert not play.case.is_paused


# --- pausing ---


def test_a_paused_case_is_not_overdue_is_not_warned_of_and_does_not_escalate(town):
    play = Play(town).does(at("09"), "steward", "pause", **pausing("20"))
    play.runs(at("19"), clock_jobs.warn_before_limits, clock_jobs.escalate_overdue, clock_jobs.end_pauses)
    assert play.case.is_paused
    assert not play.case.is_overdue(at("19"))
    assert play.case.position == 1
    with clock.at(at("19")):
        assert clocks.left(play.case).stands


def test_a_pause_ends_by_itself_and_what_was_left_is_left(town):
    play = Play(town).does(at("09"), "steward", "pause", **pausing("20"))
    before = clocks.left(play.case, at("09"))
    play.runs(at("21", "09:00"), clock_jobs.end_pauses)
    assert not play.case.is_paused
    assert play.case.pauses.get().ended_at == end_of("20")
    # it was the last day when the clock stopped, and the last day it is when it goes on
    assert play.due == end_of("20")
    assert before.length == end_of("09") - at("09")


def test_a_late_worker_does_not_make_a_pause_longer(town):
    play = Play(town).does(at("04"), "steward", "pause", **pausing("06"))
    play.runs(at("08"), clock_jobs.end_pauses)
    assert play.due == end_of("11")


def test_what_is_left_stands_still_while_paused(town):
    play = Play(town).does(at("04"), "steward", "pause", **pausing("20"))
    assert clocks.left(play.case, at("05")).length == clocks.left(play.case, at("12")).length
    assert clocks.left(play.case, at("12")).length == end_of("09") - at("04")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"until_on": date(2026, 11, 4)}, "after today"),
        ({"until_on": date(2027, 3, 1)}, "days at most"),
        ({"until_on": date(2026, 11, 8), "reason": "parked"}, "reason"),
        ({"until_on": date(2026, 11, 8), "text": "  "}, "reason"),
    ],
)
def test_a_pause_needs_a_day_and_a_reason(town, what, why):
    from django.utils import translation

    play = Play(town)
    with translation.override("en"), pytest.raises(Refused, match=why):
        play.does(at("04"), "steward", "pause", **{**WAITS, **what})


def test_what_is_overdue_cannot_be_paused_or_extended(town):
    play = Play(town)
    for action, what in (
        ("pause", pausing("20")),
        ("ask_extension", {"text": "要等", "until_on": at("20").date()}),
    ):
        with pytest.raises(Refused):
            play.does(at("10"), "steward", action, **what)


def test_only_the_desk_pauses_and_only_one_pause_runs(town):
    play = Play(town)
    for who in ("branch", "property", "resident"):
        with pytest.raises(Refused):
            play.does(at("04"), who, "pause", **pausing("20"))
    play.does(at("04"), "steward", "pause", **pausing("20"))
    with pytest.raises(Refused):
        play.does(at("05"), "steward", "pause", **pausing("20"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(case=play.case, reason="weather", at=at("05"), salt="0")


def test_an_answer_given_while_the_clock_stands_is_in_time(town):
    play = Play(town).does(at("09"), "steward", "pause", **pausing("20"))
    play.does(at("15"), "steward", "answer", kind="solved", text="清走了")
    answered = Entry.objects.get(kind="cases.Answered")
    assert json.loads(answered.fields)["late"] is False
    assert play.case.pauses.get().ended_at == at("15")


# --- more time ---


def test_asking_for_more_time_does_not_stop_the_clock(town):
    play = Play(town)
    play.does(at("09"), "steward", "ask_extension", text="配件要等", until_on=at("16").date())
    play.runs(at("10"), clock_jobs.escalate_overdue)
    assert play.case.position == 2
    with pytest.raises(Refused):  # it has moved on: nothing is left to grant
        play.does(at("10"), "branch", "answer_extension", granted=True)


def test_more_time_is_granted_by_the_rung_above_and_by_nobody_else(town):
    play = Play(town).does(at("06"), "steward", "ask_extension", text="要等", until_on=at("16").date())
    for who in ("steward", "committee", "resident"):
        with pytest.raises(Refused):
            play.does(at("07"), who, "answer_extension", granted=True)
    with pytest.raises(Refused):  # longer than was asked for
        play.does(at("07"), "branch", "answer_extension", granted=True, until_on=at("20").date())
    with pytest.raises(Refused):  # a refusal needs a reason
        play.does(at("07"), "branch", "answer_extension", granted=False)


def test_from_the_top_rung_the_community_committee_grants_it(town):
    play = Play(town)
    for who in ("steward", "branch", "committee"):
        play.does(at("03"), who, "hand_up", reason="上面定")
    play.does(at("04"), "council", "ask_extension", text="要开会", until_on=at("20").date())
    play.does(at("05"), "committee", "answer_extension", granted=True)
    assert play.due == end_of("20")


def test_more_time_has_an_end(town):
    with pytest.raises(Refused):
        Play(town).does(at("06"), "steward", "ask_extension", text="要等", until_on=date(2027, 2, 1))


def test_the_resident_is_told_of_more_time(town):
    with clock.at(MONDAY):
        case = town.report(by=Actor(person=town.people["resident"]))
    with clock.at(at("06")):
        actions.ask_extension(town.actor("steward"), case, text="要等", until_on=at("16").date())
        assert not Message.objects.filter(kind="cases.extended").exists()
        actions.answer_extension(town.actor("branch"), case, granted=True)
    assert Message.objects.get(kind="cases.extended").person == town.people["resident"]


# --- warning and escalation ---


def test_the_holder_is_warned_once_before_the_limit(town):
    play = Play(town)
    play.runs(at("08", "12:00"), clock_jobs.warn_before_limits)
    assert not Entry.objects.filter(kind="cases.Warned").exists()
    for hour in ("01:00", "02:00", "03:00"):
        play.runs(at("09", hour), clock_jobs.warn_before_limits)
    assert Entry.objects.filter(kind="cases.Warned").count() == 1
    assert Message.objects.filter(kind="cases.due_soon", post=town.posts["steward"]).count() == 1


def test_a_limit_that_moved_is_warned_of_again(town):
    play = Play(town).runs(at("09", "01:00"), clock_jobs.warn_before_limits)
    play.does(at("09"), "steward", "pause", **pausing("20")).does(at("12"), "steward", "resume")
    play.runs(at("12", "11:00"), clock_jobs.warn_before_limits)
    assert Entry.objects.filter(kind="cases.Warned").count() == 2


def test_the_last_moment_is_in_time(town):
    play = Play(town)
    play.runs(end_of("09"), clock_jobs.escalate_overdue)
    assert play.case.position == 1
    play.runs(end_of("09") + timedelta(microseconds=1), clock_jobs.escalate_overdue)
    assert play.case.position == 2


def test_what_passes_its_limit_goes_up_rung_by_rung_once_each(town):
    play = Play(town)
    for _twice in range(2):
        play.runs(at("10"), clock_jobs.escalate_overdue)
    assert (play.case.position, play.case.holder, play.case.state) == (
        2,
        town.posts["branch"],
        State.REPORTED,
    )
    assert play.due == at("10") + timedelta(hours=120)
    assert play.case.breached_at == end_of("09")
    assert play.case.stays.get(left_at=None).why == Stay.Why.OVERDUE
    for _twice in range(2):
        play.runs(at("16"), clock_jobs.escalate_overdue)
    assert play.case.position == 3
    assert Entry.objects.filter(kind="cases.Escalated").count() == 2


def test_from_the_top_it_stays_and_those_above_are_told_once(town):
    play = Play(town)
    for who in ("steward", "branch", "committee"):
        play.does(at("03"), who, "hand_up", reason="上面定")
    for day in ("19", "20", "21"):
        play.runs(at(day), clock_jobs.escalate_overdue)
    assert (play.case.position, play.case.holder) == (4, town.posts["council"])
    assert play.case.is_overdue(at("19"))
    assert Entry.objects.filter(kind="cases.Overdue").count() == 1
    assert {m.post for m in Message.objects.filter(kind="cases.overdue")} == {
        town.posts["council"],
        town.posts["committee"],
    }


def test_a_case_up_for_a_ruling_is_not_taken_from_the_judge(town):
    play = Play(town)
    play.does(at("04"), "steward", "send_back", reason="不是我们楼", proposed=town.posts["steward2"])
    play.does(at("06"), "steward2", "send_back", reason="也不是我们", proposed=town.posts["steward"])
    play.runs(at("11"), clock_jobs.escalate_overdue)
    assert (play.case.state, play.case.breach_told) == (State.RULING, True)


def test_what_was_answered_in_time_does_not_escalate(town):
    """Zammad 3140."""
    play = Play(town).does(at("08"), "steward", "answer", kind="solved", text="清走了")
    play.runs(at("30"), clock_jobs.escalate_overdue, clock_jobs.warn_before_limits)
    assert (play.case.state, play.case.position, play.case.breached_at) == (State.ANSWERED, 1, None)


def test_a_ladder_that_does_not_escalate_only_marks(town):
    set_ladder(town, escalates=False)
    play = Play(town).runs(at("10"), clock_jobs.escalate_overdue)
    assert (play.case.position, play.case.breach_told) == (1, True)


def test_a_case_that_fails_stops_no_other(town, monkeypatch, caplog):
    first, second = Play(town), Play(town)
    escalate = actions.escalate

    def poisoned(actor, case):
        if case.pk == first.case.pk:
            raise RuntimeError("poison")
        return escalate(actor, case)

    monkeypatch.setattr(actions, "escalate", poisoned)
    with caplog.at_level(logging.CRITICAL, "yishi.work"):
        second.runs(at("10"), clock_jobs.escalate_overdue)
    assert (first.again().case.position, second.case.position) == (1, 2)


def test_holidays_do_not_shorten_a_wait(town):
    """django-helpdesk counted only days off within the window, so that holidays made the wait shorter."""
    set_ladder(town, [{"answer": 5, "answer_unit": "work_days"}])
    with clock.at(datetime(2026, 9, 30, 10, 0, tzinfo=ZONE)):
        case = town.report()
    assert case.due_at.astimezone(ZONE).date() == date(2026, 10, 13)  # eight days off, one Saturday worked


# --- first contact and progress ---


def test_first_contact_and_progress_have_limits_of_their_own(town):
    """Zammad 5177: the limit for updates overrode the one for the first response."""
    play = Play(town)
    assert play.case.contact_due_at == at("03")
    assert play.case.progress_due_at == end_of("05")
    play.does(at("05"), "steward", "note", text="约好明天来", public=True)
    assert play.case.contacted_at == at("05")
    assert play.case.contact_due_at == at("03")
    assert play.case.progress_due_at == end_of("08")
    assert play.due == end_of("09")


@pytest.mark.parametrize(
    ("action", "what"),
    [("note", {"text": "内部", "public": False}), ("call", {"outcome": "not_reached"})],
)
def test_a_note_within_or_a_call_nobody_took_is_no_contact(town, action, what):
    play = Play(town).does(at("03"), "steward", action, **what)
    assert play.case.contacted_at is None
    assert play.case.progressed_at is None


def test_a_promise_is_progress(town):
    play = Play(town).does(at("05"), "steward", "promise", text="明天清", due_on=at("06").date())
    assert play.case.progress_due_at == end_of("08")


def test_the_first_contact_survives_moves_and_is_asked_for_once(town):
    """Zammad 2082 and its like: the target was counted anew although it was met."""
    play = Play(town).does(at("04"), "steward", "hand_up", reason="上面定")
    assert play.case.contact_due_at == at("03")
    play.does(at("05"), "branch", "call", outcome="reached")
    play.does(at("06"), "branch", "hand_up", reason="上面定")
    assert (play.case.contact_due_at, play.case.contacted_at) == (at("03"), at("05"))


def test_limits_that_stopped_being_hold_no_case(town):
    """Zammad 4353: a ticket stayed escalated after its agreement had been switched off."""
    play = Play(town)
    set_ladder(town, [])
    play.does(at("04"), "steward", "set_urgency", urgency="complex")
    assert play.due == MONDAY + timedelta(hours=72)
    assert play.case.contact_due_at is None


# --- which limit holds ---


def test_the_most_specific_limit_wins(town):
    top, own = town.categories["stairwell"].parent, town.categories["stairwell"]
    named = {
        "any": {},
        "rung": {"position": 1},
        "heading": {"category": top},
        "heading and rung": {"category": top, "position": 1},
        "category": {"category": own},
        "category and rung": {"category": own, "position": 1},
        "urgency": {"urgency": "general"},
        "urgency and rung": {"urgency": "general", "position": 1},
        "urgency and heading": {"urgency": "general", "category": top},
        "urgency and category": {"urgency": "general", "category": own},
        "all": {"urgency": "general", "category": own, "position": 1},
    }
    rows = [{"answer": days, **row} for days, row in enumerate(named.values(), start=1)]
    for fewer in range(len(rows), 0, -1):
        ladder = set_ladder(town, rows[:fewer])
        found = clocks.limits(ladder, 1, own, Urgency.GENERAL)["answer"]
        assert found.amount == fewer, list(named)[fewer - 1]


def test_each_purpose_is_decided_by_the_most_specific_row_that_gives_it(town):
    ladder = set_ladder(
        town, [{"take": 3, "answer": 9}, {"category": town.categories["stairwell"], "answer": 4}]
    )
    found = clocks.limits(ladder, 1, town.categories["stairwell"], Urgency.GENERAL)
    assert (found["take"].amount, found["answer"].amount) == (3, 4)


def test_a_limit_for_something_else_does_not_hold(town):
    ladder = set_ladder(
        town,
        [
            {"category": town.categories["leak"], "answer": 1},
            {"urgency": "complex", "answer": 2},
            {"position": 2, "answer": 3},
        ],
    )
    found = clocks.limits(ladder, 1, town.categories["stairwell"], Urgency.GENERAL)["answer"]
    assert (found.amount, found.unit) == (72, "hours")


@pytest.mark.parametrize(
    "row", [{}, {"urgency": "complex"}, {"position": 2}, {"urgency": "general", "position": 1}]
)
def test_two_limits_for_one_thing_are_impossible(town, row):
    ladder = set_ladder(town, [{"answer": 1, **row}])
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeLimit.objects.create(ladder=ladder, answer=2, source="test", **row)


def test_another_kind_of_matter_brings_its_urgency_unless_it_was_set_by_hand(town):
    burst = actions.set_category(
        CLOCK, town.categories["leak"].parent, code="gas.burst", name_zh="爆管", urgency=Urgency.EMERGENCY
    )
    play = Play(town).does(at("02", "10:30"), "steward", "recategorise", category=burst)
    assert (play.case.urgency, play.due) == (Urgency.EMERGENCY, at("02", "12:00"))
    other = Play(town).does(at("02"), "steward", "set_urgency", urgency="complex")
    other.does(at("03"), "steward", "recategorise", category=burst)
    assert other.case.urgency == Urgency.COMPLEX


# --- the calendar ---

NOTICE_2027 = {
    "year": 2027,
    "source": "试验用的通知",
    "days_off": [
        {"name": "元旦", "from": "2027-01-01", "until": "2027-01-05"},
        {"name": "春节", "from": "2027-02-05", "until": "2027-02-11"},
        {"name": "劳动节", "from": "2027-05-01", "until": "2027-05-05"},
        {"name": "国庆节", "from": "2027-10-01", "until": "2027-10-07"},
    ],
    "working_weekends": ["2027-01-09", "2027-02-14"],
}


def test_a_limit_beyond_the_known_years_is_provisional_and_counted_anew_with_the_notice(town):
    set_ladder(town, [{"answer": 5, "answer_unit": "work_days"}])
    with clock.at(datetime(2026, 12, 29, 10, 0, tzinfo=ZONE)):
        case = town.report()
        assert case.due_is_provisional
        assert case.due_at.astimezone(ZONE).date() == date(2027, 1, 6)
        assert clock_jobs.count_provisional_anew() == 0  # nothing is known yet
        holidays.enter(CLOCK, holidays.read(json.dumps(NOTICE_2027)))
        assert clock_jobs.count_provisional_anew() == 1
        assert clock_jobs.count_provisional_anew() == 0
    case.refresh_from_db()
    assert not case.due_is_provisional
    assert case.due_at.astimezone(ZONE).date() == date(2027, 1, 8)
    assert Entry.objects.filter(kind="cases.CountedAnew").count() == 1


def test_of_a_case_that_is_over_nothing_is_counted_anew(town):
    set_ladder(town, [{"answer": 5, "answer_unit": "work_days"}])
    with clock.at(datetime(2026, 12, 29, 10, 0, tzinfo=ZONE)):
        case = town.answered()
        holidays.enter(CLOCK, holidays.read(json.dumps(NOTICE_2027)))
        assert clock_jobs.count_provisional_anew() == 0
    assert case.state == State.ANSWERED


def test_who_enters_days_off(town):
    with pytest.raises(Refused):
        network.set_calendar(town.actor("committee"), None, year=2027, days=[], source="x")
