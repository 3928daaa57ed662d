"""The whole benchmark, one size after the other in the same city, with the rungs beside it."""

import json
import os
import platform
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from . import city as cities
from . import fill, measuring, permissions, rungs
from .measuring import CONNECTIONS, Measured

LONGEST_ROUND = 1800.0
"""Seconds the worker is given to do what is due in a city that was filled a moment ago."""
DUE_MEANWHILE = 10
"""Limits that pass while others are told of."""


def machine() -> dict[str, Any]:
    """What it was measured on."""
    from django.db import connection

    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    total = next(
        (int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        database = cursor.fetchone()[0]
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_mb": total,
        "system": platform.platform(),
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "database": f"{connection.vendor} {database}",
        "web_processes": measuring.WORKERS,
        "load_before": list(os.getloadavg()),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def run(
    sizes: list[int],
    seconds: float,
    directory: Path,
    tell: Callable[[str], None],
    estates: int,
    dwellings: list[int] | None = None,
) -> dict[str, Any]:
    """Measure at every size, in rising order, then who may act with so many `dwellings` on the roll. Without sizes of
    cases nothing is served and no rung measured. Gives what the JSON holds."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    result: dict[str, Any] = {"machine": machine(), "seconds_each": seconds, "sizes": []}
    tell("Building the city.")
    city = cities.find() or cities.build(estates)
    result["estates"] = len(city.estates)
    if sizes:
        tell("Measuring the rungs.")
    result["rungs"] = measuring.as_json(_rungs(directory, seconds)) if sizes else []
    for size in sorted(sizes):
        tell(f"Filling up to {size} cases.")
        filled = fill.up_to(city, size)
        tell(f"{size}: the clock does what is due")
        _settle_clocks()
        settle_tables()
        result["sizes"].append(
            {"cases": size, "fill": _filled(filled), **_measure(city, size, seconds, directory, tell)}
        )
    result["ratios"] = ratios(result) if sizes else NO_RATIOS
    result["dwellings"] = [_dwellings(city, each, seconds, tell) for each in sorted(dwellings or [])]
    return result


NO_RATIOS: dict[str, Any] = {"to_rung": {}, "to_rung_by_processor": {}, "p50_to_rung": {}, "p50_growth": {}}


def _dwellings(city: cities.City, wanted: int, seconds: float, tell: Callable[[str], None]) -> dict[str, Any]:
    filled = permissions.fill_up(city, wanted, tell)
    settle_tables()
    return {**filled, "measured": measuring.as_json(permissions.measure(city, wanted, seconds, tell))}


def _settle_clocks() -> None:
    """What the worker does over months, and a city that was made a minute ago would all have before it at once: limits
    that have passed are handed up, residents reminded, messages delivered."""
    from ..schedule import run as do_what_is_due

    do_what_is_due(threading.Event(), once=True)


def settle_tables() -> None:
    """The database knows what its tables hold, as it does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _filled(filled: fill.Filled) -> dict[str, Any]:
    return {
        "cases": filled.cases,
        "entries": filled.entries,
        "cases_per_second": round(filled.cases / filled.enter_seconds, 1) if filled.enter_seconds else None,
        "sealed_per_second": round(filled.entries / filled.seal_seconds, 1) if filled.seal_seconds else None,
    }


def _measure(
    city: cities.City, size: int, seconds: float, directory: Path, tell: Callable[[str], None]
) -> dict[str, Any]:
    dice = random.Random(size)  # noqa: S311  which pages are asked for
    rows: list[Measured] = []
    pages = measuring.pages(city, dice)
    sent = {
        n: measuring.reports(city, dice, min(measuring.MOST_REPORTS[n], int(seconds * 400)))
        for n in CONNECTIONS
    }
    counted = measuring.reports(city, dice, 1)
    env = {**os.environ, "YISHI_BENCH": "1"}
    begun = time.time()
    with measuring.serving(env, directory) as (port, pids):
        _await_round(begun, tell)
        for what, requests in pages.items():
            tell(f"{size}: {what}")
            answering = [pids[0], *database_pids(directory)]
            rows += [measuring.timed(what, port, requests, n, seconds, pids=answering) for n in CONNECTIONS]
        tell(f"{size}: report a case")
        queries = measuring.queries_of_a_report(port, counted[0])
        for n in CONNECTIONS:
            reported = measuring.timed(
                "report a case", port, sent[n], n, seconds * 3, pids=answering, once=True, status=302
            )
            reported.queries = queries
            rows.append(reported)
        behind = _behind()
        memory = measuring.memory(pids)
    return {"measured": measuring.as_json(rows), "memory_mb": memory, "worker": behind}


def _await_round(since: float, tell: Callable[[str], None]) -> None:
    """The worker has gone through all of its jobs once, for what it does daily is done when it begins; and has warned
    of all limits that pass, of which a city that was filled at once has thousands: each changes the pages of its
    places."""
    from django.conf import settings

    from yishi.cases import clock_jobs

    until = time.monotonic() + LONGEST_ROUND
    beat = settings.DATA_DIR / "worker.heartbeat"
    while time.monotonic() < until and not (beat.exists() and beat.stat().st_mtime > since):
        time.sleep(0.2)
    while (left := clock_jobs.waiting()) > DUE_MEANWHILE and time.monotonic() < until:
        tell(f"{left} limits to be told of")
        time.sleep(5)


def _behind() -> dict[str, Any]:
    """How soon the worker has caught up once the last report came in."""
    from yishi.cases.models import Move
    from yishi.record.models import Unsealed

    begun, waiting = time.monotonic(), Unsealed.objects.count()
    while (Unsealed.objects.exists() or Move.objects.exists()) and time.monotonic() - begun < 60:
        time.sleep(0.1)
    return {
        "waiting_after_the_last_report": waiting,
        "seconds_until_caught_up": round(time.monotonic() - begun, 1),
    }


def database_pids(directory: Path) -> list[int]:
    """The server of our own, if there is one."""
    file = directory / "postgres" / "postmaster.pid"
    return [int(file.read_text().split()[0])] if file.exists() else []


def _rungs(directory: Path, seconds: float) -> list[Measured]:
    from django.db import connection

    of_database = database_pids(directory)

    bare = directory / "bare_project"
    url = os.environ["YISHI_DATABASE_URL"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS yishi_bench_bare")
            cursor.execute("CREATE DATABASE yishi_bench_bare")
        parts = urlparse(url)
        plain = parts._replace(path="/yishi_bench_bare").geturl()
        database = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "yishi_bench_bare",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
        }
        # a socket's path keeps its capitals, which the parsed name loses
        if "%2F" in url.upper():
            database["HOST"] = unquote(url.partition("@")[2].partition("/")[0])
    else:
        bare.mkdir(parents=True, exist_ok=True)
        plain = str(bare / "bare.sqlite3")
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": plain,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    rungs.write(bare, database)
    env = {**os.environ, "PYTHONPATH": str(bare), "DJANGO_SETTINGS_MODULE": "bare.settings"}
    subprocess.run([sys.executable, "-c", rungs.PREPARE], env=env, check=True, capture_output=True)
    token = "a" * 32
    form = {
        "csrfmiddlewaretoken": token,
        "title": "北门旁边路灯不亮",
        "words": "北门旁边路灯不亮，晚上看不清路。" * 4,
    }
    kinds = {
        "bare Django: hello": ([measuring.request("/")], 200),
        "bare Django: form POST, two rows": ([measuring.request("/say/", {"csrftoken": token}, form)], 302),
        "bare Django: list of 20 rows": ([measuring.request("/list/")], 200),
        "bare Django: JSON list of 50": ([measuring.request("/list.json")], 200),
    }
    rows = []
    with measuring.serving_bare(bare) as (port, web):
        for what, (requests, status) in kinds.items():
            for n in CONNECTIONS:
                rows.append(
                    measuring.timed(what, port, requests, n, seconds, pids=[web, *of_database], status=status)
                )
                rows[-1].queries = None
    for n in CONNECTIONS:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, rungs.__file__, plain, str(n), str(seconds)],
            capture_output=True,
            text=True,
            check=True,
        )
        what = "bare transaction, two rows"
        rows.append(
            measuring.row(what, n, json.loads(done.stdout), min(seconds, time.perf_counter() - begun))
        )
    return rows


