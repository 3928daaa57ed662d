"""What of the desk a program may do as well, with the forms people have: everything that needs neither somebody's eyes
nor somebody's name."""

from collections.abc import Iterator
from typing import Any

from yishi.cases import actions, rules
from yishi.cases.doings import AtDesk
from yishi.cases.models import Case

from . import actions as hands
from .forms.doing import Doing
from .forms.doings import ANSWERS, DOINGS
from .forms.originals import ORIGINALS
from .forms.publishing import PUBLISHING

NEEDS_EYES = set(PUBLISHING)
"""What everybody will read, somebody has looked at (docs/decisions/0015)."""
NEEDS_A_NAME = set(ORIGINALS)
"""What was said in confidence is opened by a person, for a reason; never by a key."""
NEEDS_BOTH_SIDES = {"merge"}
"""Two cases are put together by whoever has them side by side."""


def offered() -> Iterator[AtDesk]:
    """The actions, one for each form."""
    for name, form in DOINGS.items():
        if name in NEEDS_EYES | NEEDS_A_NAME | NEEDS_BOTH_SIDES:
            continue
        if name == "answer":
            yield from (_of(name, each, kind) for kind, each in ANSWERS.items())
        else:
            yield _of(name, form)


def _of(name: str, form: type[Doing], variant: str = "") -> AtDesk:
    run = form.instead or getattr(actions, name)
    return AtDesk(name, form, getattr(rules, f"may_{name}"), _take if name == "take" else run, variant)


def _take(actor: Any, case: Case, **arguments: Any) -> Any:
    """Taking it as on the page: it leaves the walks of others."""
    found = actions.take(actor, case, **arguments)
    hands.off_other_walks(actor, case)
    return found
