"""E-mail by SMTP, as Django's EMAIL_ settings say."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from .failures import Undeliverable, Unreachable

PATIENCE = 20
"""Seconds before a mail server counts as away; well within the lease of a delivery."""

_AWAY = (smtplib.SMTPServerDisconnected, smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError)


class Email:
    """Sends through the configured mail server."""

    can_stop = True

    def send(self, to: str, text: str, *, subject: str = "", key: str = "", stop: str = "") -> None:
        mail = EmailMessage(subject, text, to=[to], headers={**_headers(key), **_stop_headers(stop)})
        try:
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
