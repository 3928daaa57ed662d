"""docs/glossary.md binds English to Chinese: complete, and the same words as on the pages."""

from pathlib import Path

import pytest
from django.utils.translation import override

from yishi.cases.models import (
    Answer,
    Channel,
    Feedback,
    Parking,
    Photo,
    State,
    Stay,
    Supervision,
    Visibility,
)
from yishi.deliberation.models import Attendance, Invitation, Reason, Series, SeriesException, TallyRule
from yishi.deliberation.models import Kind as KindOfSession
from yishi.deliberation.models import State as StateOfSession
from yishi.desk.models import Whose
from yishi.network.models import Level, Organisation
from yishi.network.powers import Power, Role

PAGE = (Path(__file__).parents[2] / "docs/glossary.md").read_text()
ROWS = [
    [c.strip() for c in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")
]
TERMS = {row[0]: row[1] for row in ROWS}
LISTS = [
    State,
    Visibility,
    Channel,
    Stay.Why,
    Answer.Kind,
    Feedback.Satisfaction,
    Photo.Stage,
    Parking.Reason,
    Parking.Back,
    Supervision.Grade,
    Supervision.Reason,
    Whose,
    Level,
    Organisation.Kind,
    Role,
    Power,
    StateOfSession,
    KindOfSession,
    Series.Shift,
    SeriesException.What,
    Reason.About,
    Invitation.As,
    Invitation.Reply,
    Invitation.Came,
    Attendance.Role,
    Attendance.How,
    TallyRule.Base,
]


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words.__qualname__)
def test_every_word_of_a_list_stands_in_the_glossary_as_on_the_pages(words):
    for label in words.labels:
        with override("en"):
            english = str(label)
        with override("zh-hans"):
            assert TERMS.get(english) == str(label), f"{english}: {label} on the pages"


def test_the_nouns_of_the_rooms_stand_in_the_glossary():
    for noun in (
        "case",
        "category",
        "ladder",
        "rung",
        "stay",
        "note",
        "promise",
        "part",
        "answer",
        "feedback",
        "place",
        "organisation",
        "post",
        "appointment",
        "record",
        "entry",
        "leaf",
        "tree head",
        "indicator",
        "receipt",
        "session",
        "series",
        "topic",
        "agenda item",
        "invitation",
        "opinion",
        "undertaking",
        "motion",
        "tally rule",
        "minutes",
        "correction",
        "posting",
        "objection",
    ):
        assert noun in TERMS, noun
