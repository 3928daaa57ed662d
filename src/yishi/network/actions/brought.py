"""A spreadsheet is brought, looked at, confirmed and written, all of it or nothing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yishi.record import Refused, action, chore, clock, emit

from .. import bringing, events, rules
from ..bringing import Import, Outcome, Row
from ..models import Brought
from ..roll import waiting

State = Brought.State
BUSY = (State.BROUGHT, State.CONFIRMED)


@chore("a file that waits to be looked at is no fact of public life; writing it is an event of its own")
def bring_sheet(actor: Any, of: Import, *, content: bytes, name: str, language: str) -> Brought:
    """The file waits, encrypted, for the worker to look at it. Raises Refused."""
    if not (verdict := of.may(actor)):
        raise Refused(verdict.reason)
    return Brought.objects.create(
        what=of.name,
        post=actor.post,
        person=actor.person,
        language=language,
        name=name[:120],
        file=waiting.keep(content),
        brought_at=clock.now(),
    )


@chore("whoever brought the file has agreed to what it would change; writing it is an event of its own")
def confirm_sheet(actor: Any, brought: Brought) -> Brought:
    """What was looked at is to be written. Raises Refused where it is not, or no more, to be."""
    brought = Brought.objects.select_for_update().get(pk=brought.pk)
    if not (verdict := bringing.IMPORTS[brought.what].may(actor)):
        raise Refused(verdict.reason)
    if brought.state != State.LOOKED:
        raise Refused(_("This file has been settled meanwhile."), moved_on=True)
    if brought.problems:
        raise Refused(_("Please put the problems right in the file first, and bring it again."))
    if not brought.added:
        raise Refused(_("All of this is here already. There is nothing to write."), moved_on=True)
    brought.state, brought.beat_at, brought.done = State.CONFIRMED, None, 0
    brought.save(update_fields=["state", "beat_at", "done"])
    return brought


@chore("a file of which nothing was written is thrown away")
def drop_sheet(brought: Brought) -> None:
    """The file is gone, and what was found in it. Raises Refused while it is being written."""
    brought = Brought.objects.select_for_update().get(pk=brought.pk)
    if brought.state == State.CONFIRMED:
        raise Refused(_("It is being written at this moment."), moved_on=True)
    waiting.drop(brought.file)
    Brought.objects.filter(pk=brought.pk).exclude(state=State.DONE).update(
        state=State.DROPPED, file="", report="", ended_at=clock.now()
    )


@chore("how far the worker has come with a file is no fact of public life", single=True)
def note_brought(pk: int, **fields: Any) -> int:
    """The page that waits for it shows this. Gives 1, or 0 where the file was thrown away meanwhile."""
    return Brought.objects.filter(pk=pk, state__in=BUSY).update(beat_at=clock.real_now(), **fields)


@chore("which worker is at a file is no fact of public life", single=True)
def claim_brought(pk: int, seen: datetime | None) -> bool:
    """This worker is at it, unless another was faster."""
    rows = Brought.objects.filter(pk=pk, state__in=BUSY, beat_at=seen)
    return rows.update(beat_at=clock.real_now()) == 1


class Changed(Exception):
    """What is here is no longer what the file was tried against; `outcome` is what it would come to now."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("changed")
        self.outcome = outcome


@action(may=rules.may_write_sheet)
def write_sheet(actor: Any, brought: Brought, *, rows: list[Row], outcome: Outcome) -> Brought:
    """All rows of the file are here, or none. Raises Changed where one of them can no longer be."""
    of, agreed = bringing.IMPORTS[brought.what], brought.added
    bringing.carried_out(actor, of, rows, outcome)
    if outcome.problems or outcome.added != agreed:
        raise Changed(outcome)
    brought.state, brought.ended_at, brought.report = State.DONE, clock.now(), ""
    brought.save(update_fields=["state", "ended_at", "report"])
    emit(
        events.SheetBroughtIn(what=brought.what, rows=outcome.rows, added=outcome.added),
        about=brought,
        by=actor,
    )
    return brought
