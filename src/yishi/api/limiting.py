"""How much a machine gets in how little time, by address and by key.

What is only read is tallied in the process, and told to the database in lumps (`people/tally.py`). What is written is
counted one by one. What anybody at all may ask of the house, people and machines, is limited besides in
`site/fair_share.py`.
"""

from django.conf import settings
from django.http import HttpRequest

from yishi.people import limits
from yishi.people.limits import address_of
from yishi.people.tally import Tally

from .models import Key

MINUTE, HOUR = 60, 60 * 60
READS = 600
"""Of an address a minute: ten a second, which is more than any page of a person asks for."""
READS_WITH_KEY = 1800
"""Of a key a minute."""
WRITES = 120
"""Of a key a minute; of an address, which may be a whole street's system, five times that."""
WRONG_KEYS = 60
"""Of an address an hour."""
LUMP = 30


_tally = Tally("machine", MINUTE)
forget = _tally.forget


def wait_to_read(request: HttpRequest, key: Key | None = None, amount: int = 1) -> int:
    """Seconds to wait before anything more is read, 0 for none. `amount` weighs a large answer."""
    if key is not None:
        over = _tally.is_over(f"key:{key.pk}", READS_WITH_KEY, amount, LUMP)
    else:
        over = _tally.is_over(f"from:{address_of(request)}", READS, amount, LUMP)
    return _wait(MINUTE) if over else 0


def wait_to_write(request: HttpRequest, key: Key) -> int:
    """Seconds to wait before anything more is written, 0 for none."""
    by_key, by_address = limits.counted(
        [("machine.key", str(key.pk), MINUTE), ("machine.from", address_of(request), MINUTE)]
    )
    return _wait(MINUTE) if by_key > WRITES or by_address > 5 * WRITES else 0


def wait_after_wrong_key(request: HttpRequest) -> int:
    """A key opened nothing. Seconds to wait before another is tried, 0 for none."""
    return 0 if limits.allow("machine.wrong", address_of(request), WRONG_KEYS, HOUR) else _wait(HOUR)


def _wait(window: int) -> int:
    return 0 if settings.YISHI_BENCH else limits.seconds_left(window)
