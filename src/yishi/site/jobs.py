"""Sweeping up what has served its time."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from yishi.desk.waiting_sheets import PREFIX as SHEETS
from yishi.people.actions import note_forgotten
from yishi.people.models import RetentionRule
from yishi.people.retention import days

from .storage import PARTS

DAY = 24 * 60 * 60
KEEP_DRAFTS = 2 * DAY
"""Seconds, where the house does not keep them shorter."""
KEEP_SHEETS = 4 * 60 * 60
"""Seconds that a spreadsheet waits to be brought in after it was looked at: an afternoon, and no night."""


def sweep() -> int:
    """Remove sessions that have ended or were not used for as long as the house keeps them, and photos of reports that
    were never sent, and spreadsheets that nobody confirmed. Gives how many."""
    kept = days(RetentionRule.What.SESSIONS) * DAY
    sooner = timedelta(seconds=max(0, settings.SESSION_COOKIE_AGE - kept))
    gone, _by_kind = Session.objects.filter(expire_date__lt=timezone.now() + sooner).delete()
    for folder in Path(settings.MEDIA_ROOT, "drafts").glob("*"):
        longest = KEEP_SHEETS if folder.name.startswith(SHEETS) else KEEP_DRAFTS
        if _is_old(folder, min(longest, kept)):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    for part in Path(settings.MEDIA_ROOT, PARTS).glob("*"):  # left by a process that was killed
        if _is_old(part):
            part.unlink(missing_ok=True)
            gone += 1
    note_forgotten(RetentionRule.What.SESSIONS, gone)
    return gone


def _is_old(folder: Path, kept: int = KEEP_DRAFTS) -> bool:
    try:
        return folder.stat().st_mtime < time.time() - kept
    except OSError:  # another worker was faster, or it cannot be read
        return False
