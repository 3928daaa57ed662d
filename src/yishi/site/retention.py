"""Keeping no longer than needed: the rules of retention are gone through once a day, in bounded portions; and files
that no row names are swept up."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage

from yishi.cases.actions import retain as retain_rule
from yishi.cases.actions import set_retention
from yishi.cases.actions.retaining import PORTION, due
from yishi.cases.models import Photo
from yishi.deliberation.models import OpinionPhoto, Posting, Undertaking
from yishi.disclosure.models import BoardPosting
from yishi.network import pictures
from yishi.network.actors import CLOCK
from yishi.network.models import Commitment, Plan
from yishi.people.models import RetentionRule
from yishi.people.retention import in_force
from yishi.record import clock, troubles

MOST_PORTIONS = 100
"""Of each kind in one round; what is left comes tomorrow, or with the next turn where the round was cut short."""
ORPHAN_AFTER = timedelta(days=1)


def waiting() -> list[dict[str, Any]]:
    """What each rule would erase now; nothing is changed. `count` is None where another job looks after it."""
    found = []
    for rule in in_force():
        rows = due(rule)
        found.append(
            {
                "what": rule.what,
                "keep_days": rule.keep_days,
                "source": rule.source,
                "count": None if rows is None else rows.count(),
            }
        )
    return found


def retain_all() -> dict[str, int]:
    """What has been kept long enough is gone, by what it was."""
    gone = {}
    for rule in in_force():
        gone[rule.what] = 0
        for _portion in range(MOST_PORTIONS):
            rows = due(rule)
            if rows is None or not rows.exists():
                break
            stored = _stored(rule)
            rule = retain_rule(CLOCK, stored)
            gone[rule.what] += rule.last_count
            if rule.last_count < PORTION:
                break
            if troubles.turn_is_over():
                return gone
    return gone


def _stored(rule: RetentionRule) -> RetentionRule:
    if rule.pk:
        return rule
    return set_retention(CLOCK, what=rule.what, keep_days=rule.keep_days, source=rule.source)


def retain() -> int:
    """What the clock does once a day. Gives how much is gone."""
    return sum(retain_all().values())


def orphans() -> list[str]:
    """Files of pictures older than a day that no row names: what was put in place by something that failed later."""
    named = set(Photo.objects.values_list("name", flat=True)) | set(
        Photo.objects.values_list("original", flat=True)
    )
    named |= set(Plan.objects.values_list("picture", flat=True))
    named |= set(Commitment.objects.exclude(picture="").values_list("picture", flat=True))
    named |= set(Undertaking.objects.exclude(picture="").values_list("picture", flat=True))
    named |= set(Posting.objects.values_list("picture", flat=True))
    named |= set(BoardPosting.objects.standing().values_list("picture", flat=True))
    named |= set(OpinionPhoto.objects.values_list("name", flat=True))
    before = clock.real_now() - ORPHAN_AFTER
    return [
        path
        for _folder, path in pictures.stored()
        if pictures.name_of(path) not in named and default_storage.get_modified_time(path) < before
    ]


def sweep_orphans() -> int:
    """Remove them. Gives how many files."""
    found = orphans()
    for path in found:
        pictures.drop(path)
    return len(found)