def ratios(result: dict[str, Any]) -> dict[str, Any]:
    """How what was measured stands to the rungs and, where there are two sizes, the largest to the smallest."""
    rung = {(row["what"], row["connections"]): row for row in result["rungs"]}
    largest, smallest = result["sizes"][-1], result["sizes"][0]
    told: dict[str, Any] = {"to_rung": {}, "to_rung_by_processor": {}, "p50_to_rung": {}, "p50_growth": {}}
    for each in largest["measured"]:
        bare = rung[f"bare Django: {_rung_of(each['what'])}", each["connections"]]
        key = f"{each['what']} ({each['connections']})"
        told["to_rung"][key] = _share(each["per_second"], bare["per_second"])
        told["to_rung_by_processor"][key] = _share(bare["cpu"], each["cpu"])
        told["p50_to_rung"][key] = _share(each["p50"], bare["p50"])
    if largest is not smallest:
        before = {(r["what"], r["connections"]): r for r in smallest["measured"]}
        for each in largest["measured"]:
            was = before[each["what"], each["connections"]]
            key = f"{each['what']} ({each['connections']})"
            told["p50_growth"][key] = _share(each["p50"], was["p50"])
    return told


def _rung_of(what: str) -> str:
    if what == "report a case":
        return "form POST, two rows"
    return "JSON list of 50" if what.startswith("Open311") else "list of 20 rows"


def _share(one: float | None, other: float | None) -> float | None:
    return round(one / other, 2) if one and other else None
