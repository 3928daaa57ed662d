"""A session under way: three hundred people at one question wall and two clerks typing, held by the web processes that
`./yishi serve` starts; beside it the same requests one after the other, while nobody else asks."""

import base64
import json
import os
import random
import secrets
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from . import city as cities
from . import measuring, whole

HERE = Path(__file__).parent
PEOPLE, CLERKS = 300, 2
EVERY = 5.0
"""Seconds between two looks of a browser at the wall."""
QUESTIONS = 40
"""Questions that stand on the wall when it begins."""
SUPPORTS = 2.0
"""Times a minute that somebody stands behind a question."""
ASKED_BY = 3
"""One in so many asks a question of their own."""
LINE_EVERY = 3.0
"""Seconds a clerk needs for a line."""
ESTATES = 8


def run(seconds: float, directory: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Make a session, serve it, let people come. Gives what the JSON holds."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    tell("Building a small city, and a session in one of its estates.")
    session, clerk = _session(cities.find() or cities.build(ESTATES))
    dice = random.Random(5)  # noqa: S311  who asks when
    with measuring.serving(dict(os.environ), directory) as (port, pids):
        tell("One after the other, while nobody else asks.")
        alone = _ask(port, [_one(session, clerk, dice)], 20.0, every=0.05)
        tell(f"{PEOPLE} people and {CLERKS} clerks for {seconds:.0f} seconds.")
        before = measuring.processor_seconds(pids)
        people = [_person(session, dice, seconds) for _n in range(PEOPLE)]
        clerks = [_clerk(session, clerk, dice, seconds) for _n in range(CLERKS)]
        together = _ask(port, [*people, *clerks], seconds, every=EVERY)
        busy = (measuring.processor_seconds(pids) - before) / seconds
        memory = measuring.memory(pids)
    return {
        "machine": whole.machine(),
        "hall": {
            "people": PEOPLE,
            "clerks": CLERKS,
            "seconds": seconds,
            "every": EVERY,
            "alone": alone,
            "together": together,
            "cores_busy": round(busy, 2),
            "memory_mb": memory,
        },
    }


def wrong(result: dict[str, Any]) -> int:
    """How many answers were not what was wanted."""
    rows = [*result["hall"]["alone"], *result["hall"]["together"]]
    return sum(row["wrong"] for row in rows)


def text(result: dict[str, Any]) -> str:
    """The table, for people."""
    hall = result["hall"]
    alone = {row["what"]: row for row in hall["alone"]}
    lines = [
        f"{hall['people']} people at one wall, who look every {hall['every']:.0f} s, and {hall['clerks']} clerks "
        f"typing, for {hall['seconds']:.0f} s; {result['machine']['web_processes']} web processes, "
        f"{hall['cores_busy']} of {result['machine']['cores']} cores busy, "
        f"{hall['memory_mb'].get('web')} MB a process.",
        "",
        "| what | requests | p50 | p95 | p99, ms | alone: p50 | p95 | p99, ms | wrong |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in hall["together"]:
        idle = alone.get(row["what"], {"p50": "–", "p95": "–", "p99": "–"})
        figures = [row["requests"], row["p50"], row["p95"], row["p99"], idle["p50"], idle["p95"], idle["p99"]]
        lines.append(f"| {row['what']} | " + " | ".join(map(str, [*figures, row["wrong"]])) + " |")
    return "\n".join(lines)


# --- what they ask ---


def _session(city: cities.City) -> tuple[Any, Any]:
    """A session under way with an open wall and questions on it, and who writes it down."""
    from yishi.deliberation import actions, setup
    from yishi.network.actors import ANYONE, CLOCK, acting
    from yishi.people.models import Person
    from yishi.record import clock

    setup.enter_rules(CLOCK)
    estate = city.estates[0]
    post = estate.posts.order_by("id")[0]
    clerk = acting(post, Person.objects.get(username=f"at-{estate.code}".lower()))
    begins = clock.now() - timedelta(minutes=20)
    with clock.at(begins - timedelta(days=9)):
        session = actions.call_session(
            CLOCK,
            estate,
            kind="yard",
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            host=post.organisation,
            chair=post,
            clerk=post,
            spot_zh="小区中心花园",
        )
        session = actions.announce(clerk, session)
    with clock.at(begins):
        session = actions.open_wall(clerk, actions.begin(clerk, session))
    for n in range(QUESTIONS):
        actions.ask_on_wall(
            ANYONE, session, words=f"第{n}件事什么时候能办好？", browser=f"b{n}", line=f"bench-{n}"
        )
    return session, clerk


def _browser() -> dict[str, str]:
    from django.core import signing

    from yishi.deliberation.views.tabs import COOKIE, new_browser

    word = signing.dumps(new_browser(), salt="deliberation.browser")
    return {COOKIE: word, "csrftoken": secrets.token_hex(16)}


def _person(session: Any, dice: random.Random, seconds: float) -> dict[str, Any]:
    """One browser: looks, stands behind questions, and asks perhaps."""
    cookies = _browser()
    look = _coded(measuring.request(f"/meet/{session.pk}/wall/list/?sort=supports", cookies))
    does = [
        {
            "at": dice.uniform(0, seconds),
            "what": "support",
            "status": 200,
            "request": _support(session, cookies, dice),
        }
        for _n in range(round(SUPPORTS * seconds / 60))
    ]
    if not dice.randrange(ASKED_BY):
        asking = {
            "at": dice.uniform(0, seconds),
            "what": "ask",
            "status": 302,
            "request": _asking(session, cookies),
        }
        does.append(asking)
    return {"look": look, "first": dice.uniform(0, EVERY), "does": does}


def _support(session: Any, cookies: dict[str, str], dice: random.Random) -> str:
    question = dice.choice(_questions(session))
    form = {"csrfmiddlewaretoken": cookies["csrftoken"], "opinion": str(question)}
    return _coded(
        measuring.request(f"/meet/{session.pk}/wall/support/", cookies, form, X_Requested_With="fetch")
    )


_known: list[int] = []


def _questions(session: Any) -> list[int]:
    if not _known:
        _known.extend(session.opinions.values_list("pk", flat=True))
    return _known


def _asking(session: Any, cookies: dict[str, str]) -> str:
    token = secrets.token_hex(8)
    form = {"csrfmiddlewaretoken": cookies["csrftoken"], "words": f"楼道里的灯{token}谁来修？", "key": token}
    return _coded(measuring.request(f"/meet/{session.pk}/wall/ask/", cookies, form))


def _clerk(session: Any, clerk: Any, dice: random.Random, seconds: float) -> dict[str, Any]:
    """One device on which lines are typed and sent as each is done."""
    count = int(seconds / LINE_EVERY)
    lines = _lines(session, clerk, count)
    shift = dice.uniform(0, LINE_EVERY)
    does = [
        {"at": shift + n * LINE_EVERY, "what": "clerk's line", "status": 200, "request": request}
        for n, request in enumerate(lines)
    ]
    return {"look": "", "first": 0.0, "does": does}


def _lines(session: Any, clerk: Any, count: int) -> list[str]:
    cookies = {"sessionid": _signed_in(clerk.person), "csrftoken": secrets.token_hex(16)}
    device = secrets.token_hex(12)
    made = []
    for n in range(1, count + 1):
        line = {
            "line": secrets.token_hex(12),
            "number": n,
            "words": f"第{n}条：路灯不亮，晚上看不清路。",
            "who": "王阿姨",
        }
        form = {
            "csrfmiddlewaretoken": cookies["csrftoken"],
            "device": device,
            "lines": json.dumps([{**line, "building": "", "item": "", "at": 0}]),
        }
        made.append(_coded(measuring.request(f"/meet/{session.pk}/hall/sheet/lines/", cookies, form)))
    return made


def _signed_in(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _one(session: Any, clerk: Any, dice: random.Random) -> dict[str, Any]:
    """One browser that does everything in turn: nobody else is there."""
    kinds: list[tuple[str, int, Callable[[], str]]] = [
        ("support", 200, lambda: _support(session, _browser(), dice)),
        ("ask", 302, lambda: _asking(session, _browser())),
    ]
    does = [
        {"at": 0.3 + n * 0.1, "what": what, "status": status, "request": make()}
        for n, (what, status, make) in enumerate(kinds * 60)
    ]
    does += [
        {"at": 0.35 + n * 0.2, "what": "clerk's line", "status": 200, "request": request}
        for n, request in enumerate(_lines(session, clerk, 60))
    ]
    look = _coded(measuring.request(f"/meet/{session.pk}/wall/list/?sort=supports", _browser()))
    return {"look": look, "first": 0.0, "does": does}


def _coded(request: bytes) -> str:
    return base64.b64encode(request).decode()


def _ask(port: int, people: list[dict[str, Any]], seconds: float, *, every: float) -> list[dict[str, Any]]:
    job = {"port": port, "people": people, "seconds": seconds, "every": every}
    done = subprocess.run(
        [sys.executable, str(HERE / "hall_load.py")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    came = json.loads(done.stdout)
    return [_row(what, came["seconds"][what], came["wrong"][what]) for what in sorted(came["seconds"])]


def _row(what: str, seconds: list[float], wrong_answers: int) -> dict[str, Any]:
    marks = quantiles(seconds, n=100, method="inclusive") if len(seconds) > 1 else [*seconds, 0.0][:1] * 99
    p50, p95, p99 = (round(marks[n] * 1000, 1) for n in (49, 94, 98))
    return {
        "what": what,
        "requests": len(seconds),
        "p50": p50,
        "p95": p95,
        "p99": p99,
        "wrong": wrong_answers,
    }
