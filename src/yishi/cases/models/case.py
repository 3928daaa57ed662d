"""A case: one matter from what a resident said to what came of it."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import mask
from yishi.network.models import Organisation, Place, Post, within
from yishi.network.powers import Power
from yishi.record import clock, digest
from yishi.record.models import Recorded

from .category import Category
from .ladder import Ladder


class State(models.TextChoices):
    REPORTED = "reported", _("waiting to be taken")
    HANDLING = "handling", _("being worked on")
    RULING = "ruling", _("waiting for a ruling")
    ANSWERED = "answered", _("answered, the resident is asked")
    CLOSED = "closed", _("closed by the resident's word")
    LAPSED = "lapsed", _("closed in silence")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN_STATES = (State.REPORTED, State.HANDLING, State.RULING)
WORKABLE = (State.REPORTED, State.HANDLING)

MOVES: dict[str, tuple[tuple[State, ...], tuple[State, ...]]] = {
    # action: (states it starts from, states it may lead to)
    "take": ((State.REPORTED,), (State.HANDLING,)),
    "note": ((*OPEN_STATES, State.ANSWERED), ()),
    "call": ((*OPEN_STATES, State.ANSWERED), ()),
    "add_photos": ((*OPEN_STATES, State.ANSWERED), ()),
    "promise": (WORKABLE, (State.HANDLING,)),
    "hand_up": (WORKABLE, (State.REPORTED,)),
    "send_back": (WORKABLE, (State.REPORTED, State.RULING)),
    "rule": ((State.RULING,), (State.REPORTED,)),
    "ask_part": (WORKABLE, (State.HANDLING,)),
    "answer_part": (tuple(State), ()),
    "answer": (WORKABLE, (State.ANSWERED,)),
    "decline": (WORKABLE, (State.DECLINED,)),
    "confirm": ((State.ANSWERED,), (State.CLOSED,)),
    "contest": ((State.ANSWERED, State.LAPSED), (State.REPORTED,)),
    "lapse": ((State.ANSWERED,), (State.LAPSED,)),
    "withdraw": ((*OPEN_STATES, State.ANSWERED), (State.WITHDRAWN,)),
    "reword": (tuple(State), ()),
}
"""Enforces every move and offers the buttons; docs/states.md tells it in words and is held against it."""


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public, your name hidden")
    HOTLINE = "hotline", _("not public, and hidden from the property company")
    ANONYMOUS = "anonymous", _("public, without any name kept")


class Channel(models.TextChoices):
    WEB = "web", _("on the web")
    QR = "qr", _("by the code on the wall")
    PHONE = "phone", _("by telephone")
    VISIT = "visit", _("in person")
    DOOR = "door", _("at the door")
    IMPORT = "import", _("from another system")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor) -> "CaseQuerySet":
        """What somebody may know of; the one answer for list, page, search, export and desk."""
        seen = ~models.Q(visibility=Visibility.HOTLINE)
        if actor.follows:
            seen |= models.Q(pk__in=actor.follows)
        if actor.pk:
            seen |= models.Q(reporter=actor.pk)
        post = actor.post
        if post and post.can(Power.SEE_ALL):
            bodies = {held.organisation_id for held in (post, *actor.posts)}
            seen |= within("place_path", post.place.path) & ~models.Q(about__in=bodies)
        if post and post.can(Power.DO_PART):
            seen |= models.Q(pk__in=Case._base_manager.filter(parts__asked=post).values("pk"))
        if post:
            seen |= models.Q(holder=post)  # sent there from another place
        return self.filter(seen)

    def at(self, path: str) -> "CaseQuerySet":
        """Cases of a place and all within it."""
        return self.filter(within("place_path", path))

    def open(self) -> "CaseQuerySet":
        """Somebody owes work or a ruling."""
        return self.filter(state__in=OPEN_STATES)

    def unanswered(self) -> "CaseQuerySet":
        """No answer yet, oldest first."""
        return self.open().order_by("reported_at", "id")

    def overdue(self, at: datetime | None = None) -> "CaseQuerySet":
        return self.open().filter(due_at__lt=at or clock.now())

    def on_desk_of(self, post: Post) -> "CaseQuerySet":
        return self.filter(holder=post)

    def with_labels(self) -> "CaseQuerySet":
        """With what a line of a list needs."""
        return self.select_related(
            "place", "category", "category__parent", "holder__organisation", "holder__place"
        )

    def by_number(self, text: str) -> "Case | None":
        """The case with the number somebody read out: digits, the last of which checks the others."""
        pk = parse_number(text)
        return self.filter(pk=pk).first() if pk else None


class Case(Recorded):
    """One matter that somebody raised."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="cases")
    place_path = models.CharField(max_length=80, help_text="path of the place when it happened")
    category = models.ForeignKey(Category, models.PROTECT, related_name="cases")
    channel = models.CharField(max_length=8, choices=Channel)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    about = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whom the case complains about",
    )

    title = models.CharField(max_length=60, help_text="the first words, masked")
    words = models.TextField(help_text="as it was said; for those who handle it")
    public_words = models.TextField(help_text="masked, for everybody")
    salt = models.CharField(max_length=32)

    reporter = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="zh-hans", help_text="the reporter's, for messages")
    code_hash = models.CharField(
        max_length=64, help_text="of the code that follows the case without an account"
    )
    source = models.CharField(
        max_length=80, unique=True, null=True, blank=True, help_text="its name where it came from"
    )

    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="cases")
    position = models.PositiveSmallIntegerField(help_text="of the rung it is on")
    holder = models.ForeignKey(Post, models.PROTECT, related_name="cases")
    returns = models.PositiveSmallIntegerField(default=0)
    bound = models.BooleanField(default=False, help_text="a ruling holds: it cannot be sent back again")

    reported_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place_path", "-reported_at", "-id"], name="cases_of_a_place"),
            models.Index(fields=["-reported_at", "-id"], name="cases_newest_first"),
            models.Index(fields=["holder", "state", "due_at"], name="cases_on_a_desk"),
            models.Index(
                fields=["reported_at", "id"],
                name="cases_unanswered",
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(
                fields=["answered_at"], name="cases_waiting", condition=models.Q(state=State.ANSWERED.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        return number_of(self.pk)

    @property
    def at_path(self) -> str:
        return self.place_path

    @property
    def in_the_open(self) -> bool:
        return self.visibility != Visibility.HOTLINE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_over(self) -> bool:
        return self.state in (State.CLOSED, State.LAPSED, State.DECLINED, State.WITHDRAWN)

    def is_overdue(self, at: datetime | None = None) -> bool:
        return self.is_open and self.due_at < (at or clock.now())

    @property
    def digest(self) -> str:
        return digest(self.salt, self.words)

    def masked(self, text: str) -> str:
        """As everybody may read it, the name the reporter left hidden as well."""
        return mask(text, [self.contact_name])

    def admits(self, action: str) -> bool:
        """Whether the present state lets this action begin."""
        return self.state in MOVES[action][0]

    def code_is(self, code: str) -> bool:
        return hmac.compare_digest(self.code_hash, hash_code(self.salt, code))

    @property
    def badge(self) -> str:
        """Which pill shows the state: new, working, waiting, done, declined, overdue."""
        if self.is_overdue():
            return "overdue"
        return {
            State.REPORTED: "new",
            State.HANDLING: "working",
            State.RULING: "working",
            State.ANSWERED: "waiting",
            State.CLOSED: "done",
            State.LAPSED: "waiting",
        }.get(State(self.state), "declined")

    @property
    def time_so_far(self) -> timedelta:
        """From what was said to the end, or to now."""
        return (self.ended_at or clock.now()) - self.reported_at


def number_of(pk: int) -> str:
    """The number people read out: the row's number and a digit that checks it (Luhn)."""
    return f"{pk}{_luhn(str(pk))}"


def parse_number(text: str) -> int | None:
    """The row's number out of what was typed, or None where the check digit does not fit."""
    digits = re.sub(r"\D", "", text)
    if not 2 <= len(digits) <= 18 or _luhn(digits[:-1]) != int(digits[-1]):
        return None
    return int(digits[:-1])


def _luhn(digits: str) -> int:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def hash_code(salt: str, code: str) -> str:
    """What is kept of a follow code. Keyed, so that the table alone does not give eight digits away."""
    key = settings.SECRET_KEY.encode() + bytes.fromhex(salt)
    return hmac.new(key, re.sub(r"\D", "", code).encode(), hashlib.sha256).hexdigest()


class Photo(Recorded):
    """A picture that belongs to a case: re-encoded, without any of the camera's data."""

    class Stage(models.TextChoices):
        REPORT = "report", _("as reported")
        BEFORE = "before", _("before")
        AFTER = "after", _("after")
        CONTEST = "contest", _("not solved")

    case = models.ForeignKey(Case, models.CASCADE, related_name="photos")
    stage = models.CharField(max_length=8, choices=Stage)
    name = models.CharField(max_length=80, help_text="name in the storage, without ending")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"
