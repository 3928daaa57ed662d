"""A session: one meeting at a place and a time; who is asked to come, and who was there."""

import secrets
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yishi.cases.models.case import INDEXED, Above
from yishi.network.models import Organisation, Place, Post, in_language, within
from yishi.network.powers import Power
from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from .rules import Kind, TallyRule
from .series import Series


class State(models.TextChoices):
    PLANNED = "planned", _("in the calendar")
    ANNOUNCED = "announced", _("announced")
    UNDERWAY = "underway", _("under way")
    HELD = "held", _("held, the minutes are being written")
    DRAFTED = "drafted", _("the draft of the minutes is out")
    SEALED = "sealed", _("the minutes are sealed")
    SKIPPED = "skipped", _("does not take place")
    MISSED = "missed", _("passed without a session")


AHEAD = (State.PLANNED, State.ANNOUNCED)
LEFT_OPEN = timedelta(hours=12)
"""So long after its hour one that has not begun still counts as to come; then the clock notes that it was missed."""
POSTED_SOON = timedelta(days=60)
"""So long after the seal minutes that hang on no board are still asked for."""
AFTERWARDS = (State.HELD, State.DRAFTED, State.SEALED)

MOVES: dict[str, tuple[tuple[State, ...], tuple[State, ...]]] = {
    # action: (states it starts from, states it may lead to)
    "announce": ((State.PLANNED,), (State.ANNOUNCED,)),
    "change_session": (AHEAD, ()),
    "move_session": (AHEAD, ()),
    "skip_session": (AHEAD, (State.SKIPPED,)),
    "miss_session": (AHEAD, (State.MISSED,)),
    "explain_missed": ((State.MISSED,), ()),
    "invite": ((*AHEAD, State.UNDERWAY), ()),
    "uninvite": (AHEAD, ()),
    "reply_to_invitation": (AHEAD, ()),
    "add_item": ((*AHEAD, State.UNDERWAY), ()),
    "change_item": (AHEAD, ()),
    "order_items": (AHEAD, ()),
    "remove_item": (AHEAD, ()),
    "place_by_itself": (AHEAD, ()),
    "freeze_agenda": ((State.ANNOUNCED,), ()),
    "begin": ((State.ANNOUNCED, State.MISSED), (State.UNDERWAY,)),
    "check_in": ((State.ANNOUNCED, State.UNDERWAY), ()),
    "write_down_attendance": ((State.ANNOUNCED, State.UNDERWAY, State.HELD), ()),
    "strike_attendance": ((State.ANNOUNCED, State.UNDERWAY, State.HELD), ()),
    "set_entitled": ((*AHEAD, State.UNDERWAY), ()),
    "call_roll": ((State.UNDERWAY, State.HELD, State.DRAFTED), ()),
    "open_sheet": ((State.ANNOUNCED, State.UNDERWAY, State.HELD), ()),
    "take_down": ((State.ANNOUNCED, State.UNDERWAY, *AFTERWARDS, State.MISSED), ()),
    "put_right": ((State.ANNOUNCED, State.UNDERWAY, State.HELD, State.DRAFTED, State.MISSED), ()),
    "open_wall": ((State.ANNOUNCED, State.UNDERWAY), ()),
    "close_wall": ((State.ANNOUNCED, State.UNDERWAY), ()),
    "ask_on_wall": ((State.ANNOUNCED, State.UNDERWAY), ()),
    "moderate": ((State.ANNOUNCED, State.UNDERWAY, *AFTERWARDS, State.MISSED), ()),
    "respond": ((State.UNDERWAY, State.HELD, State.DRAFTED), ()),
    "take_away": (AFTERWARDS, ()),
    "note_item": ((State.UNDERWAY, State.HELD), ()),
    "put_motion": ((State.UNDERWAY,), ()),
    "drop_motion": ((State.UNDERWAY,), ()),
    "count_hands": ((State.UNDERWAY,), ()),
    "decide": ((State.UNDERWAY, State.HELD), ()),
    "strike_decision": ((State.UNDERWAY, State.HELD, State.DRAFTED), ()),
    "undertake": ((State.UNDERWAY, State.HELD), ()),
    "end": ((State.UNDERWAY,), (State.HELD,)),
    "draft_minutes": ((State.HELD, State.DRAFTED), (State.DRAFTED,)),
    "propose_correction": ((State.DRAFTED,), ()),
    "decide_correction": ((State.DRAFTED,), ()),
    "seal_minutes": ((State.DRAFTED,), (State.SEALED,)),
    "correct_sealed": ((State.SEALED,), ()),
    "add_late_line": ((State.SEALED,), ()),
    "post_minutes": ((State.SEALED,), ()),
    "object_to": ((State.SEALED,), ()),
    "answer_objection": ((State.SEALED,), ()),
    "mark_objection_overdue": ((State.SEALED,), ()),
    "raise_objection": ((State.SEALED,), ()),
    "remind_to_close": (AFTERWARDS, ()),
    "raise_unclosed": (AFTERWARDS, ()),
}
"""Enforces every move and offers the buttons; docs/states.md tells it in words and is held against it."""


