"""Answers that were given, kept for whoever asks the same once more."""

from django.db import models

from yishi.record.sealed import EncryptedText

from .keys import Key


class Kept(models.Model):
    """What was answered to one sending of a machine: sent again under the same name, it is answered the same again and
    nothing is done. It was written with what was done, or neither was."""

    key = models.ForeignKey(Key, models.CASCADE, related_name="kept")
    name = models.CharField(max_length=64, help_text="digest of the Idempotency-Key")
    sent = models.CharField(max_length=64, help_text="digest of the address and of what was sent")
    status = models.PositiveSmallIntegerField()
    answer = EncryptedText(blank=True, help_text="may hold a code that follows a matter")
    headers = models.TextField(blank=True, help_text="JSON")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "name"], name="a_sending_is_answered_once")]

    def __str__(self) -> str:
        return f"{self.status} {self.name[:12]}"
