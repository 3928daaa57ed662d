"""What hangs on the boards of a place."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place, Post
from yishi.record import clock
from yishi.record.models import Recorded


class BoardPostingQuerySet(models.QuerySet["BoardPosting"]):
    def standing(self) -> "BoardPostingQuerySet":
        """Those that were not struck out."""
        return self.filter(struck_at=None)

    def up(self, day: date | None = None) -> "BoardPostingQuerySet":
        """Those whose days are not over."""
        return self.standing().filter(until_on__gte=day or clock.today())


class BoardPosting(Recorded):
    """The month of a place hangs on a board, as a photo shows; the days it hangs for have begun with it."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="board_postings")
    since = models.DateField(help_text="first day of the period that is told of")
    until = models.DateField(help_text="and its last day")
    board = models.CharField(_("which board"), max_length=80)
    posted_on = models.DateField(_("posted on"))
    until_on = models.DateField(help_text="it hangs until then, that day included")
    source = models.CharField(max_length=300, help_text="the rule the days come from, as it was then")
    picture = models.CharField(
        max_length=80, blank=True, help_text="name in the storage of the photo of the board"
    )
    picture_digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    salt = models.CharField(max_length=32)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(
        null=True, blank=True, help_text="when it was struck out; its photo is gone then"
    )

    objects = BoardPostingQuerySet.as_manager()

    class Meta:
        ordering = ("-posted_on", "-id")

    def __str__(self) -> str:
        return f"{self.place_id} {self.board}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def is_up(self) -> bool:
        return self.struck_at is None and self.until_on >= clock.today()
