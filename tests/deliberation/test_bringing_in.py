"""A year of sessions at once is the same sessions."""

from datetime import timedelta

import pytest

from yishi.cases.models import State as CaseState
from yishi.deliberation import actions
from yishi.deliberation.models import Kind, Opinion, Response, Session, State, Undertaking
from yishi.network.actors import CLOCK
from yishi.record import checking, clock
from yishi.record import jobs as record
from yishi.record.models import Entry, Indicator

pytestmark = pytest.mark.django_db


def past(world, days: int, **fields) -> actions.PastSession:
    begins = clock.now().replace(microsecond=0) - timedelta(days=days)
    said = {
        "place": world.places["estate"],
        "kind": Kind.OPEN_DAY,
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=90),
        "host": world.posts["branch"].organisation,
        "chair": world.posts["branch"],
        "clerk": world.posts["steward"],
        "spot_zh": "小区中心花园",
        "present": 6,
    }
    return actions.PastSession(**{**said, **fields})


def opinion(world, kind=Response.Kind.ANSWERED, days: int | None = None, **fields) -> actions.PastOpinion:
    solved = clock.now() - timedelta(days=days) if days else None
    said = {
        "words": "三栋楼下的长椅坏了。",
        "category": world.categories["stairwell"],
        "text": "明天换新的。",
    }
    return actions.PastOpinion(
        **{**said, "kind": kind, "post": world.posts["branch"], "solved_at": solved, **fields}
    )


@pytest.fixture
def entered(meeting_world):
    world = meeting_world
    today = clock.today()
    opinions = (
        opinion(world, days=30),
        opinion(world, Response.Kind.TAKEN),
        opinion(
            world,
            Response.Kind.PROMISED,
            due_on=today - timedelta(days=20),
            kept_on=today - timedelta(days=25),
        ),
    )
    sessions = [
        past(world, 40, opinions=opinions),
        past(world, 70),
        past(world, 100, missed="连下三天大雨。"),
    ]
    actions.bring_in_sessions(CLOCK, world.places["estate"], past=sessions)
    return world


def counted(measure: str, path: str) -> int:
    rows = Indicator.objects.filter(measure=measure, place=path)
    return sum(rows.values_list("amount", flat=True))


def test_what_was_brought_in_stands_as_it_went(entered):
    states = list(Session.objects.order_by("-starts_at").values_list("state", flat=True))
    assert states == [State.SEALED, State.SEALED, State.MISSED]
    held = Session.objects.order_by("-starts_at").first()
    assert [each.label for each in held.opinions.all()] == ["A1", "A2", "A3"]
    cases = [each.case.state for each in held.opinions.select_related("case")]
    assert cases == [CaseState.CLOSED, CaseState.REPORTED, CaseState.REPORTED]
    assert Undertaking.objects.get().state == Undertaking.State.KEPT
    assert Opinion.objects.exclude(solved_at=None).count() == 1
    assert held.attendances.count() == 6


def test_the_record_counts_it_and_verifies(entered):
    record.seal_waiting()
    path = entered.places["community"].path
    measures = ("sessions_held", "sessions_missed", "opinions", "matters_solved", "undertaking_kept")
    said = {measure: counted(measure, path) for measure in measures}
    assert said == {
        "sessions_held": 2,
        "sessions_missed": 1,
        "opinions": 3,
        "matters_solved": 1,
        "undertaking_kept": 1,
    }
    assert checking.check().as_json()["ok"]


def test_it_is_sealed_as_one_by_one(entered):
    """The minutes of a session brought in are those that compiling it anew gives, and the record holds their digest."""
    from yishi.deliberation.compiling import compiled, rows_of, text_of
    from yishi.record import digest

    for session in Session.objects.filter(state=State.SEALED):
        minutes = session.minutes
        assert minutes.compiled == compiled(rows_of(session))
        assert minutes.digest == digest(minutes.salt, text_of(minutes.compiled))
        sealed = Entry.objects.about(session.ref).get(kind="deliberation.MinutesSealed")
        assert sealed.data["minutes"] == minutes.digest


def test_only_the_house_brings_in(meeting_world):
    from yishi.record import Refused

    with pytest.raises(Refused):
        actions.bring_in_sessions(
            meeting_world.actor("committee"), meeting_world.places["estate"], past=[past(meeting_world, 40)]
        )
    assert not Session.objects.exists()
