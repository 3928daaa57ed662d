"""What the robots of group chats have in common: which post has one, its key, its limits.

A robot's address is a secret, so it never enters the database: a delivery names the post, and the file that the
setting YISHI_ROBOTS names says where that post's robot is:

    {"post-code": {"kind": "wecom", "url": "https://…", "secret": "…", "format": "markdown"}}
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .failures import Misconfigured, Undeliverable

WECOM, DINGTALK, FEISHU = "wecom", "dingtalk", "feishu"
KINDS = (WECOM, DINGTALK, FEISHU)
MOST_A_MINUTE = 20
"""To one group: DingTalk and WeCom say 20 a minute, Feishu 100 a minute and 5 a second."""
_MARKS = re.compile(r"[<>\[\]`*_#]")


@dataclass(frozen=True)
class Robot:
    """The robot in the group chat of one post. Its address and secret are never shown, not even by `repr`."""

    kind: str
    url: str
    secret: str = ""
    format: str = "markdown"

    def __repr__(self) -> str:
        return f"Robot({self.kind})"


def robot_of(post_code: str) -> Robot | None:
    """The robot of a post, or None."""
    path = str(getattr(settings, "YISHI_ROBOTS", ""))
    changed = _changed(path) if path else 0
    return _robots(path, changed).get(post_code) if changed else None


def robot_for(kind: str, post_code: str) -> Robot:
    """The robot a delivery is for. Raises `Undeliverable` where the post has none of this kind any more."""
    robot = robot_of(post_code)
    if robot is None or robot.kind != kind:
        raise Undeliverable("the post has no such robot")
    return robot


class Groups:
    """What the three adapters share."""

    kind = ""

    def line(self, to: str) -> str:
        """Which machine the robot of a post is on, without saying where: one that is away holds up no other's."""
        host = urlsplit(robot_for(self.kind, to).url).netloc.rpartition("@")[2]
        return hashlib.sha256(host.encode()).hexdigest()[:16]


def plain(words: str) -> str:
    """Without the marks that a chat would read as layout, a mention or a link."""
    return _MARKS.sub("", words)


def cut(words: str, most: int) -> str:
    """No more than `most` bytes of UTF-8, no character broken; what was cut is seen to be."""
    data = words.encode()
    return words if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"


def bare(subject: str, text: str) -> str:
    """A title and the lines below it, where a chat is told to read no marks; most still read mentions."""
    return "\n".join(_lines(f"{subject}\n{text}"))


def layout(subject: str, text: str) -> str:
    """A title in bold and the lines below it, as all three chats read them."""
    lines = _lines(text)
    return "\n\n".join([f"**{plain(subject)}**", *lines] if subject else lines)


def _lines(text: str) -> list[str]:
    """Lines that say something; one of our own addresses stays as it is."""
    home = getattr(settings, "YISHI_ADDRESS", "") or "\n"
    return [line if line.startswith(home) else plain(line) for line in text.splitlines() if line.strip()]


def _changed(path: str | Path) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=2)
def _robots(path: str, _changed_at: int) -> dict[str, Robot]:
    try:
        said: Any = json.loads(Path(path).read_text())
        robots = {code: Robot(**robot) for code, robot in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        raise Misconfigured("the file of robots (YISHI_ROBOTS) cannot be read") from None
    if any(robot.kind not in KINDS or not robot.url for robot in robots.values()):
        raise Misconfigured("the file of robots (YISHI_ROBOTS) names an unknown kind or no address")
    return robots
