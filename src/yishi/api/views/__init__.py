"""Pages about keys, webhooks and outer systems, for people."""

from .hooks import change_hook, end_hook, hooks, pause_hook, resume_hook, set_hook, try_hook
from .keys import issue, keys, revoke
from .partners import change, connect, disconnect, partners, pause, resume

__all__ = [
    "change",
    "change_hook",
    "connect",
    "disconnect",
    "end_hook",
    "hooks",
    "issue",
    "keys",
    "partners",
    "pause",
    "pause_hook",
    "resume",
    "resume_hook",
    "revoke",
    "set_hook",
    "try_hook",
]