def new_token() -> str:
    """What the codes of the door are made from."""
    return secrets.token_hex(16)


def sessions_of_wider_places() -> list[models.Index]:
    """One index a level, so that a city's calendar is read as fast as an estate's."""
    return [
        models.Index(
            Above("place_path", length),
            models.F("starts_at"),
            models.F("id"),
            name=f"sessions_of_a_place_{length}",
        )
        for length in INDEXED
    ]


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, _actor) -> "SessionQuerySet":
        """What is in the calendar is public, and so is what came of it."""
        return self.all()

    def at(self, path: str) -> "SessionQuerySet":
        """Sessions of a place and all within it."""
        if len(path) in INDEXED:
            return self.alias(**{f"in_{len(path)}": Above("place_path", len(path))}).filter(
                **{f"in_{len(path)}": path}
            )
        return self.filter(within("place_path", path))

    def ahead(self, at: datetime | None = None) -> "SessionQuerySet":
        """Still to come or under way, the next one first."""
        now = at or clock.now()
        return self.filter(
            models.Q(state=State.UNDERWAY) | models.Q(state__in=AHEAD, starts_at__gte=now - LEFT_OPEN)
        ).order_by("starts_at", "id")

    def unposted(self, at: datetime | None = None) -> "SessionQuerySet":
        """Those whose minutes were sealed lately and hang on no board; after many days none is asked for any more."""
        now = at or clock.now()
        return self.filter(
            state=State.SEALED, minutes__sealed_at__gt=now - POSTED_SOON, postings=None
        ).order_by("minutes__sealed_at", "id")

    def past(self) -> "SessionQuerySet":
        """Over, the newest first."""
        return self.filter(
            state__in=[*AFTERWARDS, State.SKIPPED, State.MISSED], starts_at__lte=clock.now()
        ).order_by("-starts_at", "-id")


