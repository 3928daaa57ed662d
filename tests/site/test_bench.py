"""The benchmark runs, small, from the first row to the table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from yishi.site.bench import cluster, permissions, report, sessions
from yishi.site.commands import Problem, bench

ROOT = Path(__file__).parents[2]
MEASURED = {"what", "connections", "requests", "p50", "p99", "per_second", "queries", "wrong", "cpu"}
PAGES = {
    "report a case", "list, estate", "list, community", "list, street", "list, city", "case", "desk",
    "place page, estate", "place page, city", "search, two characters", "list, city, half a year back",
    "figures, estate", "figures, city", "figures, city, made anew", "Open311, list of 50",
    "list, city, made anew", "case, made anew", "front page", "front page, made anew", "place page, city, made anew",
}  # fmt: skip
RUNGS = {
    "bare Django: hello", "bare Django: form POST, two rows", "bare Django: list of 20 rows",
    "bare Django: JSON list of 50", "bare transaction, two rows",
}  # fmt: skip


def run(tmp_path: Path, *options: str) -> dict:
    file = tmp_path / "bench.json"
    env = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
    env |= {"PYTHONPATH": str(ROOT / "src"), "YISHI_DATA_DIR": str(tmp_path / "unused")}
    command = [sys.executable, "-m", "yishi.site.bench.start", "bench", "--cases", "200", "--estates", "12"]
    command += ["--seconds", "0.05", "--json", str(file), *options]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(file.read_text())
    assert "### 200 cases in 12 estates" in report.text(result)
    return result


def check(result: dict) -> None:
    assert result["ok"] is True
    assert {"processor", "cores", "memory_mb", "python", "django", "granian", "database"} <= set(
        result["machine"]
    )
    [size] = result["sizes"]
    assert size["cases"] == 200
    assert {"cases_per_second", "sealed_per_second", "cases", "entries"} == set(size["fill"])
    assert {row["what"] for row in result["rungs"]} == RUNGS
    assert {row["what"] for row in size["measured"]} >= PAGES
    for row in [*result["rungs"], *size["measured"]]:
        assert set(row) == MEASURED
        assert row["wrong"] == 0, row
        assert row["requests"] > 0, row
    assert {row["connections"] for row in size["measured"]} == {1, 8}
    assert all(row["queries"] > 0 for row in size["measured"])
    assert set(size["memory_mb"]) == {"web", "worker"}
    assert set(size["worker"]) == {"waiting_after_the_last_report", "seconds_until_caught_up"}
    assert result["ratios"]["to_rung"]["report a case (8)"] is not None


@pytest.mark.database("sqlite")
def test_on_sqlite_it_measures_everything(tmp_path):
    check(run(tmp_path, "--sqlite"))


@pytest.mark.database("postgresql")
@pytest.mark.django_db
def test_on_postgresql_it_measures_everything(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        cluster._binaries()
    except cluster.NoPostgres:
        pytest.skip("no PostgreSQL server is installed")
    check(run(tmp_path))


def test_production_is_never_measured(monkeypatch):
    monkeypatch.setenv("YISHI_MODE", "production")
    with pytest.raises(Problem):
        bench.run(bench_options())


def bench_options():
    import argparse

    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return parser.parse_args([])


@pytest.mark.parametrize("said", ["0", "-1", "many", "99999999999"])
def test_a_size_that_is_none_is_refused(said):
    import argparse

    with pytest.raises(argparse.ArgumentTypeError):
        bench._cases(said)


@pytest.mark.database("sqlite")  # as it brings its own, whichever the others are on
def test_who_may_act_is_asked_at_every_size_of_the_roll(tmp_path):
    file = tmp_path / "bench.json"
    env = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
    env |= {"PYTHONPATH": str(ROOT / "src"), "YISHI_DATA_DIR": str(tmp_path / "unused")}
    command = [sys.executable, "-m", "yishi.site.bench.start", "bench", "--sqlite", "--estates", "12"]
    command += ["--dwellings", "50,200", "--seconds", "0.05", "--json", str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(file.read_text())
    assert [size["dwellings"] for size in result["dwellings"]] == [50, 200]
    for size in result["dwellings"]:
        assert {row["what"] for row in size["measured"]} == {permissions.MAY, permissions.WHO}
        assert all(
            row["wrong"] == 0 and row["requests"] > 0 and row["queries"] <= 2 for row in size["measured"]
        )
    assert "### 200 dwellings on the roll" in report.text(result)
    assert result["sizes"] == result["rungs"] == []


@pytest.mark.database("sqlite")
def test_sessions_are_asked_for_at_every_size(tmp_path):
    file = tmp_path / "bench.json"
    env = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
    env |= {"PYTHONPATH": str(ROOT / "src"), "YISHI_DATA_DIR": str(tmp_path / "unused")}
    command = [sys.executable, "-m", "yishi.site.bench.start", "bench", "--sqlite", "--estates", "12"]
    command += ["--sessions", "30,90", "--seconds", "0.05", "--json", str(file)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(file.read_text())
    assert [size["sessions"] for size in result["sessions"]] == [30, 90]
    asked = {row["what"]: row["queries"] for row in result["sessions"][-1]["measured"]}
    assert {"calendar, city", "figures, city", "a session", "list of held, city"} <= set(asked)
    rows = [row for size in result["sessions"] for row in size["measured"]]
    assert all(row["wrong"] == 0 and row["requests"] > 0 for row in rows)
    assert "### 90 sessions in 12 estates" in sessions.text(result)
