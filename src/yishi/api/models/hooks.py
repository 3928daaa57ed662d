"""Webhooks: addresses of programs that want to be told, and what waits to be told there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .keys import Key


class News(models.TextChoices):
    """What a program may be told of."""

    RAISED = "raised", _("a matter is raised")
    MOVED = "moved", _("a matter is taken, promised, handed on, parked or taken up again")
    ANSWERED = "answered", _("a matter is answered")
    ENDED = "ended", _("a matter ends, or the answer is not accepted")
    CALLED = "called", _("a session is announced, moved or struck out")
    HELD = "held", _("a session begins or ends")
    MINUTES = "minutes", _("minutes are sealed or posted")


class HookQuerySet(models.QuerySet["Hook"]):
    def active(self) -> "HookQuerySet":
        """Those that are told: neither paused nor ended, of a key that still opens doors."""
        return self.filter(ended_on=None, paused=False, key__in=Key.objects.valid())

    def visible_to(self, actor) -> "HookQuerySet":
        """Those of keys one may know of."""
        return self.filter(key__in=Key.objects.visible_to(actor))


class Hook(Recorded):
    """An address that is told of what happens, as far as its key may read it."""

    key = models.ForeignKey(Key, models.PROTECT, related_name="hooks")
    address = models.CharField(_("its address"), max_length=300)
    secret = EncryptedText(help_text="what its calls are signed with")
    news = models.CharField(max_length=200, help_text="codes of `News`, a blank between")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    paused = models.BooleanField(default=False)
    seen = models.BigIntegerField(default=0, help_text="so many leaves of the record were looked at")
    failing_since = models.DateTimeField(null=True, blank=True)

    objects = HookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "address"],
                condition=models.Q(ended_on=None),
                name="an_address_is_told_once_of_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def at_path(self) -> str:
        return self.key.at_path

    @property
    def in_the_open(self) -> bool:
        return self.key.in_the_open

    @property
    def wanted(self) -> frozenset[str]:
        """Codes of its news."""
        return frozenset(self.news.split())

    @property
    def news_labels(self) -> list[str]:
        return [str(News(code).label) for code in News.values if code in self.wanted]


class Call(models.Model):
    """The outbox of webhooks: one entry of the record that a hook is to be told of, or a try (no entry). What is sent
    is put together as it is sent, so that nothing goes out that was taken from the public meanwhile."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="calls")
    entry = models.BigIntegerField(null=True, blank=True, help_text="number of the entry; none: a try")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    over_at = models.DateTimeField(null=True, blank=True)
    well = models.BooleanField(default=False, help_text="it was taken there")
    said = models.CharField(max_length=80, blank=True, help_text="how the last try ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "entry"], name="a_hook_is_told_once_of_an_entry")
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="calls_that_wait", condition=models.Q(over_at=None)),
            models.Index(fields=["hook", "-id"], name="calls_of_a_hook"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.said}"

    @property
    def name(self) -> str:
        """The same at every try, so that what arrives twice can be told."""
        return f"ys_{self.pk}"
