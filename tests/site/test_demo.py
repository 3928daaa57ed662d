"""The demo city, built from a slice of its stories: every state is there, told in order, and the command keeps it."""

import argparse
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import transaction
from tests import world

from yishi.api.models import Key
from yishi.cases import setup, taxonomy
from yishi.cases.models import Case, Category, Channel, Ladder, Photo, State, Stay, Visibility
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment, Organisation, Place, Post, Seat, Serving
from yishi.network.secretaries import counted
from yishi.notices.models import Delivery
from yishi.people.models import Person
from yishi.record import actions as record
from yishi.record import checking, clock
from yishi.record.grammar import ACTIONS
from yishi.record.models import Entry
from yishi.site.commands import Problem, demo
from yishi.site.demo import build, content, net_bodies, shapes, told

NO_SERVE = argparse.Namespace(port=8000, fresh=False, scenes=False, no_serve=True)


def _slice() -> tuple[shapes.Matter, ...]:
    """Two stories of every ending, and one of everything else that happens."""
    wanted = []
    for end in shapes.ENDS:
        wanted += [matter for matter in content.MATTERS if matter.ends == end][:2]
    for does in ("rule", "return", "part", "call", "decline"):
        wanted += [m for m in content.MATTERS if any(step.does == does for step in m.steps)][:1]
    for visibility in ("hotline", "anonymous"):
        wanted += [matter for matter in content.MATTERS if matter.visibility == visibility][:1]
    wanted += [matter for matter in content.MATTERS if matter.key == "firewood"]
    mains = {step.to for matter in wanted for step in matter.steps if step.does == "merge"}
    wanted = [matter for matter in content.MATTERS if matter.key in mains] + wanted
    return tuple(dict.fromkeys(wanted))


