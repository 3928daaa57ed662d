"""Who says so too: voices that join a case, one a household."""

import hashlib
import hmac

from django.conf import settings
from django.db import models

from yishi.record.sealed import EncryptedText

from .case import Case, hash_code


def household_key(household: str) -> str:
    """What is kept of a household: the same for everybody behind one door. Keyed, so that the table alone does not
    give doors away."""
    return hmac.new(settings.SECRET_KEY.encode(), f"door {household}".encode(), hashlib.sha256).hexdigest()[
        :40
    ]


class VoiceQuerySet(models.QuerySet["Voice"]):
    def present(self) -> "VoiceQuerySet":
        """Voices that still hold."""
        return self.filter(withdrawn_at=None)

    def counted(self) -> "VoiceQuerySet":
        """Those that count: the first one of each household."""
        return self.present().filter(beside=None)

    def of(self, case: Case) -> "VoiceQuerySet":
        """Voices of a case and of those that were put together with it."""
        return self.filter(models.Q(case=case) | models.Q(case__merged_into=case))

    def by_code(self, case: Case, code: str) -> "Voice | None":
        """The voice of the case that was given this code."""
        given = self.present().filter(case=case, code_hash=hash_code(case.salt, code))
        return given.select_related("case").first()

    def visible_to(self, actor) -> "VoiceQuerySet":
        """One's own: by account, or by the code given when joining. Who else joined is nobody's business."""
        mine = models.Q(pk__in=actor.joined)
        if actor.pk:
            mine |= models.Q(person=actor.pk)
        return self.present().filter(mine)


class Voice(models.Model):
    """One household says so too; or somebody of a household that counts already and wants to be told as well
    (`beside`)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="joined")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="voices")
    household = models.CharField(
        max_length=60, null=True, blank=True, help_text="key of the household; empty where none was told"
    )
    beside = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="others",
        help_text="the voice that counts for the same household",
    )
    verified = models.BooleanField(
        default=False, help_text="somebody who knows them vouched for the home, or wrote it down at the door"
    )
    contact_phone = EncryptedText(max_length=20, blank=True, help_text="to be told; never shown")
    contact_key = models.CharField(
        max_length=40, blank=True, null=True, help_text="of the number, by which its voices are found"
    )
    language = models.CharField(max_length=10, default="zh-hans")
    code_hash = models.CharField(
        max_length=64, blank=True, help_text="of the code that follows the case without an account"
    )
    joined_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "household"],
                condition=models.Q(withdrawn_at=None),
                name="one_voice_a_household",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(withdrawn_at=None),
                name="one_voice_a_person",
            ),
        ]
        indexes = [models.Index(fields=["case", "code_hash"], name="voice_by_code")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
