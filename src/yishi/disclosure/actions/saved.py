"""A list is saved: at once, or by the worker where it is long."""

from datetime import datetime
from typing import Any

from yishi.record import Refused, action, chore, clock, emit

from .. import events, rules, saved_files
from ..models import SavedList

State = SavedList.State
BUSY = (State.WAITING, State.WORKING)


@action(may=rules.may_save_list, lock=False)
def save_list(
    actor: Any,
    _nothing: None = None,
    *,
    name: str,
    form: str,
    rows: int,
    language: str,
    query: str | None = None,
) -> SavedList:
    """The list is given out at once; with a `query` the worker writes it, and it waits for a day."""
    saved = SavedList.objects.create(
        person=actor.person,
        post=actor.post,
        name=name,
        form=form,
        query=query or "",
        language=language,
        state=State.GIVEN if query is None else State.WAITING,
        rows=rows,
        at=clock.now(),
        ended_at=clock.now() if query is None else None,
    )
    emit(events.ListSaved(list=name, form=form, rows=rows), about=saved, by=actor)
    return saved


@chore("that somebody no longer wants a file of their own is no fact of public life")
def drop_saved(saved: SavedList) -> None:
    """Nobody works at it any more, and its file is gone."""
    saved = SavedList.objects.select_for_update().get(pk=saved.pk)
    if saved.state == State.DROPPED:
        raise Refused(rules.GONE, moved_on=True)
    saved_files.drop(saved.file)
    SavedList.objects.filter(pk=saved.pk).update(
        state=State.DROPPED, file="", query="", ended_at=saved.ended_at or clock.now()
    )


@chore("how far the worker has come with a file is no fact of public life", single=True)
def note_written(pk: int, **fields: Any) -> bool:
    """The page that waits for it shows this. False where nobody wants it any more."""
    rows = SavedList.objects.filter(pk=pk, state__in=BUSY)
    return rows.update(beat_at=clock.real_now(), **fields) == 1


@chore("which worker is at a file is no fact of public life", single=True)
def claim_saved(pk: int, seen: datetime | None) -> bool:
    """This worker is at it, unless another was faster."""
    rows = SavedList.objects.filter(pk=pk, state__in=BUSY, beat_at=seen)
    return rows.update(beat_at=clock.real_now(), state=State.WORKING) == 1
