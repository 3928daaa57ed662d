"""E-mail by SMTP, as Django's EMAIL_ settings say."""

import smtplib
import socket
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from .failures import Undeliverable, Unreachable
from .patience import in_all, watched

PATIENCE, IN_ALL = 15, 25.0
"""Seconds to wait for the next byte of a mail server, and for all it has to say; well within the lease of a
delivery."""

_AWAY = (smtplib.SMTPServerDisconnected, smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError)


class _Line(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return watched(super()._get_socket(host, port, timeout))  # type: ignore[misc]


class _TlsLine(smtplib.SMTP_SSL, _Line):
    """Watched before it begins to talk in secret."""


class Server(EmailBackend):
    """Django's, by lines that can be hung up on. The setting EMAIL_BACKEND names it."""

    @property
    def connection_class(self) -> Any:
        return _TlsLine if self.use_ssl else _Line


class Email:
    """Sends through the configured mail server."""

    can_stop = True

    def send(self, to: str, text: str, *, subject: str = "", key: str = "", stop: str = "") -> None:
        mail = EmailMessage(subject, text, to=[to], headers={**_headers(key), **_stop_headers(stop)})
        try:
            with in_all(IN_ALL):
                get_connection(timeout=PATIENCE).send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _for_good_or_now(refused) from refused
        except _AWAY as away:
            raise Unreachable(type(away).__name__) from away
        except smtplib.SMTPException:
            raise
        except OSError as away:
            raise Unreachable(type(away).__name__) from away


def _headers(key: str) -> dict[str, str]:
    """A fixed Message-ID lets mail servers drop the second copy of what was sent twice."""
    home = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return {"Message-ID": f"<{key}@{home}>"} if key else {}


def _stop_headers(stop: str) -> dict[str, str]:
    """With these a mailbox shows a button that stops our mails with one tap (RFC 2369, RFC 8058)."""
    return (
        {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if stop
        else {}
    )


def _for_good_or_now(refused: smtplib.SMTPRecipientsRefused) -> Exception:
    """5xx is for good, 4xx for now."""
    codes = [code for code, _words in refused.recipients.values()]
    return Undeliverable(f"refused with {codes[0]}") if min(codes) >= 500 else refused
