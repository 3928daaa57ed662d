"""A PostgreSQL for the length of a benchmark, with the durability a real one has: a commit is on the disk."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

SETTINGS = """
listen_addresses = ''
max_connections = 60
shared_buffers = 512MB
effective_cache_size = 4GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
timezone = 'UTC'
"""
OTHERS = ("postgres", "nobody")
"""Whom the server runs as where we are root, which it refuses to be."""


class NoPostgres(Exception):
    """This machine has no PostgreSQL server; the sentence says what to do."""


@contextmanager
def running(directory: Path) -> Iterator[str]:
    """A server whose data lies in `directory` (kept if it lay there already). Gives the address of its database."""
    binaries, who = _binaries(), _who()
    data, sockets = directory / "postgres", directory / "socket"
    sockets.mkdir(parents=True, exist_ok=True)
    if not data.exists():
        data.mkdir()
        _own(who, directory, data, sockets)
        _run(
            who, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(f"{SETTINGS}unix_socket_directories = '{sockets}'\n")
    start = ("-D", data, "-l", data / "log", "-w", "-t", "60")
    _run(who, binaries / "pg_ctl", *start, "start")
    try:
        yield f"postgresql://postgres@{quote(str(sockets), safe='')}/postgres"
    finally:
        _run(who, binaries / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def _binaries() -> Path:
    found = [Path(name).resolve().parent for name in filter(None, [shutil.which("initdb")])]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for directory in found:
        if (directory / "pg_ctl").exists():
            return directory
    raise NoPostgres(
        "No PostgreSQL server was found. Install one, name one with --database, or use --sqlite."
    )


def _who() -> str | None:
    if os.geteuid():
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return next((name for name in OTHERS if name in names), None)


def _own(who: str | None, *paths: Path) -> None:
    if who:
        for path in paths:
            shutil.chown(path, who)


def _run(who: str | None, *command: object) -> None:
    done = subprocess.run(
        [str(each) for each in command], user=who, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoPostgres(f"PostgreSQL did not start: {(done.stderr or done.stdout).strip()[-300:]}")


def crash(directory: Path) -> None:
    """End the server that `running` started as a power cut would."""
    pid = int((directory / "postgres" / "postmaster.pid").read_text().split()[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def start_again(directory: Path, seconds: float = 60) -> None:
    """Start it after a crash, as soon as what is left of the crashed one has gone."""
    data, until = directory / "postgres", time.monotonic() + seconds
    while True:
        try:
            _run(_who(), _binaries() / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-t", "60", "start")
            return
        except NoPostgres:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
