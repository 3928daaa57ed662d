"""Channels: small adapters that carry a text to an address outside the house.

`settings.YISHI_CHANNELS` names one adapter for each channel by its dotted path. An adapter is a class without
arguments and one method, `send`. A room that lies below this one (sign-in codes) does not import it, but loads the
same adapter by that setting:

    import_string(settings.YISHI_CHANNELS["sms"])().send(phone, text)

To add a gateway, write a module beside `sms.py` and name its class in the setting.
"""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from .failures import Gone, Misconfigured, Stopped, Throttled, Undeliverable, Unreachable
from .robots import DINGTALK, FEISHU, WECOM
from .wordings import Wording

__all__ = [
    "DINGTALK",
    "EMAIL",
    "FEISHU",
    "PUSH",
    "SMS",
    "WECOM",
    "Channel",
    "Gone",
    "Misconfigured",
    "Stopped",
    "Throttled",
    "Undeliverable",
    "Unreachable",
    "Wording",
    "channel",
    "send_now",
]

SMS = "sms"
EMAIL = "email"
PUSH = "push"
ROBOTS = (WECOM, DINGTALK, FEISHU)


class Channel(Protocol):
    """What every adapter offers."""

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        """Hand `text` to the carrier, within half a minute, and return once it has been accepted.

        `key` is the same for every attempt at one delivery: a carrier that knows idempotency keys is given it, so that
        a message is not doubled when a worker dies between sending and noting so. Raises `Unreachable` when the
        carrier cannot be reached or refuses everybody, `Throttled` when it wants us to wait, `Undeliverable` when this
        address will never do (`Gone` when it has ceased); anything else counts as a failure of this message that may
        pass. An adapter that has `by_template` is also given `wording`, one that `follows_links` also `link`, one that
        `can_stop` also `stop`, the address at which its reader stops these messages. One whose addresses lie on
        different machines also says on which, by `line(to)`: one that is away then rests alone.
        """


def channel(name: str) -> Channel:
    """The adapter behind a channel. Raises `Unreachable` where none is set."""
    try:
        path = settings.YISHI_CHANNELS[name]
    except KeyError:
        raise Unreachable(f"no adapter is set for {name}") from None
    return import_string(path)()


def send_now(name: str, address: str, text: str, *, subject: str = "") -> None:
    """Send at once, without inbox or outbox: for codes that are worthless a minute later. Raises as `Channel.send`."""
    channel(name).send(address, text, subject=subject)
