"""A case: one matter from what a resident said to what came of it."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.query import ModelIterable
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import Piece, mask, preview
from yishi.network import known as net
from yishi.network.counting import Unit
from yishi.network.models import Organisation, Place, Post, within
from yishi.network.powers import Power
from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.questions import GIVEN, Shelf, put
from yishi.record.sealed import EncryptedText

from .. import known
from .category import Category
from .ladder import Ladder
from .publishing import Blackened, Worded, Wording
from .urgency import Urgency


class State(models.TextChoices):
    REPORTED = "reported", _("waiting to be taken")
    HANDLING = "handling", _("being worked on")
    RULING = "ruling", _("waiting for a ruling")
    PARKED = "parked", _("parked until circumstances change")
    ANSWERED = "answered", _("answered, the resident is asked")
    CLOSED = "closed", _("closed by the resident's word")
    LAPSED = "lapsed", _("closed in silence")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("put together with another")


_SHELF = Shelf(most=10)
LEFT = "left"
"""Instead of what is kept of a code, once whoever raised a case has taken back their voice and others go on."""
OPEN_STATES = (State.REPORTED, State.HANDLING, State.RULING)
WORKABLE = (State.REPORTED, State.HANDLING)

MOVES: dict[str, tuple[tuple[State, ...], tuple[State, ...]]] = {
    # action: (states it starts from, states it may lead to)
    "take": ((State.REPORTED,), (State.HANDLING,)),
    "note": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
    "call": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
    "add_photos": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
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
    "call_back": ((State.ANSWERED,), (State.CLOSED, State.REPORTED)),
    "doubt": ((State.ANSWERED, State.CLOSED, State.LAPSED), (State.REPORTED,)),
    "propose_exclusion": (tuple(State), ()),
    "approve_exclusion": (tuple(State), ()),
    "refuse_exclusion": (tuple(State), ()),
    "pause": (WORKABLE, (State.HANDLING,)),
    "resume": (WORKABLE, ()),
    "ask_extension": (WORKABLE, (State.HANDLING,)),
    "answer_extension": (WORKABLE, ()),
    "set_urgency": (OPEN_STATES, ()),
    "recategorise": (OPEN_STATES, ()),
    "warn": (OPEN_STATES, ()),
    "note_late": (OPEN_STATES, ()),
    "escalate": (WORKABLE, (State.REPORTED,)),
    "mark_overdue": (OPEN_STATES, ()),
    "count_anew": (OPEN_STATES, ()),
    "withdraw": ((*OPEN_STATES, State.PARKED, State.ANSWERED), (State.WITHDRAWN,)),
    "approve_words": (tuple(State), ()),
    "withhold_words": (tuple(State), ()),
    "reword": (tuple(State), ()),
    "release_photos": (tuple(State), ()),
    "withhold_photo": (tuple(State), ()),
    "show_later_words": (tuple(State), ()),
    "black_out": (tuple(State), ()),
    "park": (WORKABLE, (State.HANDLING,)),
    "decide_parking": ((State.HANDLING,), (State.PARKED,)),
    "wake": ((State.PARKED,), (State.REPORTED,)),
    "object_parking": ((State.PARKED,), ()),
    "rule_objection": ((State.PARKED,), (State.REPORTED,)),
    "nudge": (OPEN_STATES, ()),
    "supervise": (OPEN_STATES, ()),
    "raise_supervision": (OPEN_STATES, ()),
    "report_to_supervisor": (tuple(State), ()),
    "end_supervision": (tuple(State), ()),
    "whistle": (WORKABLE, (State.HANDLING,)),
    "appear": (tuple(State), ()),
    "miss_summons": (tuple(State), ()),
    "join": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
    "cosign_for": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
    "merge": (OPEN_STATES, (State.MERGED,)),
    "split": ((State.MERGED,), (State.REPORTED,)),
    "settle": ((State.MERGED,), (State.CLOSED,)),
    "reveal": (tuple(State), ()),
    "ask_glass": (tuple(State), ()),
    "grant_glass": (tuple(State), ()),
    "refuse_glass": (tuple(State), ()),
    "keep_out": ((*OPEN_STATES, State.PARKED, State.ANSWERED), (State.REPORTED,)),
    "ask_erasure": (tuple(State), ()),
    "set_need": (OPEN_STATES, ()),
    "ask_helper": (WORKABLE, (State.HANDLING,)),
    "answer_at_session": (WORKABLE, (State.ANSWERED,)),
    "promise_at_session": ((*OPEN_STATES, State.PARKED), ()),
    "note_at_session": ((*OPEN_STATES, State.PARKED, State.ANSWERED), ()),
    "take_back_at_session": ((*OPEN_STATES, State.ANSWERED), (State.REPORTED,)),
    "strike_at_session": ((*OPEN_STATES, State.PARKED, State.ANSWERED), (State.REPORTED,)),
    "settle_at_session": (WORKABLE, (State.REPORTED,)),
    "park_at_session": (WORKABLE, (State.PARKED,)),
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
    PAPER = "paper", _("on paper")
    SESSION = "session", _("at a session")
    IMPORT = "import", _("from another system")
    API = "api", _("through an interface")


class Above(models.Func):
    """The path of the place so many levels down that a case lies in; an index of lists, so its length stands in the
    statement itself."""

    function = "SUBSTR"
    output_field = models.CharField()

    def __init__(self, path: str, length: int) -> None:
        super().__init__(models.F(path) if isinstance(path, str) else path)
        self.length = length

    def deconstruct(self) -> tuple[str, tuple, dict]:
        path, _args, _kwargs = super().deconstruct()
        field: Any = self.source_expressions[0]
        return path, (field.name, self.length), {}

    def as_sql(self, compiler, connection, **extra):  # type: ignore[override]
        return super().as_sql(
            compiler, connection, template=f"%(function)s(%(expressions)s, 1, {int(self.length)})", **extra
        )


MANY_VOICES = 3
"""No threshold of households is lower: below it, every case would be looked at."""

INDEXED = (4, 8, 12, 16, 20, 24)
"""Lengths of path that have an index of their own: from the top of the tree to the estate, where cases are many. What
lies below has few enough for a range of `place_path`."""


def cases_of_wider_places() -> list[models.Index]:
    """One index a level, so that the newest of a city are read as fast as those of an estate."""
    return [
        models.Index(
            Above("place_path", length),
            models.F("reported_at").desc(),
            models.F("id").desc(),
            name=f"cases_of_a_place_{length}",
        )
        for length in INDEXED
    ]


def unanswered_of_wider_places() -> list[models.Index]:
    """The same of those that wait for an answer, oldest first, where they are few among many. Above, so many wait that
    the oldest of all (`cases_unanswered`) are soon found to be of the place."""
    return [
        models.Index(
            Above("place_path", length),
            models.F("reported_at"),
            models.F("id"),
            name=f"cases_unanswered_{length}",
            condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
        )
        for length in (12, 16, 20)
    ]


LINE = ("title", "reported_at", "due_at", "state", "voices", "place", "category", "holder")
"""What a case's line in a public list is made of (site/templatetags/cards.py)."""


