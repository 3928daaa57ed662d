"""Ways a delivery can fail that the outbox treats in their own way."""


class Unreachable(Exception):
    """The carrier cannot be reached or takes nothing from us now; the message is not to blame."""


class Throttled(Exception):
    """The carrier wants us to wait `seconds`: with this address, or with `everybody`. No attempt is counted."""

    def __init__(self, said: str, seconds: float, *, everybody: bool = False):
        super().__init__(said)
        self.seconds, self.everybody = max(1.0, min(float(seconds), 86400.0)), everybody


class Stopped(Exception):
    """The worker did not live to say how it ended."""


class Misconfigured(Exception):
    """The carrier refuses this one for something the operator has to put right (a template, a key of one group); it is
    tried again, and given up in the end."""


class Undeliverable(Exception):
    """This address will never do; trying again helps nobody."""


class Gone(Undeliverable):
    """The address has ceased: whoever keeps it should forget it."""
