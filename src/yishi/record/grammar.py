"""The grammar of actions: one function, one transaction, a rule asked about the row as it is, at least one event."""

import functools
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import clock, prepared
from .digests import new_salts
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
    written: int = 0
    """Entries it has written already."""

    @property
    def so_far(self) -> int:
        return self.written + len(self.entries)


_unit: ContextVar[_Unit | None] = ContextVar("action_under_way", default=None)
_REF = re.compile(r"[a-z]+(:[0-9]+)?")
MANY = 100
"""Above so many entries an action writes them as a bulk."""
ACTIONS: dict[str, Callable] = {}
CHORES: dict[str, str] = {}


def action(
    *, may: Rule, lock: bool = True, read: Callable[[Any], Any] | None = None
) -> Callable[[Callable], Callable]:
    """Make `body(actor, subject, …)` an action.

    Opens the transaction, re-reads the subject (locked, unless `lock` is False: for subjects that are only the place
    something new is made at; `read` gives such a one as it is now out of what the process keeps), asks `may`, runs the
    body and refuses to end without an event. `once` is a key from the form: the second call with the same key changes
    nothing and gives the row the first one gave (None if it gave none). `then` is called with what the action gives, in
    its transaction: for what whoever acts keeps of it in their browser. Raises `Refused` with the rule's reason.
    """

    def decorate(body: Callable) -> Callable:
        name = f"{room_of(body.__module__)}.{body.__name__}"

        @functools.wraps(body)
        def run(
            actor: Actor,
            subject: Any = None,
            /,
            *args: Any,
            once: str = "",
            then: Callable[[Any], None] | None = None,
            **kwargs: Any,
        ) -> Any:
            with transaction.atomic(), _as_unit() as (unit, outermost):
                submission = _submission(name, once) if once else None
                if submission and submission.result:
                    return _with(_found(submission.result), then)
                fresh = _reread(subject, lock, read)
                verdict = may(actor, fresh)
                if not verdict:
                    raise Refused(verdict.reason, moved_on=verdict.moved_on)
                so_far = unit.so_far
                result = body(actor, fresh, *args, **kwargs)
                if unit.so_far == so_far:
                    raise RuntimeError(f"{name} ended without an event")
                if outermost and unit.entries:
                    _write(unit.entries)
                if submission:
                    _remember(submission, result)
                return _with(result, then)

        run.may = may  # type: ignore[attr-defined]
        if body.__module__.startswith("yishi."):
            ACTIONS[name] = run
        return run

    return decorate


def chore(why: str, *, apart: bool = True, single: bool = False) -> Callable[[Callable], Callable]:
    """Make a function a chore: a write in a transaction that is no fact of public life, and `why` it is none. Called
    within an action, one that is not `apart` has no savepoint of its own: where it fails, all of the action fails. A
    `single` one writes by one statement, which is a transaction by itself, and so opens none."""

    def decorate(body: Callable) -> Callable:
        CHORES[f"{body.__module__.removeprefix('yishi.')}.{body.__name__}"] = why

        @functools.wraps(body)
        def run(*args: Any, **kwargs: Any) -> Any:
            with nullcontext() if single else transaction.atomic(savepoint=apart):
                return body(*args, **kwargs)

        return run

    return decorate


def emit(event: Event, *, about: Any, by: Actor, place: str | None = None) -> None:
    """Add an event about a row to the record, to be written when the outermost action ends."""
    from .models import Entry

    unit = _under_way()
    fields = event.written()
    for ref in (about.ref, by.ref):
        _check_ref(event, ref)
    unit.entries.append(
        Entry(
            kind=event.kind,
            subject=about.ref,
            place=about.at_path if place is None else place,
            actor=by.ref,
            at=clock.now(),
            recorded_at=clock.real_now(),
            fields=fields,
            salt=secrets.token_hex(16),
            public=about.in_the_open,
        )
    )


class Happened(NamedTuple):
    """An event of `emit_all`: what, about which row, where, by whom, when, and whether the public copy shows it."""

    event: Event
    subject: str
    place: str
    actor: str
    at: datetime
    public: bool