def _related(name: str) -> Any:
    """Rows of the table that a case is pointed to from under this name: not joined with cases once more."""
    return getattr(Case, name).rel.related_model._base_manager


class CaseQuerySet(models.QuerySet["Case"]):
    _labels = ""

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
            seen |= models.Q(pk__in=_related("parts").filter(asked=post).values("case"))
            seen |= models.Q(pk__in=_related("summonses").filter(asked=post).values("case"))
        if post:
            seen |= models.Q(holder=post)  # sent there from another place
        found = self.filter(seen)
        if post and actor.pk:  # whom a matter kept from the public concerns does not learn of it
            found = found.exclude(
                models.Q(visibility=Visibility.HOTLINE)
                & models.Q(pk__in=_related("concerns").filter(person=actor.pk).values("case"))
                & ~(models.Q(reporter=actor.pk, reporter__isnull=False) | models.Q(pk__in=actor.follows))
            )
        return found

    def at(self, path: str) -> "CaseQuerySet":
        """Cases of a place and all within it."""
        if len(path) in INDEXED:
            return self.alias(**{f"in_{len(path)}": Above("place_path", len(path))}).filter(
                **{f"in_{len(path)}": path}
            )
        return self.filter(within("place_path", path))

    def open(self) -> "CaseQuerySet":
        """Somebody owes work or a ruling."""
        return self.filter(state__in=OPEN_STATES)

    def unanswered(self) -> "CaseQuerySet":
        """No answer yet, oldest first."""
        return self.open().order_by("reported_at", "id")

    def overdue(self, at: datetime | None = None) -> "CaseQuerySet":
        return self.open().filter(due_at__lt=at or clock.now())

    def to_look_at(self, at: datetime | None = None) -> "CaseQuerySet":
        """Public cases said to be solved, with a photo to compare, whose resident was silent or could not be reached by
        telephone, and that nobody has been asked to go and see; the newest silence first, none older than a month."""
        since = (at or clock.now()) - timedelta(days=30)
        latest = self.model.answers.rel.related_model._base_manager.filter(
            case=models.OuterRef("pk"),
            at=models.OuterRef("answered_at"),
            kind__in=("solved", "partly"),
            feedback=None,
            looks=None,
        )
        silent = models.Q(state=State.LAPSED, ended_at__gte=since)
        unreached = models.Q(state=State.ANSWERED, answered_at__gte=since) & models.Exists(
            latest.filter(call_back__ending__in=("unreached", "refused", "wrong_number"))
        )
        shown = Photo._base_manager.filter(case=models.OuterRef("pk"), stage=Photo.Stage.AFTER)
        rows = self.filter(silent | unreached).filter(models.Exists(latest), models.Exists(shown))
        return rows.exclude(visibility=Visibility.HOTLINE).order_by("-answered_at", "id")

    def on_desk_of(self, post: Post) -> "CaseQuerySet":
        return self.filter(holder=post)

    def with_labels(self, *, ladders: bool = False) -> "CaseQuerySet":
        """With what a line of a list needs: place, category, holder, and with `ladders` the ladder; as `known` has
        them, without joins, and so for reading alone."""
        labelled: CaseQuerySet = self.all()
        labelled._labels = "and ladders" if ladders else "labels"
        return labelled

    def for_lines(self) -> "CaseQuerySet":
        """With what a line of a public list shows, and nothing else: a third of the columns."""
        return self.with_labels().only(*LINE)

    def _clone(self) -> "CaseQuerySet":
        clone = super()._clone()  # type: ignore[misc]
        clone._labels = self._labels
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()  # type: ignore[misc]
        if fresh and self._labels and self._iterable_class is ModelIterable:
            known.attach(self._result_cache or [], ladders=self._labels == "and ladders")

    def by_number(self, text: str) -> "Case | None":
        """The case with the number somebody read out: digits, the last of which checks the others."""
        pk = parse_number(text)
        return self.filter(pk=pk).first() if pk else None


