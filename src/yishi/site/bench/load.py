"""Sends requests over kept connections and times each answer. Runs as a process of its own without Django, so that the
one who asks is not what is measured: `python load.py` reads a JSON object on standard input and writes one on standard
output.
"""

import base64
import json
import socket
import sys
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Timed:
    """What came of a measurement: seconds each, and how many answers were not what was wanted."""

    seconds: list[float] = field(default_factory=list)
    wrong: int = 0
    queries: list[int] = field(default_factory=list)


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and head of the answer; its body is read and dropped."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, body = data[:end].lower(), len(data) - end - 4
        if b"content-length:" in head:
            wanted = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            while body < wanted:
                body += len(self._more())
        elif b"chunked" in head:
            tail = data[-7:]
            while not tail.endswith(b"0\r\n\r\n"):
                tail = (tail + self._more())[-7:]
        if b"connection: close" in head:
            self.close()
        return int(data[9:12]), head

    def _more(self) -> bytes:
        received = self.socket.recv(65536) if self.socket else b""
        if not received:
            raise ConnectionError("the server closed the connection")
        return received

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def measure(job: dict) -> dict:
    """Send the job's requests round and round over so many connections until the time is over or, for requests that
    can be sent only once, they are used up."""
    requests = [base64.b64decode(each) for each in job["requests"]]
    timed, lock, place = Timed(), threading.Lock(), [0]
    until = time.perf_counter() + job["seconds"]

    def work() -> None:
        mine: list[float] = []
        line, wrong = Line(job["port"]), 0
        while time.perf_counter() < until or not mine:  # once at least, however late it could begin
            with lock:
                n = place[0]
                place[0] += 1
            if job["once"] and n >= len(requests):
                break
            begun = time.perf_counter()
            try:
                status, _head = line.ask(requests[n % len(requests)])
            except OSError:
                line.close()
                status = 0
            mine.append(time.perf_counter() - begun)
            wrong += status != job["status"]
        line.close()
        with lock:
            timed.seconds += mine
            timed.wrong += wrong

    threads = [threading.Thread(target=work) for _n in range(job["connections"])]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"seconds": timed.seconds, "wrong": timed.wrong, "lasted": time.perf_counter() - begun}


if __name__ == "__main__":
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