MATTERS = _slice()


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The slice, built once for all tests here, and gone after them."""
    told = []
    with django_db_blocker.unblock(), transaction.atomic():
        build.build(lambda what, done, of: told.append((what, done, of)), MATTERS)
        yield told
        transaction.set_rollback(True)


def case_of(matter: shapes.Matter) -> Case:
    return next(case for case in Case.objects.all() if case.code_is(told.code_of(matter)))


def test_a_program_hands_matters_in_by_a_key(city):
    handed_in = Case.objects.filter(channel=Channel.API)
    assert handed_in.exists() and all(case.reporter is None for case in handed_in)
    assert Key.objects.valid().exists() and Key.objects.exclude(revoked_on=None).exists()


def test_every_story_is_a_case_that_ended_as_it_says(city):
    told_in_stories = Case.objects.exclude(channel__in=(Channel.SESSION, Channel.API)).filter(items=None)
    assert told_in_stories.count() == len(MATTERS)
    states = {
        "new": State.REPORTED, "taken": State.HANDLING, "promised": State.HANDLING, "overdue": State.HANDLING,
        "waiting": State.ANSWERED, "closed": State.CLOSED, "lapsed": State.LAPSED, "declined": State.DECLINED,
        "ruling": State.RULING, "withdrawn": State.WITHDRAWN,
    }  # fmt: skip
    for matter in MATTERS:
        case = case_of(matter)
        assert case.state == states.get(matter.ends, case.state), matter.key
        if matter.ends == "new":
            assert not case.is_overdue() and case.taken_at is None
        if matter.ends == "promised":
            assert not case.promises.latest("at").is_broken()
        if matter.ends == "overdue":
            assert case.promises.latest("at").is_broken()
        if matter.ends == "returned":
            assert case.returns == 1 and case.is_open
        if matter.ends == "handed_up":
            assert case.position > 1 and case.is_open
        if matter.ends == "reopened":
            assert case.is_open and case.feedback.filter(solved=False).exists()


def test_everything_a_ladder_knows_is_shown(city):
    cases = Case.objects.all()
    assert set(cases.values_list("state", flat=True)) == set(State)
    assert cases.filter(bound=True, returns=2).exists()
    assert cases.filter(parts__replied_at__isnull=False).exists()
    assert {"committee", "council"} <= set(Stay.objects.values_list("post__role", flat=True))
    assert set(cases.values_list("visibility", flat=True)) == set(Visibility)
    assert not cases.filter(channel="import").exists()
    assert Photo.objects.filter(stage=Photo.Stage.AFTER).exists()


def test_the_opening_story_took_less_than_an_hour(city):
    case = case_of(next(matter for matter in MATTERS if matter.key == "firewood"))
    assert (case.first_answered_at - case.reported_at).total_seconds() < 3600
    assert [stay.post.role for stay in case.stays.all()] == ["steward", "on_duty"]
    assert {photo.stage for photo in case.photos.all()} == {Photo.Stage.BEFORE, Photo.Stage.AFTER}
    assert case.state == State.CLOSED


def test_it_happened_in_order_and_reaches_to_this_hour(city):
    now = clock.now()
    times = list(Entry.objects.order_by("id").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= now and (now - times[-1]).total_seconds() < 24 * 3600
    assert Entry.objects.filter(recorded_at__lt=now - timedelta(days=1)).count() == 0


def test_only_actions_wrote_and_the_record_holds(city):
    assert not Delivery.objects.exists(), "a story of the past rings nobody's telephone"
    assert {"cases.report", "cases.lapse", "network.appoint", "people.register"} <= set(ACTIONS)
    assert checking.check().as_json()["ok"]
    assert record.compare_indicators().as_json()["differences"] == 0


def test_every_role_can_sign_in_with_the_password_of_the_demo(city):
    listed = list(demo._sign_ins())
    assert {Post.objects.get(code=key).role for key, _number in demo.SIGN_INS} == set(
        Post.objects.values_list("role", flat=True)
    )
    for username, *_rest in listed[:-1]:
        assert Person.objects.get(username=username).check_password(build.PASSWORD)


def test_the_operator_of_the_demo_has_a_second_step_and_a_limited_time(city):
    key, spare = net_bodies.second_step()
    assert key == net_bodies.APP_KEY and len(set(spare)) == net_bodies.SPARE_CODES
    terms = list(Appointment.objects.filter(post__code=net_bodies.OPERATOR))
    assert sum(term.from_on <= clock.today() <= term.until_on for term in terms) == 1


def test_the_demo_has_what_the_net_is_kept_for(city):
    assert Post.objects.vacant().exists(), "a post nobody holds"
    assert Organisation.objects.filter(parent__parent__kind="branch").exists(), (
        "a household in a group of a branch"
    )
    assert Serving.objects.filter(
        organisation__kind="property", until_on__lt=clock.today() + timedelta(90)
    ).exists()
    assert {seat.kind for seat in Seat.objects.all()} == {"fixed", "invited"}
    now = counted(Place.objects.get(code=content.STREET))
    assert now.people == len(content.ESTATES) and now.full_time and now.part_time and not now.unknown


def test_the_shown_receipt_opens_a_case_that_waits(city):
    number, code = demo._receipt()
    case = Case.objects.by_number(number)
    assert case.state == State.ANSWERED and case.code_is(code)


def test_progress_is_counted_to_the_end(city):
    ends = {what: (done, of) for what, done, of in city}
    assert set(ends) == {"Places", "People", "Bodies", "Posts", "Story"}
    assert all(done == of for done, of in ends.values())


def test_started_again_it_keeps_what_is_there(city):
    before = build.counted()
    result = demo.run(NO_SERVE)
    assert result.pop("seconds") >= 0
    assert result == {"built": False, **before}


def test_the_taxonomy_is_entered_once(city):
    assert set(Category.objects.values_list("code", flat=True)) == set(taxonomy.BY_CODE)
    entries = Entry.objects.count()
    assert setup.enter_taxonomy(CLOCK) == setup.Entered(0, len(taxonomy.CATEGORIES))
    assert Entry.objects.count() == entries
    lift = Category.objects.get(code="lift.trapped")
    assert (lift.stop_number, lift.parent.code) == ("96333", "lift")


def test_the_ladder_names_where_its_times_come_from(city):
    ladder = Ladder.objects.get()
    assert "12345" in ladder.source
    assert [rung.role for rung in ladder.rungs.all()] == ["steward", "branch", "committee", "council"]


@pytest.mark.django_db
def test_it_is_not_mixed_into_anything_else():
    world.build()
    with pytest.raises(Problem, match="something else"):
        demo.run(NO_SERVE)
    with pytest.raises(Problem, match="--fresh does not touch it"):
        demo.run(argparse.Namespace(port=8000, fresh=True, no_serve=True))
    assert Post.objects.exists()


def test_it_is_refused_in_production(settings):
    settings.IN_PRODUCTION = True
    with pytest.raises(Problem, match="production"):
        demo.run(NO_SERVE)


def test_there_is_one_at_a_time(tmp_path):
    with demo._alone(tmp_path), pytest.raises(Problem, match="running"), demo._alone(tmp_path):
        pass


@pytest.fixture
def children(monkeypatch):
    """Let stand-ins be started for web server and worker; gives those that were."""
    started: list[subprocess.Popen] = []

    def use(**seconds: float) -> list[subprocess.Popen]:
        def start(name: str, *_arguments: str) -> subprocess.Popen:
            child = subprocess.Popen(
                [sys.executable, "-c", f"import time; time.sleep({seconds[name]})"], process_group=0
            )
            started.append(child)
            return child

        monkeypatch.setattr(demo, "_start", start)
        return started

    monkeypatch.setattr(demo, "_answers", lambda *_: False)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    return use


@pytest.mark.parametrize(
    ("seconds", "who"),
    [({"serve": 0, "work": 60}, "web server"), ({"serve": 60, "work": 0}, "worker")],
)
def test_where_one_ends_the_other_ends_too(children, monkeypatch, seconds, who):
    monkeypatch.setattr(demo.signal, "signal", lambda *_: None)
    started = children(**seconds)
    with pytest.raises(Problem, match=f"The {who} ended by itself"):
        demo._serve(8000)
    assert all(child.poll() is not None for child in started)


def test_both_end_when_it_is_told_to_stop(children, monkeypatch):
    handlers = {}
    monkeypatch.setattr(demo.signal, "signal", handlers.__setitem__)
    started = children(serve=60, work=60)
    threading.Timer(0.5, lambda: handlers[demo.signal.SIGTERM](demo.signal.SIGTERM, None)).start()
    assert demo._serve(8000) == 0
    assert all(child.poll() is not None for child in started)
