"""What the clock does: each job chooses rows and calls an action for each. Jobs are safe to run twice and side by side.

There is no task queue: rows that wait are the queue (entries to seal, deliveries to make, cases to lapse), so nothing
is lost with a killed worker and nothing needs a broker (docs/decisions/0003).
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from yishi.record import troubles

log = logging.getLogger("yishi.work")
_failing: set[str] = set()
"""Jobs whose last run failed as a whole."""


@dataclass(frozen=True)
class Job:
    """A function named by its dotted path, run every so many seconds."""

    path: str
    every: int
    outside: bool = False
    """Whether it waits for machines that are not ours, or takes a minute at a stretch: it has a thread of its own, and
    the others do not wait."""

    def load(self) -> Callable[[], int]:
        module, name = self.path.rsplit(".", 1)
        return getattr(import_module(module), name)


JOBS = [
    Job("yishi.record.jobs.seal_waiting", 2),
    Job("yishi.cases.jobs.fold_moves_waiting", 2),
    Job("yishi.cases.jobs.sweep_standing_daily", 86400),
    Job("yishi.notices.jobs.deliver_waiting", 2, outside=True),
    Job("yishi.cases.jobs.lapse_unanswered", 300),
    Job("yishi.cases.clock_jobs.end_pauses", 30),
    Job("yishi.cases.clock_jobs.warn_before_limits", 60),
    Job("yishi.cases.clock_jobs.escalate_overdue", 60),
    Job("yishi.cases.clock_jobs.count_provisional_anew", 300),
    Job("yishi.cases.jobs.return_parked", 60),
    Job("yishi.cases.jobs.note_missing", 60),
    Job("yishi.cases.jobs.ask_for_second_looks", 900),
    Job("yishi.cases.jobs.pass_on_second_looks", 900),
    Job("yishi.notices.jobs.tell_mornings", 600),
    Job("yishi.cases.jobs.learn_from_cases", 3600),
    Job("yishi.notices.jobs.forget_old_addresses", 86400),
    Job("yishi.people.jobs.forget_attempts", 86400),
    Job("yishi.record.jobs.sweep_changes_heard", 60),
    Job("yishi.site.jobs.sweep", 3600),
    Job("yishi.site.keys.turn_if_needed", 1800),
    Job("yishi.site.retention.retain", 86400),
    Job("yishi.site.retention.sweep_orphans", 86400),
    Job("yishi.desk.task_jobs.tell_of_tasks", 120),
    Job("yishi.desk.task_jobs.remind_of_tasks", 3600),
    Job("yishi.cases.confidence_jobs.erase_due", 600),
    Job("yishi.cases.confidence_jobs.tell_of_broken_glass", 600),
    Job("yishi.deliberation.calendar_jobs.miss_passed", 300),
    Job("yishi.deliberation.calendar_jobs.end_left_open", 300),
    Job("yishi.deliberation.calendar_jobs.announce_due", 600),
    Job("yishi.deliberation.calendar_jobs.extend_series", 3600),
    Job("yishi.deliberation.agenda_jobs.place_waiting", 300),
    Job("yishi.deliberation.agenda_jobs.freeze_due", 600),
    Job("yishi.deliberation.closing_jobs.remind_unclosed", 900),
    Job("yishi.deliberation.closing_jobs.raise_unclosed", 900),
    Job("yishi.deliberation.closing_jobs.flag_objections", 300),
    Job("yishi.deliberation.closing_jobs.raise_objections", 300),
    Job("yishi.network.roll_jobs.work_on_rolls", 2, outside=True),
    Job("yishi.deliberation.outcome_jobs.take_away_waiting", 5),
    Job("yishi.api.exchange_jobs.talk", 60, outside=True),
    Job("yishi.api.hook_jobs.write_news", 10),
    Job("yishi.api.hook_jobs.send", 10, outside=True),
    Job("yishi.api.hook_jobs.forget_old_calls", 86400),
    Job("yishi.api.kept_jobs.forget_old_answers", 86400),
    Job("yishi.deliberation.outcome_jobs.follow_promises", 600),
    Job("yishi.deliberation.outcome_jobs.settle_claims", 3600),
    Job("yishi.deliberation.outcome_jobs.note_what_is_solved", 60),
    Job("yishi.disclosure.topic_jobs.group_ahead", 300),
    Job("yishi.disclosure.edition_jobs.publish_nightly", 900, outside=True),
    Job("yishi.disclosure.edition_jobs.drop_old", 86400),
    Job("yishi.disclosure.saved_jobs.write_waiting", 2, outside=True),
    Job("yishi.network.brought_jobs.work_on_sheets", 2, outside=True),
    Job("yishi.disclosure.saved_jobs.drop_old", 3600),
]

LONGEST_TURN = 1.0
"""Seconds a job that goes through many rows may take at a stretch; then the others have theirs, and it goes on."""
OFTEN = [job for job in JOBS if job.every <= 2 and not job.outside]
"""What cannot wait for a round: these are looked at again before each other job, so that sealing and adding up keep
pace while thousands of limits pass."""


def run(stop: threading.Event, once: bool = False) -> dict[str, int]:
    """Run each job when it is due until `stop` is set; with `once`, each once and to its end. A failing one stops no
    other, a long one holds up the others for no more than its turn, and one that waits for a carrier none at all."""
    _remember_failing()
    done: dict[str, int] = {}
    if once:
        for job in JOBS:
            if not stop.is_set():
                done[job.path] = _attempt(job)
        _beat()
        return done
    with _apart(stop, [job for job in JOBS if job.outside], done):
        _go_round(stop, [job for job in JOBS if not job.outside], OFTEN, done, _beat)
    return done


@contextmanager
def _apart(stop: threading.Event, jobs: list[Job], done: dict[str, int]) -> Iterator[None]:
    """Meanwhile each of these jobs runs in a thread, with a connection of its own to the database. Whichever fails
    stops the others: a worker that has lost a part ends, and is started again."""

    def go_round(job: Job) -> None:
        try:
            _go_round(stop, [job], [], done)
        except BaseException as error:  # noqa: BLE001  raised below
            failures.append(error)
        finally:
            stop.set()
            connections.close_all()

    failures: list[BaseException] = []
    threads = [
        threading.Thread(target=go_round, args=(job,), name=job.path.rpartition(".")[2]) for job in jobs
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def _go_round(
    stop: threading.Event,
    jobs: list[Job],
    often: list[Job],
    done: dict[str, int],
    after_each: Callable[[], None] = lambda: None,
) -> None:
    due = dict.fromkeys([*jobs, *often], 0.0)
    while not stop.is_set():
        more = False
        for job in jobs:
            for each in (*often, job):
                if time.monotonic() < due[each] or stop.is_set():
                    continue
                with troubles.turn(LONGEST_TURN) as turn:
                    done[each.path] = done.get(each.path, 0) + _attempt(each)
                due[each] = time.monotonic() + (0 if turn.cut_short else each.every)
                more |= turn.cut_short
        after_each()
        stop.wait(0 if more else 0.5)


def _attempt(job: Job) -> int:
    close_old_connections()
    try:
        done = job.load()()
        if job.path in _failing:
            _failing.discard(job.path)
            troubles.over(job.path)
        return done
    except (OperationalError, InterfaceError) as away:
        if troubles.is_full(away):
            log.error("job %s waits: there is no room left for the database", job.path)
        else:
            log.error("job %s waits: the database does not answer (%s)", job.path, type(away).__name__)
    except Exception as error:  # noqa: BLE001  noted; one job stops no other
        if troubles.is_full(error):
            log.error("job %s waits: there is no room left on the disk", job.path)
        else:
            _note(job, error)
    return 0


def _note(job: Job, error: Exception) -> None:
    """The operator sees that a whole job fails; it is tried again whenever it is due."""
    _failing.add(job.path)
    try:
        troubles.note(job.path, "", error)
    except (OperationalError, InterfaceError):
        log.error("job %s failed (%s at %s)", job.path, type(error).__name__, troubles.where(error))


def _remember_failing() -> None:
    """What failed before this worker began may go well with it."""
    try:
        _failing.update(one.job for one in troubles.listed() if not one.ref)
    except (OperationalError, InterfaceError):
        log.error("what failed before cannot be looked up: the database does not answer")


def _beat() -> None:
    fresh = settings.DATA_DIR / f"worker.heartbeat.{os.getpid()}"
    try:
        fresh.write_text(str(time.time()))
        fresh.replace(settings.DATA_DIR / "worker.heartbeat")  # whole or not: a full disk leaves the last one
    except OSError as error:
        log.error("the heartbeat could not be written: %s", error.strerror)
        fresh.unlink(missing_ok=True)


def last_heartbeat() -> float | None:
    """Seconds since a worker on this machine last finished a round, or None if none ever did."""
    try:
        return time.time() - float((settings.DATA_DIR / "worker.heartbeat").read_text())
    except (OSError, ValueError):
        return None
