"""The console: one line a message on standard output, by way of the log `yishi.notices.console`. For the demo and for
work on the code; here the sign-in codes can be read."""

import logging

_log = logging.getLogger("yishi.notices.console")


class Console:
    """Prints."""

    def send(self, to: str, text: str, *, subject: str = "", key: str = "") -> None:
        said = f"{subject} · {text}" if subject else text
        _log.info("%s → %s", to, " ".join(said.split()))
