"""The database goes away in the middle of things: pages say so, what was typed is kept in them, nothing is lost and
nothing doubled, and it goes on by itself afterwards."""

import html
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.test import Client
from tests.cases.stage import WORDS, Resident, jpeg
from tests.record.test_killed import address_of_the_test_database

from yishi.cases.models import Case, Photo, State
from yishi.people.limits import seconds_left
from yishi.people.models import Attempt
from yishi.record import keyring
from yishi.record.models import Entry, Submission, Unsealed

everything_for_real = pytest.mark.django_db(transaction=True)


@contextmanager
def away_at(part: str, error: type[Exception] = OperationalError) -> Iterator[None]:
    """The database does not answer statements that hold `part`; an empty one is part of all."""

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if part in sql.replace('"', ""):
            raise error("server closed the connection unexpectedly")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@contextmanager
def away_at_commit(monkeypatch: pytest.MonkeyPatch, *, done: bool) -> Iterator[None]:
    """The transaction that makes a case is lost at its commit; or it is `done`, and only the answer is lost."""
    seen, wrapper = [], type(connections[connection.alias])
    commit = wrapper._commit

    def watch(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.replace('"', "").startswith("INSERT INTO cases_case "):
            seen.append(sql)
        return run(sql, params, many, context)

    def lost(self: Any) -> None:
        if not seen:
            return commit(self)
        seen.clear()
        if done:
            commit(self)
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched, connection.execute_wrapper(watch):
        patched.setattr(wrapper, "_commit", lost)
        yield


def button(page: str) -> tuple[str, dict[str, list[str]]]:
    """What a browser sends, and where, when the page's button is pressed."""
    form = re.search(r'<form class="stack" method="post" action="([^"]*)">(.*?)</form>', page, re.DOTALL)
    assert form, page
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[2]):
        fields.setdefault(name, []).append(html.unescape(value))
    return html.unescape(form[1]), fields


def send_again(client: Client, page: str) -> Any:
    """Press the button of the page."""
    return client.post(*button(page))


def says_so(answer: Any, language: str = "en") -> str:
    """A page that says what is the matter, when to come back, and is kept nowhere; gives it."""
    page = answer.content.decode()
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    assert ("Back in a moment" if language == "en" else "请稍等，马上就好") in page
    assert f'<html lang="{language}"' in page and "Traceback" not in page and "server closed" not in page
    return page


@pytest.fixture
def resident(world) -> Resident:
    return Resident(Client(raise_request_exception=False))


WHERE = [
    "",  # whatever is asked first
    "FROM django_session",
    "people_attempt",
    "record_submission",
    "INSERT INTO cases_case ",
    "INSERT INTO cases_photo",
    "INSERT INTO notices_message",
    "cases_search",
    "INSERT INTO record_entry",
    "INSERT INTO record_unsealed",
    "UPDATE record_submission",
    "UPDATE django_session",
]


@pytest.mark.django_db
@pytest.mark.parametrize("part", WHERE)
def test_a_report_is_whole_or_not_there_and_sent_again_it_is_one(resident, part):
    resident.up_to_check(photos=[jpeg()])
    before = Entry.objects.count(), Unsealed.objects.count()
    with away_at(part):
        page = says_so(resident.client.post(resident.to("check")))
    assert Case.objects.count() == Photo.objects.count() == Submission.objects.count() == 0
    assert (Entry.objects.count(), Unsealed.objects.count()) == before
    answer = send_again(resident.client, page)
    assert answer.status_code == 302
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.number}/receipt/"
    assert case.words.startswith(WORDS) and case.photos.count() == 1
    assert Entry.objects.about(case.ref).filter(kind="cases.Reported").count() == 1
    assert resident.client.get(answer["Location"]).status_code == 200


@everything_for_real
@pytest.mark.parametrize("done", [False, True], ids=["commit lost", "answer lost"])
def test_a_report_lost_at_its_commit(resident, monkeypatch, done):
    resident.up_to_check(photos=[jpeg()])
    with away_at_commit(monkeypatch, done=done):
        page = says_so(resident.client.post(resident.to("check")))
    assert Case.objects.count() == (1 if done else 0)
    answer = send_again(resident.client, page)
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.number}/receipt/"
    assert Photo.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_was_typed_stands_in_the_page(resident, language, error):
    resident.client.cookies["django_language"] = language
    resident.begin()
    resident.say("category", category="shared.stairwell")
    words = '楼道里有"<b>柴火</b>"&杂物\n😀㙍𠮷'
    with away_at("", error):
        page = says_so(resident.client.post(resident.to("words"), {"words": words, "about": ""}), language)
    assert html.escape(words, quote=True).replace("&#x27;", "&#39;") in page and "<b>" not in page
    answer = send_again(resident.client, page)
    assert answer["Location"] == resident.to("photos")
    draft = next(iter(resident.client.session["drafts"].values()))
    assert draft["words"] == words


@pytest.mark.django_db
def test_lost_photos_are_said(resident):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    with away_at(""):
        page = says_so(resident.client.post(resident.to("photos"), {"photos": [jpeg()]}))
    assert "Photos could not be kept" in page


@pytest.mark.django_db
def test_a_password_is_never_written_into_a_page(resident):
    with away_at(""):
        answer = resident.client.post(
            "/account/login/", {"login": "steward", "password": "osmanthus-in-autumn"}
        )
    page = says_so(answer)
    assert "osmanthus" not in page and "<form" not in page and 'href="/account/login/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["", "FOR UPDATE", "UPDATE cases_case", "INSERT INTO record_entry"])
