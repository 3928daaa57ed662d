"""A robot in a group of WeCom (企业微信). The key stands in its address; there is no signature.

Source: WeCom, "群机器人配置说明" (developer.work.weixin.qq.com/document/path/91770): text up to 2048 bytes, markdown up
to 4096, 20 messages a minute; error codes from "全局错误码" (path/90313).
"""

from . import robots
from .failures import Misconfigured, Throttled, Undeliverable, Unreachable
from .web import ask, said

TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096
_BUSY, _OFTEN, _GONE = -1, (45009, 45033), (93000, 93004, 93008)


class WeCom(robots.Groups):
    """Writes into the group of a post."""

    kind = robots.WECOM

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        robot = robots.robot_for(robots.WECOM, to)
        answer = ask(robot.url, json=_body(robot, subject, text))
        code, words = answer.get("errcode"), said(answer.get("errcode"), answer.get("errmsg"))
        if code == 0:
            return
        if code in _OFTEN:
            raise Throttled(words, 60)
        if code in _GONE:
            raise Undeliverable(words)
        raise Unreachable(words) if code in (_BUSY, None) else Misconfigured(words)


def _body(robot: robots.Robot, subject: str, text: str) -> dict:
    if robot.format == "text":
        return {"msgtype": "text", "text": {"content": robots.cut(robots.bare(subject, text), TEXT_BYTES)}}
    content = robots.cut(robots.layout(subject, text), MARKDOWN_BYTES)
    return {"msgtype": "markdown", "markdown": {"content": content}}
