"""An edition of open data is published; later its files are taken away."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Digest, Event


@dataclass(frozen=True)
class EditionPublished(Event):
    """`manifest` is the digest of the list of files with theirs: whoever holds a file can show that it is ours."""

    day: date
    rows: int
    manifest: Digest
    sentence = _("The open data of %(day)s were published, %(rows)s rows.")


@dataclass(frozen=True)
class EditionDropped(Event):
    day: date
    sentence = _("The files of the open data of %(day)s were taken away; their digests stay.")
