"""Tables of the record. Entries, leaves, nodes and tree heads only ever grow; triggers see to it."""

import functools
import json
from datetime import UTC
from typing import Any

from django.db import models
from django.utils.encoding import force_str

from .events import KINDS, Event
from .sums import IndicatorQuerySet
from .tree import leaf_hash

STEP = 4
"""Characters a level takes in the materialised path of a place (`network.Place.path`)."""


def places_on_the_way(path: str) -> list[str]:
    """A place's path and those of all places it lies in, from the top; the whole domain is the empty path."""
    return [path[:end] for end in range(0, len(path) + 1, STEP)]


_json = json.JSONEncoder(ensure_ascii=False).encode


class Recorded(models.Model):
    """What a row needs so that events can be about it."""

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def at_path(self) -> str:
        """Path of the place the row's events are counted at."""
        return ""

    @property
    def in_the_open(self) -> bool:
        """Whether the record's public copy shows this row's events in full, or their hash alone."""
        return True

    def _get_FIELD_display(self, field: models.Field) -> str:
        """As Django's, which puts the names of all choices together anew each time."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@functools.cache
def _labels(field: models.Field) -> dict[Any, Any]:
    return dict(field.flatchoices)


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, ref: str) -> "EntryQuerySet":
        """The story of one subject, as it happened."""
        return self.filter(subject=ref).order_by("at", "id")


class Entry(models.Model):
    """One event as it was written: what, about which row, where, by whom, when."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    place = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=40)
    at = models.DateTimeField(help_text="when it happened")
    recorded_at = models.DateTimeField(help_text="when it was written; later than `at` for what was imported")
    fields = models.TextField(help_text="the event's fields as canonical JSON")
    salt = models.CharField(max_length=32, help_text="keeps a withheld leaf from being guessed")
    public = models.BooleanField(default=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "at", "id"], name="story_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.subject}"

    @property
    def data(self) -> dict:
        return json.loads(self.fields)

    @property
    def event_class(self) -> type[Event]:
        """Raises KeyError for a kind this version of the software does not know."""
        return KINDS[self.kind]

    @property
    def event(self) -> Event:
        """The event as it was emitted. Raises KeyError as `event_class` does."""
        return self.event_class.revived(self.data)

    def as_leaf(self) -> dict:
        """What the leaf hash covers, as a JSON object."""
        return {
            "id": self.pk,
            "kind": self.kind,
            "subject": self.subject,
            "place": self.place,
            "actor": self.actor,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "fields": self.data,
            "salt": self.salt,
        }

    def leaf_hash(self) -> bytes:
        """The hash that stands for the entry in the tree."""
        return leaf_hash(self.leaf_text().encode())

    def leaf_text(self) -> str:
        """`as_leaf` as canonical JSON, written straight down: the fields are canonical already, and whoever seals
        thousands a second feels the difference."""
        at, recorded_at = (
            moment.astimezone(UTC).isoformat(timespec="microseconds")
            for moment in (self.at, self.recorded_at)
        )
        said = _json
        return (
            f'{{"actor":{said(self.actor)},"at":"{at}","fields":{self.fields},"id":{self.pk},'
            f'"kind":{said(self.kind)},"place":{said(self.place)},"recorded_at":"{recorded_at}",'
            f'"salt":{said(self.salt)},"subject":{said(self.subject)}}}'
        )


class Unsealed(models.Model):
    """An entry that waits to be sealed. Written with the entry, removed by the seal."""

    # what can never be deleted needs nobody to look, with each row, whether it is still there
    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, db_constraint=False)

    def __str__(self) -> str:
        return str(self.entry_id)


class Leaf(models.Model):
    """The place of an entry in the tree."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, db_constraint=False)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """A full subtree of 2**level leaves; levels 8, 16, 24 are kept, so any hash is at most 255 rows away."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_node_a_position")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.index}"


class TreeHead(models.Model):
    """What the tree was when it had `size` leaves."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} {bytes(self.root).hex()}"


class LogState(models.Model):
    """The single row a seal holds while it works, so that seals follow one another."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)


class Indicator(models.Model):
    """How much of a measure happened on a day at a place, all places within it included."""

    measure = models.CharField(max_length=64)
    place = models.CharField(max_length=80, blank=True)
    day = models.DateField()
    amount = models.BigIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            # the place first: a page asks for several measures of one place; on PostgreSQL it holds the amounts too
            models.UniqueConstraint(fields=["place", "measure", "day"], name="one_indicator_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.place} {self.day}: {self.amount}"


class Submission(models.Model):
    """A form that was sent, by the key it carried: sent twice, it happens once."""

    key = models.CharField(max_length=120, primary_key=True)
    result = models.CharField(max_length=60, blank=True, help_text="app_label.model:pk of what came of it")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """The mark of a group of tables whose rows processes keep (`versions`). Written by triggers alone."""

    name = models.CharField(max_length=20, primary_key=True)
    mark = models.BigIntegerField(help_text="another one with every change; 0 is none")
    by = models.BigIntegerField(help_text="the transaction that gave it, on PostgreSQL")

    def __str__(self) -> str:
        return f"{self.name} {self.mark}"


class TransactionNumber(models.Field):
    """The number of a transaction, where the database has one."""

    def db_type(self, connection) -> str:
        return "xid8" if connection.vendor == "postgresql" else "bigint"


class Change(models.Model):
    """A note that something which public pages show was written, for processes that keep pages (`changes.py`).
    Written by triggers alone, but for sums."""

    what = models.CharField(
        max_length=40, help_text="whose page: a reference; `sums`, `everything`, or nothing but the place"
    )
    place = models.CharField(max_length=80, help_text="path of the place it lies at")
    written_by = TransactionNumber(null=True)

    class Meta:
        indexes = [models.Index(fields=["written_by"], name="changes_by_transaction")]

    def __str__(self) -> str:
        return f"{self.what} {self.place}"
