"""The machine's clock is set back, by an hour or by months: nothing is refused, stalled, repeated or lost by it."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.cases.stage import Resident
from tests.notices.stage import BOX, Pretend

from yishi.cases import actions as cases
from yishi.cases import learnt
from yishi.cases.models import Case, Pause, State
from yishi.notices import jobs as notices
from yishi.notices.models import Carrier, Delivery, Message
from yishi.people import limits
from yishi.record import actions as record
from yishi.record import checking, clock, export, offline, troubles
from yishi.record.models import Entry, TreeHead, Unsealed
from yishi.site import schedule
from yishi.site.commands import doctor

pytestmark = pytest.mark.django_db
JUMPS = pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=100)], ids=["an hour", "months"])


@contextmanager
def set_back(by: timedelta):
    """From here on the machine's own clock says an earlier time."""
    now, seconds = timezone.now, time.time
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: now() - by)
        patched.setattr(time, "time", lambda: seconds() - by.total_seconds())
        yield


@JUMPS
def test_a_case_goes_on(world, back):
    case = world.handling()
    record.seal()
    with set_back(back):
        steward = world.actor("steward")
        cases.note(steward, case, text="去看过了。", public=True)
        cases.answer(steward, case, kind="solved", text="柴火已经清走，楼道恢复通畅。")
        case.refresh_from_db()
        cases.confirm(world.reporter(case), case, contacted=True, satisfaction="satisfied", text="")
        case.refresh_from_db()
        assert case.state == State.CLOSED
        fresh = world.report(place="b5")
        assert fresh.due_at > clock.now()
        assert record.seal() > 0 and not Unsealed.objects.exists()
        client = Client()
        assert client.get(f"/cases/{case.number}/").status_code == 200
        assert client.get(f"/cases/{fresh.number}/").status_code == 200
    assert checking.check().as_json()["ok"]
    assert record.compare_indicators().as_json()["ok"]
    sizes = list(TreeHead.objects.order_by("size").values_list("sealed_at", flat=True))
    assert sizes[-1] < sizes[-2], "the clock was set back, the tree only grows"


@JUMPS
def test_what_was_recorded_can_be_handed_out_and_checked(world, back):
    world.answered()
    record.seal()
    with set_back(back):
        world.report(place="b5")
        record.seal()
        assert offline.check(line.encode() for line in export.lines()).holds


@JUMPS
def test_a_pause_never_lasts_less_than_nothing(world, back):
    case = world.handling()
    until = clock.today() + timedelta(days=5)
    cases.pause(world.actor("steward"), case, reason="resident", text="等居民在家。", until_on=until)
    case.refresh_from_db()
    with set_back(back):
        cases.resume(world.actor("steward"), case)
        entry = Entry.objects.filter(kind="cases.Resumed").get()
        assert entry.data["minutes"] == 0
        assert Pause.objects.get().lasted() == timedelta()
        case.refresh_from_db()
        assert case.due_at > clock.now()


@JUMPS
def test_jobs_neither_stall_nor_repeat(world, back, monkeypatch):
    cache.clear()
    world.answered()
    world.report(place="b5")
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)  # the test's own is needed
    jobs = [job for job in schedule.JOBS if job.load]
    for job in jobs:
        schedule._attempt(job)
    # shortly after midnight the hour before lies in a day that may have had no edition yet, which is no repetition
    noted = Entry.objects.exclude(kind="disclosure.EditionPublished")
    entries, told = noted.count(), Message.objects.count()
    with set_back(back):
        for _round in range(2):
            for job in jobs:
                schedule._attempt(job)
    for job in jobs:
        schedule._attempt(job)
    assert (noted.count(), Message.objects.count()) == (entries, told)
    assert not troubles.listed() and not Unsealed.objects.exists()
    with set_back(back):
        Case.objects.update(due_at=clock.now() - timedelta(hours=1))
        schedule._attempt(next(job for job in jobs if job.path.endswith("escalate_overdue")))
        assert noted.count() > entries, "what passes its limit by the new time is escalated"


@pytest.fixture
def box(settings):
    BOX.sent, BOX.fault = [], None
    settings.YISHI_CHANNELS = dict.fromkeys(("sms", "email"), f"{Pretend.__module__}.Pretend")
    return BOX


def _letter(n: int = 0, **more) -> Delivery:
    now = clock.now()
    facts = {"number": "1", "holder": "x"}
    message = Message.objects.create(
        kind="cases.received", facts=facts, link="/", about="case:1", created_at=now, key=f"clock-{n}"
    )
    said = {"address": "19900000001", "language": "zh-hans", "next_try_at": now, **more}
    return Delivery.objects.create(message=message, channel="sms", **said)


def test_a_lease_taken_before_the_clock_was_set_back_ends(world, box):
    now = clock.now()
    held = {"claim": "of a worker that died", "claimed_until": now + timedelta(minutes=2), "attempts": 1}
    delivery = _letter(**held, next_try_at=now + timedelta(minutes=1))
    with set_back(timedelta(days=100)):
        assert notices.deliver_waiting() == 1
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT


def test_a_wait_or_a_rest_begun_before_it_is_over(world, box):
    now = clock.now()
    _letter(next_try_at=now + timedelta(hours=5), attempts=3)
    Carrier.objects.create(channel="sms", failures=3, rests_until=now + timedelta(minutes=10))
    with set_back(timedelta(days=100)):
        assert notices.deliver_waiting() == 1


def test_what_went_out_before_it_holds_nothing_up(world, box):
    with set_back(timedelta(0)):
        _letter(1)
        assert notices.deliver_waiting() == 1
    with set_back(timedelta(days=100)):
        _letter(2)
        assert notices.deliver_waiting() == 1
    assert len(box.sent) == 2


@JUMPS
def test_whoever_is_signed_in_stays_so_and_limits_begin_anew(world, back):
    client = Client()
    client.force_login(world.people["steward"])
    assert not [n for n in range(3) if not limits.allow("tries", "somebody", 3, 3600)]
    assert not limits.allow("tries", "somebody", 3, 3600)
    with set_back(back):
        assert client.get("/desk/").status_code == 200
        assert limits.allow("tries", "somebody", 3, 3600)
        limits.forget()


@JUMPS
def test_a_report_begun_before_it_is_sent_after_it(world, back):
    resident = Resident(Client())
    resident.up_to_check()
    with set_back(back):
        assert resident.say("check").status_code == 200
    assert Case.objects.count() == 1 and resident.at.endswith("/receipt/")


def test_what_was_learnt_by_a_clock_that_was_ahead_is_learnt_anew(world, monkeypatch):
    ahead = (clock.now() + timedelta(days=100)).strftime(learnt.STAMP)
    fresh = clock.now().strftime(learnt.STAMP)
    monkeypatch.setattr(learnt, "_kept_files", lambda: [f"kinds-{ahead}"])
    assert learnt.is_due()
    monkeypatch.setattr(learnt, "_kept_files", lambda: [f"kinds-{fresh}"])
    assert not learnt.is_due()


def test_the_doctor_says_so(world, monkeypatch):
    world.report()
    assert {found.state for found in doctor.look_at_clock()} == {"ok"}
    newest = Entry.objects.latest("pk").recorded_at - timedelta(days=3)
    warned = list(doctor._clock_set_back(newest))
    assert [found.state for found in warned] == ["warn"] and "still to come" in warned[0].sentence
