"""Sweeping up what has served its time."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

KEEP_DRAFTS = 2 * 24 * 60 * 60


def sweep() -> int:
    """Remove sessions that have ended and photos of reports that were never sent. Gives how many."""
    gone, _by_kind = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    for folder in Path(settings.MEDIA_ROOT, "drafts").glob("*"):
        if folder.stat().st_mtime < time.time() - KEEP_DRAFTS:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
