"""The command line: what goes where, and with which exit status."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from yishi.site import commands
from yishi.site.commands import doctor, serve, test, work


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch):
    """Give the command `work` another body for one test, and run it as the command line would."""

    def run(body, *arguments: str, **attributes) -> int:
        module = SimpleNamespace(
            NAME="work", HELP="…", add_arguments=lambda parser: None, run=body, **attributes
        )
        monkeypatch.setattr(commands, "_load", lambda name: module)
        return commands.main(["work", *arguments])

    return run


def test_a_result_is_one_json_object_on_standard_output(speak, capsys) -> None:
    assert speak(lambda options: {"rows": 3, "town": "武穴"}, "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"rows": 3, "town": "武穴"}
    assert said.err == ""


def test_json_is_understood_behind_the_name_of_a_subcommand(speak, capsys) -> None:
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_subparsers(dest="what").add_parser("verify")

    module = {"add_arguments": add_arguments}
    body = lambda options: {"what": options.what, "json": options.json}  # noqa: E731
    commands_module = SimpleNamespace(NAME="record", HELP="…", run=body, **module)
    options = commands._options(commands_module, ["verify", "--json"])
    assert body(options) == {"what": "verify", "json": True}


def test_a_result_without_json_is_shown_by_its_module(speak, capsys) -> None:
    assert speak(lambda options: {"rows": 3}, show=lambda result: print(result["rows"], "rows")) == 0
    assert capsys.readouterr().out == "3 rows\n"


def test_a_result_that_is_not_ok_ends_with_status_one(speak) -> None:
    assert speak(lambda options: {"ok": False}, "--json") == 1


def test_a_problem_is_one_sentence_on_standard_error(speak, capsys) -> None:
    def body(options):
        raise commands.Problem("The file is not there.")

    assert speak(body) == 1
    assert capsys.readouterr() == ("", "The file is not there.\n")


def test_a_problem_is_a_json_object_where_json_was_asked_for(speak, capsys) -> None:
    def body(options):
        raise commands.Problem("The file is not there.")

    assert speak(body, "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"ok": False, "error": "The file is not there."}


def test_an_unforeseen_error_shows_no_traceback_unless_asked(speak, capsys, monkeypatch) -> None:
    def body(options):
        raise KeyError("stairs")

    assert speak(body) == 1
    assert "Traceback" not in capsys.readouterr().err
    monkeypatch.setenv("YISHI_DEBUG", "1")
    with pytest.raises(KeyError):
        speak(body)


def test_an_unknown_option_is_refused(speak, capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        speak(lambda options: {}, "--swiftly")
    assert "--swiftly" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SystemExit):
        commands._options(serve, [f"--port={port}"])


def test_serve_refuses_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(commands.Problem, match=f"Cannot listen on 127.0.0.1:{number}"):
            serve._claim("127.0.0.1", number)


@pytest.mark.django_db
def test_serve_says_what_to_run_when_migrations_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "unapplied_migrations", lambda: ["cases.0002_more"])
    options = commands._options(serve, [])
    with pytest.raises(commands.Problem, match=r"cases\.0002_more.*\./yishi manage migrate"):
        serve.run(options)


@pytest.mark.django_db
def test_serve_refuses_a_database_of_another_version() -> None:
    serve.refuse_unknown_migrations()
    MigrationRecorder(connection).record_applied("cases", "0099_from_the_future")
    with pytest.raises(commands.Problem, match=r"another version of Yishi: it has cases\.0099"):
        serve.run(commands._options(serve, []))


@pytest.mark.django_db
def test_no_migration_waits_in_a_database_that_is_up_to_date() -> None:
    assert serve.unapplied_migrations() == []


@pytest.mark.django_db
def test_doctor_finds_the_test_database_well() -> None:
    result = doctor.run(argparse.Namespace())
    by_subject = {finding["subject"]: finding["state"] for finding in result["findings"]}
    assert result["ok"], result["findings"]
    assert {"database", "migrations", "record", "clock", "storage"} <= by_subject.keys()


@pytest.mark.django_db
def test_doctor_names_what_is_wrong_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yishi.record.triggers.missing", lambda connection: ["record_entry_no_update"])
    result = doctor.run(argparse.Namespace())
    [finding] = [finding for finding in result["findings"] if finding["subject"] == "record"]
    assert not result["ok"]
    assert "record_entry_no_update" in finding["sentence"]
    assert finding["todo"]


@pytest.mark.parametrize(("production", "state"), [(True, "warn"), (False, "note")])
def test_doctor_says_where_messages_go_nowhere(settings, production: bool, state: str) -> None:
    settings.IN_PRODUCTION = production
    settings.YISHI_CHANNELS = {
        "sms": "yishi.notices.channels.sms.Sms",
        "email": "yishi.notices.channels.email.Email",
    }
    mail, texts = doctor.look_at_messages()
    assert (mail.state, texts.state) == ("ok", state)
    assert texts.todo


def test_a_look_that_breaks_is_a_finding_and_stops_what_depends_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def look_at_database():
        raise RuntimeError("no answer")
        yield

    def look_at_record():
        raise AssertionError("must not be looked at")
        yield

    monkeypatch.setattr(doctor, "LOOKS", {look_at_database: (), look_at_record: (look_at_database,)})
    result = doctor.run(argparse.Namespace())
    assert [(finding["subject"], finding["state"]) for finding in result["findings"]] == [
        ("database", "fail")
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_stops_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    handlers: dict[int, object] = {}
    monkeypatch.setattr(work.signal, "signal", handlers.__setitem__)

    def run(stop, once):
        handlers[number](number, None)
        assert stop.is_set()
        return {}

    monkeypatch.setattr("yishi.site.schedule.run", run)
    assert work.run(argparse.Namespace(once=False)) == 0


def test_tests_are_counted_from_the_report(tmp_path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    assert test._count(report) == {"passed": 5, "failed": 2, "skipped": 2}
    assert test._count(tmp_path / "none.xml") == {"passed": 0, "failed": 0, "skipped": 0}


def test_manage_hands_everything_to_django() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yishi", "manage", "migrate", "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert done.returncode == 0
    assert "--fake-initial" in done.stdout
