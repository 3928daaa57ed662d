"""A person with an account, and counters of attempts."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from yishi.record import clock
from yishi.record.models import Recorded
from yishi.record.versions import Group, Kept

USUAL_SINCE = date(2026, 1, 1)
REQUEST_SOURCE = (
    "《个人信息保护法》第五十条；"
    "《App违法违规收集使用个人信息行为认定方法》第六条：承诺时限不得超过15个工作日"
)
"""What the usual working days for a person's request rest on."""


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)

    def with_phone(self, phone: str) -> "Person | None":
        """Whose verified number this is (in the stored form)."""
        return self.filter(phone=phone, phone_verified=True).first()


class Person(AbstractBaseUser, Recorded):
    """Somebody with an account. What they may do comes from their posts (`network`), never from a flag here."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("used to address you"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    starts_with_given_password = models.BooleanField(
        default=False,
        db_default=False,
        help_text="whatever password it has was chosen by somebody else, and opens nothing but the page to change it",
    )
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        constraints = [models.UniqueConstraint(Lower("username"), name="names_differ_by_more_than_capitals")]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def owes_own_password(self) -> bool:
        """Somebody else knows the password, so the person sets one of their own before anything else."""
        return self.starts_with_given_password and self.has_usable_password()

    @property
    def in_the_open(self) -> bool:
        """Who has an account is nobody's business; the public record shows the entry's hash alone."""
        return False

    def get_full_name(self) -> str:
        return self.name

    @property
    def date_joined(self):
        """The name the sign-in library knows `joined_at` by."""
        return self.joined_at


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def present(self) -> "PrivacyNotice":
        """The one in force today, or the usual one (not stored). It is kept by the process and shared: for reading."""
        today, all_of_them = clock.today(), _notices.many([_ALL])[_ALL]
        found = next((notice for notice in all_of_them if notice.from_on <= today), None)
        return found or PrivacyNotice(version="0", from_on=USUAL_SINCE)


class PrivacyNotice(Recorded):
    """A version of the notice of privacy (PIPL 17): who is responsible, whom to turn to, and the times this house gives
    itself. What is kept for how long stands in the retention rules."""

    version = models.CharField(max_length=20, unique=True)
    from_on = models.DateField()
    controller = models.CharField(max_length=120, blank=True, help_text="who is responsible")
    contact = models.CharField(max_length=200, blank=True, help_text="whom to turn to, and how")
    processors = models.CharField(
        max_length=400, blank=True, help_text="whom else data is given to, and what for"
    )
    reveal_hours = models.PositiveSmallIntegerField(
        default=8, help_text="so long what somebody opened for a reason stays open to them"
    )
    glass_minutes = models.PositiveSmallIntegerField(
        default=60, help_text="within which a second person must agree, and for how long it then opens"
    )
    delay_days = models.PositiveSmallIntegerField(
        default=30, help_text="so long the resident may be told later, where a law says so"
    )
    erase_days = models.PositiveSmallIntegerField(
        default=7, help_text="to think an erasure over; 15 working days are the most a request may take"
    )

    request_days = models.PositiveSmallIntegerField(
        default=15,
        db_default=15,
        help_text="working days within which a request that came on paper or by word of mouth is decided",
    )
    request_source = models.CharField(
        max_length=200,
        default=REQUEST_SOURCE,
        db_default=REQUEST_SOURCE,
        help_text="the rule they come from",
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.version


_ALL = 0
NOTICES = Group("notices", ("people_privacynotice",))
_notices: Kept[int, list[PrivacyNotice]] = Kept(
    (NOTICES,), lambda _keys: {_ALL: list(PrivacyNotice._base_manager.order_by("-from_on", "-id"))}, most=1
)


class RetentionRule(Recorded):
    """For how many days the house keeps one kind of what points to a person, and on what ground."""

    class What(models.TextChoices):
        CONTACT = "contact", _("name and number with a matter that is over")
        WORDS = "words", _("a matter's words as they were said, after it is over")
        CALLS = "calls", _("notes of telephone calls")
        ORIGINALS = "originals", _("photos before faces and plates were blackened")
        MESSAGES = "messages", _("messages in the inbox and on their way")
        ADDRESSES = "addresses", _("numbers and addresses that messages went to")
        REVEALS = "reveals", _("who saw what, and why")
        SESSIONS = "sessions", _("signed-in browsers, and reports begun and not sent")
        ATTEMPTS = "attempts", _("counters of attempts")
        ERASURES = "erasures", _("requests for erasure, and what came of them")
        REQUESTS = "requests", _("requests about one's own data entered at a desk, and what came of them")
        ROLL = "roll", _("people on the roll of dwellings who own or live there no longer")
        ROLL_REVEALS = "roll_reveals", _("who looked people up on the roll, and why")
        MET = "met", _("names and marks of those who came to a session and who spoke there")
        MET_WORDS = "met_words", _("what was said at a session, as it was said")
        TOPICS = "topics", _("numbers, doors and marks behind a topic that is settled")
        TOPIC_WORDS = "topic_words", _("a topic's words as they were said, after it is settled")

    what = models.CharField(max_length=12, choices=What, unique=True)
    keep_days = models.PositiveIntegerField(help_text="0 keeps it no longer than its purpose")
    source = models.CharField(max_length=200, help_text="the rule it comes from")
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Attempt(models.Model):
    """How often something was tried within one window of time; one row per thing limited."""

    key = models.CharField(max_length=120, primary_key=True)
    ends = models.BigIntegerField(db_index=True, help_text="when the window ends, in seconds since 1970")
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
