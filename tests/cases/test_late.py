"""What is asked for before the answer: when it was not taken, nobody got in touch, or nothing was reported in time, the
holder and the rung above are told once."""

from datetime import timedelta

import pytest
from tests.cases.test_clocks import Play, at, town  # noqa: F401

from yishi.cases import clock_jobs
from yishi.cases.models import Case
from yishi.notices.models import Message
from yishi.record.models import Entry

EVENTS = {
    "late_to_take": "cases.NotTakenInTime",
    "late_to_contact": "cases.NotContactedInTime",
    "late_to_report": "cases.NoProgressInTime",
}


def told(kind: str) -> int:
    """How often, both in messages to one post and in the record."""
    posts = Message.objects.filter(kind=f"cases.{kind}").values_list("post", flat=True)
    assert Entry.objects.filter(kind=EVENTS[kind]).count() * len(set(posts)) == len(posts)
    return Entry.objects.filter(kind=EVENTS[kind]).count()


def looks(play: Play, *moments) -> Play:
    for moment in moments:
        play.runs(moment, clock_jobs.warn_before_limits)
    return play


def test_the_holder_and_the_rung_above_are_told_once(town):  # noqa: F811
    play = looks(Play(town), at("02", "11:59"))
    assert told("late_to_take") == 0
    looks(play, at("02", "12:01"), at("02", "12:02"), at("02", "13:00"))
    assert told("late_to_take") == 1
    posts = set(Message.objects.filter(kind="cases.late_to_take").values_list("post", flat=True))
    assert posts == {town.posts["steward"].pk, town.posts["branch"].pk}


def test_each_in_its_turn_and_the_answer_after_them(town):  # noqa: F811
    play = Play(town).does(at("02", "10:30"), "steward", "take")
    looks(play, at("02", "12:05"), at("03", "10:05"), at("03", "10:06"))
    assert (told("late_to_take"), told("late_to_contact"), told("late_to_report")) == (0, 1, 0)
    looks(play, at("06", "00:05"), at("06", "00:06"))
    assert told("late_to_report") == 1
    looks(play, at("09", "01:00"), at("09", "02:00"))
    assert Entry.objects.filter(kind="cases.Warned").count() == 1
    assert (told("late_to_take"), told("late_to_contact"), told("late_to_report")) == (0, 1, 1)


def test_what_was_done_in_time_is_not_called_late(town):  # noqa: F811
    play = Play(town).does(at("02", "10:30"), "steward", "take")
    play.does(at("02", "15:00"), "steward", "note", text="师傅明天来", public=True)
    looks(play, at("02", "12:05"), at("03", "10:05"), at("04", "12:00"))
    assert (told("late_to_take"), told("late_to_contact"), told("late_to_report")) == (0, 0, 0)
    looks(play, at("06", "00:05"))
    assert told("late_to_report") == 1, "the next word of progress was due three days after the last"


def test_all_that_was_missed_while_nobody_looked_is_told_at_once(town):  # noqa: F811
    looks(Play(town), at("09", "01:00"), at("09", "01:01"))
    assert (told("late_to_take"), told("late_to_contact"), told("late_to_report")) == (1, 1, 1)
    assert Entry.objects.filter(kind="cases.Warned").count() == 1


def test_a_clock_that_stands_is_late_with_nothing(town):  # noqa: F811
    play = Play(town).does(
        at("02", "10:30"), "steward", "pause", reason="owners", text="等业主表决", until_on=at("12").date()
    )
    looks(play, at("03", "11:00"), at("06", "01:00"))
    assert told("late_to_contact") == told("late_to_report") == 0


@pytest.mark.parametrize("minutes", [1, 60])
def test_looking_costs_nothing_where_nothing_is_due(town, minutes):  # noqa: F811
    play = looks(Play(town).does(at("02", "10:30"), "steward", "take"), at("02", "12:05"))
    before = Case.objects.get(pk=play.case.pk).warn_at
    looks(play, at("02", "12:05") + timedelta(minutes=minutes))
    assert Case.objects.get(pk=play.case.pk).warn_at == before
