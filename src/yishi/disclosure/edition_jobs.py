"""Each night the clock publishes the open data of the day that began, and takes away what nobody needs any more: of
days longer than a month ago one edition a month is kept."""

from datetime import timedelta

from django.db import IntegrityError
from django.utils.timezone import localtime

from yishi.network.actors import CLOCK
from yishi.record import clock
from yishi.record.proofs import newest_head

from . import actions
from .models import Edition
from .opendata import writing

HOUR = 2
"""From this hour of the night on: few people are awake, and yesterday is told whole."""
KEPT = timedelta(days=31)
UNFINISHED = timedelta(days=2)
"""No edition takes so long to write: what is older and belongs to none was left by a worker that was killed."""


def publish_nightly() -> int:
    """Publish the edition of today where there is none, nor one of a later day: a clock that was set back publishes
    nothing for days gone by. Gives how many."""
    now = clock.now()
    day = localtime(now).date()
    if localtime(now).hour < HOUR or Edition.objects.filter(day__gte=day).exists():
        return 0
    head, folder = newest_head(), writing.new_folder(day)
    files = writing.write_all(folder, now)
    try:
        actions.publish_edition(CLOCK, day=day, at=now, folder=folder, files=files, head=head)
    except IntegrityError:  # another worker was quicker
        writing.drop(folder)
        return 0
    return 1


def drop_old() -> int:
    """Take away the files of old editions, and what was begun by a worker that was killed. Gives how many."""
    old = list(Edition.objects.filter(dropped_at=None, day__lt=clock.today() - KEPT).exclude(day__day=1))
    for edition in old:
        actions.drop_edition(CLOCK, edition)
        writing.drop(edition.folder)
    kept = set(Edition.objects.filter(dropped_at=None).values_list("folder", flat=True))
    begun = f"{clock.real_now() - UNFINISHED:%Y-%m-%d}"
    left = [folder for folder in writing.folders() if folder not in kept and folder < begun]
    for folder in left:
        writing.drop(folder)
    return len(old) + len(left)
