"""`./yishi bench`: how fast it is on this machine, at a size of one's choice, beside what bare programs reach."""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import Problem, progress

NAME = "bench"
HELP = "Measure how fast pages, reports and imports are here. It makes a database of its own and takes it away again."
NEEDS_DJANGO = False  # the settings load once the database is there
MOST = 20_000_000
CASES = 10_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, how long, and on what."""
    parser.add_argument(
        "--cases", type=_cases, metavar="N", help="how many cases (default 10000; none with --dwellings)"
    )
    parser.add_argument(
        "--sizes", type=_sizes, metavar="N,N", help="several sizes, one after the other: 10000,1000000"
    )
    parser.add_argument(
        "--dwellings",
        type=_sizes,
        metavar="N,N",
        help="so many dwellings on the roll, one after the other, and who may act behind a door: 1000,1000000",
    )
    parser.add_argument(
        "--sessions",
        type=_sizes,
        metavar="N,N",
        help="so many past sessions instead, one after the other: their calendars, pages and figures: 1000,100000",
    )
    parser.add_argument(
        "--hall",
        action="store_true",
        help="a session instead: 300 people at one question wall and two clerks, for 60 seconds or --seconds if more",
    )
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="how long each measurement takes (default 5)"
    )
    parser.add_argument("--json", action="store_true", help="with a FILE: write everything there as JSON")
    parser.add_argument("file", nargs="?", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="keep database and logs there, and go on with them"
    )
    parser.add_argument(
        "--sqlite", action="store_true", help="measure on SQLite (default: a PostgreSQL of its own)"
    )
    parser.add_argument(
        "--database", metavar="URL", help="measure on this PostgreSQL, which must hold nothing else"
    )
    parser.add_argument(
        "--estates", type=_cases, default=1166, metavar="N", help="estates of the city (default 1166)"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Fill, serve, measure and tell."""
    if os.environ.get("YISHI_MODE") == "production":
        raise Problem("This is production mode; a benchmark is never run beside it.")
    if not 0 < options.seconds <= 600:
        raise Problem("--seconds is more than 0 and at most 600.")
    with _directory(options.keep) as directory, _database(options, directory) as url:
        os.environ.update(
            YISHI_DATABASE_URL=url, YISHI_DATA_DIR=str(directory / "data"), YISHI_BENCH="1", YISHI_MODE="demo"
        )
        os.environ.pop("YISHI_SMTP_HOST", None)  # nothing goes out
        import django

        django.setup()
        _refuse_a_used_one(options)
        if options.hall:
            return _told(options, _hall(options, directory))
        if options.sessions:
            return _told(options, _sessions(options, directory))
        from yishi.site.bench import whole

        sizes = options.sizes or ([options.cases] if options.cases else [])
        if not sizes and not options.dwellings:
            sizes = [CASES]
        result = whole.run(
            sizes, options.seconds, directory, progress, options.estates, options.dwellings or []
        )
    return _told(options, {"ok": not _wrong(result), **result})


SECONDS_IN_THE_HALL = 60.0


def _hall(options: argparse.Namespace, directory: Path) -> dict[str, Any]:
    from yishi.site.bench import hall

    result = hall.run(max(options.seconds, SECONDS_IN_THE_HALL), directory, progress)
    return {"ok": not hall.wrong(result), **result}


def _sessions(options: argparse.Namespace, directory: Path) -> dict[str, Any]:
    from yishi.site.bench import sessions

    result = sessions.run(options.sessions, options.seconds, directory, progress, options.estates)
    return {"ok": not sessions.wrong(result), **result}


def _told(options: argparse.Namespace, result: dict[str, Any]) -> dict[str, Any]:
    if options.file:
        options.file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        options.json = False  # it stands in the file; the table is for the terminal
    return result


def show(result: dict[str, Any]) -> None:
    """For people."""
    if "hall" in result:
        from yishi.site.bench import hall

        print(hall.text(result))
        return
    if "sessions" in result:
        from yishi.site.bench import sessions

        print(sessions.text(result))
        return
    from yishi.site.bench import report

    print(report.text(result))


@contextmanager
def _directory(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="yishi-bench-") as directory:
        Path(directory).chmod(0o755)  # the database server may be another user
        yield Path(directory)


@contextmanager
def _database(options: argparse.Namespace, directory: Path) -> Iterator[str]:
    from yishi.site.bench import cluster

    if options.sqlite:
        yield f"sqlite:///{directory / 'yishi.sqlite3'}"
    elif options.database:
        yield options.database
    else:
        try:
            with cluster.running(directory) as url:
                yield url
        except cluster.NoPostgres as none:
            raise Problem(str(none)) from None


def _refuse_a_used_one(options: argparse.Namespace) -> None:
    """A database that somebody named holds nothing, or what a benchmark left there."""
    from django.db import connection

    if not options.database or "network_place" not in connection.introspection.table_names():
        return
    from yishi.network.models import Place

    if Place.objects.exists() and not Place.objects.filter(code="900000000000").exists():
        raise Problem("This database is in use. A benchmark fills its database; name one that holds nothing.")


def _wrong(result: dict[str, Any]) -> int:
    measured = [*result["rungs"], *(row for size in _all_sizes(result) for row in size["measured"])]
    return sum(row["wrong"] for row in measured)


def _all_sizes(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [*result["sizes"], *result["dwellings"]]


def _cases(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 to {MOST}")
    return int(text)


def _sizes(text: str) -> list[int]:
    return [_cases(each.strip()) for each in text.split(",")]
