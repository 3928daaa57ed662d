"""What is to be talked about: topics, the households behind them, and the agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases.models import Case
from yishi.cases.models.case import INDEXED, Above, hash_code
from yishi.cases.models.publishing import WithheldFor, Worded
from yishi.network.models import Place, Post, within
from yishi.record import digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .sessions import Session


class Why(models.TextChoices):
    PROPOSED = "proposed", _("a resident proposed it")
    HOST = "host", _("the host brought it")
    HOUSEHOLDS = "households", _("enough households stand behind it")
    RUNGS = "rungs", _("it was not solved on the rungs before")
    PARKING = "parking", _("what it was parked for has come about")
    PROMISE = "promise", _("something promised is due")


WANTED = ("proposed", "accepted")
"""States in which a topic is still to come onto an agenda."""


class TopicQuerySet(models.QuerySet["Topic"]):
    def at(self, path: str) -> "TopicQuerySet":
        """Topics of a place and all within it."""
        if len(path) in INDEXED:
            return self.alias(**{f"in_{len(path)}": Above("place_path", len(path))}).filter(
                **{f"in_{len(path)}": path}
            )
        return self.filter(within("place_path", path))

    def wanted(self) -> "TopicQuerySet":
        """Those that are still to come onto an agenda."""
        return self.filter(state__in=WANTED)

    def visible_to(self, actor) -> "TopicQuerySet":
        """Those whose words everybody may read; one's own; and those of the places one leads sessions at."""
        from yishi.network.powers import Power

        seen = models.Q(wording="approved")
        if actor.pk:
            seen |= models.Q(person=actor.pk)
        post = actor.post
        if post and (post.can(Power.CONVENE) or post.can(Power.KEEP_SHEET)):
            seen |= within("place_path", post.place.path)
        return self.filter(seen)


def topics_of_wider_places() -> list[models.Index]:
    """Two indexes a level: what most households want talked about, and what is newest, in a city as in an estate."""
    return [
        models.Index(
            Above("place_path", length),
            *order,
            models.F("id").desc(),
            name=f"topics_{name}_{length}",
            condition=models.Q(wording="approved", state__in=WANTED),
        )
        for length in INDEXED
        for name, order in (("wanted", [models.F("supports").desc()]), ("new", []))
    ]


class Topic(Worded, Recorded):
    """Something somebody wants talked about: in their words, or a case that is brought."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for the host's word")
        ACCEPTED = "accepted", _("comes onto an agenda")
        JOINED = "joined", _("joined with another")
        REFUSED = "refused", _("not taken up")
        WITHDRAWN = "withdrawn", _("withdrawn")
        TALKED = "talked", _("talked about")

    class Channel(models.TextChoices):
        WEB = "web", _("on the web")
        PHONE = "phone", _("by telephone")
        PAPER = "paper", _("on paper")
        VISIT = "visit", _("in person")
        CLOCK = "clock", _("by itself")

    place = models.ForeignKey(Place, models.PROTECT, related_name="topics")
    place_path = models.CharField(max_length=80)
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        help_text="the one it was proposed for",
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="topics")
    why = models.CharField(max_length=10, choices=Why, default=Why.PROPOSED)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.WEB)
    title = models.CharField(
        max_length=60, blank=True, help_text="for everybody; empty until somebody approved it"
    )
    words = EncryptedText(blank=True, help_text="as it was said")
    public_words = models.TextField(blank=True, help_text="for everybody; empty until somebody approved them")
    salt = models.CharField(max_length=32)
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="topics")
    contact_phone = EncryptedText(max_length=20, blank=True)
    code_hash = models.CharField(
        max_length=64, blank=True, help_text="of the code that follows it without an account"
    )
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    reason = models.CharField(
        max_length=300, blank=True, help_text="why it was refused; its proposer reads it"
    )
    supports = models.PositiveIntegerField(default=0, help_text="households behind it")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    names_gone_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when numbers, doors and marks behind it were erased, their time over",
    )
    words_gone_at = models.DateTimeField(
        null=True, blank=True, help_text="when its words were erased as they were said, their time over"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place_path", "state", "-at", "-id"], name="topics_of_a_place"),
            *topics_of_wider_places(),
            models.Index(
                fields=["settled_at", "id"],
                name="topics_with_names",
                condition=models.Q(settled_at__isnull=False, names_gone_at=None),
            ),
            models.Index(
                fields=["settled_at", "id"],
                name="topics_with_words",
                condition=models.Q(settled_at__isnull=False, words_gone_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(case__isnull=False, state__in=["proposed", "accepted"]),
                name="a_case_is_one_topic_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    @property
    def at_path(self) -> str:
        return self.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.words)

    @property
    def label(self) -> str:
        """What everybody reads first; a word for it while nobody has looked."""
        if self.withheld_for == WithheldFor.ERASED:
            return str(_("A topic whose words were erased"))
        return self.title or str(_("A topic nobody has looked at yet"))

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to come onto an agenda."""
        return self.state in WANTED

    def code_is(self, code: str) -> bool:
        """Whether this is the code given to whoever proposed it."""
        return bool(code and self.code_hash) and self.code_hash == hash_code(self.salt, code)