class Session(Recorded):
    """One meeting of a place, from the calendar to its sealed minutes."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="sessions")
    place_path = models.CharField(max_length=80, help_text="path of the place when it was called")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="sessions")
    series_on = models.DateField(null=True, blank=True, help_text="its day by the rule of the series")
    theme_zh = models.CharField(_("what it is about"), max_length=80, blank=True)
    theme_en = models.CharField(_("what it is about, in English"), max_length=120, blank=True)
    spot_zh = models.CharField(_("where"), max_length=80)
    spot_en = models.CharField(_("where, in English"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends, as planned"))
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="sessions")
    chair = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="sessions_chaired")
    clerk = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="sessions_written")

    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    called_at = models.DateTimeField(help_text="when it came into the calendar")
    announced_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="when the agenda was frozen and published"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(
        default=0,
        help_text="how often time, place or state changed, as calendars that are subscribed to want it",
    )
    changed_at = models.DateTimeField()

    entitled = models.PositiveIntegerField(
        null=True, blank=True, help_text="how many may vote; None: whoever is there"
    )
    tally = models.ForeignKey(
        TallyRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="as it held when announced",
    )
    needs_quorum = models.BooleanField(default=False)
    rule_kept = models.JSONField(
        null=True, blank=True, help_text="what held for its kind when it was announced"
    )
    wall_open = models.BooleanField(default=False, help_text="residents may type into the question wall")
    door_secret = models.CharField(
        max_length=32, default=new_token, help_text="codes of the door are made from it"
    )
    names_gone_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when the names of those who came and who spoke were erased, their time over",
    )
    words_gone_at = models.DateTimeField(
        null=True, blank=True, help_text="when what was said was erased as it was said, its time over"
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place_path", "starts_at", "id"], name="sessions_of_a_place"),
            *sessions_of_wider_places(),
            models.Index(fields=["starts_at", "id"], name="sessions_by_time"),
            models.Index(
                fields=["starts_at"],
                name="sessions_to_come",
                condition=models.Q(state__in=["planned", "announced", "underway"]),
            ),
            models.Index(
                fields=["ended_at"],
                name="sessions_to_close",
                condition=models.Q(state__in=["held", "drafted"]),
            ),
            models.Index(
                fields=["starts_at", "id"],
                name="sessions_not_held",
                condition=models.Q(state__in=["missed", "skipped"]),
            ),
            models.Index(
                fields=["ends_at", "id"], name="sessions_with_names", condition=models.Q(names_gone_at=None)
            ),
            models.Index(
                fields=["ends_at", "id"], name="sessions_with_words", condition=models.Q(words_gone_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "place", "series_on"], name="one_session_a_day_of_a_series"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def at_path(self) -> str:
        return self.place_path

    @property
    def theme(self) -> str:
        return in_language(self.theme_zh, self.theme_en)

    @property
    def spot(self) -> str:
        return in_language(self.spot_zh, self.spot_en)

    @property
    def title(self) -> str:
        """What everybody reads first: what it is about, else the place and the kind."""
        return self.theme or f"{self.place.label} {self.get_kind_display()}"

    @property
    def of_day(self) -> date:
        """The day it is on; what is counted of it is counted on that day."""
        return localdate(self.starts_at)

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_underway(self) -> bool:
        return self.state == State.UNDERWAY

    @property
    def is_over(self) -> bool:
        return self.state in AFTERWARDS

    def admits(self, action: str) -> bool:
        """Whether the present state lets this action begin."""
        return self.state in MOVES[action][0]

    def is_led_by(self, actor) -> bool:
        """Whether the post somebody acts in calls and leads sessions here: the chair, or one with the power."""
        post = actor.post
        return post is not None and (post.pk == self.chair_id or actor.can(Power.CONVENE, self.place_path))

    def is_written_by(self, actor) -> bool:
        """Whether the post somebody acts in writes down what is said here: the clerk, or one with the power."""
        post = actor.post
        named = post is not None and post.pk in (self.clerk_id, self.chair_id)
        return named or actor.can(Power.KEEP_SHEET, self.place_path)


class Reason(models.Model):
    """Why something about a session is otherwise than the calendar or the rule says; everybody may read it."""

    class About(models.TextChoices):
        LATE = "late", _("announced late")
        MOVED = "moved", _("moved")
        SKIPPED = "skipped", _("does not take place")
        MISSED = "missed", _("passed without a session")
        CHANGED = "changed", _("agenda changed after it was frozen")
        UNENDED = "unended", _("nobody noted its end; it counts as over since its planned hour")

    session = models.ForeignKey(Session, models.CASCADE, related_name="reasons")
    about = models.CharField(max_length=8, choices=About)
    text = models.CharField(max_length=300)
    salt = models.CharField(max_length=32)
    was_at = models.DateTimeField(null=True, blank=True, help_text="of one that was moved: when it had been")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def said(self) -> str:
        """What it is about and why, on one line; of what the clock noted, what it is about says all."""
        about = str(self.get_about_display())
        return gettext("%(who)s: %(what)s") % {"who": about, "what": self.text} if self.text else about

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)


class Invitation(Recorded):
    """A post is asked to come; what it replied, and whether somebody came."""

    class As(models.TextChoices):
        DEPARTMENT = "department", _("department or company")
        PRESENTER = "presenter", _("presents an item")
        HOLDER = "holder", _("holds a matter on the agenda")
        MEMBER = "member", _("member of the council")

    class Reply(models.TextChoices):
        COMING = "coming", pgettext_lazy("invitation", "comes")
        DEPUTY = "deputy", _("sends a deputy")
        DECLINED = "declined", pgettext_lazy("invitation", "cannot come")

    class Came(models.TextChoices):
        CAME = "came", pgettext_lazy("roll-call", "came")
        DEPUTY = "deputy", _("sent a deputy")
        ABSENT = "absent", _("did not come")
        UNNOTED = "unnoted", _("not noted")

    NOTED = (Came.CAME, Came.DEPUTY, Came.ABSENT)
    """What a roll-call says; whoever it says nothing of when the minutes are drafted is not noted, and counted so."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations")
    post = models.ForeignKey(Post, models.PROTECT, related_name="invitations")
    as_what = models.CharField(max_length=10, choices=As, default=As.DEPARTMENT)
    matter = models.CharField(max_length=80, blank=True, help_text="what it is asked to come for")
    sent_at = models.DateTimeField(null=True, blank=True)
    told_of = models.PositiveIntegerField(
        default=0, help_text="the change of the session it was last told of"
    )
    reply = models.CharField(max_length=8, choices=Reply, blank=True)
    reply_text = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    former_reply = models.CharField(
        max_length=8,
        choices=Reply,
        blank=True,
        help_text="what was replied for the day it had before it was moved",
    )
    came = models.CharField(max_length=8, choices=Came, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "post"], name="a_post_is_invited_once")]
        indexes = [models.Index(fields=["post", "came"], name="invitations_of_a_post")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.post}"

    @property
    def at_path(self) -> str:
        return self.session.place_path


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def there(self) -> "AttendanceQuerySet":
        """Those that were not struck out."""
        return self.filter(removed_at=None)


