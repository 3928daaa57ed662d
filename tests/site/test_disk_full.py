"""The disk is full, under the photos or under the database: pages say so, what was typed is kept, nothing is half
there, and it goes on by itself when there is room again."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from tests.cases.stage import WORDS, Resident, jpeg
from tests.site.test_database_gone import says_so, send_again

from yishi.cases import jobs as case_jobs
from yishi.cases.models import Case, Photo, State
from yishi.record import actions as record
from yishi.record import checking, troubles
from yishi.record.models import Entry, Submission, Unsealed
from yishi.site import readiness, schedule, storage
from yishi.site.backup import archive
from yishi.site.commands import doctor

NO_ROOM = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def database_full() -> Iterator[None]:
    """The database has no room: every write fails as on this database it does."""
    real = (
        psycopg.errors.DiskFull('could not extend file "base/1/2": No space left on device')
        if connection.vendor == "postgresql"
        else sqlite3.OperationalError("database or disk is full")
    )

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(str(real)) from real
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


@contextlib.contextmanager
def no_room_for_files(after: int = 0) -> Iterator[None]:
    """So many bytes still fit into the storage, then none; half a file is written before that is noticed."""
    left, real = [after], open

    class Short:
        def __init__(self, *args: Any):
            self.file = real(*args)

        def write(self, data: bytes) -> None:
            self.file.write(data[: left[0]])
            left[0] -= len(data)
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def __enter__(self) -> "Short":
            return self

        def __exit__(self, *_error: object) -> None:
            self.file.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage, "open", Short, raising=False)
        yield


def files() -> set[str]:
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def resident(world) -> Resident:
    return Resident(Client(raise_request_exception=False))


@pytest.mark.django_db
@pytest.mark.parametrize("after", [0, 300], ids=["nothing fits", "half a photo fits"])
def test_a_photo_that_finds_no_room_is_said_and_leaves_nothing(resident, after):
    resident.begin()
    resident.say("category", category="shared.stairwell")
    resident.say("words", words=WORDS)
    before = files()
    with no_room_for_files(after):
        page = says_so(resident.client.post(resident.to("photos"), {"photos": [jpeg()]}))
    assert "Photos could not be kept" in page and files() == before
    assert resident.client.post(resident.to("photos"), {"photos": [jpeg()]}).status_code == 302
    assert len(files() - before) == 2


@pytest.mark.django_db
def test_a_report_whose_photos_find_no_room_is_not_there_and_sent_again_it_is_whole(resident):
    resident.up_to_check(photos=[jpeg()])
    before = files()
    with no_room_for_files():
        page = says_so(resident.client.post(resident.to("check")))
    assert not Case.objects.exists() and not Photo.objects.exists() and files() == before
    assert send_again(resident.client, page).status_code == 302
    photo = Photo.objects.get()
    assert default_storage.size(f"{photo.name}.jpg") > 0 and default_storage.exists(f"{photo.name}-small.jpg")


@pytest.mark.django_db
def test_what_a_steward_wrote_is_kept_when_the_photo_finds_no_room(world):
    case, client = world.handling(), Client(raise_request_exception=False)
    client.force_login(world.people["steward"])
    client.cookies["django_language"] = "en"
    said = {"key": "once", "phrase": "own", "text": "柴火已经清走", "photos": [jpeg()]}
    with no_room_for_files():
        page = says_so(client.post(f"/desk/cases/{case.number}/answer/?kind=solved", said))
    assert "柴火已经清走" in page and "Photos could not be kept" in page
    case.refresh_from_db()
    assert case.state == State.HANDLING
    assert send_again(client, page).status_code == 302
    case.refresh_from_db()
    assert case.state == State.ANSWERED


@pytest.mark.django_db
def test_the_database_has_no_room(resident):
    resident.up_to_check(photos=[jpeg()])
    before = Entry.objects.count(), Unsealed.objects.count()
    with database_full():
        assert resident.client.get("/cases/").status_code == 200, "reading goes on"
        page = says_so(resident.client.post(resident.to("check")))
    assert not Case.objects.exists() and (Entry.objects.count(), Unsealed.objects.count()) == before
    assert send_again(resident.client, page).status_code == 302
    assert Case.objects.get().photos.count() == 1


@pytest.mark.django_db
def test_the_worker_waits_and_goes_on(world, caplog, monkeypatch):
    import threading

    world.report()
    waiting = Unsealed.objects.count()
    seen = [job for job in schedule.JOBS if job.path.startswith("yishi.record.")]
    monkeypatch.setattr(schedule, "JOBS", seen)
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)  # the test's own is needed
    with database_full():
        schedule.run(threading.Event(), once=True)
    assert Unsealed.objects.count() == waiting and "no room left for the database" in caplog.text
    assert not troubles.listed(), "nothing is set aside for it"
    schedule.run(threading.Event(), once=True)
    assert not Unsealed.objects.exists() and checking.check().as_json()["ok"]
    assert case_jobs.lapse_unanswered() == 0


@pytest.mark.django_db
def test_readyz_and_doctor_tell(client, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(storage, "trouble", lambda: NO_ROOM)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "disk")
    assert client.get("/healthz").status_code == 200

    def refuse(*_args: Any, **_named: Any) -> None:
        raise NO_ROOM

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    (finding,) = doctor.look_at_storage()
    assert finding.state == "fail" and "Make room" in finding.todo


@pytest.mark.django_db
def test_readyz_tries_whether_the_database_keeps_what_is_written(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    before = Submission.objects.count()
    assert client.get("/readyz").status_code == 200 and Submission.objects.count() == before
    with database_full():
        assert client.get("/readyz").status_code == 200, "what was seen a moment ago is good for a while"
        readiness.forget()
        answer = client.get("/readyz", headers={"accept-language": "en"})
        assert (answer.status_code, answer.json()["reason"]) == (503, "database_write")
        assert "keeps nothing that is written" in answer.json()["detail"]
    readiness.forget()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_heeds_a_form_that_found_no_room(resident, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    resident.up_to_check()
    assert resident.client.get("/readyz").status_code == 200
    with database_full():
        says_so(resident.client.post(resident.to("check")))
    answer = resident.client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "full")
    later = readiness.time.monotonic() + readiness.AFTER_FULL
    monkeypatch.setattr(readiness.time, "monotonic", lambda: later)
    assert resident.client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_little_room_is_told_before_there_is_none(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    assert storage.trouble() is None
    usage = storage.shutil.disk_usage(tmp_path)._replace(free=1024)
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda _path: usage)
    assert troubles.is_full(storage.trouble())
    assert next(iter(doctor.look_at_storage())).state == "fail"


@pytest.mark.django_db
def test_the_heartbeat_stays_whole(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    schedule._beat()
    last = (tmp_path / "worker.heartbeat").read_text()
    monkeypatch.setattr(Path, "write_text", lambda *_a, **_k: (_ for _ in ()).throw(NO_ROOM))
    schedule._beat()
    assert (tmp_path / "worker.heartbeat").read_text() == last and schedule.last_heartbeat() is not None


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_finds_no_room_leaves_nothing(world, tmp_path, monkeypatch):
    from pyrage import x25519

    world.report()
    record.seal()
    monkeypatch.setattr(archive.os, "fsync", lambda _fd: (_ for _ in ()).throw(NO_ROOM))
    with pytest.raises(archive.Unusable, match="no room"):
        archive.make(tmp_path / "y.age", [str(x25519.Identity.generate().to_public())], lambda _said: None)
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_an_error_that_hides_it_is_told_as_what_it_is(world, monkeypatch):
    from yishi.cases import listing

    def hidden(*_arguments: Any, **_named: Any) -> None:
        try:
            raise NO_ROOM
        except OSError as full:
            raise RuntimeError("something else") from full

    monkeypatch.setattr(listing, "page_for_anyone", hidden)
    says_so(Client(raise_request_exception=False, headers={"accept-language": "en"}).get("/cases/"))
