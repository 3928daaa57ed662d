"""Sessions whose content lies encrypted: a report that is not sent yet holds words and a number, a receipt its code."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection

from yishi.record import clock, keyring, prepared

PURPOSE = "sessions"
_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_WRITE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """A session in the database, as Django keeps it, under a key of the ring. Read with most requests and written with
    every screen of a report, each by one statement that need not be put together first."""

    def load(self) -> dict[str, Any]:
        """What was kept; nothing, and another key, where there is none or its time is over."""
        with prepared.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, _stored(clock.real_now())])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError where somebody ended it meanwhile, and CreateError as Django does."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        kept = self.encode(self._get_session())  # type: ignore[attr-defined]  # as the library calls it
        with prepared.cursor() as cursor:
            cursor.execute(_WRITE, [kept, _stored(self.get_expiry_date()), self.session_key])
            if not cursor.rowcount:
                raise UpdateError

    def encode(self, session_dict: dict[str, Any]) -> str:
        return keyring.seal(super().encode(session_dict), PURPOSE)

    def decode(self, session_data: str) -> dict[str, Any]:  # type: ignore[override]
        """What was kept; nothing where its key is gone, and whoever it was signs in anew."""
        try:
            return super().decode(keyring.unseal(session_data, PURPOSE))
        except keyring.KeyLost:
            return {}


def _stored(moment: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