def emit_all(happened: Sequence[Happened]) -> None:
    """As `emit` for each, and written at once: for an action that brings in thousands. Their order is that in which
    they are given."""
    from . import bulk
    from .models import Entry, Unsealed

    unit = _under_way()
    if not happened:
        return
    keys, salts = bulk.keys(Entry, len(happened)), new_salts(len(happened))
    moment = bulk.moments()
    written_at, seen = moment(clock.real_now()), set[str]()
    lines = (
        (
            key,
            each.event.kind,
            _seen(each.event, each.subject, seen),
            each.place,
            _seen(each.event, each.actor, seen),
            moment(each.at),
            written_at,
            each.event.written(),
            salt,
            each.public,
        )
        for key, salt, each in zip(keys, salts, happened, strict=True)
    )
    bulk.write(Entry, _COLUMNS, lines)
    bulk.write(Unsealed, ["entry_id"], ((key,) for key in keys))
    unit.written += len(keys)


_COLUMNS = ("id", "kind", "subject", "place", "actor", "at", "recorded_at", "fields", "salt", "public")


def _seen(event: Event, ref: str, seen: set[str]) -> str:
    if ref not in seen:
        _check_ref(event, ref)
        seen.add(ref)
    return ref


def _check_ref(event: Event, ref: str) -> None:
    if not _REF.fullmatch(ref):
        raise ValueError(f"{event.kind}: the record keeps references, not {ref!r}")


def _under_way() -> _Unit:
    unit = _unit.get()
    if unit is None:
        raise RuntimeError("an event belongs to an action")
    return unit


def _with(result: Any, then: Callable[[Any], None] | None) -> Any:
    if then:
        then(result)
    return result


@contextmanager
def _as_unit() -> Iterator[tuple[_Unit, bool]]:
    """Join the action under way, or begin one. What fails takes its events with it, as its savepoint takes its rows."""
    present = _unit.get()
    unit = present or _Unit()
    token = None if present else _unit.set(unit)
    so_far, written = len(unit.entries), unit.written
    try:
        yield unit, present is None
    except BaseException:
        del unit.entries[so_far:]
        unit.written = written
        raise
    finally:
        if token:
            _unit.reset(token)


def _write(entries: list[Any]) -> None:
    """The entries of an action that ends, each of which waits to be sealed."""
    from . import bulk, rows
    from .models import Unsealed

    if len(entries) > MANY:
        bulk.insert(entries)
        bulk.insert([Unsealed(entry_id=entry.pk) for entry in entries])
    elif connection.vendor != "postgresql":
        rows.put(*entries)
        rows.put(*(Unsealed(entry_id=entry.pk) for entry in entries))
    else:
        insertion, values = rows.insertion(*entries)
        with prepared.cursor() as cursor:
            cursor.execute(_UNSEALED % insertion, values)


def _reread(subject: Any, lock: bool, read: Callable[[Any], Any] | None) -> Any:
    if not isinstance(subject, models.Model) or subject._state.adding:
        return subject
    fresh = read(subject) if read else _from_its_table(subject, lock)
    if fresh is None:
        raise Refused(_("What you were looking at is no longer there."), moved_on=True)
    return fresh


def _from_its_table(subject: models.Model, lock: bool) -> Any:
    rows = type(subject)._base_manager.all()
    if lock:
        rows = rows.select_for_update()
    return rows.filter(pk=subject.pk).first()


_SUBMIT = "INSERT INTO record_submission (key, result, at) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING"
_RESULT = "UPDATE record_submission SET result = %s WHERE key = %s"
_UNSEALED = "WITH fresh AS (%s) INSERT INTO record_unsealed (entry_id) SELECT id FROM fresh"


def _submission(name: str, once: str) -> Any:
    from .models import Submission

    # A form may send anything as its key; the digest has one length and holds nothing of it.
    key = f"{name[:50]}:{hashlib.sha256(once.encode(errors='replace')).hexdigest()}"
    # Two at once: the second waits here for the first one's commit, then finds its row.
    fresh = Submission(key=key, at=clock.real_now())
    with prepared.cursor() as cursor:
        cursor.execute(_SUBMIT, [fresh.key, fresh.result, connection.ops.adapt_datetimefield_value(fresh.at)])
        is_first = cursor.rowcount == 1
    return fresh if is_first else Submission.objects.get(key=key)


def _remember(submission: Any, result: Any) -> None:
    named = f"{result._meta.label_lower}:{result.pk}" if isinstance(result, models.Model) else "-"
    with prepared.cursor() as cursor:
        cursor.execute(_RESULT, [named, submission.key])


def _found(result: str) -> Any:
    if result == "-":
        return None
    label, pk = result.split(":")
    return apps.get_model(label)._base_manager.get(pk=pk)
