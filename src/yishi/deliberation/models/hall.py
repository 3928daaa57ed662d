"""What is said at a session: sheets, opinions, and those who stand behind a question on the wall."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case, Category
from yishi.cases.models.publishing import Worded
from yishi.network.models import Place, Post
from yishi.record import digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .sessions import Attendance, Session
from .topics import Item


class HiddenFor(models.TextChoices):
    """Why something that was said is not shown; the record keeps which of these it was."""

    ATTACK = "attack", _("it attacks a person")
    EXPOSES = "exposes", _("it exposes somebody who did not agree to it")
    UNLAWFUL = "unlawful", _("the law forbids it to be spread")
    ADVERT = "advert", _("it advertises")
    TWICE = "twice", _("it stands there already")
    MISTAKE = "mistake", _("it was written down by mistake")


class LookedFor(models.TextChoices):
    """What the names of those who came are looked at for, once the minutes are sealed; the record keeps which."""

    CORRECTION = "correction", _("to answer a correction or an objection")
    ASKED = "asked", _("somebody asks whether they stand on the list")
    LAW = "law", _("a body that the law entitles asks in writing")


class Sheet(Recorded):
    """A device, a paper or the wall on which opinions are written down: its letter stands before their numbers, so that
    two who write at once, without a signal too, never give the same number."""

    class Kind(models.TextChoices):
        DEVICE = "device", _("a clerk's device")
        WALL = "wall", _("the question wall")
        PAPER = "paper", _("paper")

    session = models.ForeignKey(Session, models.CASCADE, related_name="sheets")
    letter = models.CharField(max_length=3)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.DEVICE)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(
        max_length=40, unique=True, help_text="of the device, which has one sheet a session"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "letter"], name="a_letter_is_one_sheet")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.letter}"

    @property
    def at_path(self) -> str:
        return self.session.place_path


class Wall(models.Model):
    """What is kept of a session's question wall beside its questions: a stamp, which is another one with whatever the
    wall shows, so that those who look again and again are answered out of next to nothing."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="wall")
    stamp = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.session_id} {self.stamp}"


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def shown(self) -> "OpinionQuerySet":
        """Those whose words everybody may read."""
        return self.filter(wording="approved", hidden_at=None)

    def to_look_at(self) -> "OpinionQuerySet":
        """Those whose words wait for somebody's look before everybody may read them."""
        return self.filter(wording="pending", hidden_at=None)

    def on_the_wall(self) -> "OpinionQuerySet":
        """Those that residents typed into the question wall."""
        return self.filter(sheet__kind=Sheet.Kind.WALL)

    def waiting(self) -> "OpinionQuerySet":
        """Those nobody has responded to yet."""
        return self.filter(response=None, hidden_at=None)


class Opinion(Worded, Recorded):
    """One thing somebody said at a session, with a number at once."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="opinions")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="opinions")
    number = models.PositiveIntegerField(help_text="on its sheet")
    line = models.CharField(
        max_length=40, unique=True, help_text="key of the line, so that twice sent counts once"
    )
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="opinions")
    attendance = models.ForeignKey(
        Attendance, models.SET_NULL, null=True, blank=True, related_name="opinions"
    )
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    said_by = EncryptedText(
        max_length=40, blank=True, help_text="a name, where one was told; never shown in public"
    )
    contact_phone = EncryptedText(max_length=20, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="+", help_text="the building, or the place that met"
    )
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(
        max_length=60, blank=True, help_text="for everybody; empty until somebody approved it"
    )
    words = EncryptedText(help_text="as it was said")
    public_words = models.TextField(blank=True, help_text="for everybody; empty until somebody approved them")
    salt = models.CharField(max_length=32)
    browser = models.CharField(
        max_length=64, blank=True, help_text="of the wall: mark of the browser, hashed"
    )
    supports = models.PositiveIntegerField(default=0, help_text="of the wall: how many stand behind it")
    marked = models.BooleanField(default=False, help_text="the moderator keeps it in view")
    live = models.BooleanField(default=False, help_text="it is on the projector")
    hidden_at = models.DateTimeField(
        null=True, blank=True, help_text="taken off the wall, and why is on the record"
    )
    hidden_because = models.CharField(max_length=10, choices=HiddenFor, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="opinions")
    solved_at = models.DateTimeField(null=True, blank=True, help_text="when its case was found to be solved")
    said_at = models.DateTimeField(help_text="by the device's clock, held within the session")
    at = models.DateTimeField(help_text="when it arrived here")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="one_number_a_sheet")]
        indexes = [
            models.Index(fields=["session", "said_at", "id"], name="opinions_of_a_session"),
            models.Index(
                fields=["session"],
                name="opinions_not_yet_cases",
                condition=models.Q(case=None, hidden_at=None),
            ),
            models.Index(
                fields=["case"],
                name="opinions_to_be_solved",
                condition=models.Q(case__isnull=False, solved_at=None),
            ),
            models.Index(
                fields=["solved_at", "id"],
                name="opinions_solved",
                condition=models.Q(solved_at__isnull=False),
            ),
            models.Index(
                fields=["said_at", "id"],
                name="opinions_unsolved",
                condition=models.Q(hidden_at=None, solved_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number read out at the session: A17."""
        return f"{self.sheet.letter}{self.number}"

    @property
    def is_late(self) -> bool:
        """It arrived after the session had ended, from a device that had no signal; it counts all the same."""
        ended = self.session.ended_at
        return bool(ended and self.at > ended and self.sheet.kind == Sheet.Kind.DEVICE)

    @property
    def at_path(self) -> str:
        return self.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.words)


class EarlierWords(models.Model):
    """How a line stood before it was put right: read by nobody but the house's own proof, and erased with the line."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="earlier")
    words = EncryptedText(blank=True)
    said_by = EncryptedText(max_length=40, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text="of the words, as the record has it")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", help_text="who put it right"
    )
    at = models.DateTimeField(help_text="until when it stood like this")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.pk}"


class OpinionPhoto(models.Model):
    """A picture taken while somebody spoke; it becomes one of the case."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="photos")
    name = models.CharField(max_length=80)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.pk}"


class WallSupport(models.Model):
    """Somebody stands behind a question on the wall; one a browser."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="supporters")
    browser = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "browser"], name="one_support_of_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.pk}"
