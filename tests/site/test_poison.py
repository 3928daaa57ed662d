"""One bad row stops nothing else: jobs go on, it rests longer each time, the operator sees it, and no name is told."""

import logging
import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.cache import cache
from django.test import Client
from tests.notices.stage import BOX, Pretend

from yishi.cases.models import Case, Ladder, Parking, Pause, SecondLook, State, Summons
from yishi.network.actors import ANYONE
from yishi.notices.models import Delivery, Message
from yishi.record import actions as record
from yishi.record import checking, clock, new_salt, troubles
from yishi.record.models import Entry, Unsealed
from yishi.site import schedule
from yishi.site.schedule import JOBS

pytestmark = pytest.mark.django_db
SECRET = "周某某 13912345678"  # what an error might quote


@pytest.fixture(autouse=True)
def nothing_failed_yet(db):
    cache.clear()
    schedule._failing.clear()


def _two(world):
    return [world.report(), world.report(place="b5")]


def _lapse(world):
    for case in (world.answered(), world.answered(place="b5")):
        Case.objects.filter(pk=case.pk).update(answered_at=clock.now() - timedelta(days=30))


def _pauses(world):
    for case in _two(world):
        at = clock.now() - timedelta(days=3)
        until = clock.now() - timedelta(days=1)
        Pause.objects.create(
            case=case,
            reason="resident",
            at=at,
            until_at=until,
            text="",
            salt=new_salt(),
            post=world.posts["steward"],
        )


def _overdue(world):
    _two(world)
    Case.objects.update(due_at=clock.now() - timedelta(hours=1))


def _soon(world):
    _two(world)
    Case.objects.update(warn_at=clock.now() - timedelta(hours=1), due_at=clock.now() + timedelta(hours=1))


def _provisional(world):
    _two(world)
    Case.objects.update(due_is_provisional=True)


def _parked(world):
    for case in _two(world):
        Parking.objects.create(
            case=case,
            standing="parked",
            reason="money",
            measures="",
            text="",
            salt=new_salt(),
            at=clock.now(),
            position=0,
            revisit_on=clock.today() - timedelta(days=1),
            judge=world.posts["branch"],
            post=world.posts["steward"],
        )
    Case.objects.update(state=State.PARKED)


def _summoned(world):
    for case in _two(world):
        Summons.objects.create(
            case=case,
            asked=world.posts["fire"],
            appear_by=clock.now() - timedelta(hours=1),
            at=clock.now() - timedelta(hours=3),
            text="",
            salt=new_salt(),
            post=world.posts["committee"],
        )


def _looks(world):
    for case in (world.answered(), world.answered(place="b5")):
        SecondLook.objects.create(
            case=case,
            answer=case.answers.get(),
            turn=1,
            person=world.people["neighbour"],
            asked_at=clock.now() - timedelta(days=9),
            due_at=clock.now() - timedelta(days=2),
        )


CASES, CLOCKS = "yishi.cases.jobs", "yishi.cases.clock_jobs"
BY_ROW = {
    f"{CASES}.lapse_unanswered": (_lapse, f"{CASES}.lapse"),
    f"{CLOCKS}.end_pauses": (_pauses, "yishi.cases.actions.resume"),
    f"{CLOCKS}.warn_before_limits": (_soon, "yishi.cases.actions.warn"),
    f"{CLOCKS}.escalate_overdue": (_overdue, f"{CLOCKS}._escalate"),
    f"{CLOCKS}.count_provisional_anew": (_provisional, f"{CLOCKS}._count_anew"),
    f"{CASES}.return_parked": (_parked, f"{CASES}.wake"),
    f"{CASES}.note_missing": (_summoned, f"{CASES}.miss_summons"),
    f"{CASES}.ask_for_second_looks": (_two, f"{CASES}.ask_look"),
    f"{CASES}.pass_on_second_looks": (_looks, f"{CASES}.pass_look"),
}
"""Jobs that take one row after the other: what gives them two rows, and what they call for each."""


@pytest.mark.parametrize("path", BY_ROW)
def test_one_bad_row_stops_no_other(world, monkeypatch, caplog, path):
    arrange, called = BY_ROW[path]
    arrange(world)
    monkeypatch.setattr(type(Case.objects), "to_look_at", lambda self, at=None: self.order_by("pk"))
    seen = []

    def poisoned(_actor, row, **_more):
        seen.append(row.pk)
        if row.pk == seen[0]:
            raise ValueError(SECRET)

    module, name = called.rsplit(".", 1)
    monkeypatch.setattr(import_module(module), name, poisoned)
    job = next(job for job in JOBS if job.path == path).load()
    with caplog.at_level(logging.INFO):
        assert job() == 1
    assert len(seen) == 2
    (trouble,) = troubles.listed()
    assert (trouble.job, trouble.error, trouble.tries) == (path, "ValueError", 1)
    assert trouble.ref in caplog.text and SECRET[:2] not in caplog.text and "139" not in caplog.text
    assert job() == 1, "the bad one rests"
    assert len(seen) == 3
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(minutes=2))
    job()
    assert troubles.listed()[0].tries == 2
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(hours=1))
    monkeypatch.setattr(import_module(module), name, lambda *_a, **_k: None)
    assert job() == 2
    assert not troubles.listed(), "it went well at last"


