"""The people of the torture: what each does, and doing it again until it is acknowledged."""

import http.client
import io
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

PATIENCE = 90.0
"""Seconds one form is sent again and again before it is given up; nothing should ever take so long."""
BUSY = (0, 429, 500, 502, 503)
"""What a browser tries again after; 0 is a line that broke."""

BY_WIZARD, WITH_PHOTO, WITH_PHONE = 0.06, 0.4, 0.5
TAKEN, ANSWERED, CONFIRMED, JOINED = 0.15, 0.6, 0.7, 0.06
"""Of all reports those by a resident, of these those with a photo, with a telephone; of all those taken, of these those
answered, of these residents' own those confirmed; of all those somebody joins."""


class NotTaken(Exception):
    """The house refused a form, or did not answer for very long."""


@dataclass
class Browser:
    """Keeps its cookies, follows no redirect, and sends a form again until it is acknowledged."""

    port: int
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": secrets.token_hex(16)})
    tries: int = 0

    def send(self, path: str, fields: Mapping[str, str], photo: bytes = b"") -> str:
        """Send until it is taken; gives where it leads on to. Raises NotTaken."""
        until = time.monotonic() + PATIENCE
        status = 0
        while time.monotonic() < until:
            self.tries += 1
            status, location = self._post(
                path, {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}, photo
            )
            if status == 302 and "/account/login" not in location:
                return location
            if status not in BUSY:
                raise NotTaken(f"{path}: {status} {location}")
            time.sleep(0.05 + secrets.randbelow(200) / 1000)
        raise NotTaken(f"{path}: given up after {status}")

    def _post(self, path: str, fields: Mapping[str, str], photo: bytes) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        kind, body = (
            _form_with_photo(fields, photo)
            if photo
            else (
                "application/x-www-form-urlencoded",
                urlencode(fields).encode(),
            )
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request("POST", path, body, {"Content-Type": kind, "Cookie": cookies})
            answer = connection.getresponse()
            answer.read()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _is, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.getheader("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


def _form_with_photo(fields: Mapping[str, str], photo: bytes) -> tuple[str, bytes]:
    mark = secrets.token_hex(16)
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="photos"; filename="p.jpg"\r\n'
    lines += [head.encode(), b"Content-Type: image/jpeg\r\n\r\n", photo, f"\r\n--{mark}--\r\n".encode()]
    return f"multipart/form-data; boundary={mark}", b"".join(lines)


def _photo(dice: random.Random) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (320, 240), tuple(dice.randrange(256) for _n in range(3))).save(out, "JPEG")
    return out.getvalue()


@dataclass
class Neighbour:
    """One estate's steward, resident and neighbour in one: lives through one matter after the other."""

    port: int
    cookie: str
    place: str
    building: str
    category: str
    matters: list[dict[str, Any]] = field(default_factory=list)
    """Each with its mark, number, and what was acknowledged of it."""
    acknowledged: Counter = field(default_factory=Counter)
    given_up: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    tries: int = 0

    def live_through(self, mark: str, dice: random.Random) -> None:
        """One matter from its report on, as far as the dice take it."""
        matter: dict[str, Any] = {"mark": mark, "number": "", "done": []}
        self.matters.append(matter)
        browsers = {who: Browser(self.port) for who in ("resident", "neighbour", "steward")}
        browsers["steward"].cookies["sessionid"] = self.cookie
        try:
            self._live_through(matter, dice, browsers)
        except NotTaken as trouble:
            (self.given_up if "given up" in str(trouble) else self.refused).append(f"{mark} {trouble}")
        self.tries += sum(each.tries for each in browsers.values())

    def _live_through(
        self, matter: dict[str, Any], dice: random.Random, browsers: dict[str, Browser]
    ) -> None:
        own = dice.random() < BY_WIZARD
        if own:
            self._by_wizard(matter, dice, browsers["resident"])
        else:
            self._at_the_desk(matter, browsers["steward"])
        at, desk = f"/cases/{matter['number']}", f"/desk/cases/{matter['number']}"
        if dice.random() < JOINED:
            said = {
                "key": secrets.token_hex(8),
                "building": self.building,
                "door": f"1-{dice.randrange(101, 999)}",
            }
            self._do(matter, "joined", browsers["neighbour"], f"{at}/join/", said)
        if dice.random() < TAKEN or (own and dice.random() < 0.5):
            self._do(matter, "taken", browsers["steward"], f"{desk}/take/", {"key": secrets.token_hex(8)})
            if dice.random() < ANSWERED:
                said = {"key": secrets.token_hex(8), "phrase": "spot"}
                self._do(matter, "answered", browsers["steward"], f"{desk}/answer/?kind=solved", said)
                if own and dice.random() < CONFIRMED:
                    said = {"key": secrets.token_hex(8), "contacted": "yes", "satisfaction": "satisfied"}
                    self._do(matter, "confirmed", browsers["resident"], f"{at}/confirm/", said)

    def _do(
        self, matter: dict[str, Any], what: str, browser: Browser, path: str, said: Mapping[str, str]
    ) -> None:
        browser.send(path, said)
        matter["done"].append(what)
        self.acknowledged[what] += 1

    def _at_the_desk(self, matter: dict[str, Any], browser: Browser) -> None:
        mark = matter["mark"]
        words = f"{mark}：楼道灯不亮，晚上看不清台阶。"
        fields = {"key": mark, "place": self.place, "words": words, "channel": "phone"}
        self._reported(matter, browser.send("/desk/new/", fields))

    def _by_wizard(self, matter: dict[str, Any], dice: random.Random, browser: Browser) -> None:
        """Screen after screen, wherever the house leads."""
        from ..bench.texts import matter as any_matter

        photo = _photo(dice) if dice.random() < WITH_PHOTO else b""
        phone = f"199{dice.randrange(10**8):08}" if dice.random() < WITH_PHONE else ""
        said: dict[str, dict[str, str]] = {
            "category": {"category": self.category, "calm": "yes"},
            "words": {"words": f"{matter['mark']}：{any_matter(dice).words}", "about": ""},
            "who": {"visibility": "public", "phone": phone, "name": ""},
        }
        at = browser.send("/report/", {"place": self.building})
        for _screen in range(10):
            step = at.rstrip("/").rpartition("/")[2]
            at = browser.send(at, said.get(step, {}), photo if step == "photos" else b"")
            if "/receipt/" in at:
                break
        self._reported(matter, at)
        if photo:
            matter["done"].append("photo")
            self.acknowledged["photo"] += 1

    def _reported(self, matter: dict[str, Any], location: str) -> None:
        found = re.search(r"/(\d+)/", location)
        if not found:
            raise NotTaken(f"a report led on to {location}")
        matter["number"] = found[1]
        self.acknowledged["reported"] += 1