def test_what_a_steward_does_is_whole_or_not_there(world, part):
    if part == "FOR UPDATE" and connection.vendor == "sqlite":
        part = "UPDATE cases_stay"
    case, client = world.report(), Client(raise_request_exception=False)
    client.force_login(world.people["steward"])
    client.cookies["django_language"] = "en"
    before = Entry.objects.count()
    with away_at(part):
        page = says_so(client.post(f"/desk/cases/{case.number}/take/?from=tab%3Dnew", {"key": "once only"}))
    case.refresh_from_db()
    assert case.state == State.REPORTED and Entry.objects.count() == before
    assert send_again(client, page).status_code == 302
    assert send_again(client, page).status_code == 302
    case.refresh_from_db()
    assert case.state == State.HANDLING
    assert Entry.objects.about(case.ref).filter(kind="cases.Taken").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/cases/", "/follow/?n=18&c=1", "/desk/", "/account/login/", "/nowhere"]
)
def test_pages_that_are_only_read(world, path):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["steward"])
    client.cookies["django_language"] = "en"
    with away_at(""):
        page = says_so(client.get(path))
        assert html.escape(path) in page and "<form" not in page
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["reason"]) == (503, "database")
    assert client.get(path).status_code < 500


@pytest.mark.django_db
def test_an_error_that_hides_the_lost_connection_is_told_as_what_it_is(world, monkeypatch):
    from yishi.cases import listing

    def hidden(*_arguments: Any, **_named: Any) -> None:
        try:
            raise OperationalError("server closed the connection unexpectedly")
        except OperationalError as lost:
            raise RuntimeError("it ended without an event") from lost

    monkeypatch.setattr(listing, "page_for_anyone", hidden)
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    says_so(client.get("/cases/"))


@everything_for_real
@pytest.mark.database("sqlite")
def test_another_program_writes_for_too_long(resident):
    resident.up_to_check()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert resident.client.get("/cases/").status_code == 200, "reading goes on"
        page = says_so(resident.client.post(resident.to("check")))
    finally:
        other.rollback()
        other.close()
    assert not Case.objects.exists() and not Attempt.objects.exists()
    assert send_again(resident.client, page).status_code == 302
    assert Case.objects.count() == 1


class Browser:
    """A real one's part of the work: cookies, tokens, redirects."""

    def __init__(self, port: int):
        self.home, self.jar = f"http://127.0.0.1:{port}", CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.at = ""

    def ask(self, path: str, fields: dict[str, Any] | None = None) -> tuple[int, str]:
        """Status and page; where redirects led stands in `at`."""
        data = None
        if fields is not None:
            token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "")
            data = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True).encode()
        try:
            answer = self.opener.open(Request(self.home + path, data), timeout=30)
        except HTTPError as refused:
            answer = refused
        with answer:
            self.at = urlsplit(answer.url).path
            return answer.status, answer.read().decode()


@contextmanager
def processes(directory: Path) -> Iterator[int]:
    """A web server with two processes and a worker on the test database; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    project = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "YISHI_DATABASE_URL": address_of_the_test_database(),
        "YISHI_DATA_DIR": str(directory),
        "YISHI_KEYS": str(keyring.path()),  # what they seal the test reads
        "PYTHONPATH": str(project / "src"),
    }
    commands = [["serve", "--port", str(port), "--workers", "2"], ["work"]]
    with (directory / "log").open("w") as log:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "yishi", *command], env=environment, stdout=log, stderr=log
            )
            for command in commands
        ]
        try:
            _wait_until(lambda: _listens(port), 60)
            yield port
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=30)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(done: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


@contextmanager
def shut_database() -> Iterator[None]:
    """The server cuts every connection to the test database and lets nobody in."""
    at = connection.settings_dict
    connection.close()
    with connection._nodb_cursor() as cursor:
        name = connection.ops.quote_name(at["NAME"])
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [at["NAME"]]
            )
            yield
        finally:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@everything_for_real
@pytest.mark.database("postgresql")
def test_real_servers_go_on_by_themselves(world, tmp_path):
    with processes(tmp_path) as port:
        browser = Browser(port)
        browser.ask("/report/")
        browser.ask("/report/", {"place": "421182001901-01-03"})
        draft = browser.at.rsplit("/", 2)[0]
        browser.ask(f"{draft}/category/", {"category": "shared.stairwell"})
        browser.ask(f"{draft}/words/", {"words": WORDS})
        browser.ask(f"{draft}/photos/", {})
        browser.ask(f"{draft}/who/", {"visibility": "public"})
        assert browser.at == f"{draft}/check/"
        with shut_database():
            status, page = browser.ask(f"{draft}/check/", {})
            assert status == 503 and "请稍等，马上就好" in page
            assert [Browser(port).ask(path)[0] for path in ("/", "/healthz", "/readyz")] == [503, 200, 503]
            time.sleep(2.5)  # the worker meets it, too
        path, fields = button(page)
        assert browser.ask(path, fields)[0] == 200
        case = Case.objects.get()
        assert browser.at == f"/cases/{case.number}/receipt/"
        assert [Browser(port).ask("/cases/")[0] for _time in range(8)] == [200] * 8
        _wait_until(lambda: not Unsealed.objects.exists(), 15)
        _wait_until(lambda: seconds_left(15 * 60) > 30, 31)  # a window that ends now would count from nothing
        guesses = [
            browser.ask("/account/login/", {"login": "steward", "password": f"{n}"})[0] for n in range(11)
        ]
        assert guesses == [422] * 8 + [429] * 3, "both processes count together"
