"""What the net does for its places: visits, opening commitments, and the plaques that show who is responsible."""

from datetime import date
from secrets import token_urlsafe

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Recorded

from .bodies import Organisation
from .places import Place
from .posts import Post


class Visit(Recorded):
    """Somebody went round a building on a day, or a session was held for it."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        SESSION = "session", _("session")

    kind = models.CharField(max_length=8, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="visits")
    post = models.ForeignKey(Post, models.PROTECT, related_name="visits")
    on = models.DateField(_("on"))

    class Meta:
        indexes = [models.Index(fields=["place", "kind", "-on"], name="last_visits_of_a_place")]
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "on", "post"], name="a_visit_counts_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.on}"

    @property
    def at_path(self) -> str:
        return self.place.path


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def done(self) -> "CommitmentQuerySet":
        return self.exclude(done_on=None)

    def overdue(self, day: date | None = None) -> "CommitmentQuerySet":
        """Not done, and the promised day is over."""
        return self.filter(done_on=None, dropped_on=None, due_on__lt=day or clock.today())

    def promised(self, day: date | None = None) -> "CommitmentQuerySet":
        """Not done yet, and there is time."""
        return self.filter(done_on=None, dropped_on=None, due_on__gte=day or clock.today())


class Commitment(Recorded):
    """An opening commitment (开门一件事): one thing a branch publishes that it will do, by when, and what shows that it
    was done."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    title = models.CharField(_("what will be done"), max_length=120)
    promised_on = models.DateField()
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(_("how it was done"), max_length=400, blank=True)
    picture = models.CharField(
        max_length=60, blank=True, help_text="name in the storage; empty: there is none"
    )
    picture_says = models.CharField(
        _("what can be seen in the picture"), max_length=160, blank=True, help_text="its alternative text"
    )
    picture_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the picture")
    picture_width = models.PositiveIntegerField(null=True, blank=True, help_text="in pixels")
    picture_height = models.PositiveIntegerField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.CharField(max_length=200, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "due_on"], name="commitments_of_a_body")]

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.organisation.place.path

    @property
    def is_settled(self) -> bool:
        """Done, or dropped with its reason."""
        return self.done_on is not None or self.dropped_on is not None

    @property
    def is_overdue(self) -> bool:
        """Not settled, and the promised day is over."""
        return not self.is_settled and self.due_on < clock.today()

    @property
    def seen_in_picture(self) -> str:
        """What whoever cannot see the picture reads instead: its own words, or what was done."""
        return self.picture_says or self.proof

    @property
    def was_late(self) -> bool:
        """Done after the promised day."""
        return self.done_on is not None and self.done_on > self.due_on


def new_token() -> str:
    """What the QR code of a plaque says: cannot be guessed, short enough for a small code."""
    return token_urlsafe(9)


class PlaqueQuerySet(models.QuerySet["Plaque"]):
    def hanging(self) -> "PlaqueQuerySet":
        """Those that were not taken down."""
        return self.filter(taken_down_at=None)


class Plaque(Recorded):
    """A plaque (挂牌) that hangs somewhere for a post: its code leads to a page that says who is responsible now.
    `shown` is a digest of what was printed, so that the house knows which plaques no longer say what is so."""

    class Size(models.TextChoices):
        A4 = "a4", _("A4 plaque")
        DOOR = "door", _("door plate")

    post = models.ForeignKey(Post, models.PROTECT, related_name="plaques")
    size = models.CharField(max_length=4, choices=Size)
    token = models.CharField(max_length=16, unique=True, default=new_token)
    shown = models.CharField(max_length=64, blank=True)
    printed_at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)

    objects = PlaqueQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.post} {self.size}"

    @property
    def at_path(self) -> str:
        return self.post.place.path
