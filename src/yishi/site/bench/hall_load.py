"""A yard full of people at one question wall, as their browsers ask: everybody looks again every few seconds, now and
then stands behind a question or asks one, while clerks type. Runs as a process of its own without Django: `python
hall_load.py` reads a JSON object on standard input and writes one on standard output.
"""

import base64
import json
import sys
import threading
import time

if __name__ == "__main__":
    from load import Line
else:
    from .load import Line


class People:
    """Everybody with a browser, and the times that answers took, by what was done: seconds, and how many were wrong."""

    def __init__(self, job: dict) -> None:
        self.job = job
        self.taken: dict[str, list[float]] = {}
        self.wrong: dict[str, int] = {}
        self.lock = threading.Lock()
        self.begins = time.perf_counter() + 0.5

    def live(self, one: dict) -> None:
        """One browser: looks every so many seconds, and does what it has before it when its time has come."""
        line, etag = Line(self.job["port"]), b""
        mine: list[dict] = []
        doings = sorted(one["does"], key=lambda each: each["at"])
        look_at = one["first"] if one["look"] else float("inf")
        while True:
            next_doing = doings[0]["at"] if doings else float("inf")
            at = min(look_at, next_doing)
            if at > self.job["seconds"]:
                break
            time.sleep(max(0.0, self.begins + at - time.perf_counter()))
            if at == look_at:
                request = base64.b64decode(one["look"])
                if etag:
                    request = request.replace(b"\r\n\r\n", b"\r\nIf-None-Match: " + etag + b"\r\n\r\n", 1)
                status, head = self._ask(line, "look", request, (200, 304), mine)
                if status == 200 and b"etag:" in head:
                    etag = head.split(b"etag: ")[1].split(b"\r\n")[0]
                look_at += self.job["every"]
            else:
                doing = doings.pop(0)
                self._ask(line, doing["what"], base64.b64decode(doing["request"]), (doing["status"],), mine)
        line.close()
        with self.lock:
            for what, seconds, right in mine:
                self.taken.setdefault(what, []).append(seconds)
                self.wrong[what] = self.wrong.get(what, 0) + (not right)

    def _ask(
        self, line: Line, what: str, request: bytes, wanted: tuple[int, ...], mine: list
    ) -> tuple[int, bytes]:
        begun = time.perf_counter()
        status, head = 0, b""
        for _time in range(
            2
        ):  # a connection the server has closed meanwhile is opened anew, as a browser does
            try:
                status, head = line.ask(request)
                break
            except OSError:
                line.close()
        mine.append((what, time.perf_counter() - begun, status in wanted))
        return status, head


def measure(job: dict) -> dict:
    """Everybody lives for `seconds`. Gives the times by what was done, and how many answers were wrong."""
    people = People(job)
    threads = [threading.Thread(target=people.live, args=(one,)) for one in job["people"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": people.taken, "wrong": people.wrong}


if __name__ == "__main__":
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
