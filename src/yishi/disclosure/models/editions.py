"""Editions of open data."""

from typing import Any

from django.db import models

from yishi.record.models import Recorded


class Edition(Recorded):
    """The open data of one day: which files there are, how many rows each holds, and the digest of each."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(help_text="the moment its rows were looked at")
    folder = models.CharField(max_length=20, unique=True, help_text="where its files lie in the storage")
    files = models.JSONField(help_text="name of the file: table, rows, bytes, sha256")
    digest = models.CharField(max_length=64, help_text="of the manifest, as the record has it")
    tree_size = models.PositiveBigIntegerField(default=0)
    tree_root = models.CharField(max_length=64, blank=True, help_text="of the record, when it was made")
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="when its files were taken away")

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return str(self.day)

    def file(self, name: str) -> dict[str, Any] | None:
        """What is known of one of its files; None where there is none, or no longer."""
        return None if self.dropped_at else self.files.get(name)
