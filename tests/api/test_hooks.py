"""Webhooks: who may have a program told, of what, how that is signed, and what happens where nobody listens."""

import base64
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils.html import escape

from yishi.api import actions, hook_jobs, hooks
from yishi.api.models import Call, Hook, Key, News
from yishi.cases import actions as cases
from yishi.cases import mydata
from yishi.cases.models import Visibility
from yishi.network.actors import CLOCK, Actor
from yishi.notices.models import Message
from yishi.record import Refused, clock
from yishi.record.actions import seal
from yishi.record.models import Entry

from .test_keys import issued, of_person

pytestmark = pytest.mark.django_db
SECRET = hooks.MARK + base64.b64encode(b"k" * 32).decode()


class Receiver(BaseHTTPRequestHandler):
    """Takes calls as a program of others does; answers as it was told to."""

    def do_POST(self) -> None:
        """Keep what came."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.got.append((dict(self.headers), body))
        answers = self.server.answers
        self.send_response(answers.pop(0) if answers else 204)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()

    def log_message(self, *_said) -> None:
        """Nothing is written to the terminal."""


@contextmanager
def receiver(*answers: int):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.got, server.answers = [], list(answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/news"
    finally:
        server.shutdown()
        server.server_close()


def keeper(key: Key) -> Actor:
    return Actor(person=key.person) if key.person else CLOCK


def hook_of(key: Key, address: str, *news: str) -> Hook:
    return actions.set_hook(keeper(key), key, address=address, secret=SECRET, news=news or News.values)


def gone_round() -> int:
    seal()
    hook_jobs.write_news()
    return hook_jobs.send()


def types(server) -> list[str]:
    return [json.loads(body)["type"] for _headers, body in server.got]


def test_a_program_is_told_once_of_what_happens_signed_and_without_a_word(world):
    key, _token = issued(world, "steward", scopes=["read"])
    with receiver() as (server, address):
        hook = hook_of(key, address)
        case = world.report(words="楼道灯坏了，电话 13800001111")
        cases.take(world.actor("steward"), case)
        assert gone_round() == 2
        assert gone_round() == 0
    assert types(server) == ["matter.raised", "matter.moved"]
    headers, body = server.got[0]
    said = json.loads(body)["data"]
    assert said["number"] == case.number and said["url"].endswith(reverse("cases:case", args=[case.number]))
    assert "楼道灯" not in body and "1380" not in body
    name, seconds = headers["webhook-id"], headers["webhook-timestamp"]
    expected = hmac.new(b"k" * 32, f"{name}.{seconds}.{body}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert hook.calls.filter(well=True).count() == 2 and SECRET not in str(headers)


def test_only_what_it_asked_for_and_only_what_happens_from_then_on(world):
    key, _token = issued(world, "steward", scopes=["read"])
    world.answered()
    seal()
    with receiver() as (server, address):
        hook_of(key, address, News.ANSWERED)
        world.answered()
        gone_round()
    assert types(server) == ["matter.answered"]


def test_what_is_kept_from_the_public_is_told_to_no_post_and_to_nobody_else(world):
    post, person = issued(world, "hotline", scopes=["read"])[0], of_person(world)[0]
    with receiver() as (server, address):
        hook_of(post, address)
        hook_of(person, address + "/mine")
        world.report(visibility=Visibility.HOTLINE)
        gone_round()
    assert server.got == []
    assert not Call.objects.exists()


def test_what_was_taken_from_the_public_before_it_was_sent_is_not_sent(world):
    key, _token = issued(world, "steward", scopes=["read"])
    with receiver() as (server, address):
        hook_of(key, address)
        case = world.report()
        seal()
        assert hook_jobs.write_news() == 1
        case.visibility = Visibility.HOTLINE
        case.save(update_fields=["visibility"])
        assert hook_jobs.send() == 0
    assert server.got == [] and Call.objects.get().over_at


def test_one_that_fails_is_tried_again_under_the_same_name_and_follows_no_redirect(world):
    key, _token = issued(world, "steward", scopes=["read"])
    with receiver(500, 302, 200) as (server, address):
        hook = hook_of(key, address)
        world.report()
        assert gone_round() == 0
        assert gone_round() == 0 and len(server.got) == 1, "it rests first"
        with clock.at(clock.now() + timedelta(minutes=2)):
            assert hook_jobs.send() == 0
        hook.refresh_from_db()
        assert hook.failing_since
        with clock.at(clock.now() + timedelta(minutes=20)):
            assert hook_jobs.send() == 1
    assert len(server.got) == 3 and len({headers["webhook-id"] for headers, _body in server.got}) == 1
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_one_that_is_gone_is_paused_and_whoever_keeps_it_told(world):
    key, _token = issued(world, "steward", scopes=["read"])
    with receiver(410) as (_server, address):
        hook = hook_of(key, address)
        world.report()
        gone_round()
    hook.refresh_from_db()
    assert hook.paused and Message.objects.filter(kind="api.hook_paused", post=key.post).count() == 1
    assert Entry.objects.filter(kind="api.HookPaused", subject=hook.ref).exists()
    with receiver() as (server, address):
        Hook.objects.filter(pk=hook.pk).update(address=address)
        assert gone_round() == 0
        actions.resume_hook(keeper(key), hook)
        assert gone_round() == 1 and types(server) == ["matter.raised"]


def test_one_that_fails_for_days_is_paused(world):
    key, _token = issued(world, "steward", scopes=["read"])
    hook = hook_of(key, "http://127.0.0.1:9/")
    world.report()
    gone_round()
    for days in range(1, 8):
        with clock.at(clock.now() + timedelta(days=days)):
            hook_jobs.send()
    hook.refresh_from_db()
    assert hook.paused


def test_a_key_that_ends_ends_the_telling(world):
    key, _token = issued(world, "steward", scopes=["read"])
    with receiver() as (server, address):
        hook_of(key, address)
        actions.revoke_key(world.actor("committee"), key)
        world.report()
        assert gone_round() == 0 and server.got == []


def test_many_leaves_are_looked_at_in_portions_and_none_is_missed(world, monkeypatch):
    monkeypatch.setattr(hook_jobs, "AT_ONCE", 2)
    key, _token = issued(world, "steward", scopes=["read"])
    seal()
    hook = hook_of(key, "http://127.0.0.1:9/", News.RAISED)
    cases_ = [world.report() for _n in range(4)]
    seal()
    for _turn in range(20):
        hook_jobs.write_news()
    subjects = {Entry.objects.get(pk=call.entry).subject for call in hook.calls.all()}
    assert subjects == {each.ref for each in cases_} and hook.calls.count() == 4


def test_it_is_kept_on_pages(world, client):
    key, _token = issued(world, "steward", scopes=["read"])
    client.force_login(world.people["steward"])
    new = reverse("api:new_hook")
    assert "<form" in client.get(new).content.decode()
    said = {"key": "once", "holder": str(key.pk), "address": "ftp://x", "news": ["raised"]}
    assert client.post(new, said).status_code == 422
    made = client.post(new, {**said, "address": "https://street.example/news"})
    hook = Hook.objects.get()
    assert made.status_code == 200 and escape(hook.secret) in made.content.decode()
    page = client.get(reverse("api:hooks")).content.decode()
    assert "https://street.example/news" in page and hook.secret not in page
    for doing, more in (
        ("change", {"news": ["ended"]}),
        ("try", {}),
        ("pause", {}),
        ("resume", {}),
        ("end", {}),
    ):
        address = reverse(f"api:{doing}_hook", args=[hook.pk])
        assert client.post(address, {"key": f"k-{doing}", **more}).status_code == 302, doing
    hook.refresh_from_db()
    assert (hook.news, hook.ended_on, hook.secret, hook.calls.count()) == ("ended", clock.today(), "", 0)
    assert client.post(reverse("api:end_hook", args=[hook.pk]), {"key": "again"}).status_code == 409


def test_others_neither_see_nor_change_it(world, client):
    hook = hook_of(issued(world, "steward", scopes=["read"])[0], "https://street.example/news")
    for stranger in ("resident", "property"):
        client.force_login(world.people[stranger])
        assert hook.address not in client.get(reverse("api:hooks")).content.decode()
        for doing in ("change", "try", "pause", "resume", "end"):
            assert client.post(reverse(f"api:{doing}_hook", args=[hook.pk])).status_code == 404
    with pytest.raises(Refused):
        actions.end_hook(world.actor("property"), hook)


def test_a_key_that_may_not_read_tells_nobody(world):
    key, _token = issued(world, "steward", scopes=["report"])
    with pytest.raises(Refused):
        hook_of(key, "https://street.example/news")


def test_two_workers_send_it_once(world):
    key, _token = issued(world, "steward", scopes=["read"])
    hook = hook_of(key, "http://127.0.0.1:9/")
    call = actions.try_hook(keeper(key), hook)
    assert [actions.take_call(call.pk), actions.take_call(call.pk)] == [True, False]
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert actions.take_call(call.pk), "one that died with it in its hands holds up nobody"


def test_ones_own_data_hold_it_and_erasure_takes_it_away(world):
    key, _token = of_person(world)
    hook = hook_of(key, "https://me.example/news")
    found = mydata.of_person(world.people["resident"])
    assert [each["address"] for each in found["webhooks"]] == [hook.address] and SECRET not in str(found)
    actions.erase_keys_of(world.people["resident"])
    hook.refresh_from_db()
    assert (hook.address, hook.secret, hook.ended_on) == ("", "", clock.today())
