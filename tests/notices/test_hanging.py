"""Carriers that accept the line and then do what no carrier should: each is hung up on in time, and holds up nobody."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from tests.notices import vendors
from tests.notices.stage import ANSWERED, FACTS, LINK, person

from yishi.notices import actions, jobs, lines
from yishi.notices.actions import tell
from yishi.notices.channels import Throttled, Unreachable, Wording, channel, email, send_now, web
from yishi.notices.models import Carrier, Delivery
from yishi.people.models import Person
from yishi.record import clock, troubles

State = Delivery.State
NUMBER = "+8619900001001"
OK = json.dumps(
    {"errcode": 0, "code": 0, "Code": "OK", "Response": {"SendStatusSet": [{"Code": "Ok"}]}}
).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(OK)
SLOWLY = 0.02
"""Seconds between two bytes of whoever drips. All of it takes far longer than is waited, and no pause does."""


@contextmanager
def machine(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something that listens on this machine and behaves badly on each line; gives host and port."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            try:
                line, _from = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(line,), daemon=True).start()

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):  # we are hung up on
            behave(line)

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield "%s:%d" % server.getsockname()
    finally:
        over.set()
        server.close()


def says_nothing(line: socket.socket) -> None:
    line.settimeout(20)
    while line.recv(4096):
        pass


def drip(line: socket.socket, words: bytes) -> None:
    for at in range(len(words)):
        line.sendall(words[at : at + 1])
        time.sleep(SLOWLY)


def drips_its_headers(line: socket.socket) -> None:
    line.recv(65536)
    drip(line, HEAD)
    line.sendall(OK)


def drips_its_body(line: socket.socket) -> None:
    line.recv(65536)
    line.sendall(HEAD)
    drip(line, OK)


def promises_for_ever(line: socket.socket) -> None:
    line.recv(65536)
    for _n in range(200):
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(SLOWLY)
    line.sendall(HEAD + OK)


def talks_for_ever(line: socket.socket) -> None:
    line.recv(65536)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
    for _n in range(100_000):
        line.sendall(b" " * 4096)


def sends_in_a_circle(line: socket.socket) -> None:
    line.recv(65536)
    line.sendall(b"HTTP/1.1 307 See Yourself\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")


def talks_nonsense(line: socket.socket) -> None:
    line.recv(65536)
    line.sendall(b"\x00\xff\x16\x03 what?\r\n\r\n" * 50)


def hangs_up(line: socket.socket) -> None:
    line.recv(65536)


MISBEHAVIOURS = [
    says_nothing,
    drips_its_headers,
    drips_its_body,
    promises_for_ever,
    talks_for_ever,
    sends_in_a_circle,
    talks_nonsense,
    hangs_up,
]


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    monkeypatch.setattr(web, "IN_ALL", 0.5)
    monkeypatch.setattr(email, "IN_ALL", 0.5)


@pytest.fixture(params=["wecom", "dingtalk", "feishu", "aliyun", "tencent"])
def to_carrier(request, settings, tmp_path):
    """A function that sends by one of the adapters to a machine."""
    kind = request.param

    def send(address: str) -> None:
        if kind in ("wecom", "dingtalk", "feishu"):
            robots = tmp_path / f"{address}.json"
            robots.write_text(json.dumps({"post-1": {"kind": kind, "url": f"http://{address}/send"}}))
            settings.YISHI_ROBOTS = str(robots)
            channel(kind).send("post-1", "words")
            return
        wordings = tmp_path / "wordings.json"
        wordings.write_text(json.dumps({"code": {"id": "SMS_1", "places": ["code"]}}))
        settings.YISHI_SMS_WORDINGS = str(wordings)
        settings.YISHI_SMS_KEY, settings.YISHI_SMS_SECRET, settings.YISHI_SMS_SIGN = "key", "secret", "议事"
        settings.YISHI_SMS_APP, settings.YISHI_SMS_ADDRESS = "1400006666", f"http://{address}"
        settings.YISHI_CHANNELS = {"sms": f"yishi.notices.channels.{kind}.{kind.capitalize()}"}
        channel("sms").send(NUMBER, "words", wording=Wording("code", {"code": "123456"}))

    return send


@pytest.mark.parametrize("behave", MISBEHAVIOURS)
def test_whatever_a_carrier_does_it_counts_as_away(to_carrier, behave):
    with machine(behave) as address, pytest.raises(Unreachable) as away:
        to_carrier(address)
    assert address.rpartition(":")[2] not in str(away.value)


def test_a_carrier_that_answers_well_is_heard_on_the_same_lines(to_carrier):
    def answers(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(HEAD + OK)

    with machine(answers) as address:
        to_carrier(address)


# --- mail ---


def greets_and_says_nothing(line: socket.socket) -> None:
    line.sendall(b"220 mail.example.org\r\n")
    says_nothing(line)


def drips_its_greeting(line: socket.socket) -> None:
    drip(line, b"220 " + b"m" * 200 + b"\r\n")
    takes_mail(line, greeted=True)


def greets_for_ever(line: socket.socket) -> None:
    for _n in range(200):
        line.sendall(b"220-more follows\r\n")
        time.sleep(SLOWLY)
    takes_mail(line)


def takes_mail(line: socket.socket, greeted: bool = False) -> None:
    if not greeted:
        line.sendall(b"220 mail.example.org\r\n")
    with line.makefile("rb") as said:
        for words in said:
            command = words[:4].upper()
            if command == b"DATA":
                line.sendall(b"354 go on\r\n")
                while said.readline() not in (b".\r\n", b""):
                    pass
            line.sendall(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def by_mail(settings):
    """A function that sends a mail through a machine."""
    settings.EMAIL_BACKEND = "yishi.notices.channels.email.Server"
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = ""
    settings.YISHI_CHANNELS = {"email": "yishi.notices.channels.email.Email"}

    def send(address: str) -> None:
        settings.EMAIL_HOST, port = address.split(":")
        settings.EMAIL_PORT = int(port)
        send_now("email", "c@example.org", "words", subject="Title")

    return send


@pytest.mark.parametrize(
    "behave", [says_nothing, greets_and_says_nothing, drips_its_greeting, greets_for_ever, hangs_up]
)
def test_whatever_a_mail_server_does_it_counts_as_away(by_mail, behave):
    with machine(behave) as address, pytest.raises(Unreachable):
        by_mail(address)


def test_a_mail_server_that_works_takes_the_mail(by_mail):
    with machine(takes_mail) as address:
        by_mail(address)


def test_a_mail_server_that_never_begins_to_talk_in_secret_counts_as_away(by_mail, settings):
    settings.EMAIL_USE_SSL = True
    with machine(says_nothing) as address, pytest.raises(Unreachable):
        by_mail(address)


# --- what waits behind ---


@pytest.fixture
def groups(settings, tmp_path):
    """A function that puts the robot of each post on a machine."""

    def put(**hosts: str) -> None:
        robots = {code: {"kind": "wecom", "url": f"http://{host}/send"} for code, host in hosts.items()}
        settings.YISHI_ROBOTS = str(tmp_path / "robots.json")
        (tmp_path / "robots.json").write_text(json.dumps(robots))

    settings.YISHI_CHANNELS = {
        **dict.fromkeys(("sms", "email"), "tests.notices.stage.Pretend"),
        "wecom": "yishi.notices.channels.wecom.WeCom",
    }
    return put


def waiting(estate, channel_name: str, address: str) -> Delivery:
    message = tell(
        ANSWERED, about=estate, link=LINK, person=person(f"p{Person.objects.count()}"), facts=FACTS
    )
    return Delivery.objects.create(
        message=message, channel=channel_name, address=address, language="zh-hans", next_try_at=clock.now()
    )


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


@pytest.mark.django_db
@pytest.mark.parametrize("behave", [says_nothing, drips_its_body, talks_nonsense])
def test_a_robot_that_hangs_holds_up_no_other_robot_and_no_other_channel(estate, box, groups, behave):
    with machine(behave) as bad, vendors.running(lambda _asked: vendors.as_json(200, {"errcode": 0})) as good:
        groups(broken=bad, first=good.host, second=good.host)
        hanging = waiting(estate, "wecom", "broken")
        behind = [
            waiting(estate, "wecom", "first"),
            waiting(estate, "sms", NUMBER),
            waiting(estate, "wecom", "second"),
        ]
        assert jobs.deliver_waiting() == 3
        assert [state_of(one) for one in behind] == [State.SENT] * 3
        assert state_of(hanging) == State.FAILED

        later = waiting(estate, "wecom", "first")
        with clock.at(clock.now() + timedelta(minutes=3)):
            assert jobs.deliver_waiting() == 1
    assert state_of(later) == State.SENT


@pytest.mark.django_db
def test_a_machine_that_is_away_is_asked_once_a_rest_whoever_it_is_for(estate, box, groups):
    asked = []

    def refuses(line: socket.socket) -> None:
        asked.append(line.recv(65536))

    with machine(refuses) as bad:
        groups(one=bad, two=bad, three=bad)
        held = [waiting(estate, "wecom", code) for code in ("one", "two", "three")]
        now = clock.now()
        with clock.at(now):
            jobs.deliver_waiting()
            jobs.deliver_waiting()
        assert len(asked) == 1
        for minutes in (1, 20, 40):
            with clock.at(now + timedelta(minutes=minutes)):
                jobs.deliver_waiting()
        assert len(asked) == 4
    assert State.GIVEN_UP not in {state_of(one) for one in held}


@pytest.mark.django_db
def test_the_operator_sees_it_and_may_have_it_tried_at_once(estate, box, groups, operator):
    with machine(hangs_up) as bad:
        groups(broken=bad)
        delivery = waiting(estate, "wecom", "broken")
        jobs.deliver_waiting()
    carrier = Carrier.objects.get(channel="wecom")
    assert carrier.failed_at and carrier.last_error.startswith("Unreachable")
    with vendors.running(lambda _asked: vendors.as_json(200, {"errcode": 0})) as good:
        groups(broken=good.host)
        actions.try_channel(operator, carrier)
        assert jobs.deliver_waiting() == 1
    assert state_of(delivery) == State.SENT


@pytest.mark.django_db
def test_a_push_service_that_is_away_keeps_no_other_browser_waiting(estate, box, settings, monkeypatch):
    hosts = {"subscription:1": "away.example", "subscription:2": "there.example"}
    sent = []

    class Service:
        def line(self, to):
            return hosts[to]

        def send(self, to, text, *, subject="", key=""):
            if hosts[to] == "away.example":
                raise Unreachable("ConnectTimeout")
            sent.append(to)

    monkeypatch.setattr(jobs, "channel", lambda _name: Service())
    monkeypatch.setattr(lines, "channel", lambda _name: Service())
    for address in hosts:
        waiting(estate, "push", address)
    assert jobs.deliver_waiting() == 1 and sent == ["subscription:2"]


@pytest.mark.django_db
def test_a_rest_from_a_clock_that_was_ahead_is_over(estate, box):
    with clock.at(clock.now() + timedelta(days=30)):
        lines.note_down("wecom", "a")
    assert lines.rests_until("wecom", "a") is None


@pytest.mark.django_db
def test_a_slow_carrier_with_very_much_to_do_does_not_make_the_mail_wait(estate, box, monkeypatch):
    """Text messages that each take a long time go on, and after each the others have as much time."""
    now = [0.0]
    monkeypatch.setattr(jobs.time, "monotonic", lambda: now[0])

    def slow(to, _text):
        now[0] += 14 if "@" not in to else 0.1

    box.fault = slow
    for n in range(12):
        waiting(estate, "sms", f"+86199000020{n:02}")
    for n in range(3):
        waiting(estate, "email", f"c{n}@example.org")
    with troubles.turn(-1) as turn:
        jobs.deliver_waiting(limit=10)
    assert turn.cut_short
    assert sum("@" in to for to in box.addresses()) == 3
    assert sum("@" not in to for to in box.addresses()) >= 1
    while jobs.deliver_waiting(limit=10):
        pass
    assert len(box.sent) == 15


@pytest.mark.django_db
def test_a_carrier_that_wants_everybody_to_wait_is_heeded_by_line(estate, box, groups):
    busy = vendors.as_json(429, {}, **{"Retry-After": "120"})
    with (
        vendors.running(lambda _asked: busy) as bad,
        vendors.running(lambda _asked: vendors.as_json(200, {"errcode": 0})) as good,
    ):
        groups(one=bad.host, two=bad.host, three=good.host)
        held = [waiting(estate, "wecom", code) for code in ("one", "two")]
        goes = waiting(estate, "wecom", "three")
        with pytest.raises(Throttled):
            channel("wecom").send("one", "words")
        assert jobs.deliver_waiting() == 1
        assert len(bad.asked) == 2
    assert state_of(goes) == State.SENT
    assert {Delivery.objects.get(pk=one.pk).attempts for one in held} == {0}
