"""Reports through HTTP while web server, worker and database are killed at random; then everything is counted.

The server, the worker and (on PostgreSQL) the database are processes of their own in a temporary directory, run as
`./yishi serve` and `./yishi work` run them. People send one form after the other and, as a browser does, send the same
form again until it is acknowledged: stewards write down what a caller says, take and answer it; residents report
through the wizard, now and then with a photo, and confirm; neighbours join. Every report carries a mark of its own, so
that afterwards each one can be looked for: acknowledged and not there is lost, there twice is doubled.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from .house import Database, House
from .people import Neighbour

__all__ = ["Database", "House", "torture"]

REPORTERS = 8
BETWEEN_KILLS = (4.0, 14.0)
DOWN = (0.1, 1.5)
"""Seconds from one kill to the next, and from a kill to the restart."""
IN_ITS_TRACKS = 0.25
"""Of all kills those that wait for nothing, and so hit what is just beginning. Before any other something must have
been acknowledged since the house was begun again: on a slow machine nothing would ever come up."""
SETTLING = 180.0

Say = Callable[[str], None]


def torture(house: House, reports: int, minutes: float, seed: int, say: Say) -> dict[str, Any]:
    """Send `reports` reports while things are killed, at most for so many minutes; then count. Gives what was found."""
    begun = time.monotonic()
    ready = house.inside("prepare", reporters=REPORTERS)
    for name in ("web", "worker"):
        house.begin(name)
    _await(house.answers, 60)
    people = [Neighbour(house.port, **each) for each in ready]
    sent = _send_all(house, people, reports, begun + minutes * 60, seed, say)
    seconds = time.monotonic() - begun
    say("The killing is over; what waits is being sealed.")
    house.end()
    found = house.inside("count", matters=[each for one in people for each in one.matters], patience=SETTLING)
    given_up = [what for each in people for what in each.given_up]
    refused = [what for each in people for what in each.refused]
    acknowledged: Counter = sum((each.acknowledged for each in people), Counter())
    return {
        "sent": sent,
        "acknowledged": dict(acknowledged),
        "tries": sum(each.tries for each in people),
        "given_up": given_up[:10],
        "refused": refused[:10],
        "kills": dict(house.kills),
        "ended_by_themselves": dict(house.fallen),
        **found,
        "ok": found["ok"] and not (refused or given_up),
        "seconds": round(seconds, 1),
    }


def _send_all(house: House, people: list[Neighbour], reports: int, until: float, seed: int, say: Say) -> int:
    lock, sent, over = threading.Lock(), [0], threading.Event()

    def report(neighbour: Neighbour) -> None:
        while time.monotonic() < until:
            with lock:
                if sent[0] >= reports:
                    return
                sent[0] += 1
                number = sent[0]
            neighbour.live_through(f"torture-{seed}-{number:06d}", random.Random(f"{seed} {number}"))  # noqa: S311
            if number % 500 == 0:
                say(f"{number} of {reports} reports; killed so far: {dict(house.kills)}")

    def done() -> int:
        return sum(sum(tuple(each.acknowledged.values())) for each in people)

    killing = threading.Thread(target=_kill_at_random, args=(house, over, random.Random(seed), done))  # noqa: S311
    threads = [threading.Thread(target=report, args=(each,)) for each in people]
    killing.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    killing.join()
    return sent[0]


def _kill_at_random(
    house: House, over: threading.Event, dice: random.Random, done: Callable[[], int]
) -> None:
    """Kill and begin again until it is `over`; `done` counts what was acknowledged."""
    names = ["web", "worker"] + (["database"] if house.database else [])
    before = 0
    while not over.wait(dice.uniform(*BETWEEN_KILLS)):
        enough = 0 if dice.random() < IN_ITS_TRACKS else before + dice.randint(1, REPORTERS)
        while done() < enough and not over.wait(0.05):
            pass
        hit = [name for name in names if dice.random() < 0.5] or [dice.choice(names)]
        for name in hit:
            house.kill(name)
        over.wait(dice.uniform(*DOWN))
        for name in sorted(hit, key=names.index, reverse=True):  # the database first
            house.begin(name)
        house.revive()
        before = done()


def _await(ready: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError("the server did not come up")
        time.sleep(0.1)
