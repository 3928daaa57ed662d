"""The database as Django reaches it. Before each request Django asks a kept connection `SELECT 1`, to notice that it
was cut meanwhile; of a page that is shown again as it was, that is half of what it asks. A server that ends, or cuts a
connection, says so on the line, so it is enough to see that nothing has come in."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

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
