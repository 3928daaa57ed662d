"""Sweeping up what has served its time."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from .storage import PARTS

KEEP_DRAFTS = 2 * 24 * 60 * 60


def sweep() -> int:
    """Remove sessions that have ended and photos of reports that were never sent. Gives how many."""
    gone, _by_kind = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    for folder in Path(settings.MEDIA_ROOT, "drafts").glob("*"):
        if _is_old(folder):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    for part in Path(settings.MEDIA_ROOT, PARTS).glob("*"):  # left by a process that was killed
        if _is_old(part):
            part.unlink(missing_ok=True)
            gone += 1
    return gone


def _is_old(folder: Path) -> bool:
    try:
        return folder.stat().st_mtime < time.time() - KEEP_DRAFTS
    except OSError:  # another worker was faster, or it cannot be read
        return False
