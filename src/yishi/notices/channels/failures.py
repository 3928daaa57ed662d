"""The two ways a channel can fail that the outbox treats in their own way."""


class Unreachable(Exception):
    """The carrier cannot be reached or takes nothing from us now; the message is not to blame."""


class Undeliverable(Exception):
    """This address will never do; trying again helps nobody."""