@pytest.mark.parametrize("path", [job.path for job in JOBS])
def test_one_bad_job_stops_no_other(db, monkeypatch, caplog, path):
    ran = []

    def load(self):
        def run():
            ran.append(self.path)
            if self.path == path:
                raise ValueError(SECRET)
            return 1

        return run

    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)  # the test's own is needed
    monkeypatch.setattr(schedule.Job, "load", load)
    monkeypatch.setattr(schedule, "_beat", lambda: None)
    done = schedule.run(threading.Event(), once=True)
    assert ran == [job.path for job in JOBS]
    assert done[path] == 0 and sum(done.values()) == len(JOBS) - 1
    (trouble,) = troubles.listed()
    assert (trouble.job, trouble.ref) == (path, "")
    assert path in caplog.text and SECRET not in caplog.text
    monkeypatch.setattr(schedule.Job, "load", lambda self: lambda: 1)
    schedule.run(threading.Event(), once=True)
    assert not troubles.listed()


@pytest.mark.parametrize("path", ["yishi.record.jobs.seal_waiting", *BY_ROW])
def test_a_job_that_failed_as_a_whole_does_all_its_work_the_next_time(world, path):
    _two(world)
    job = next(job for job in JOBS if job.path == path)
    schedule._note(job, ValueError(SECRET))
    job.load()()
    assert Unsealed.objects.exists() != (path == "yishi.record.jobs.seal_waiting")


def test_a_row_that_fails_again_and_again_is_set_aside_and_shown(world, monkeypatch):
    now = clock.real_now()
    for n in range(troubles.SET_ASIDE):
        monkeypatch.setattr(clock, "real_now", lambda n=n: now + timedelta(hours=n))
        troubles.note("yishi.cases.jobs.lapse_unanswered", "case:17", ValueError(SECRET))
    (trouble,) = troubles.listed()
    assert trouble.is_set_aside and trouble.rests_until - trouble.last_at == timedelta(minutes=256)
    operator, steward = Client(), Client()
    operator.force_login(world.people["operator"])
    steward.force_login(world.people["steward"])
    page = operator.get("/inbox/outbox/", headers={"accept-language": "en"}).content.decode()
    assert "What could not be done" in page and "case:17" in page and "cases.jobs.lapse_unanswered" in page
    assert SECRET not in page
    assert steward.get("/inbox/outbox/").status_code in (403, 404)


def test_what_is_everybodys_trouble_is_no_rows_trouble(world):
    def full(_row):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        troubles.each("a.job", _two(world), full)
    assert not troubles.listed()


# The record


@pytest.mark.parametrize(
    ("kind", "fields"),
    [("cases.Vanished", "{}"), ("cases.Promised", '{"due_on":"soon"}'), ("cases.Answered", "[]")],
    ids=["unknown kind", "a day that is none", "no fields"],
)
def test_an_entry_that_cannot_be_counted_waits_and_the_rest_is_sealed(world, kind, fields):
    record.seal()
    bad = Entry(
        kind=kind,
        subject="case:999999",
        place="",
        actor="clock",
        at=clock.now(),
        recorded_at=clock.real_now(),
        fields=fields,
        salt="0" * 32,
    )
    bad.save(force_insert=True)
    Unsealed.objects.create(entry=bad)
    case = world.report()
    assert record.seal() > 0
    assert record.seal() == 0
    assert list(Unsealed.objects.values_list("pk", flat=True)) == [bad.pk]
    assert Entry.objects.about(case.ref).filter(leaf=None).count() == 0
    assert record.compare_indicators().as_json()["ok"]
    assert [one.ref for one in troubles.listed()] == ([] if kind == "cases.Vanished" else [f"entry:{bad.pk}"])
    assert checking.check().as_json()["size"] == Entry.objects.count() - 1


# The outbox


@pytest.fixture
def box(settings):
    BOX.sent, BOX.fault = [], None
    settings.YISHI_CHANNELS = dict.fromkeys(("sms", "email"), f"{Pretend.__module__}.Pretend")
    return BOX


def _letters(kinds):
    now = clock.now()
    for n, (kind, facts) in enumerate(kinds):
        message = Message.objects.create(
            kind=kind, facts=facts, link="/", about=f"case:{n}", created_at=now, key=f"poison-{n}"
        )
        Delivery.objects.create(
            message=message, channel="sms", address=f"1990000000{n}", language="zh-hans", next_try_at=now
        )


def test_messages_that_cannot_be_put_into_words_stop_no_other(world, box):
    from yishi.notices import jobs

    good = {"number": "1", "holder": "x"}
    _letters(
        [
            ("cases.received", {}),
            ("cases.nobody_knows", {}),
            ("cases.received", {"number": {"$date": "never"}}),
            ("cases.received", good),
        ]
    )
    jobs.deliver_waiting()
    assert Delivery.objects.get(address="19900000003").state == Delivery.State.SENT
    assert not Delivery.objects.filter(state=Delivery.State.WAITING).exists()


def test_whatever_taking_one_in_hand_raises_stops_no_other(world, box, monkeypatch):
    from yishi.notices import jobs

    good = {"number": "1", "holder": "x"}
    _letters([("cases.received", good), ("cases.received", good)])
    first, take = Delivery.objects.earliest("pk"), jobs._take

    def poisoned(delivery):
        if delivery.pk == first.pk:
            raise RuntimeError(SECRET)
        return take(delivery)

    monkeypatch.setattr(jobs, "_take", poisoned)
    jobs.deliver_waiting()
    assert Delivery.objects.latest("pk").state == Delivery.State.SENT
    assert [one.ref for one in troubles.listed()] == [f"delivery:{first.pk}"]


def test_a_photo_that_is_lost_leaves_the_page_standing(world):
    from tests.cases.stage import jpeg

    from yishi.network import pictures

    case = world.report(photos=[pictures.read(jpeg())])
    photo = case.photos.get()
    pictures.forget(photo.name)
    client = Client()
    assert client.get(f"/cases/{case.number}/").status_code == 200
    assert client.get(f"/photos/{photo.pk}/small.jpg").status_code == 404
    assert Case.objects.visible_to(ANYONE).get().state == State.REPORTED and Ladder.objects.exists()
