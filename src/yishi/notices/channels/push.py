"""Messages to browsers by web push: encrypted for the browser (RFC 8291), signed with our own key (VAPID, RFC 8292).

An address is `subscription:7`: the row that a browser left here. Only the push services named in YISHI_PUSH_HOSTS are
written to, because the address a browser leaves is typed by whoever drives it, and could name a machine of ours.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from . import for_browsers
from .failures import Gone, Misconfigured, Throttled, Undeliverable, Unreachable
from .web import Answer, post, wait_of

KEEP = 12 * 60 * 60
"""Seconds the push service may keep a message for a browser that is not there."""


class Push:
    """Sends to one browser."""

    follows_links = True

    def line(self, to: str) -> str:
        """The push service of this browser: where one is out of reach, the others may well be there."""
        return _host(_subscription(to)["endpoint"])

    def send(self, to: str, text: str, *, subject: str = "", key: str = "", link: str = "/inbox/") -> None:
        subscription = _subscription(to)
        if not is_push_service(subscription["endpoint"]):
            raise Undeliverable("not a push service that is written to")
        said = json.dumps(
            {"title": (subject or text)[:80], "body": text[:600], "link": link, "tag": key},
            ensure_ascii=False,
        )
        endpoint, keys = subscription["endpoint"], subscription["keys"]
        try:
            body = for_browsers.encrypted(said.encode(), keys["p256dh"], keys["auth"])
        except (ValueError, TypeError) as broken:  # keys that are no keys
            raise Gone(f"the browser left no usable key ({type(broken).__name__})") from None
        signed = for_browsers.signed(endpoint, settings.YISHI_VAPID_KEY, settings.YISHI_VAPID_CONTACT)
        headers = {"Authorization": signed, "Content-Encoding": "aes128gcm", "TTL": str(KEEP)}
        try:
            answer = post(endpoint, data=body, headers=headers)
        except Unreachable as away:
            raise Unreachable(f"{away}, {_host(endpoint)}") from None
        if not 200 <= answer.status < 300:
            raise meaning(answer)


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).hostname or ""


def is_push_service(address: str) -> bool:
    """Whether an address lies at one of the push services that are written to, over TLS."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    hosts = settings.YISHI_PUSH_HOSTS
    if f"{host}:{port}" in hosts:  # a machine named with its port may speak plainly: for trying out
        return True
    known = any(host == name or host.endswith("." + name) for name in hosts)
    return parts.scheme == "https" and port in (None, 443) and not parts.username and known


def meaning(answer: Answer) -> Exception:
    """What a push service's answer means for the outbox (RFC 8030, section 5 and 7)."""
    status = answer.status
    if status in (404, 410):
        return Gone(f"HTTP {status}")
    if status == 429:
        return Throttled("HTTP 429", wait_of(answer.headers), everybody=True)
    if status >= 500 or status < 400:
        return Unreachable(f"HTTP {status}")
    return Misconfigured(f"HTTP {status}")


def _subscription(to: str) -> dict[str, Any]:
    from ..models import Subscription

    found = Subscription.objects.filter(pk=to.rpartition(":")[2]).first()
    if found is None:
        raise Gone("the browser has withdrawn")
    return {"endpoint": found.endpoint, "keys": {"p256dh": found.p256dh, "auth": found.auth}}
