"""`./yishi test`: every test, on SQLite and then on PostgreSQL."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import progress

NAME = "test"
HELP = (
    "Run every test, on SQLite and on PostgreSQL: the server of YISHI_DATABASE_URL where that names one, "
    "else one brought up for the occasion. Other arguments go to pytest."
)
NEEDS_DJANGO = False
TAKES = "unknown"

PROJECT = Path(__file__).resolve().parents[4]
PROCESSES = 2
COUNTED = ("passed", "failed", "skipped")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which databases, and whether skipping is allowed."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--sqlite", action="store_true", help="on SQLite only")
    which.add_argument("--postgres", action="store_true", help="on PostgreSQL only")
    parser.add_argument("--no-skips", action="store_true", help="a test that is skipped counts as failed")


def run(options: argparse.Namespace) -> dict:
    """Run pytest once for each database and count."""
    # modules stay together, and whoever has nothing left takes from the other's end
    arguments = [
        "-n",
        str(PROCESSES),
        "--dist",
        "worksteal",
        *(["--no-skips"] if options.no_skips else []),
        *options.rest,
    ]
    databases = [options.postgres or "sqlite", options.sqlite or "postgres"]
    runs = {name: _pytest(name, arguments, options.json) for name in databases if name is not True}
    totals = {outcome: sum(each[outcome] for each in runs.values()) for outcome in COUNTED}
    return {"ok": not totals["failed"], **totals, "databases": runs}


def show(result: dict) -> None:
    """A line for each database and, last of all, the line that machines read."""
    for name, counts in result["databases"].items():
        counted = ", ".join(f"{counts[outcome]} {outcome}" for outcome in COUNTED)
        print(f"{name}: {counted} in {counts['seconds']} s")
    print(f"{result['passed']} passed, {result['failed']} failed", flush=True)


def _pytest(database: str, arguments: list[str], quiet: bool) -> dict:
    """Run pytest on one database. When `quiet`, what it says goes to standard error."""
    progress(f"Tests on {database}:")
    given = os.environ.get("YISHI_DATABASE_URL", "")
    command = [sys.executable, "-m", "pytest"]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yishi-test-") as directory:
        environment = {
            **os.environ,
            "YISHI_DATA_DIR": directory,
            "YISHI_SECRET_KEY": "only for tests, and nothing outlives them",
        }
        if database == "sqlite":
            environment["YISHI_DATABASE_URL"] = f"sqlite:///{directory}/yishi.sqlite3"
        elif not given.startswith(("postgres:", "postgresql:")):
            command = [sys.executable, "tests/postgres.py", *command]
        report = Path(directory) / "report.xml"
        command += [f"--junit-xml={report}", "-o", f"cache_dir=.pytest_cache/{database}", *arguments]
        status = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=sys.stderr if quiet else None, check=False
        ).returncode
        counts = _count(report)
    if status and not counts["failed"]:
        counts["failed"] = 1  # pytest itself did not get to its end
    return {**counts, "seconds": round(time.monotonic() - begun)}


def _count(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped; an error in preparing a test is a failure."""
    if not report.exists():
        return dict.fromkeys(COUNTED, 0)
    passed = failed = skipped = 0
    written = ElementTree.parse(report)  # noqa: S314  by the pytest we have just run
    for suite in written.getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        aside = int(suite.get("skipped", 0))
        passed += int(suite.get("tests", 0)) - bad - aside
        failed, skipped = failed + bad, skipped + aside
    return {"passed": passed, "failed": failed, "skipped": skipped}
