"""What is measured: requests as browsers send them, against the web server and worker as `./yishi serve` and `work` run
them."""

import base64
import json
import os
import random
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlencode

from yishi.record import kept

from . import load
from .city import City

HERE = Path(__file__).parent
WORKERS = 2
CONNECTIONS = (1, 8)
WAIT = 60
WORDS = ("电梯", "路灯", "漏水", "停车", "噪音", "消防")
MOST_REPORTS = {1: 400, 8: 1600}
"""Reports prepared for a measurement; each can be sent only once."""
DIFFERENT = 200
"""Different addresses asked in turn, so that no two requests in a row are the same."""


@dataclass
class Measured:
    """One row of the table. Times in milliseconds; `connections` at a time."""

    what: str
    connections: int
    requests: int
    p50: float
    p99: float
    per_second: float
    queries: int | None
    wrong: int
    cpu: float | None = None
    """Milliseconds of processor a request took of the web processes and, where it is our own, the database: what stays
    the same when others use the machine too."""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def serving(env: dict[str, str], directory: Path) -> Iterator[tuple[int, list[int]]]:
    """Web server and worker run. Gives the port and their process numbers (web first)."""
    port = free_port()
    command = [sys.executable, "-m", "yishi.site.bench.start"]
    logs = (directory / "serve.log").open("ab"), (directory / "work.log").open("ab")
    web = subprocess.Popen(
        [*command, "serve", "--port", str(port), "--workers", str(WORKERS)],
        env=env,
        stdout=logs[0],
        stderr=logs[0],
    )
    worker = subprocess.Popen([*command, "work"], env=env, stdout=logs[1], stderr=logs[1])
    try:
        _until_it_answers(port, web)
        yield port, [web.pid, worker.pid]
    finally:
        for process in (web, worker):
            process.terminate()
        for process in (web, worker):
            process.wait(30)
        for log in logs:
            log.close()


