"""`./yishi doctor`: looks at an installation and says what to do about what it finds."""

import argparse
import errno
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

NAME = "doctor"
HELP = (
    "Check this installation (configuration, database, clock, storage, worker, messages) and say what to do."
)
NEEDS_DJANGO = False

CLOCK_TOLERANCE = timedelta(seconds=2)
HEARTBEAT_TOLERANCE = 120  # seconds
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MAKE_ROOM = "Make room, or set YISHI_DATA_DIR to a larger disk."
BACKUP_TOLERANCE = timedelta(days=2)
SCARCE_BYTES, LOW_BYTES = 200 * 1024**2, 2 * 1024**3

# what to do when a look breaks
ADVICE = {
    "configuration": "Correct the setting that is named; docs/deploy.md lists them all.",
    "database": "See that the database runs and that YISHI_DATABASE_URL names it.",
}
OTHER_ADVICE = "Put this right, then run doctor again."

State = Literal["ok", "note", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """What one look found; `todo` is what to do about it, empty where there is nothing to do."""

    subject: str
    state: State
    sentence: str
    todo: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None; it looks at everything."""


def run(options: argparse.Namespace) -> dict:
    """Look at everything in turn. A look that breaks is a finding, not the end."""
    findings: list[Finding] = []
    failed: set[Callable] = set()
    for look, depends_on in LOOKS.items():
        if failed.intersection(depends_on):
            failed.add(look)
            continue
        found = list(_findings(look))
        findings += found
        if any(finding.state == "fail" for finding in found):
            failed.add(look)
    return {
        "ok": all(finding.state != "fail" for finding in findings),
        "findings": [asdict(finding) for finding in findings],
    }


def show(result: dict) -> None:
    """A line for each finding, with what to do below it."""
    for finding in result["findings"]:
        print(f"{finding['state']:<6}{finding['subject']:<15}{finding['sentence']}")
        if finding["todo"]:
            print(f"{'':<21}→ {finding['todo']}")
    print("All is well." if result["ok"] else "Something needs doing; see the lines that begin with “fail”.")


def _findings(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    from . import sentence_of

    subject = look.__name__.removeprefix("look_at_").replace("_", " ")
    try:
        yield from look()
    except Exception as trouble:
        yield Finding(subject, "fail", sentence_of(trouble), ADVICE.get(subject, OTHER_ADVICE))


def look_at_python() -> Iterator[Finding]:
    # too old a Python never gets here: `./yishi` refuses it
    yield Finding("python", "ok", f"Python {platform.python_version()} in {sys.prefix}.")


def look_at_configuration() -> Iterator[Finding]:
    import django
    from django.conf import settings
    from django.core import checks

    django.setup()
    if settings.IN_PRODUCTION:
        yield Finding("configuration", "ok", "Production mode; the settings are safe.")
    else:
        yield Finding(
            "configuration",
            "note",
            f"Mode “{settings.MODE}”: for trying out, not for residents.",
            "For real use set YISHI_MODE=production.",
        )
    for message in checks.run_checks():
        if message.level >= checks.WARNING:
            state: State = "fail" if message.is_serious() else "warn"
            yield Finding("configuration", state, str(message.msg).strip(), message.hint or "")


def look_at_database() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        import sqlite3

        yield Finding(
            "database", "ok", f"SQLite {sqlite3.sqlite_version}, {connection.settings_dict['NAME']}."
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
        yield Finding("database", "ok", f"PostgreSQL {version} answers.")


def look_at_migrations() -> Iterator[Finding]:
    from .serve import unapplied_migrations

    waiting = unapplied_migrations()
    if waiting:
        yield Finding(
            "migrations",
            "fail",
            f"The database is not up to date: {len(waiting)} migrations wait, first {waiting[0]}.",
            "Run ./yishi manage migrate.",
        )
    else:
        yield Finding("migrations", "ok", "The database is up to date.")


def look_at_record() -> Iterator[Finding]:
    from django.db import connection

    from yishi.cases.changes import NET, TOLD
    from yishi.record import changes, triggers

    missing = triggers.missing(connection)
    if missing:
        yield Finding(
            "record",
            "fail",
            f"The record can be altered: {len(missing)} triggers are missing, first {missing[0]}.",
            "Find out who removed them, then run ./yishi record verify.",
        )
    else:
        yield Finding("record", "ok", "The record is append-only; its triggers are in place.")
    silent = [name for told in (NET, TOLD) for name in changes.missing(connection, told)]
    if silent:
        yield Finding(
            "pages",
            "warn",
            f"Pages are made anew for everybody, which is slow: {len(silent)} triggers are missing, first {silent[0]}.",
            "Run ./yishi manage migrate with the version of the software that made this database.",
        )
    else:
        yield Finding("pages", "ok", "The database tells what changes on pages, so they can be kept.")


def look_at_clock() -> Iterator[Finding]:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    local = datetime.now(timezone.get_default_timezone())
    yield Finding("clock", "ok", f"It is {local:%Y-%m-%d %H:%M} in {settings.TIME_ZONE}.")
    yield from _clock_set_back(local)
    if connection.vendor != "postgresql":
        return  # SQLite reads the same clock as this program
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - datetime.now(UTC))
    if apart > CLOCK_TOLERANCE:
        yield Finding(
            "clock",
            "fail",
            f"This machine and the database are {apart.total_seconds():.0f} seconds apart.",
            "Keep both machines' clocks with NTP, for instance with systemd-timesyncd or chrony.",
        )
    else:
        yield Finding("clock", "ok", "This machine and the database tell the same time.")


def _clock_set_back(local: datetime) -> Iterator[Finding]:
    """The newest entry of the record was written before now, or one of two clocks was wrong."""
    from django.db import DatabaseError

    from yishi.record.models import Entry

    try:
        newest = Entry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    except DatabaseError:
        return  # not migrated; another look says so
    if newest and newest > local + CLOCK_TOLERANCE:
        at = newest.astimezone(local.tzinfo)
        yield Finding(
            "clock",
            "warn",
            f"The newest entry of the record says {at:%Y-%m-%d %H:%M}, which is still to come: the clock was set back, "
            "or was ahead when it was written.",
            "Keep the clock with NTP. The record stands as it is; deadlines counted meanwhile may be wrong.",
        )


def look_at_backup() -> Iterator[Finding]:
    from django.conf import settings

    state: State = "warn" if settings.IN_PRODUCTION else "note"
    todo = "Have ./yishi backup run every night; docs/deploy.md shows how."
    try:
        last = json.loads((Path(settings.DATA_DIR) / "backup.json").read_text())
        at = datetime.fromisoformat(last["at"])
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding("backup", state, "No backup has been made here yet.", todo)
        return
    ago = datetime.now(UTC) - at
    sentence = (
        f"The last backup was made {at.astimezone():%Y-%m-%d %H:%M}, {last.get('bytes', 0) / 1024**2:.1f} MB."
    )
    if ago > BACKUP_TOLERANCE:
        yield Finding("backup", state, sentence, todo)
    elif last.get("unreadable"):
        yield Finding(
            "backup",
            "warn",
            f"{sentence} {last['unreadable']} files could not be read.",
            "See the storage of the pictures; the backup holds everything else.",
        )
    else:
        yield Finding("backup", "ok", sentence)


def look_at_storage() -> Iterator[Finding]:
    from django.conf import settings

    directory = Path(settings.DATA_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(b"yishi" * 2000)
    except OSError as trouble:
        sentence = f"{directory} cannot be written: {trouble.strerror}."
        todo = f"Make it writable for user number {os.geteuid()}."
        yield Finding("storage", "fail", sentence, MAKE_ROOM if trouble.errno in FULL else todo)
        return
    free = shutil.disk_usage(directory).free
    sentence = f"{directory} is writable; {free / 1024**3:.1f} GB are free."
    if free < LOW_BYTES:
        state: State = "fail" if free < SCARCE_BYTES else "warn"
        yield Finding("storage", state, sentence, MAKE_ROOM)
    else:
        yield Finding("storage", "ok", sentence)


def look_at_worker() -> Iterator[Finding]:
    from yishi.site import schedule

    ago = schedule.last_heartbeat()
    if ago is None:
        yield Finding("worker", "warn", "No worker has been seen yet.", "Start one: ./yishi work")
    elif ago > HEARTBEAT_TOLERANCE:
        sentence = f"The worker was last seen {ago / 60:.0f} minutes ago."
        yield Finding("worker", "warn", sentence, "Start it: ./yishi work")
    else:
        yield Finding("worker", "ok", f"The worker was seen {ago:.0f} seconds ago.")


def look_at_jobs() -> Iterator[Finding]:
    from yishi.record import troubles

    found = troubles.listed()
    aside = [one for one in found if one.is_set_aside]
    todo = "See /inbox/outbox/ as the operator, and tell whoever looks after the software."
    if aside:
        first = f"{aside[0].job_name} {aside[0].ref}: {aside[0].error} at {aside[0].where}"
        sentence = f"{len(aside)} things failed again and again, first {first}."
        yield Finding("jobs", "warn", sentence, todo)
    elif found:
        yield Finding("jobs", "note", f"{len(found)} things failed lately and will be tried again.", todo)
    else:
        yield Finding("jobs", "ok", "Nothing has failed lately.")


def look_at_messages() -> Iterator[Finding]:
    from django.conf import settings
    from django.utils.module_loading import import_string

    from yishi.notices.channels.console import Console
    from yishi.notices.channels.sms import Sms

    state: State = "warn" if settings.IN_PRODUCTION else "note"
    for channel, todo in (
        ("email", "Set YISHI_SMTP_HOST; docs/deploy.md lists what belongs to it."),
        ("sms", "Set YISHI_SMS to aliyun or tencent; docs/deploy.md lists what belongs to it."),
    ):
        if import_string(settings.YISHI_CHANNELS[channel]) in (Console, Sms):
            yield Finding("messages", state, f"What goes out by {channel} is only printed here.", todo)
        else:
            yield Finding("messages", "ok", f"What goes out by {channel} has a carrier.")


def look_at_channels() -> Iterator[Finding]:
    from django.conf import settings

    from yishi.notices import health
    from yishi.notices.channels import robots
    from yishi.record import clock

    for one in health.carriers(clock.now()):
        if one.ails:
            sentence = (
                f"{one.channel} has failed {one.carrier.failures} times in a row, {one.waiting} messages wait: "
                f"{one.carrier.last_error}."
            )
            yield Finding("channels", "warn", sentence, "See /inbox/outbox/ as the operator.")
        elif one.waiting or one.carrier.sent_at:
            yield Finding("channels", "ok", f"{one.channel} works; {one.waiting} messages wait.")
    if Path(settings.YISHI_ROBOTS).is_file():
        robots.robot_of("")  # raises with what is wrong with the file
        yield Finding("channels", "ok", "The file of robots can be read.")


def look_at_push() -> Iterator[Finding]:
    from django.conf import settings

    if settings.YISHI_VAPID_KEY:
        yield Finding("push", "ok", "There is a key for messages of the browser.")
    else:
        todo = "If you want them: ./yishi push-key prints one line for the configuration."
        yield Finding("push", "note", "Messages of the browser are off: there is no key for them.", todo)


def look_at_browser() -> Iterator[Finding]:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))):
        yield Finding("browser", "ok", "Chromium is here for ./yishi test.")
    else:
        yield Finding(
            "browser",
            "note",
            "No Chromium; only the journeys in ./yishi test need one.",
            "apt-get install -y chromium fonts-noto-cjk",
        )


# Each look, with the looks that must have gone well before it makes sense.
LOOKS: dict[Callable[[], Iterator[Finding]], tuple[Callable, ...]] = {
    look_at_python: (),
    look_at_configuration: (),
    look_at_storage: (look_at_configuration,),
    look_at_database: (look_at_configuration,),
    look_at_migrations: (look_at_database,),
    look_at_record: (look_at_migrations,),
    look_at_clock: (look_at_database,),
    look_at_worker: (look_at_migrations,),
    look_at_jobs: (look_at_migrations,),
    look_at_backup: (look_at_configuration,),
    look_at_messages: (look_at_configuration,),
    look_at_channels: (look_at_migrations,),
    look_at_push: (look_at_configuration,),
    look_at_browser: (),
}