class Case(Worded, Recorded):
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

    title = models.CharField(
        max_length=60,
        help_text="what everybody reads first: the kind of matter until the words are approved",
    )
    words = EncryptedText(help_text="as it was said; for those who handle it")
    public_words = models.TextField(help_text="for everybody; empty until a person approved them")
    salt = models.CharField(max_length=32)

    reporter = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    contact_name = EncryptedText(max_length=40, blank=True)
    contact_phone = EncryptedText(max_length=20, blank=True)
    contact_key = models.CharField(
        max_length=40, blank=True, null=True, help_text="of the number, by which its cases are found"
    )
    concerned = models.BooleanField(
        null=True, blank=True, help_text="it concerns somebody who would otherwise handle it (`Concern`)"
    )
    glass_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="until when two people let a desk see who the reporter is (`BreakGlass`)",
    )
    glass_asked_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when it was last asked, in danger to life, to see who the reporter is",
    )
    consent = models.CharField(
        max_length=20,
        blank=True,
        null=True,
        help_text="the notice of privacy they had before them with their number",
    )
    language = models.CharField(max_length=10, default="zh-hans", help_text="the reporter's, for messages")
    code_hash = models.CharField(
        max_length=64, help_text="of the code that follows the case without an account"
    )
    source = models.CharField(
        max_length=80, null=True, blank=True, help_text="its name where it came from; only its own"
    )

    state = models.CharField(max_length=10, choices=State, default=State.REPORTED)
    # without an index of its own: nothing asks for the cases of a ladder alone
    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="cases", db_index=False)
    position = models.PositiveSmallIntegerField(help_text="of the rung it is on")
    # `cases_on_a_desk` begins with it
    holder = models.ForeignKey(Post, models.PROTECT, related_name="cases", db_index=False)
    returns = models.PositiveSmallIntegerField(default=0)
    bound = models.BooleanField(default=False, help_text="a ruling holds: it cannot be sent back again")
    nudged = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="how often somebody asked how it stands"
    )

    voices = models.PositiveIntegerField(
        default=1, db_default=1, help_text="households that say so, the reporter's included"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="the case it was put together with; never one that was itself put together with another",
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    later_waits = models.BooleanField(
        null=True, blank=True, help_text="residents said something later that nobody has looked at"
    )

    urgency = models.CharField(
        max_length=10, choices=Urgency, default=Urgency.GENERAL, db_default=Urgency.GENERAL.value
    )
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="to be answered by; while the clock stands, at the latest")
    due_unit = models.CharField(max_length=10, choices=Unit, default=Unit.HOURS, db_default=Unit.HOURS.value)
    due_is_provisional = models.BooleanField(
        default=False, db_default=False, help_text="a notice of days off that is not out yet may move it"
    )
    take_due_at = models.DateTimeField(null=True, blank=True)
    contact_due_at = models.DateTimeField(null=True, blank=True)
    progress_due_at = models.DateTimeField(null=True, blank=True)
    clock_from = models.DateTimeField(null=True, blank=True, help_text="when the present clock began")
    clock_on = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the rung whose limits hold")
    fixed_until = models.DateTimeField(
        null=True, blank=True, help_text="a limit that was set by hand, instead of one that is counted"
    )
    fixed_at = models.DateTimeField(null=True, blank=True, help_text="and when")
    paused_at = models.DateTimeField(null=True, blank=True, help_text="since when the clock stands")
    contacted_at = models.DateTimeField(null=True, blank=True, help_text="when somebody first got in touch")
    progressed_at = models.DateTimeField(null=True, blank=True, help_text="when progress was last reported")
    warn_at = models.DateTimeField(null=True, blank=True, help_text="when the holder is to be warned")
    breached_at = models.DateTimeField(null=True, blank=True, help_text="when a limit first passed")
    breach_told = models.BooleanField(
        default=False, db_default=False, help_text="those above know that the present limit has passed"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place_path", "-reported_at", "-id"], name="cases_of_a_place"),
            *cases_of_wider_places(),
            *unanswered_of_wider_places(),
            models.Index(fields=["-reported_at", "-id"], name="cases_newest_first"),
            models.Index(fields=["holder", "state", "due_at"], name="cases_on_a_desk"),
            models.Index(
                fields=["reported_at", "id"],
                name="cases_unanswered",
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(
                fields=["place_path", "reported_at", "id"],
                name="cases_unanswered_of_a_place",
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(
                fields=["due_at", "place_path"],
                name="cases_by_deadline",
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(fields=["warn_at"], name="cases_to_warn", condition=models.Q(warn_at__isnull=False)),
            models.Index(
                fields=["due_at"], name="cases_provisional", condition=models.Q(due_is_provisional=True)
            ),
            models.Index(
                fields=["place_path", "reported_at", "id"],
                name="cases_to_publish",
                condition=models.Q(wording=Wording.PENDING.value),
            ),
            models.Index(
                fields=["place_path", "changed_at", "id"],
                name="cases_with_later_words",
                condition=models.Q(later_waits=True),
            ),
            models.Index(
                fields=["answered_at"], name="cases_waiting", condition=models.Q(state=State.ANSWERED.value)
            ),
            models.Index(
                fields=["contact_key"],
                name="cases_asked_by_text",
                condition=models.Q(state__in=[State.ANSWERED.value, State.LAPSED.value]),
            ),
            models.Index(
                fields=["ended_at"],
                name="cases_ended_in_silence",
                condition=models.Q(state=State.LAPSED.value),
            ),
            # by these the lists behind the figures of a period are read, newest first
            models.Index(
                fields=["-first_answered_at", "-id"],
                name="cases_by_first_answer",
                condition=models.Q(first_answered_at__isnull=False),
            ),
            models.Index(
                fields=["-ended_at", "-id"],
                name="cases_by_end",
                condition=models.Q(ended_at__isnull=False),
            ),
            # by these the rules of retention find what they have not erased yet
            models.Index(
                fields=["ended_at"],
                name="cases_with_contact",
                condition=~models.Q(contact_name="", contact_phone=""),
            ),
            models.Index(fields=["ended_at"], name="cases_with_words", condition=~models.Q(words="")),
            # by this the matters are found that enough households stand behind to be talked about
            models.Index(
                fields=["voices", "id"],
                name="cases_many_stand_behind",
                condition=models.Q(voices__gte=MANY_VOICES),
            ),
            models.Index(
                fields=["place_path"],
                name="cases_parked_at_a_place",
                condition=models.Q(state=State.PARKED.value),
            ),
        ]
        constraints = [
            # as a constraint of the table: `unique=True` has PostgreSQL keep a second index for searching by LIKE
            models.UniqueConstraint(fields=["source"], name="one_case_a_source"),
            models.CheckConstraint(
                condition=~models.Q(state=State.MERGED.value) | models.Q(merged_into__isnull=False),
                name="what_is_merged_says_into_what",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="no_case_is_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        return number_of(self.pk)

    @property
    def heading(self) -> str:
        """What everybody reads first; where that is the kind of matter alone, in the reader's language."""
        return self.category.name if self.title == self.category.name_zh[:60] else self.title

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
    def is_paused(self) -> bool:
        """Whether the clock stands although the case is open."""
        return self.paused_at is not None and self.is_open

    @property
    def is_over(self) -> bool:
        return self.state in (State.CLOSED, State.LAPSED, State.DECLINED, State.WITHDRAWN, State.MERGED)

    def is_overdue(self, at: datetime | None = None) -> bool:
        return self.is_open and self.due_at < (at or clock.now())

    @property
    def digest(self) -> str:
        return digest(self.salt, self.words)

    def masked(self, text: str) -> str:
        """As everybody may read it, the name the reporter left hidden as well."""
        return mask(text, [self.contact_name], self.offices)

    def preview(self, text: str) -> list[Piece]:
        """The text beside what everybody may read of it."""
        return preview(text, [self.contact_name], self.offices)

    @cached_property
    def pictures(self) -> "list[Photo]":
        """All its photos, as they were when first asked for."""
        found: list[Photo] = _SHELF.get(
            "photos", lambda: put(lambda: Photo.objects.filter(case=GIVEN))
        ).objects(self.pk)
        for photo in found:
            photo.case = self
        return found

    @property
    def glass_asked_lately(self) -> bool:
        """Whether a second person may be deciding just now; if not, nobody need be asked."""
        return self.glass_asked_at is not None and self.glass_asked_at > clock.now() - timedelta(days=1)

    @cached_property
    def kept_out(self) -> list[int]:
        """Posts that neither see nor handle it, because it concerns them or everybody who holds them."""
        if not self.concerned:
            return []
        rows = list(self.concerns.values_list("post", "person"))
        posts, people = {post for post, _person in rows}, {person for _post, person in rows if person}
        for post in Post.objects.filter(
            pk__in=Post.objects.held().values("pk"), appointments__person__in=people
        ):
            if people.issuperset(person.pk for person in post.holders()):
                posts.add(post.pk)
        return sorted(posts)

    def holder_from(self, position: int) -> "tuple[Any, Post] | None":
        """The rung at a position, or the next one up, with whoever would handle it there: never whom it is about."""
        return self.ladder.holder(position, self.place_path, self.about_id, self.kept_out)

    @cached_property
    def offices(self) -> list[str]:
        """Numbers of posts over the place: they are there to be rung, so they need not be hidden."""
        return net.phones_over(self.place_path)

    def admits(self, action: str) -> bool:
        """Whether the present state lets this action begin."""
        return self.state in MOVES[action][0]

    @property
    def is_left(self) -> bool:
        """Whoever raised it no longer asks for it, and households that joined go on: no code opens it as its
        reporter's, and nothing is kept of how to reach them."""
        return self.code_hash == LEFT

    def code_is(self, code: str) -> bool:
        return hmac.compare_digest(self.code_hash, hash_code(self.salt, code))

    @property
    def badge(self) -> str:
        """Which pill shows the state: new, working, waiting, done, declined, overdue."""
        if self.is_overdue():
            return "overdue"
        return _BADGES.get(str(self.state), "declined")

    @property
    def time_so_far(self) -> timedelta:
        """From what was said to the end, or to now."""
        return (self.ended_at or clock.now()) - self.reported_at


_BADGES = {
    State.REPORTED.value: "new",
    State.HANDLING.value: "working",
    State.RULING.value: "working",
    State.PARKED.value: "waiting",
    State.ANSWERED.value: "waiting",
    State.CLOSED.value: "done",
    State.LAPSED.value: "waiting",
    State.MERGED.value: "working",
}


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


class Photo(Blackened, Recorded):
    """A picture that belongs to a case: re-encoded, without any of the camera's data."""

    class Stage(models.TextChoices):
        REPORT = "report", _("as reported")
        BEFORE = "before", _("before")
        AFTER = "after", _("after")
        CONTEST = "contest", _("not solved")
        LOOK = "look", _("second look")

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
