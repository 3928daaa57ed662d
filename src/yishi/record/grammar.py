"""The grammar of actions: one function, one transaction, a rule asked about the row as it is, at least one event."""

import functools
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import clock
from .events import Event, room_of


class Actor(Protocol):
    """Whoever acts. `ref` is what the record keeps: a post, `resident`, `clock`; never a resident's identity."""

    @property
    def ref(self) -> str: ...


@dataclass(frozen=True)
class Verdict:
    """A rule's answer: yes, or no with a reason people can read."""

    allowed: bool
    reason: str | Promise = ""
    moved_on: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str | Promise, *, moved_on: bool = False) -> Verdict:
    """No, because … `moved_on` marks that the subject has changed meanwhile (409), not that one may not (403)."""
    return Verdict(False, reason, moved_on)


No = Verdict
Rule = Callable[[Any, Any], Verdict]


class Refused(Exception):
    """An action was not allowed. `reason` is for people; `moved_on` as in `no`."""

    def __init__(self, reason: str | Promise, *, moved_on: bool = False):
        super().__init__(str(reason))
        self.reason, self.moved_on = reason, moved_on


@dataclass
class _Unit:
    """The outermost action under way and the entries it will write."""

    entries: list[Any] = field(default_factory=list)


_unit: ContextVar[_Unit | None] = ContextVar("action_under_way", default=None)
_REF = re.compile(r"[a-z]+(:[0-9]+)?")
MANY = 100
"""Above so many entries an action writes them as a bulk."""
ACTIONS: dict[str, Callable] = {}
CHORES: dict[str, str] = {}


def action(*, may: Rule, lock: bool = True) -> Callable[[Callable], Callable]:
    """Make `body(actor, subject, …)` an action.

    Opens the transaction, re-reads the subject (locked, unless `lock` is False: for subjects that are only the place
    something new is made at), asks `may`, runs the body and refuses to end without an event. `once` is a key from the
    form: the second call with the same key changes nothing and gives the row the first one gave (None if it gave none).
    Raises `Refused` with the rule's reason.
    """

    def decorate(body: Callable) -> Callable:
        name = f"{room_of(body.__module__)}.{body.__name__}"

        @functools.wraps(body)
        def run(actor: Actor, subject: Any = None, /, *args: Any, once: str = "", **kwargs: Any) -> Any:
            with transaction.atomic(), _as_unit() as (unit, outermost):
                submission = _submission(name, once) if once else None
                if submission and submission.result:
                    return _found(submission.result)
                fresh = _reread(subject, lock)
                verdict = may(actor, fresh)
                if not verdict:
                    raise Refused(verdict.reason, moved_on=verdict.moved_on)
                so_far = len(unit.entries)
                result = body(actor, fresh, *args, **kwargs)
                if len(unit.entries) == so_far:
                    raise RuntimeError(f"{name} ended without an event")
                if outermost:
                    _write(unit)
                if submission:
                    _remember(submission, result)
                return result

        run.may = may  # type: ignore[attr-defined]
        if body.__module__.startswith("yishi."):
            ACTIONS[name] = run
        return run

    return decorate


def chore(why: str, *, apart: bool = True) -> Callable[[Callable], Callable]:
    """Make a function a chore: a write in a transaction that is no fact of public life, and `why` it is none. Called
    within an action, one that is not `apart` has no savepoint of its own: where it fails, all of the action fails."""

    def decorate(body: Callable) -> Callable:
        CHORES[f"{body.__module__.removeprefix('yishi.')}.{body.__name__}"] = why

        @functools.wraps(body)
        def run(*args: Any, **kwargs: Any) -> Any:
            with transaction.atomic(savepoint=apart):
                return body(*args, **kwargs)

        return run

    return decorate


def emit(event: Event, *, about: Any, by: Actor, place: str | None = None) -> None:
    """Add an event about a row to the record, to be written when the outermost action ends."""
    from .models import Entry
    from .tree import canonical

    unit = _unit.get()
    if unit is None:
        raise RuntimeError("an event belongs to an action")
    event.check()
    for ref in (about.ref, by.ref):
        if not _REF.fullmatch(ref):
            raise ValueError(f"{event.kind}: the record keeps references, not {ref!r}")
    unit.entries.append(
        Entry(
            kind=event.kind,
            subject=about.ref,
            place=about.at_path if place is None else place,
            actor=by.ref,
            at=clock.now(),
            recorded_at=clock.real_now(),
            fields=canonical(event.fields()),
            salt=secrets.token_hex(16),
            public=about.in_the_open,
        )
    )


@contextmanager
def _as_unit() -> Iterator[tuple[_Unit, bool]]:
    """Join the action under way, or begin one. What fails takes its events with it, as its savepoint takes its rows."""
    present = _unit.get()
    unit = present or _Unit()
    token = None if present else _unit.set(unit)
    so_far = len(unit.entries)
    try:
        yield unit, present is None
    except BaseException:
        del unit.entries[so_far:]
        raise
    finally:
        if token:
            _unit.reset(token)


def _write(unit: _Unit) -> None:
    from . import bulk
    from .models import Entry, Unsealed

    if len(unit.entries) > MANY:
        bulk.insert(unit.entries)
        bulk.insert([Unsealed(entry_id=entry.pk) for entry in unit.entries])
        return
    written = Entry.objects.bulk_create(unit.entries)
    Unsealed.objects.bulk_create(Unsealed(entry_id=entry.pk) for entry in written)


def _reread(subject: Any, lock: bool) -> Any:
    if not isinstance(subject, models.Model) or subject._state.adding:
        return subject
    rows = type(subject)._base_manager.all()
    if lock:
        rows = rows.select_for_update()
    fresh = rows.filter(pk=subject.pk).first()
    if fresh is None:
        raise Refused(_("What you were looking at is no longer there."), moved_on=True)
    return fresh


_SUBMIT = "INSERT INTO record_submission (key, result, at) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING"


def _submission(name: str, once: str) -> Any:
    from .models import Submission

    # A form may send anything as its key; the digest has one length and holds nothing of it.
    key = f"{name[:50]}:{hashlib.sha256(once.encode(errors='replace')).hexdigest()}"
    # Two at once: the second waits here for the first one's commit, then finds its row.
    fresh = Submission(key=key, at=clock.real_now())
    with connection.cursor() as cursor:
        cursor.execute(_SUBMIT, [fresh.key, fresh.result, connection.ops.adapt_datetimefield_value(fresh.at)])
        is_first = cursor.rowcount == 1
    return fresh if is_first else Submission.objects.get(key=key)


def _remember(submission: Any, result: Any) -> None:
    if isinstance(result, models.Model):
        submission.result = f"{result._meta.label_lower}:{result.pk}"
    else:
        submission.result = "-"
    submission.save(update_fields=["result"])


def _found(result: str) -> Any:
    if result == "-":
        return None
    label, pk = result.split(":")
    return apps.get_model(label)._base_manager.get(pk=pk)
