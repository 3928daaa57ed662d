"""When messages may go out: the arithmetic of quiet hours, mornings and the minutes in which news is gathered.

All of it is about local time (Asia/Shanghai). A night may lie across midnight (21:00 to 8:00) or not (12:00 to 14:00).
"""

import zlib
from datetime import datetime, time, timedelta

from django.utils import timezone

FROM, UNTIL = time(21), time(8)
"""The night where neither the place nor the person has said otherwise."""
SPREAD = timedelta(minutes=30)
"""Over how long a morning's messages are spread, so that they do not all ring at once."""

Night = tuple[time, time]


def is_quiet(at: datetime, night: Night) -> bool:
    """Whether a moment lies in the night; its end no longer does. A night that begins when it ends is none."""
    begins, ends = night
    clock = timezone.localtime(at).time()
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


def opens_at(at: datetime, night: Night) -> datetime:
    """The first moment from `at` on that is not quiet."""
    return next_time(at, night[1]) if is_quiet(at, night) else at


def next_time(at: datetime, clock: time) -> datetime:
    """The next moment after `at` when local clocks show this."""
    local = timezone.localtime(at)
    found = datetime.combine(local.date(), clock, local.tzinfo)
    return found if found > at else datetime.combine(local.date() + timedelta(days=1), clock, local.tzinfo)


def spread(address: str) -> timedelta:
    """How long after the end of the night this address is written to; always the same, so its news stay together."""
    return SPREAD * (zlib.crc32(address.encode()) % 1000) / 1000
