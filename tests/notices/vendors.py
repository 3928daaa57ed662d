"""Servers that behave like the carriers': they check what a carrier checks, and answer as a carrier answers.

Each stands on a port of its own on this machine. What a carrier documents about its answers is told where it is copied.
"""

import base64
import calendar
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    raw_query: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


def as_json(status: int, said: Any, **headers: str) -> Answer:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(said).encode()


@dataclass
class Vendor:
    """A carrier on this machine. `instead` is answered in place of the carrier's own answer."""

    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)
    instead: Answer | None = None
    hang: float = 0
    home: str = ""
    host: str = ""


@contextmanager
def running(answer: Callable[[Asked], Answer]) -> Iterator[Vendor]:
    vendor = Vendor(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                self.command,
                parts.path,
                {name: values[0] for name, values in parse_qs(parts.query).items()},
                parts.query,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            vendor.asked.append(asked)
            time.sleep(vendor.hang)
            status, headers, body = vendor.instead or vendor.answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_asked: None  # whoever asked has hung up
    vendor.host = f"127.0.0.1:{server.server_port}"
    vendor.home = f"http://{vendor.host}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()


# --- groups ---

SECRET = "SEC-of-a-group"


def dingtalk(asked: Asked) -> Answer:
    """DingTalk checks the signature against its own clock, an hour either way (自定义机器人安全设置)."""
    said = asked.query.get("timestamp", "0")
    due = hmac.new(SECRET.encode(), f"{said}\n{SECRET}".encode(), hashlib.sha256).digest()
    if abs(time.time() * 1000 - int(said)) > 3600_000:
        return as_json(200, {"errcode": 310000, "errmsg": "invalid timestamp"})
    if asked.query.get("sign") != base64.b64encode(due).decode():
        return as_json(200, {"errcode": 310000, "errmsg": "sign not match"})
    if asked.headers["content-type"] != "application/json":
        return as_json(200, {"errcode": 43004, "errmsg": "invalid content type"})
    body = asked.json()
    if not body.get(body["msgtype"]):
        return as_json(200, {"errcode": 40035, "errmsg": "param error"})
    return as_json(200, {"errcode": 0, "errmsg": "ok"})


def feishu(asked: Asked) -> Answer:
    """Feishu's signature is keyed with timestamp and secret, and signs nothing (自定义机器人使用指南)."""
    body = asked.json()
    due = hmac.new(f"{body.get('timestamp')}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    late = abs(time.time() - int(body.get("timestamp", 0))) > 3600
    if late or body.get("sign") != base64.b64encode(due).decode():
        words = "sign match fail or timestamp is not within one hour from current time"
        return as_json(200, {"code": 19021, "data": {}, "msg": words})
    if body["msg_type"] == "interactive" and body["card"]["elements"]:
        return as_json(200, {"code": 0, "data": {}, "msg": "success"})
    if body["msg_type"] == "text" and body["content"]["text"]:
        return as_json(200, {"StatusCode": 0, "StatusMessage": "success"})
    return as_json(200, {"code": 9499, "msg": "Bad Request", "data": {}})


def wecom(asked: Asked) -> Answer:
    """WeCom knows the group by the key in the address (群机器人配置说明)."""
    if asked.query.get("key") != "key-of-a-group":
        return as_json(200, {"errcode": 93000, "errmsg": "invalid webhook url"})
    body = asked.json()
    if len(body[body["msgtype"]]["content"].encode()) > {"text": 2048, "markdown": 4096}[body["msgtype"]]:
        return as_json(200, {"errcode": 40058, "errmsg": "exceed max length"})
    return as_json(200, {"errcode": 0, "errmsg": "ok"})


# --- text messages ---


def aliyun(asked: Asked) -> Answer:
    """Aliyun checks an ACS3 signature over the headers named, and its clock, 15 minutes either way."""
    algorithm, _space, said = asked.headers["authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in said.split(","))
    lines = "".join(f"{name}:{asked.headers[name]}\n" for name in parts["SignedHeaders"].split(";"))
    query = "&".join(
        f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(asked.query.items())
    )
    request = "\n".join(
        ["POST", "/", query, lines, parts["SignedHeaders"], hashlib.sha256(asked.body).hexdigest()]
    )
    to_sign = f"{algorithm}\n{hashlib.sha256(request.encode()).hexdigest()}"
    due = hmac.new(b"secret", to_sign.encode(), hashlib.sha256).hexdigest()
    moment = time.strptime(asked.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ")
    if abs(calendar.timegm(moment) - time.time()) > 900:
        return as_json(
            400, {"Code": "InvalidTimeStamp.Expired", "Message": "Specified time stamp is expired."}
        )
    if parts["Credential"] != "key" or parts["Signature"] != due:
        return as_json(
            400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."}
        )
    if not asked.query["PhoneNumbers"].isdecimal() or len(asked.query["PhoneNumbers"]) != 11:
        return as_json(200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"})
    if asked.query["TemplateCode"] not in ("SMS_1", "SMS_2", "SMS_3"):
        return as_json(200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "短信模板不合法"})
    return as_json(200, {"Code": "OK", "Message": "OK", "BizId": "9006", "RequestId": "F655"})


def tencent(asked: Asked) -> Answer:
    """Tencent Cloud checks a TC3 signature, and its clock, five minutes either way; all with status 200."""

    def wrong(code: str, words: str) -> Answer:
        return as_json(200, {"Response": {"Error": {"Code": code, "Message": words}, "RequestId": "r"}})

    seconds = asked.headers["x-tc-timestamp"]
    day = time.strftime("%Y-%m-%d", time.gmtime(int(seconds)))
    lines = (
        f"content-type:{asked.headers['content-type']}\nhost:{asked.headers['host']}\nx-tc-action:sendsms\n"
    )
    body = hashlib.sha256(asked.body).hexdigest()
    request = "\n".join(["POST", "/", "", lines, "content-type;host;x-tc-action", body])
    scope = f"{day}/sms/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = b"TC3secret"
    for part in (day, "sms", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    due = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    if abs(int(seconds) - time.time()) > 300:
        return wrong("AuthFailure.SignatureExpire", "Signature expired")
    if f"Signature={due}" not in asked.headers["authorization"]:
        return wrong("AuthFailure.SignatureFailure", "The provided credentials could not be validated.")
    said = asked.json()
    number = said["PhoneNumberSet"][0]
    code = (
        "Ok"
        if said["TemplateId"] in ("SMS_1", "SMS_2", "SMS_3")
        else "FailedOperation.TemplateUnapprovedOrNotExist"
    )
    state = {"SerialNo": "1", "PhoneNumber": number, "Fee": 1, "Code": code, "Message": "send success"}
    return as_json(200, {"Response": {"SendStatusSet": [state], "RequestId": "r"}})


def tencent_state(code: str) -> Answer:
    """What Tencent Cloud answers for one number."""
    return as_json(200, {"Response": {"SendStatusSet": [{"Code": code, "Message": "no"}], "RequestId": "r"}})
