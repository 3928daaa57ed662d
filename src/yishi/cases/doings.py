"""What is done to a case at desks, for whoever opens another door to it than the desk's own pages: a room above says
which actions it has forms for, and this room knows none of them."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from yishi.record import Verdict


@dataclass(frozen=True)
class AtDesk:
    """One action of a holder: its form (taking `actor` and `case`, giving `arguments()`), its rule, and the doing of it
    as `run(actor, case, once=…, **arguments)`. `variant`: which of several forms of one action."""

    name: str
    form: type[forms.Form]
    may: Callable[[Any, Any], Verdict]
    run: Callable[..., Any]
    variant: str = ""


_SAID_BY: dict[str, Callable[[], Iterable[AtDesk]]] = {}


def register(room: str, doings: Callable[[], Iterable[AtDesk]]) -> None:
    """The room's actions are offered from now on; they are asked for when first needed."""
    _SAID_BY[room] = doings
    at_desks.cache_clear()


@functools.cache
def at_desks() -> tuple[AtDesk, ...]:
    """All of them, in the order of their rooms."""
    return tuple(each for doings in _SAID_BY.values() for each in doings())