class Attendance(Recorded):
    """Somebody was there: checked in by phone, by the clerk or on paper; with or without an account."""

    class Role(models.TextChoices):
        RESIDENT = "resident", _("resident")
        OWNER = "owner", _("owner")
        REPRESENTATIVE = "delegate", _("residents' representative")
        MEMBER = "member", _("member of the council")
        ON_DUTY = "on_duty", _("member on duty")
        OFFICIAL = "official", _("for a department or company")
        GUEST = "guest", _("guest")

    class How(models.TextChoices):
        CODE = "code", _("by the code at the door")
        CLERK = "clerk", _("by the clerk's list")
        PAPER = "paper", _("on paper")

    class Struck(models.TextChoices):
        TWICE = "twice", _("stands there twice")
        MISTAKE = "mistake", _("written down by mistake")
        NOT_THERE = "not_there", _("was not there")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    person = models.ForeignKey("people.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    name = EncryptedText(
        max_length=40, blank=True, help_text="of somebody without an account; never shown in public"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.RESIDENT)
    building = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.CharField(
        max_length=40, blank=True, help_text="key of the household, where a door was told"
    )
    browser = models.CharField(
        max_length=64, blank=True, help_text="mark of the browser that checked in, hashed"
    )
    how = models.CharField(max_length=6, choices=How)
    line = models.CharField(
        max_length=40, unique=True, help_text="key of the line, so that twice sent counts once"
    )
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=10, choices=Struck, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(removed_at=None, person__isnull=False),
                name="a_person_is_there_once",
            ),
            models.UniqueConstraint(
                fields=["session", "browser"],
                condition=models.Q(removed_at=None) & ~models.Q(browser=""),
                name="a_browser_checks_in_once",
            ),
        ]
        indexes = [models.Index(fields=["session", "role", "building"], name="attendance_of_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.role}"

    @property
    def at_path(self) -> str:
        return self.session.place_path
