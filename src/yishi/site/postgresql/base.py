"""The database as Django reaches it, but for two things that were dear.

Before each request Django asks a kept connection `SELECT 1`, to notice that it was cut meanwhile; of a page that is
shown again as it was, that is half of what it asks. A server that ends, or cuts a connection, says so on the line, so
it is enough to see that nothing has come in. And a moment that the database gives was taken apart by a pattern in
Python, five microseconds each, of which a case has two dozen and a list hundreds: the standard library reads it in a
tenth of that.
"""

import select
from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base
from psycopg.types.datetime import TimestamptzLoader


class Moments(TimestamptzLoader):
    """`timestamptz` as moments in UTC, which is what connections are set to."""

    timezone = UTC
    """Django looks here whether it has to put its own in place of it."""

    def load(self, data: Any) -> datetime:
        try:
            found = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # before the year 1, after 9999, or infinite: refused in psycopg's words
            return super().load(data).astimezone(UTC)
        return found if found.tzinfo is UTC else found.astimezone(UTC)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose moments are read as above."""
        connection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            connection.adapters.register_loader("timestamptz", Moments)
        return connection

    def is_usable(self) -> bool:
        """Whether the next statement will find the server: nothing went wrong and nothing waits to be read; else it is
        asked."""
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        if self.errors_occurred or line.poll(0):
            return super().is_usable()
        return True