@contextmanager
def serving_bare(directory: Path) -> Iterator[tuple[int, int]]:
    """The bare project runs as ours does: the same server, as many processes and threads. Gives port and process."""
    from ..commands.serve import BLOCKING_THREADS

    port = free_port()
    env = {**os.environ, "PYTHONPATH": str(directory), "DJANGO_SETTINGS_MODULE": "bare.settings"}
    options = {
        "--interface": "wsgi",
        "--port": port,
        "--workers": WORKERS,
        "--blocking-threads": BLOCKING_THREADS,
    }
    command = [sys.executable, "-m", "granian", "--no-ws", "--no-log"]
    command += [str(part) for pair in options.items() for part in pair]
    web = subprocess.Popen(
        [*command, "bare.wsgi:application"],
        env=env,
        cwd=directory,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_it_answers(port, web)
        yield port, web.pid
    finally:
        web.terminate()
        web.wait(30)


def _until_it_answers(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}; see its log")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def memory(pids: Sequence[int]) -> dict[str, int]:
    """Resident memory of the processes and those they started, in MB: name → the largest of that name."""
    names = ("web", "worker")
    found: dict[str, int] = {}
    for name, pid in zip(names, pids, strict=True):
        for each in [pid, *_children(pid)]:
            status = Path(f"/proc/{each}/status")
            if status.exists():
                line = next((row for row in status.read_text().splitlines() if row.startswith("VmRSS")), "")
                found[name] = max(found.get(name, 0), int(line.split()[1]) // 1024 if line else 0)
    return found


def processor_seconds(pids: Sequence[int]) -> float:
    """Processor time these processes and those they started have taken so far."""
    total = 0
    for each in {child for pid in pids for child in (pid, *_children(pid))}:
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        total += sum(map(int, fields[11:15]))  # its own, and that of children that ended
    return total / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    direct = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        direct += [int(each) for each in task.read_text().split()]
    return direct + [each for child in direct for each in _children(child)]


def request(
    address: str, cookies: dict[str, str] | None = None, form: dict[str, str] | None = None, **headers: str
) -> bytes:
    """A request as a browser sends it over a kept connection."""
    lines = [
        f"{'POST' if form is not None else 'GET'} {quote(address, safe='/?&=%:+')} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: text/html",
        "Accept-Language: zh-CN,zh;q=0.9",
        "User-Agent: yishi-bench",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    body = urlencode(form).encode() if form is not None else b""
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def pages(city: City, dice: random.Random) -> dict[str, list[bytes]]:
    """The pages measured: name → requests. Public ones are measured twice: as strangers ask for them, many addresses in
    turn, who are shown what the one before was shown while nothing of it has changed; and made anew each time, as their
    first reader gets them."""
    from django.urls import reverse

    found: dict[str, list[bytes]] = {}
    for name, addresses in _public(city, dice).items():
        found[name] = [request(address) for address in addresses]
        found[f"{name}{ANEW}"] = [request(address, **FIRST) for address in addresses]
    found["Open311, list of 50"] = _machines(city, dice)
    found["desk"] = [request(reverse("desk:home"), {"sessionid": key}) for key in _signed_in(city, dice)]
    return found


ANEW = ", made anew"
FIRST: dict[str, Any] = {kept.ANEW.replace("-", "_"): "1"}
"""What only a benchmark may ask for: the page is made whatever is kept."""


def _public(city: City, dice: random.Random) -> dict[str, list[str]]:
    """The addresses asked for, of each kind of public page many."""
    from django.urls import reverse

    from yishi.cases.models import Case
    from yishi.record import clock

    at = reverse("cases:list")
    deep = (clock.now() - timedelta(days=180)).isoformat()
    newest, first = Case.objects.latest("id").pk, Case.objects.earliest("id").pk

    def some(places: list[Any]) -> list[Any]:
        return [dice.choice(places) for _n in range(DIFFERENT)] if len(places) > 1 else places

    found: dict[str, list[str]] = {}
    for name, places in (
        ("estate", city.estates),
        ("community", city.communities),
        ("street", city.streets),
        ("city", [city.city]),
    ):
        for also, more in (("", {}), (", half a year back", {"at": deep, "id": str(2**60)})):
            found[f"list, {name}{also}"] = [
                f"{at}?{urlencode({'place': place.code, **more})}" for place in some(places)
            ]
    numbers = [Case(pk=dice.randint(first, newest)).number for _n in range(DIFFERENT)]
    found["case"] = [reverse("cases:case", args=[number]) for number in numbers]
    for name, places in (("estate", city.estates), ("city", [city.city])):
        codes = [place.code for place in some(places)]
        found[f"place page, {name}"] = [reverse("cases:community", args=[code]) for code in codes]
        found[f"figures, {name}"] = [reverse("open:figures", args=[code]) for code in codes]
    found["front page"] = [reverse("home")]
    found["search, two characters"] = [f"{reverse('cases:find')}?{urlencode({'q': word})}" for word in WORDS]
    return found


def _machines(city: City, dice: random.Random) -> list[bytes]:
    """Requests as another city's system asks for them, of communities in turn."""
    from django.urls import reverse

    at = reverse("api:open311_requests", args=["json"])
    places = [dice.choice(city.communities) for _n in range(DIFFERENT)]
    return [request(f"{at}?{urlencode({'jurisdiction_id': each.code, 'page_size': 50})}") for each in places]


def _signed_in(city: City, dice: random.Random) -> list[str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from yishi.people.models import Person

    keys = []
    for estate in dice.sample(city.estates, min(20, len(city.estates))):
        person = Person.objects.get(username=f"at-{estate.code}".lower())
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


def reports(city: City, dice: random.Random, count: int) -> list[bytes]:
    """The last screens of so many reports, all else answered: what sends each of them off."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse

    from yishi.cases import drafts
    from yishi.cases.models import Category, Channel

    from .texts import matter

    categories = list(Category.objects.choosable().filter(stop_number="", questions=None))
    sent = []
    for _n in range(count):
        session = SessionStore()
        draft = drafts.begin(session, dice.choice(city.buildings), Channel.WEB)
        draft.choose(dice.choice(categories))
        draft.words = matter(dice).words
        draft.contact_phone = f"199{dice.randrange(10**8):08}" if dice.random() < 0.5 else ""
        draft.done = [*drafts.STEPS]
        drafts.keep(session, draft)
        session.create()
        token = secrets.token_hex(16)
        cookies = {"sessionid": str(session.session_key), "csrftoken": token}
        address = reverse("cases:step", args=[draft.token, "check"])
        sent.append(request(address, cookies, {"csrfmiddlewaretoken": token}))
    return sent


def timed(
    what: str,
    port: int,
    requests: list[bytes],
    connections: int,
    seconds: float,
    *,
    pids: Sequence[int] = (),
    once: bool = False,
    status: int = 200,
) -> Measured:
    """Measure one kind of request; `pids` are the processes that answer it."""
    job = {
        "port": port,
        "requests": [base64.b64encode(each).decode() for each in requests],
        "connections": connections,
        "seconds": seconds,
        "once": once,
        "status": status,
    }
    queries = None
    if not once:
        for each in requests[:20]:  # so that no first time is measured
            line = load.Line(port)
            counted = each.replace(b"\r\nAccept: ", b"\r\nX-Count-Queries: 1\r\nAccept: ", 1)
            queries = max(queries or 0, _queries(line.ask(counted)[1]))
            line.close()
    before = processor_seconds(pids)
    done = subprocess.run(
        [sys.executable, str(HERE / "load.py")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    taken = processor_seconds(pids) - before
    came = json.loads(done.stdout)
    measured = row(what, connections, came["seconds"], came["lasted"], queries, came["wrong"])
    measured.cpu = round(taken * 1000 / measured.requests, 2) if pids and measured.requests else None
    return measured


def row(
    what: str,
    connections: int,
    seconds: list[float],
    lasted: float,
    queries: int | None = None,
    wrong: int = 0,
) -> Measured:
    """One row of the table out of single times."""
    few = [*seconds, 0.0][:1] * 99
    marks = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else few
    return Measured(
        what,
        connections,
        len(seconds),
        round(marks[49] * 1000, 2),
        round(marks[98] * 1000, 2),
        round(len(seconds) / lasted, 1) if lasted else 0.0,
        queries,
        wrong,
    )


def _queries(head: bytes) -> int:
    found = head.split(b"x-queries:")
    return int(found[1].split(b"\r\n")[0]) if len(found) > 1 else 0


def queries_of_a_report(port: int, one: bytes) -> int:
    """How many queries the sending of one report takes."""
    line = load.Line(port)
    _status, head = line.ask(one.replace(b"\r\nAccept: ", b"\r\nX-Count-Queries: 1\r\nAccept: ", 1))
    line.close()
    return _queries(head)


def as_json(rows: list[Measured]) -> list[dict[str, Any]]:
    """Rows as the JSON holds them."""
    return [asdict(each) for each in rows]
