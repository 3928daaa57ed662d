"""What the clock does with the roll: it looks at files that were brought and writes those that were confirmed. A worker
that is killed half-way leaves nothing behind; another takes the file up after some minutes."""

import json
import time
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from yishi.record import Refused, clock, troubles

from . import actions
from .actors import CLOCK, Actor, acting
from .models import Bond, Dwelling, RollImport
from .roll import waiting
from .roll.comparing import Plan, compare, lacking, starred
from .roll.reading import Found, Sheet, read
from .sheets import Unreadable

JOB = "yishi.network.roll_jobs.work_on_rolls"
SILENT = timedelta(minutes=3)
"""A worker that said nothing for so long is gone."""
TRIES = 3
TOLD_EVERY = 0.7
SHOWN_PROBLEMS, SHOWN_CHANGES, SHOWN_NEW = 5000, 300, 20
State = RollImport.State


def work_on_rolls() -> int:
    """Look at one file, or write one. Gives how many."""
    gone = clock.real_now() - SILENT
    rows = RollImport.objects.filter(state__in=(State.BROUGHT, State.CONFIRMED))
    brought = (
        rows.filter(Q(beat_at=None) | Q(beat_at__lt=gone))
        .select_related("place", "post")
        .order_by("id")
        .first()
    )
    if brought is None or not actions.claim_roll(brought.pk, brought.beat_at):
        return 0
    with translation.override(brought.language):
        try:
            _look(brought) if brought.state == State.BROUGHT else _write(brought)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  one file stops no other
            troubles.note(JOB, brought.ref, error)
            _give_up(
                brought, _("Something went wrong here, and nothing was written. The operator has been told.")
            )
    return 1


def looked_at(content: bytes, place: Any, tell: Any = lambda _stage, _done, _of: None) -> tuple[Sheet, Plan]:
    """What the file says and what it would change. Raises Unreadable."""
    sheet = read(content, lambda done, of: tell("reading", done, of))
    return sheet, compare(sheet, place, lambda done, of: tell("comparing", done, of))


def _look(brought: RollImport) -> None:
    content = waiting.read(brought.file)
    if content is None:
        _give_up(brought, _("The file is no longer here. Please choose it again."))
        return
    try:
        sheet, plan = looked_at(content, brought.place, _Teller(brought.pk))
    except Unreadable as trouble:
        _give_up(brought, str(trouble.args[0]))
        return
    _found(brought, sheet, plan)


def _write(brought: RollImport) -> None:
    content = waiting.read(brought.file)
    if content is None:
        _give_up(brought, _("The file is no longer here. Please choose it again."))
        return
    agreed, tell = json.loads(brought.report)["outline"], _Teller(brought.pk)
    for _try in range(TRIES):
        sheet, plan = looked_at(content, brought.place, tell)
        if sheet.problems or plan.outline != agreed:
            _found(brought, sheet, plan, again=True)
            return
        tell("writing", 0, 1)
        try:
            actions.import_roll(_whoever_brought(brought), brought, plan=plan)
            return
        except actions.Stale:
            continue
        except Refused as refused:
            _give_up(brought, str(refused.reason))
            return
    _found(brought, sheet, plan, again=True)


def _whoever_brought(brought: RollImport) -> Actor:
    """In their post, if they still hold it."""
    if brought.post is None:
        return CLOCK
    return acting(brought.post, brought.person) if brought.person in brought.post.holders() else Actor()


class _Teller:
    """Says how far it has come, not too often."""

    def __init__(self, pk: int):
        self.pk, self.stage, self.told = pk, "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage == self.stage and time.monotonic() - self.told < TOLD_EVERY:
            return
        self.stage, self.told = stage, time.monotonic()
        actions.note_progress(self.pk, stage=stage, done=done, total=total)


def _give_up(brought: RollImport, why: str) -> None:
    waiting.drop(brought.file)
    report = json.dumps({"why": why}, ensure_ascii=False)
    actions.note_progress(
        brought.pk, state=State.UNREADABLE, file="", report=report, ended_at=clock.now(), stage=""
    )


def _found(brought: RollImport, sheet: Sheet, plan: Plan, *, again: bool = False) -> None:
    """What was found waits to be read and agreed to."""
    report = json.dumps({**as_report(sheet, plan), "again": again}, ensure_ascii=False)
    actions.note_progress(
        brought.pk,
        state=State.LOOKED,
        stage="",
        rows=sheet.rows,
        problems=len(sheet.problems),
        added=len(plan.added),
        changed=len(plan.changed),
        gone=len(plan.gone),
        same=plan.same,
        places=len(plan.buildings) + len(plan.units),
        report=report,
    )


def as_report(sheet: Sheet, plan: Plan) -> dict[str, Any]:
    """What people read before they agree; names and numbers hidden."""
    gone = Dwelling.objects.filter(pk__in=plan.gone[:SHOWN_CHANGES]).select_related("place")
    return {
        "outline": plan.outline,
        "problems": [[p.row, p.column, p.reason] for p in sheet.problems[:SHOWN_PROBLEMS]],
        "remarks": sheet.remarks,
        "buildings": sorted(set(plan.buildings.values()))[:200],
        "new_buildings": len(plan.buildings),
        "new_units": len(plan.units),
        "changed": [[_where(c.found), c.found.row, c.lines] for c in plan.changed[:SHOWN_CHANGES]],
        "new": [_new(found) for _at, found in plan.added[:SHOWN_NEW]],
        "gone": [f"{d.place.label_zh} {d.door}" for d in gone],
        "to_complete": sum(bool(_lacks(found)) for _at, found in plan.added),
    }


def _where(found: Found) -> str:
    return " ".join(filter(None, (found.estate, found.building, found.door)))


def _new(found: Found) -> list[str]:
    owners = "、".join(starred(one.name) for one in found.people if one.bond == Bond.OWNER)
    area = "" if found.area is None else f"{found.area // 100}.{found.area % 100:02d}"
    return [str(found.row), _where(found), area, owners]


def _lacks(found: Found) -> str:
    return lacking(found.area, [(one.name, one.phone) for one in found.people if one.bond == Bond.OWNER])
