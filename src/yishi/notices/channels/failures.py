"""Ways a delivery can fail that the outbox treats in their own way."""


class Unreachable(Exception):
    """The carrier cannot be reached or takes nothing from us now; the message is not to blame."""


class Stopped(Exception):
    """The worker did not live to say how it ended."""


class Undeliverable(Exception):
    """This address will never do; trying again helps nobody."""
