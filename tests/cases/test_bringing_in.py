"""Many cases at once are the same cases, one by one or together."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.forms.models import model_to_dict

from yishi.cases import actions, imports, search, setup, standing
from yishi.cases.models import Answer, Case, Category, Feedback, Stay
from yishi.network.actors import ANYONE, CLOCK
from yishi.notices.models import Message
from yishi.record import Refused, checking, clock
from yishi.record import jobs as record
from yishi.record.models import Entry, Unsealed

OF_ITS_OWN = ("id", "salt", "code_hash", "source", "case")


def message(n: int, *, days_ago: int = 60, waited: int = 5) -> imports.Message:
    sent = clock.now().replace(microsecond=0) - timedelta(days=days_ago, minutes=n)
    return imports.Message(
        imports.Spot(n, n + 1),
        str(n),
        f"第{n}张长椅",
        "河边的长椅坏了，打电话13812345678。",
        sent,
        "您好，长椅换好了。",
        sent + timedelta(days=waited),
    )


@pytest.fixture
def board(db):
    place = imports.board_place()
    imports.prepare(place, (clock.now() - timedelta(days=400)).date())
    return place


def fallback() -> Category:
    return Category.objects.get(code=setup.FALLBACK)


def told(case: Case) -> dict:
    """All that is kept of a case but what is each case's own."""

    def bare(row) -> dict:
        return {k: v for k, v in model_to_dict(row).items() if k not in OF_ITS_OWN}

    def facts(entry: Entry) -> dict:
        digests = {k: v for k, v in entry.data.items() if not (isinstance(v, str) and len(v) == 64)}
        return {
            "kind": entry.kind,
            "actor": entry.actor,
            "at": entry.at,
            "place": entry.place,
            "fields": digests,
        }

    return {
        "case": bare(case),
        "stays": [bare(stay) for stay in Stay.objects.filter(case=case)],
        "answers": [bare(answer) for answer in Answer.objects.filter(case=case)],
        "events": [facts(entry) for entry in Entry.objects.about(case.ref).order_by("id")],
        "found": search.matching(Case.objects.filter(pk=case.pk), "长椅").exists(),
    }


@pytest.mark.parametrize("days_ago", [60, 8])
def test_one_by_one_or_together_the_same_is_kept(board, days_ago):
    alone, together = message(1, days_ago=days_ago), message(1, days_ago=days_ago)
    first = imports.take_in(alone, board, fallback())
    Case.objects.filter(pk=first.pk).update(source=None)
    [second] = imports.take_in_all([together], board, fallback())
    first.refresh_from_db()
    second.refresh_from_db()
    assert told(first) == told(second)
    assert not Message.objects.exists()


def test_digests_stand_for_the_words_kept(board):
    [case] = imports.take_in_all([message(1)], board, fallback())
    case.refresh_from_db()
    reported = Entry.objects.about(case.ref).get(kind="cases.Reported")
    answered = Entry.objects.about(case.ref).get(kind="cases.Answered")
    assert reported.data["words"] == case.digest
    assert answered.data["text"] == case.answers.get().digest


def test_all_are_sealed_and_counted(board):
    imports.take_in_all([message(n) for n in range(150)], board, fallback())
    assert Unsealed.objects.count() == Entry.objects.count()
    record.seal_waiting()
    assert checking.check().as_json()["ok"]
    assert not standing.differences()
    assert standing.at(board.path).open == 0


def test_all_or_none(board):
    before = Entry.objects.count()
    with pytest.raises(IntegrityError):
        imports.take_in_all([message(1), message(2), message(1)], board, fallback())
    assert not Case.objects.exists()
    assert Entry.objects.count() == before


def test_where_one_cannot_be_the_others_are(board):
    unheld = message(3, days_ago=3000)  # nobody held the desk then
    with pytest.raises(Refused):
        imports.take_in_all([message(1), unheld], board, fallback())
    outcome = imports.bring_in([message(1), unheld, message(2)], board)
    assert (outcome.imported, [bad.id for bad in outcome.refused]) == (2, ["3"])


def test_only_the_machine_itself_brings_in(board):
    with pytest.raises(Refused):
        actions.bring_in(ANYONE, board, past=[])
    assert CLOCK.is_clock


ODD = [
    "河边的长椅坏了。",
    "长椅" * 400,
    "12号楼3单元A座的wifi，5G，tel 021-555.",
    "x" * 3000,
    "00123 abc ABC １２３ 零〇",
    "㐀𠀀的长椅",
    "！？",
]


@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_what_can_be_found_of_them_is_the_same(board, words):
    alone, together = message(1), message(1)
    case = imports.take_in(dataclasses.replace(alone, body=words, subject=words[:20]), board, fallback())
    Case.objects.filter(pk=case.pk).update(source=None)
    [other] = imports.take_in_all(
        [dataclasses.replace(together, body=words, subject=words[:20])], board, fallback()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM cases_search WHERE rowid IN (%s, %s)", [case.pk, other.pk])
        one, two = cursor.fetchall()
    assert one == two


def test_what_the_resident_confirmed_is_as_if_they_had_said_it(world):
    """A case that was reported, taken, answered and confirmed, one by one and at once."""
    now = clock.now().replace(microsecond=0)
    moments = [now - timedelta(days=days) for days in (30, 29, 28, 27)]
    words, done = "三栋楼下的长椅断了一条腿。", "长椅已经修好。"
    with clock.at(moments[0]):
        alone = world.report(words, by=ANYONE)
    with clock.at(moments[1]):
        alone = actions.take(world.actor("steward"), alone)
    with clock.at(moments[2]):
        alone = actions.answer(world.actor("steward"), alone, kind=Answer.Kind.SOLVED, text=done)
    with clock.at(moments[3]):
        alone = actions.confirm(
            world.reporter(alone), alone, contacted=True, satisfaction=Feedback.Satisfaction.SATISFIED
        )
    past = actions.Past(
        place=world.places["b3"],
        category=world.categories["stairwell"],
        words=words,
        channel=alone.channel,
        reported_at=moments[0],
        code="20260415",
        taken_at=moments[1],
        answered_at=moments[2],
        answer=done,
        kind=Answer.Kind.SOLVED,
        confirmed_at=moments[3],
    )
    [together] = actions.bring_in(CLOCK, world.places["estate"], past=[past])
    alone.refresh_from_db()
    together.refresh_from_db()
    assert _what_came_of_it(told(alone)) == _what_came_of_it(told(together))
    kept = [
        list(case.feedback.values("solved", "contacted", "satisfaction", "channel", "at"))
        for case in (alone, together)
    ]
    assert kept[0] == kept[1]


def _what_came_of_it(said: dict) -> dict:
    """What stands of a case, but who looked at its words: at one that is brought in nobody did."""
    looks = ("cases.WordsApproved", "cases.Revealed")
    events = [event for event in said["events"] if event["kind"] not in looks]
    return {"state": said["case"]["state"], "ended_at": said["case"]["ended_at"], "events": events}
