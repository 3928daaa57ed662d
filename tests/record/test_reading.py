"""Entries as sentences."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from tests.record.happenings import SOMEBODY, Matter, Planned, may_anything, spoken

from yishi.record import action, emit
from yishi.record.models import Entry
from yishi.record.reading import sentence, story

pytestmark = pytest.mark.django_db


@action(may=may_anything)
def plan(actor, _subject=None):
    event = Planned(date(2026, 3, 5), datetime(2026, 3, 5, 8, tzinfo=UTC), True, "post:7", "0" * 64)
    emit(event, about=Matter(), by=actor)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", ["2026年3月5日", "16:00", "by 李姐", "until –"]),
        ("en", ["2026", "sure: yes", "by 李姐", "until –"]),
    ],
)
def test_a_sentence_in_the_readers_language_and_time(language, expected):
    plan(SOMEBODY)
    with translation.override(language):
        (told,) = story("matter:1", names={"post:7": "李姐"})
    assert told.actor == "李姐"
    assert all(part in told.sentence for part in expected), told.sentence


def test_a_story_is_in_order_and_about_one_subject():
    spoken(2)
    spoken(1, Matter(pk=2))
    assert [told.entry.subject for told in story("matter:1")] == ["matter:1"] * 2
    assert len(story(Entry.objects.order_by("-id")[:1])) == 1


@pytest.mark.parametrize(
    "changes",
    [{"kind": "gone.Event"}, {"fields": "{"}, {"fields": '{"times": 1}'}, {"fields": "[]"}],
)
def test_what_cannot_be_told_is_told_neutrally(changes):
    spoken(1)
    entry = Entry.objects.get()
    for name, value in changes.items():
        setattr(entry, name, value)
    with translation.override("en"):
        assert sentence(entry) == f"Something was recorded ({entry.kind})."
