"""No job holds up the others: one with many rows stops when its turn is over, and goes on where it stopped."""

import threading
from types import SimpleNamespace

import pytest

from yishi.record import troubles
from yishi.site import schedule

pytestmark = pytest.mark.django_db
ROWS = [SimpleNamespace(ref=f"case:{n}", pk=n) for n in range(5)]


def test_a_turn_that_is_over_leaves_the_rest_for_the_next():
    done: list = []
    with troubles.turn(-1) as turn:
        assert troubles.each("job", ROWS, done.append) == 1
    assert done == ROWS[:1] and turn.cut_short


def test_without_a_turn_and_with_time_enough_all_are_done():
    done: list = []
    assert troubles.each("job", ROWS, done.append) == 5
    with troubles.turn(3600) as turn:
        assert troubles.each("job", ROWS, done.append) == 5
    assert done == ROWS * 2 and not turn.cut_short


def test_what_cannot_wait_goes_before_each_turn_of_a_long_job(monkeypatch):
    left, order, stop = list(ROWS), [], threading.Event()

    def load(job):
        def often() -> int:
            order.append("seal")
            return 1

        def long() -> int:
            order.append("long")
            done = troubles.each("job", list(left), left.remove)
            if not left:
                stop.set()
            return done

        return often if job.every == 0 else long

    seal, slow = schedule.Job("a.seal", 0), schedule.Job("a.long", 60)
    monkeypatch.setattr(schedule, "JOBS", [seal, slow])
    monkeypatch.setattr(schedule, "OFTEN", [seal])
    monkeypatch.setattr(schedule, "LONGEST_TURN", -1)
    monkeypatch.setattr(schedule.Job, "load", load)
    monkeypatch.setattr(schedule, "_beat", lambda: None)
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)  # the test's own is needed
    done = schedule.run(stop)
    assert done["a.long"] == 5 and not left
    assert order.count("long") == 5
    assert all(order[at - 1] == "seal" for at, what in enumerate(order) if what == "long")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_waits_for_a_carrier_makes_no_other_wait(monkeypatch):
    stop, answered, sealed = threading.Event(), threading.Event(), []

    def load(job):
        def hanging() -> int:
            assert answered.wait(30), "the others have waited for it"
            stop.set()
            return 1

        def seal() -> int:
            sealed.append(1)
            if len(sealed) == 3:
                answered.set()
            return 1

        return hanging if job.outside else seal

    seal, carry = schedule.Job("a.seal", 0), schedule.Job("a.carry", 0, outside=True)
    monkeypatch.setattr(schedule, "JOBS", [carry, seal])
    monkeypatch.setattr(schedule, "OFTEN", [])
    monkeypatch.setattr(schedule.Job, "load", load)
    monkeypatch.setattr(schedule, "_beat", lambda: None)
    done = schedule.run(stop)
    assert done["a.carry"] == 1 and done["a.seal"] >= 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_carriers_ends_and_says_so(monkeypatch):
    stop = threading.Event()

    def attempt(job):
        if job.outside:
            raise SystemError("the thread is gone")
        return 0

    jobs = [schedule.Job("a.carry", 0, outside=True), schedule.Job("a.seal", 0)]
    monkeypatch.setattr(schedule, "JOBS", jobs)
    monkeypatch.setattr(schedule, "OFTEN", [])
    monkeypatch.setattr(schedule, "_attempt", attempt)
    monkeypatch.setattr(schedule, "_beat", lambda: None)
    with pytest.raises(SystemError):
        schedule.run(stop)
