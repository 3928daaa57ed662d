"""What every answer carries, whatever kind of answer it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client
from tests.cases.stage import Resident, jpeg

from yishi.cases import listing
from yishi.cases.models import Photo

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2]


def raising(error: Exception):
    def run(*_arguments, **_named):
        raise error

    return run


@pytest.fixture
def answers(world, monkeypatch) -> dict:
    """One answer of each kind."""
    (settings.STATIC_ROOT / "paper.css").write_text("p { margin: 0 }")
    client = Client(raise_request_exception=False)
    Resident(client).report(photos=[jpeg()])
    photo = Photo.objects.get()
    found = {
        "page": client.get("/cases/"),
        "signed in": _signed_in(world).get("/desk/"),
        "redirect": client.get("/desk/"),
        "not there": client.get("/nowhere"),
        "bad request": client.get("/", headers={"host": "evil.example"}),
        "too large": client.generic("POST", "/report/", b"a" * 300_000, "application/x-www-form-urlencoded"),
        "no token": Client(enforce_csrf_checks=True).post("/report/", {}),
        "wrong method": client.get("/mode"),
        "no content": client.options("/cases/"),
        "json": client.get("/healthz"),
        "photo": client.get(f"/photos/{photo.pk}/full.jpg"),
        "code for the wall": client.get("/places/421182001901-01-03/qr.svg"),
        "static": client.get("/static/paper.css"),
        "static, not there": client.get("/static/none.css"),
        "download": client.get("/record/export.jsonl.gz"),
    }
    monkeypatch.setattr(listing, "page", raising(RuntimeError("broken")))
    found["our fault"] = client.get("/cases/")
    monkeypatch.setattr(listing, "page", raising(OperationalError("away")))
    found["database away"] = client.get("/cases/")
    return found


def _signed_in(world) -> Client:
    client = Client()
    client.force_login(world.people["steward"])
    return client


def test_every_answer_is_guarded(answers):
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert (statuses["our fault"], statuses["database away"], statuses["static"]) == (500, 503, 200)
    assert (statuses["bad request"], statuses["too large"], statuses["no token"]) == (400, 413, 403)
    for name, answer in answers.items():
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert policy == "sandbox" or {
            "default-src 'self'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        } <= {*policy.split("; ")}, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "geolocation=()" in answer["Permissions-Policy"], name


def test_no_page_needs_what_its_policy_forbids(answers):
    for name, answer in answers.items():
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)|javascript:", page), (
            name
        )
        assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", page), name


def test_cookies_are_out_of_reach(world):
    client = Client()
    signed_in = client.post("/account/login/", {"login": "resident", "password": "osmanthus-in-autumn"})
    session = signed_in.cookies["sessionid"]
    assert session["httponly"] and session["samesite"] == "Lax" and session["path"] == "/"
    assert not session["domain"]
    for cookie in (
        *client.post("/language", {"language": "en"}).cookies.values(),
        *signed_in.cookies.values(),
    ):
        assert cookie["samesite"] == "Lax", cookie.key
    assert Client().get("/cases/").cookies.keys() <= {"csrftoken"}, "whoever only reads is not followed about"


def test_a_page_with_what_somebody_typed_is_kept_nowhere(answers):
    assert "no-store" in answers["database away"]["Cache-Control"]


@pytest.mark.parametrize("name", ["photos/ab/page.html", "drafts/x/photo.jpg"])
def test_uploads_are_reached_through_their_view_alone(client, db, name):
    default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))
    ways = [f"/media/{name}", f"/{name}", f"/static/../media/{name}", f"/static/%2e%2e/media/{name}"]
    assert [client.get(way).status_code for way in ways] == [404] * 4


PRODUCTION = {
    "YISHI_MODE": "production",
    "YISHI_SECRET_KEY": "k" * 50,
    "YISHI_HOSTS": "yishi.example",
}


def _settings(directory: Path, look: str, **environment: str) -> subprocess.CompletedProcess:
    """What the settings of a fresh process say."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("YISHI_")}
    return subprocess.run(
        [sys.executable, "-c", f"from yishi.site import settings as s; print({look})"],
        env={**kept, "PYTHONPATH": str(PROJECT / "src"), "YISHI_DATA_DIR": str(directory), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"YISHI_SECRET_KEY": "short"}, "YISHI_SECRET_KEY"),
        ({"YISHI_HOSTS": ""}, "YISHI_HOSTS"),
        ({"YISHI_HOSTS": "*"}, "YISHI_HOSTS"),
        ({"YISHI_TLS": "0"}, "YISHI_TLS"),
        ({"YISHI_MODE": "prodction"}, "YISHI_MODE"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path, change, told):
    refused = _settings(tmp_path, "s.DEBUG", **PRODUCTION | change)
    assert refused.returncode and told in refused.stderr.splitlines()[-1]


def test_in_production_everything_is_locked(tmp_path):
    look = "s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.YISHI_SECOND_FACTOR"
    said = _settings(tmp_path, look, **PRODUCTION, DEBUG="1", DJANGO_DEBUG="1", YISHI_DEBUG="1")
    assert said.stdout.strip() == "False True True True True", said.stderr
