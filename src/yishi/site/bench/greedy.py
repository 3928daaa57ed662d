"""One client asks for too much, and another measures how it is served meanwhile.

Against a server that runs (`./yishi serve --workers 2`), with limits as they are in life:

    python3 src/yishi/site/bench/greedy.py http://127.0.0.1:8000/c/421182001901/

Of several addresses the greedy one asks for each in turn, and the other one for the first. Both come from this machine,
by two addresses of its loopback, so that they are two clients to whoever counts.
"""

import argparse
import http.client
import itertools
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

GREEDY, MEASURED = "127.0.0.1", "127.0.0.2"
CONNECTIONS = 8
PAUSE = 0.05
"""Seconds between two requests of whoever measures: somebody who taps on, quickly."""


@dataclass
class Asker:
    """A client with its own address; what it was answered and how long each answer took, in seconds."""

    urls: Iterator[str]
    source: str
    answers: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=dict)
    retry_after: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, connection: http.client.HTTPConnection) -> None:
        """One request over a connection that stays."""
        with self.lock:
            parts = urlsplit(next(self.urls))
        begun = time.perf_counter()
        connection.request("GET", parts._replace(scheme="", netloc="").geturl())
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - begun
        with self.lock:
            self.answers[answer.status] += 1
            self.seconds.setdefault(answer.status, []).append(took)
            if answer.status == 429:
                self.retry_after = answer.headers["Retry-After"]

    def connection(self) -> http.client.HTTPConnection:
        """A connection from its address."""
        parts = urlsplit(next(self.urls))
        return http.client.HTTPConnection(
            parts.hostname or "", parts.port, source_address=(self.source, 0), timeout=60
        )

    def told(self) -> str:
        """A line for each kind of answer."""
        lines = []
        for status, times in sorted(self.seconds.items()):
            times = sorted(times)
            lines.append(
                f"  {status}: {len(times)} answers, p50 {statistics.median(times) * 1000:.1f} ms, "
                f"p99 {times[int(len(times) * 0.99)] * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms"
            )
        return "\n".join(lines)


def spend(asker: Asker, times: int) -> None:
    """So many requests over eight connections, as fast as they are answered."""
    left, lock = iter(range(times)), threading.Lock()

    def go_on() -> None:
        with lock:
            connection = asker.connection()
        while True:
            with lock:
                if next(left, None) is None:
                    return
            asker.ask(connection)

    threads = [threading.Thread(target=go_on) for _n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure(asker: Asker, until: threading.Event) -> None:
    """One request after the other, with a pause between, until told to stop."""
    connection = asker.connection()
    while not until.is_set():
        asker.ask(connection)
        until.wait(PAUSE)


def main() -> None:
    """Measure alone for five seconds, then beside the greedy one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("url", nargs="+")
    parser.add_argument("--requests", type=int, default=10_000)
    options = parser.parse_args()
    for greedy in (False, True):
        measured = Asker(itertools.cycle(options.url[:1]), MEASURED)
        other, until = Asker(itertools.cycle(options.url), GREEDY), threading.Event()
        beside = threading.Thread(target=measure, args=(measured, until))
        beside.start()
        begun = time.perf_counter()
        if greedy:
            spend(other, options.requests)
        else:
            time.sleep(5)
        took = time.perf_counter() - begun
        until.set()
        beside.join()
        if greedy:
            print(f"the greedy one, {options.requests} requests in {took:.1f} s:\n{other.told()}")
            print(f"  told to come back after {other.retry_after} s")
        print(f"the other one, {'meanwhile' if greedy else 'before, alone'}:\n{measured.told()}", flush=True)


if __name__ == "__main__":
    main()
