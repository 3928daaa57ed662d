"""What comes of what is said: responses, undertakings, motions and what a council decides of a case."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases.models import Case
from yishi.cases.models.case import INDEXED, Above
from yishi.insight.masking import mask
from yishi.network.models import Post, in_language, within
from yishi.record import clock, digest
from yishi.record.models import Recorded
from yishi.record.sealed import EncryptedText

from ..tally import Count, Outcome, Rule, decided
from .hall import Opinion
from .rules import TallyRule
from .sessions import Session
from .topics import Item


class Response(Recorded):
    """What was said to an opinion, by whom, and whether that is the end of it."""

    class Kind(models.TextChoices):
        ANSWERED = "answered", _("answered on the spot")
        PROMISED = "promised", pgettext_lazy("at a session", "promised")
        TAKEN = "taken", _("taken away")

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="response")
    kind = models.CharField(max_length=8, choices=Kind)
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="+", help_text="the department or holder who answered"
    )
    text = models.CharField(max_length=600)
    salt = models.CharField(max_length=32)
    noted_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def at_path(self) -> str:
        return self.opinion.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def public_text(self) -> str:
        """As everybody reads it: what points to a person is hidden."""
        return mask(self.text)


class Motion(Recorded):
    """Something a session votes on by a show of hands, and the rule by which the hands are counted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="motions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="motions")
    position = models.PositiveSmallIntegerField(help_text="its number in the session")
    text = models.CharField(_("text of the motion"), max_length=400)
    salt = models.CharField(max_length=32)
    tally = models.ForeignKey(TallyRule, models.PROTECT, related_name="+")
    rule = models.JSONField(help_text="the tally rule as it was when the hands were counted", default=dict)
    entitled = models.PositiveIntegerField(null=True, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    yes = models.PositiveIntegerField(null=True, blank=True)
    no = models.PositiveIntegerField(null=True, blank=True)
    abstained = models.PositiveIntegerField(null=True, blank=True)
    carried = models.BooleanField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_motion_a_number"),
            models.CheckConstraint(
                condition=models.Q(counted_at=None)
                | models.Q(present__gte=models.F("yes") + models.F("no") + models.F("abstained")),
                name="no_more_votes_than_people",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def at_path(self) -> str:
        return self.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def public_text(self) -> str:
        """As everybody reads it: what points to a person is hidden."""
        return mask(self.text)

    @property
    def rule_name(self) -> str:
        """How the hands were counted, as it was called then; before the count, as it is called now."""
        if not self.rule:
            return self.tally.name
        return in_language(self.rule["name_zh"], self.rule["name_en"])

    @property
    def outcome(self) -> Outcome | None:
        """What came of the count, worked out again from what was kept; None before it."""
        if self.counted_at is None:
            return None
        count = Count(self.yes or 0, self.no or 0, self.abstained or 0, self.present or 0, self.entitled)
        return decided(Rule.read(self.rule), count)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        """Those that hold: not what was struck out."""
        return self.filter(struck_at=None)


class Decision(Recorded):
    """What a session decided of a case on its agenda: who does what by when, or parked with a condition."""

    class Kind(models.TextChoices):
        DO = "do", _("it will be done")
        PARK = "park", _("it is parked")

    class Left(models.TextChoices):
        BACK = "back", _("Nobody had begun, so the matter lies with the council again, as before.")
        STANDS = "stands", _("The matter had gone on by then, so it stays where it is.")
        OPENED = "opened", _("The matter that was opened with it stays open: it still wants an answer.")
        ASIDE = "aside", _("The matter stays where it is; the decision had not moved it.")

    item = models.ForeignKey(Item, models.PROTECT, related_name="decisions")
    motion = models.ForeignKey(Motion, models.PROTECT, null=True, blank=True, related_name="decisions")
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=4, choices=Kind)
    text = models.CharField(max_length=600)
    salt = models.CharField(max_length=32)
    opened = models.BooleanField(default=False, help_text="the case was opened with it: the topic had none")
    moved = models.BooleanField(default=False, help_text="the case was settled or parked by it")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(
        null=True, blank=True, help_text="when it was struck out; it stays to be read"
    )
    struck_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    struck_because = models.CharField(max_length=300, blank=True)
    left = models.CharField(
        max_length=6, choices=Left, blank=True, help_text="of one that was struck: what its case does now"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "case"],
                condition=models.Q(struck_at=None),
                name="a_case_is_decided_once_an_item",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def at_path(self) -> str:
        return self.item.session.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def public_text(self) -> str:
        """As everybody reads it: what points to a person is hidden."""
        return mask(self.text)

    @property
    def public_struck_because(self) -> str:
        """Why it was struck out, as everybody reads it."""
        return mask(self.struck_because)


def undertakings_of_wider_places() -> list[models.Index]:
    """One index a level, so that what was promised in a city is read as fast as in an estate."""
    return [
        models.Index(
            Above("place_path", length),
            models.F("state"),
            models.F("due_on"),
            models.F("id"),
            name=f"undertakings_of_a_place_{length}",
        )
        for length in INDEXED
    ]


class UndertakingQuerySet(models.QuerySet["Undertaking"]):
    def at(self, path: str) -> "UndertakingQuerySet":
        """Those of a place and all within it."""
        if len(path) in INDEXED:
            return self.alias(**{f"in_{len(path)}": Above("place_path", len(path))}).filter(
                **{f"in_{len(path)}": path}
            )
        return self.filter(within("place_path", path))

    def told(self) -> "UndertakingQuerySet":
        """Those that stand: not what was written down wrongly."""
        return self.exclude(state=Undertaking.State.STRUCK)

    def open(self) -> "UndertakingQuerySet":
        """Not kept for good yet and not given up."""
        return self.filter(state__in=[Undertaking.State.OPEN, Undertaking.State.CLAIMED])

    def late(self, day: date | None = None) -> "UndertakingQuerySet":
        """Nobody has said that it is kept, and its day is over, or was when it was put off."""
        over = models.Q(due_on__lt=day or clock.today()) | models.Q(missed_on__isnull=False)
        return self.filter(over, state=Undertaking.State.OPEN)

    def undated(self) -> "UndertakingQuerySet":
        return self.filter(due_on=None)


class Undertaking(Recorded):
    """Something promised at a session: who does what, by when; without a day it is counted apart."""

    class State(models.TextChoices):
        OPEN = "open", _("promised, to be kept")
        CLAIMED = "claimed", _("said to be kept, who asked is asked")
        KEPT = "kept", pgettext_lazy("of a promise", "kept")
        BROKEN = "broken", pgettext_lazy("of a promise", "not kept")
        EXTENDED = "extended", pgettext_lazy("of a promise", "put off: a new promise stands in its place")
        STRUCK = "struck", pgettext_lazy("of a promise", "struck out: it was written down wrongly")

    class Confirmed(models.TextChoices):
        ASKER = "asker", _("confirmed by who asked for it")
        CHAIR = "chair", _("confirmed by the chair or host, for who asked left no way to be reached")
        THERE = "there", _("confirmed by somebody who was there, for who asked left no way to be reached")
        SILENCE = "silence", _("nobody said otherwise in time")

    session = models.ForeignKey(Session, models.PROTECT, related_name="undertakings")
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="undertakings")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="undertakings")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="undertakings")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="undertakings")
    place_path = models.CharField(max_length=80)
    post = models.ForeignKey(Post, models.PROTECT, related_name="undertakings", help_text="who promised it")
    text = models.CharField(_("what was promised"), max_length=400)
    salt = models.CharField(max_length=32)
    due_on = models.DateField(_("by when"), null=True, blank=True, help_text="None: no day was named")
    put_off = models.PositiveSmallIntegerField(default=0, help_text="how often it was put off before")
    first_due_on = models.DateField(
        null=True, blank=True, help_text="of one that was put off: the day named first"
    )
    missed_on = models.DateField(
        null=True, blank=True, help_text="the day that was over when it was put off: it stays late"
    )
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", help_text="who said that it is kept"
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="when who asked was asked whether it is; None: nobody could be"
    )
    evidence = models.CharField(max_length=400, blank=True)
    denied_at = models.DateTimeField(null=True, blank=True, help_text="when it was said not to be so, last")
    missing = EncryptedText(
        blank=True,
        help_text="what is missing then; for whoever promised and whoever leads, not for everybody",
    )
    picture = models.CharField(
        max_length=80, blank=True, help_text="name in the storage of the picture that shows it"
    )
    picture_digest = models.CharField(max_length=64, blank=True)
    kept_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.CharField(max_length=10, blank=True, choices=Confirmed)
    instead_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later_ones",
        help_text="the earlier promise that was put off by this one",
    )
    reason = models.CharField(max_length=300, blank=True, help_text="why it is not kept")
    warned_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(
        null=True, blank=True, help_text="when the clock noted that its day had passed"
    )

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place_path", "state", "due_on"], name="undertakings_of_a_place"),
            *undertakings_of_wider_places(),
            models.Index(
                fields=["due_on"],
                name="undertakings_to_be_told_of",
                condition=models.Q(state="open", late_at=None, due_on__isnull=False),
            ),
            models.Index(
                fields=["claimed_at"], name="undertakings_claimed", condition=models.Q(state="claimed")
            ),
            models.Index(fields=["post", "state", "due_on"], name="undertakings_of_a_post"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def at_path(self) -> str:
        return self.place_path

    @property
    def digest(self) -> str:
        return digest(self.salt, self.text)

    @property
    def public_text(self) -> str:
        """As everybody reads it: what points to a person is hidden."""
        return mask(self.text)

    @property
    def public_evidence(self) -> str:
        """What shows that it is kept, as everybody reads it."""
        return mask(self.evidence)

    @property
    def public_reason(self) -> str:
        """Why it is not kept, as everybody reads it."""
        return mask(self.reason)

    @property
    def badge(self) -> str:
        """Which pill shows the state: done, overdue, declined, waiting, due or new."""
        if self.is_late:
            return "overdue"
        fixed = {"kept": "done", "broken": "declined", "extended": "declined", "claimed": "waiting"}
        return fixed.get(self.state, "due" if self.due_on else "new")

    @property
    def badge_label(self) -> str:
        """And the word on it."""
        if self.is_late:
            return str(pgettext_lazy("of a promise", "late"))
        if self.state == self.State.CLAIMED and self.asked_at is None:
            return str(_("said to be kept, to be confirmed"))
        if self.state == self.State.OPEN and self.due_on is None:
            return str(pgettext_lazy("of a promise", "no day named"))
        if self.state == self.State.OPEN:
            return str(pgettext_lazy("of a promise", "to be kept"))
        if self.state == self.State.EXTENDED:
            return str(pgettext_lazy("of a promise", "put off"))
        return str(self.get_state_display())

    @property
    def is_late(self) -> bool:
        """Nobody has said that it is kept, and its day is over, or was when it was put off."""
        return self.is_past or (self.state == self.State.OPEN and self.missed_on is not None)

    @property
    def is_past(self) -> bool:
        """Nobody has said that it is kept, and the day that holds now is over."""
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < clock.today()

    @property
    def was_late(self) -> bool:
        """It was kept after its day; a later day that was named when the day was over changes nothing of that."""
        late = self.missed_on is not None or (self.due_on and self.kept_on and self.kept_on > self.due_on)
        return bool(self.kept_on and late)
