"""An edition of open data is published, and later its files go."""

import hashlib
from datetime import date, datetime
from typing import Any

from yishi.record import action, clock, emit
from yishi.record.models import TreeHead

from .. import events, rules
from ..models import Edition
from ..opendata import writing


@action(may=rules.may_publish_edition, lock=False)
def publish_edition(
    actor: Any,
    _nothing: None = None,
    *,
    day: date,
    at: datetime,
    folder: str,
    files: dict[str, dict[str, Any]],
    head: TreeHead | None,
) -> Edition:
    """The files that were written are the open data of a day. Raises IntegrityError where the day has an edition."""
    digest = hashlib.sha256(writing.manifest(files).encode()).hexdigest()
    edition = Edition.objects.create(
        day=day,
        at=at,
        folder=folder,
        files=files,
        digest=digest,
        tree_size=head.size if head else 0,
        tree_root=bytes(head.root).hex() if head else "",
    )
    rows = sum(each["rows"] for name, each in files.items() if name.endswith(".jsonl"))
    emit(events.EditionPublished(day=day, rows=rows, manifest=digest), about=edition, by=actor)
    return edition


@action(may=rules.may_drop_edition)
def drop_edition(actor: Any, edition: Edition) -> Edition:
    """Its files may be taken away; what they were stays known by their digests."""
    edition.dropped_at = clock.now()
    edition.save(update_fields=["dropped_at"])
    emit(events.EditionDropped(day=edition.day), about=edition, by=actor)
    return edition
