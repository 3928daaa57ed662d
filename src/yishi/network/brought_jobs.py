"""What the clock does with spreadsheets that were brought: it looks at them, and writes those that were confirmed. A
worker that is killed half-way leaves nothing behind; another takes the file up after some minutes."""

import json
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from yishi.record import Refused, clock, troubles

from . import actions, bringing
from .actions.brought import BUSY, Changed
from .actors import Actor
from .bringing import IMPORTS, MOST_TOLD, Outcome
from .holding import posts_of
from .models import Brought
from .roll import waiting
from .sheets import Unreadable

JOB = "yishi.network.brought_jobs.work_on_sheets"
SILENT = timedelta(minutes=3)
"""A worker that said nothing for so long is gone."""
State = Brought.State


def work_on_sheets() -> int:
    """Look at one file, or write one. Gives how many."""
    gone = clock.real_now() - SILENT
    rows = Brought.objects.filter(state__in=BUSY).filter(Q(beat_at=None) | Q(beat_at__lt=gone))
    brought = rows.select_related("person", "post__place", "post__organisation").order_by("id").first()
    if brought is None or not actions.claim_brought(brought.pk, brought.beat_at):
        return 0
    with translation.override(brought.language):
        try:
            _work(brought)
        except (OperationalError, InterfaceError):
            raise
        except Unreadable as trouble:
            _give_up(brought, str(trouble.args[0]))
        except Refused as refused:
            _give_up(brought, str(refused.reason))
        except Exception as error:  # noqa: BLE001  one file stops no other
            troubles.note(JOB, brought.ref, error)
            _give_up(
                brought, _("Something went wrong here, and nothing was written. The operator has been told.")
            )
    return 1


def _work(brought: Brought) -> None:
    of, actor, content = IMPORTS[brought.what], _whoever_brought(brought), waiting.read(brought.file)
    if content is None:
        raise Unreadable(_("The file is no longer here. Please choose it again."))
    if not (verdict := of.may(actor)):
        raise Refused(verdict.reason)
    rows, outcome = bringing.read(
        content, of, lambda done, many: actions.note_brought(brought.pk, done=done, rows=many)
    )
    actions.note_brought(brought.pk, done=outcome.rows, rows=outcome.rows)
    if brought.state == State.BROUGHT:
        _found(brought, bringing.tried(actor, of, rows, outcome))
        return
    try:
        actions.write_sheet(actor, brought, rows=rows, outcome=outcome)
    except Changed as changed:
        _found(brought, changed.outcome, again=True)
    else:
        waiting.drop(brought.file)


def _whoever_brought(brought: Brought) -> Actor:
    """In their post, if they still hold it."""
    posts = tuple(posts_of(brought.person.pk)) if brought.person and brought.person.is_active else ()
    if brought.post not in posts:
        return Actor()
    return Actor(person=brought.person, post=brought.post, posts=posts)


def _found(brought: Brought, outcome: Outcome, *, again: bool = False) -> None:
    """What was found waits to be read and agreed to."""
    report = {
        "problems": sorted(outcome.problems)[:MOST_TOLD],
        "remarks": sorted(outcome.remarks)[:MOST_TOLD],
        "again": again,
    }
    actions.note_brought(
        brought.pk,
        state=State.LOOKED,
        rows=outcome.rows,
        added=outcome.added,
        same=outcome.same,
        problems=len(outcome.problems),
        report=json.dumps(report, ensure_ascii=False),
    )


def _give_up(brought: Brought, why: str) -> None:
    waiting.drop(brought.file)
    report = json.dumps({"why": why}, ensure_ascii=False)
    actions.note_brought(brought.pk, state=State.UNREADABLE, file="", report=report, ended_at=clock.now())
