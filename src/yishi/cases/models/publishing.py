"""What of a case everybody may read and see: its words and photos are shown once a person has looked at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record.sealed import EncryptedText


class Wording(models.TextChoices):
    PENDING = "pending", _("not looked at yet")
    APPROVED = "approved", _("shown to everybody")
    WITHHELD = "withheld", _("not shown")


class WithheldFor(models.TextChoices):
    ATTACK = "attack", _("it attacks a person")
    EXPOSES = "exposes", _("it exposes somebody who did not agree to it")
    UNLAWFUL = "unlawful", _("the law forbids it to be spread")
    ADVERT = "advert", _("it advertises")
    ERASED = "erased", _("they were erased, at the resident's wish or because their time was over")


class SaidLater(models.Model):
    """Words of a resident beside a case: on its answer, on its closing, on its parking. Everybody sees at once that
    they spoke, and what they said once somebody has looked at it."""

    shown_at = models.DateTimeField(
        null=True, blank=True, help_text="when somebody had looked at the words and let everybody read them"
    )

    class Meta:
        abstract = True


class Published(models.Model):
    """Something of a resident's that is shown to everybody only after a person has looked at it."""

    wording = models.CharField(max_length=8, choices=Wording, default=Wording.PENDING)
    withheld_for = models.CharField(max_length=8, choices=WithheldFor, blank=True)

    class Meta:
        abstract = True

    @property
    def is_shown(self) -> bool:
        return self.wording == Wording.APPROVED

    @property
    def is_pending(self) -> bool:
        return self.wording == Wording.PENDING

    @property
    def is_withheld(self) -> bool:
        return self.wording == Wording.WITHHELD


class Worded(Published):
    """The words of a case. Until they are approved the public columns hold the category's name and nothing: what is not
    there cannot leak."""

    draft_title = EncryptedText(max_length=60, blank=True, help_text="the first words, masked; for editors")
    draft_words = EncryptedText(blank=True, help_text="masked by rule, before anybody looked; for editors")

    class Meta:
        abstract = True


class PictureQuerySet(models.QuerySet):
    def shown(self) -> "PictureQuerySet":
        """Those that everybody may see."""
        return self.filter(wording=Wording.APPROVED)

    def pending(self) -> "PictureQuerySet":
        return self.filter(wording=Wording.PENDING)


class Blackened(Published):
    """A picture in which parts may be black. `boxes` are [left, top, width, height] in thousandths of the picture."""

    original = models.CharField(
        max_length=80,
        blank=True,
        help_text="name in the storage of the picture before parts of it were blackened",
    )
    boxes = models.JSONField(default=list, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        abstract = True
