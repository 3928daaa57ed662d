"""A robot in a group of DingTalk (钉钉), signed (加签).

Source: DingTalk, "自定义机器人安全设置" and "自定义机器人发送群聊消息"
(open.dingtalk.com/document/robots/customize-robot-security-settings): the signature is the Base64 of HMAC-SHA256 over
timestamp, newline and secret, keyed with the secret; the clock may be an hour off; 20 messages a minute, else ten
minutes of silence.
"""

import base64
import hashlib
import hmac

from yishi.record import clock

from . import robots
from .failures import Misconfigured, Throttled, Undeliverable, Unreachable
from .web import ask, said

LONGEST_BYTES = 20000
_BUSY, _OFTEN = (-1, None), (130101, 410100)
_GONE = (400013, 400101, 400102, 300001)


class DingTalk(robots.Groups):
    """Writes into the group of a post."""

    kind = robots.DINGTALK

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        robot = robots.robot_for(robots.DINGTALK, to)
        answer = ask(robot.url, params=_signed(robot.secret), json=_body(robot, subject, text))
        code, words = answer.get("errcode"), said(answer.get("errcode"), answer.get("errmsg"))
        if code == 0:
            return
        if code in _OFTEN:
            raise Throttled(words, 600)
        if code in _GONE:
            raise Undeliverable(words)
        raise Unreachable(words) if code in _BUSY else Misconfigured(words)


def signature(milliseconds: int, secret: str) -> str:
    """The Base64 of the signature; whoever puts it into an address encodes it once."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _signed(secret: str) -> dict[str, str]:
    if not secret:
        return {}
    now = round(clock.real_now().timestamp() * 1000)
    return {"timestamp": str(now), "sign": signature(now, secret)}


def _body(robot: robots.Robot, subject: str, text: str) -> dict:
    if robot.format == "text":
        return {
            "msgtype": "text",
            "text": {"content": robots.cut(robots.bare(subject, text), LONGEST_BYTES)},
        }
    content = robots.cut(robots.layout(subject, text), LONGEST_BYTES)
    return {"msgtype": "markdown", "markdown": {"title": robots.plain(subject or text)[:60], "text": content}}
