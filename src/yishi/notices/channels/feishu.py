"""A robot in a group of Feishu (飞书), signed (签名校验).

Source: Feishu, "自定义机器人使用指南"
(open.feishu.cn/document/client-docs/bot-v3/add-custom-bot): the signature is the Base64 of HMAC-SHA256 over nothing,
keyed with timestamp, newline and secret; the clock may be an hour off; a body up to 20 KB; 100 messages a minute, 5 a
second. Errors 19001, 19021, 19022 and 19024 stand there; 99991400 in "Rate limits"
(open.feishu.cn/document/server-docs/api-call-guide/frequency-control).
"""

import base64
import hashlib
import hmac

from yishi.record import clock

from . import robots
from .failures import Misconfigured, Throttled, Undeliverable, Unreachable
from .web import ask, said

LONGEST_BYTES = 18000
_OFTEN, _GONE, _BUSY = (11232, 99991400), (19001,), (-1, None, 1500)


class Feishu(robots.Groups):
    """Writes into the group of a post."""

    kind = robots.FEISHU

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        robot = robots.robot_for(robots.FEISHU, to)
        answer = ask(robot.url, json={**_signed(robot.secret), **_body(robot, subject, text)})
        code = answer.get("code", answer.get("StatusCode"))
        words = said(code, answer.get("msg", answer.get("StatusMessage")))
        if code == 0:
            return
        if code in _OFTEN:
            raise Throttled(words, 60)
        if code in _GONE:
            raise Undeliverable(words)
        raise Unreachable(words) if code in _BUSY else Misconfigured(words)


def signature(seconds: int, secret: str) -> str:
    """The Base64 of the signature."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _signed(secret: str) -> dict[str, str]:
    if not secret:
        return {}
    now = int(clock.real_now().timestamp())
    return {"timestamp": str(now), "sign": signature(now, secret)}


def _body(robot: robots.Robot, subject: str, text: str) -> dict:
    if robot.format == "text":
        content = robots.cut(robots.bare(subject, text), LONGEST_BYTES)
        return {"msg_type": "text", "content": {"text": content}}
    words = {"tag": "markdown", "content": robots.cut(robots.layout("", text), LONGEST_BYTES)}
    title = {"tag": "plain_text", "content": robots.cut(robots.plain(subject or text), 200)}
    return {"msg_type": "interactive", "card": {"header": {"title": title}, "elements": [words]}}