class Support(models.Model):
    """A household stands behind a topic; one a household counts."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="supporters")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    household = models.CharField(max_length=40, null=True, blank=True, help_text="key of the household")
    browser = models.CharField(max_length=64, blank=True, help_text="mark of the browser, hashed")
    beside = models.BooleanField(
        default=False, help_text="of a household that counts already: told like the first, and not counted"
    )
    verified = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "household"], name="one_support_a_household"),
            models.UniqueConstraint(fields=["topic", "person"], name="one_support_a_person"),
            models.UniqueConstraint(
                fields=["topic", "browser"], condition=~models.Q(browser=""), name="one_support_a_browser"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.pk}"


class Item(Recorded):
    """One thing on a session's agenda."""

    class Came(models.TextChoices):
        HEARD = "heard", pgettext_lazy("of an agenda item", "heard")
        DECIDED = "decided", pgettext_lazy("of an agenda item", "decided")
        PUT_OFF = "put_off", pgettext_lazy("of an agenda item", "put off to the next session")
        NOT_REACHED = "not_reached", _("not reached")

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="items")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("what about"), max_length=80)
    text = models.CharField(_("what is asked"), max_length=400, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    presenter = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=10, choices=Why, default=Why.HOST)
    late = models.BooleanField(
        default=False, help_text="came after the agenda was frozen: may be heard, not decided"
    )
    came = models.CharField(max_length=12, choices=Came, blank=True)
    summary = models.CharField(max_length=600, blank=True, help_text="what was said to it, for the minutes")
    voices_then = models.PositiveIntegerField(
        null=True, blank=True, help_text="of a case that was parked: households behind it then"
    )
    voices_now = models.PositiveIntegerField(
        null=True, blank=True, help_text="and when it came onto the agenda"
    )
    solved_at = models.DateTimeField(null=True, blank=True, help_text="when its case was found to be solved")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(
                fields=["case"],
                name="items_to_be_solved",
                condition=models.Q(case__isnull=False, solved_at=None),
            ),
            models.Index(
                fields=["case"],
                name="items_solved",
                condition=models.Q(case__isnull=False, solved_at__isnull=False),
            ),
            models.Index(
                fields=["solved_at", "id"],
                name="items_by_solution",
                condition=models.Q(solved_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "case"],
                condition=models.Q(removed_at=None, case__isnull=False),
                name="a_case_stands_once_on_an_agenda",
            ),
            models.UniqueConstraint(
                fields=["session", "topic"],
                condition=models.Q(removed_at=None, topic__isnull=False),
                name="a_topic_stands_once_on_an_agenda",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.session.place_path
