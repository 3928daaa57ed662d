"""What the clock does with long lists: it writes those that wait, and takes their files away after a day. A worker that
is killed half-way leaves nothing behind; another takes the list up after some minutes."""

import time
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.http import Http404, QueryDict

from yishi.network import saving
from yishi.network.actors import Actor
from yishi.network.holding import posts_of
from yishi.record import Refused, clock, troubles

from . import actions, saved_files
from .models import SavedList

JOB = "yishi.disclosure.saved_jobs.write_waiting"
SILENT = timedelta(minutes=3)
"""A worker that said nothing for so long is gone."""
KEPT = timedelta(days=1)
TOLD_EVERY = 0.7
State = SavedList.State
BUSY = (State.WAITING, State.WORKING)


class _Dropped(Exception):
    """Nobody wants it any more."""


def write_waiting() -> int:
    """Write the list that waits longest. Gives how many."""
    gone = clock.real_now() - SILENT
    rows = SavedList.objects.filter(state__in=BUSY)
    saved = (
        rows.filter(Q(beat_at=None) | Q(beat_at__lt=gone))
        .select_related("person", "post__place", "post__organisation")
        .order_by("id")
        .first()
    )
    if saved is None or not actions.claim_saved(saved.pk, saved.beat_at):
        return 0
    try:
        _write(saved)
    except (OperationalError, InterfaceError):
        raise
    except _Dropped:
        pass
    except (Http404, Refused):  # they may no longer look at it
        actions.note_written(saved.pk, state=State.FAILED, query="", ended_at=clock.now())
    except Exception as error:  # noqa: BLE001  one list stops no other
        troubles.note(JOB, saved.ref, error)
        actions.note_written(saved.pk, state=State.FAILED, query="", ended_at=clock.now())
    return 1


def _write(saved: SavedList) -> None:
    listed, actor, told = saving.LISTS[saved.name], _whoever_asked(saved), time.monotonic()
    rows = listed.rows(actor, QueryDict(saved.query))

    def each(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            if not actions.note_written(saved.pk, done=done):
                raise _Dropped

    with saving.xlsx_of(listed, rows, actor, saved.language, each) as content:
        name, many = saved_files.keep(content)
    ready = {"state": State.READY, "file": name, "bytes": many, "done": saved.rows}
    if not actions.note_written(saved.pk, ended_at=clock.now(), **ready):
        saved_files.drop(name)


def _whoever_asked(saved: SavedList) -> Actor:
    """In the post they asked in. Raises Http404 where they no longer hold it, or have no account any more."""
    if saved.person is None or not saved.person.is_active:
        raise Http404
    posts = tuple(posts_of(saved.person.pk))
    if saved.post is not None and saved.post not in posts:
        raise Http404
    return Actor(person=saved.person, post=saved.post, posts=posts)


def drop_old() -> int:
    """Take away what was ready for a day, and files that belong to no list. Gives how many."""
    until = clock.now() - KEPT
    old = list(SavedList.objects.filter(state=State.READY, ended_at__lt=until))
    for saved in old:
        actions.drop_saved(saved)
    return len(old) + _drop_left()


def _drop_left() -> int:
    """Files of a worker that was killed before it said where they lie. One that is being written at this moment is
    known a moment later, so they are looked at twice."""
    there = saved_files.names()
    left = there - set(SavedList.objects.exclude(file="").values_list("file", flat=True)) if there else set()
    if not left or SavedList.objects.filter(state__in=BUSY).exists():
        return 0
    for name in left:
        saved_files.drop(name)
    return len(left)
