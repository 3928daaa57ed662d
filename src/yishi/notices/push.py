"""Web push as far as pages need it: whether it is set up, the key browsers are shown, and what a browser is called."""

from functools import lru_cache

from django.conf import settings

from .channels import for_browsers

_BROWSERS = [
    ("MicroMessenger", "Weixin"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"),
    ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Xiaomi"), ("Chrome", "Chrome"), ("Safari", "Safari"),
]  # fmt: skip
_MACHINES = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
             ("Mac OS", "Mac"), ("Linux", "Linux")]  # fmt: skip


def is_set() -> bool:
    """Whether there is a key to sign with."""
    return bool(settings.YISHI_VAPID_KEY)


def public_key() -> str:
    """Our public key as `applicationServerKey` takes it: Base64 for addresses, without filling."""
    return _public(settings.YISHI_VAPID_KEY)


def browser_of(user_agent: str) -> str:
    """Enough for somebody to know a browser of theirs again, and no more: `Chrome · Android`."""
    names = [
        next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _MACHINES)
    ]
    return " · ".join(filter(None, names))


@lru_cache(maxsize=2)
def _public(private: str) -> str:
    return for_browsers.text_of(for_browsers.point_of(for_browsers.private_key(private)))
