"""What is counted on the day of its session, whenever it was noticed or written down: so that a figure of a month and
the list behind it, which goes by the day of the session, say the same."""

from datetime import date


class OnItsDay:
    """Of an event that has `of_day`, the day of its session; one that was recorded before there was that field is
    counted on the day it happened."""

    of_day: date | None

    def counted_on(self) -> date | None:
        """The day of the session."""
        return self.of_day
