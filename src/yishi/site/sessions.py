"""Sessions whose content lies encrypted: a report that is not sent yet holds words and a number, a receipt its code."""

from typing import Any

from django.contrib.sessions.backends import db

from yishi.record import keyring

PURPOSE = "sessions"


class SessionStore(db.SessionStore):
    """A session in the database, as Django keeps it, under a key of the ring."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return keyring.seal(super().encode(session_dict), PURPOSE)

    def decode(self, session_data: str) -> dict[str, Any]:  # type: ignore[override]
        """What was kept; nothing where its key is gone, and whoever it was signs in anew."""
        try:
            return super().decode(keyring.unseal(session_data, PURPOSE))
        except keyring.KeyLost:
            return {}
