"""What holds for sessions of a kind, as data: periods of notice and posting, thresholds, and how votes are counted."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Named, Place
from yishi.record.models import STEP, Recorded


class Kind(models.TextChoices):
    YARD = "yard", _("courtyard meeting")
    OPEN_DAY = "open_day", _("open deliberation day")
    PARTY_DAY = "party_day", _("joint deliberation day")
    COUNCIL = "council", _("council session")
    BUILDING = "building", _("building session")
    REPRESENTATIVES = "delegates", _("residents' representatives' meeting")
    GATE = "gate", _("reception day at the gate")


MOST_WARN_DAYS = 30
"""So many days before its day, at most, a rule has whoever promised reminded."""
KEPT = (
    *("notice_days", "freeze_days", "votes", "correction_days", "posting_days", "objection_days"),
    *(
        "objection_raise_days",
        "remind_days",
        "raise_days",
        "silence_days",
        "warn_days",
        "ask_days",
        "speak_minutes",
        "source",
    ),
)


class TallyRuleQuerySet(models.QuerySet["TallyRule"]):
    def holding(self) -> "TallyRuleQuerySet":
        """Those that no later version stands in place of."""
        return self.filter(until_at=None)

    def at(self, path: str) -> "TallyRuleQuerySet":
        """Those that may be used at a place: the general ones, and those of the places on the way up."""
        steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        return self.filter(models.Q(place=None) | models.Q(place__path__in=steps))


class TallyRule(Named, Recorded):
    """One version of a way of counting the votes on a motion: of whom so many must agree, and how many must be there at
    all. A later version stands beside it; what was announced or counted by it keeps it."""

    class Base(models.TextChoices):
        PRESENT = "present", _("of those present; an abstention counts against")
        CAST = "cast", _("of yes and no alone; an abstention does not count")
        ENTITLED = "entitled", _("of all who may vote, present or not")

    code = models.CharField(max_length=30, help_text="the same for all versions")
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tally_rules",
        help_text="None: everywhere",
    )
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(
        null=True, blank=True, help_text="when a later version came in its place; None: it holds"
    )
    base = models.CharField(max_length=8, choices=Base)
    share_num = models.PositiveSmallIntegerField(help_text="this share of the base must agree, as a fraction")
    share_den = models.PositiveSmallIntegerField()
    more_than = models.BooleanField(
        help_text="more than the share (过半数); otherwise the share will do (以上)"
    )
    quorum_num = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="this share of those who may vote must be present; None: no quorum"
    )
    quorum_den = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_more_than = models.BooleanField(default=False)
    source = models.CharField(_("the rule it comes from"), max_length=200)

    objects = TallyRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(until_at=None),
                name="one_version_of_a_way_of_counting_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(share_den__gt=0, share_num__lte=models.F("share_den")),
                name="share_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=models.Q(quorum_num=None, quorum_den=None)
                | models.Q(quorum_den__gt=0, quorum_num__lte=models.F("quorum_den")),
                name="quorum_is_a_fraction",
            ),
        ]

    @property
    def at_path(self) -> str:
        return self.place.path if self.place else ""


class SessionRuleQuerySet(models.QuerySet["SessionRule"]):
    def over(self, path: str, kind: str) -> "SessionRule":
        """The rule that holds for a kind of session at a place: the nearest one on the way up, else the general one.
        Raises DoesNotExist where the general one was not set."""
        steps = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
        near = self.filter(kind=kind).filter(models.Q(place=None) | models.Q(place__path__in=steps))
        found = near.select_related("tally").order_by(models.F("place__depth").desc(nulls_last=True)).first()
        if found is None:
            raise SessionRule.DoesNotExist(f"no rule for sessions of kind {kind}")
        return found

    def of(self, session: Any) -> "SessionRule":
        """What holds for a session: once it is announced, what held then. Raises DoesNotExist as `over` does."""
        rule = self.over(session.place_path, session.kind)
        for name, kept in (session.rule_kept or {}).items():
            setattr(rule, name, kept)
        return rule

    def figure(self, session: Any, name: str) -> Any:
        """One of the figures in KEPT that hold for a session; asks the database only where the session keeps none, and
        gives the usual one where no rule was set."""
        kept = session.rule_kept or {}
        if name in kept:
            return kept[name]
        try:
            return getattr(self.over(session.place_path, session.kind), name)
        except SessionRule.DoesNotExist:
            usual: Any = SessionRule._meta.get_field(name)
            return usual.get_default()


class SessionRule(Recorded):
    """What holds for sessions of a kind at a place and all within it that have no rule of their own."""

    kind = models.CharField(max_length=10, choices=Kind)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="session_rules",
        help_text="None: everywhere",
    )
    notice_days = models.PositiveSmallIntegerField(_("days of notice"))
    freeze_days = models.PositiveSmallIntegerField(_("days before it that the agenda is frozen"))
    votes = models.BooleanField(
        default=True, help_text="False: it hears and answers; nothing is put to the vote there"
    )
    tally = models.ForeignKey(TallyRule, models.PROTECT, related_name="+")
    needs_quorum = models.BooleanField(
        default=False, help_text="without enough people it may hear, not decide"
    )
    correction_days = models.PositiveSmallIntegerField(_("days to propose corrections"), default=3)
    posting_days = models.PositiveSmallIntegerField(_("days on the board"))
    objection_days = models.PositiveSmallIntegerField(_("days to answer an objection"), default=3)
    objection_raise_days = models.PositiveSmallIntegerField(
        _("days after it was to be answered until the level above is told"), default=3
    )
    remind_days = models.PositiveSmallIntegerField(_("days until the host is reminded"), default=3)
    raise_days = models.PositiveSmallIntegerField(_("days until the level above is told"), default=7)
    silence_days = models.PositiveSmallIntegerField(
        _("days without a word after which a promise that is said to be kept counts as kept"), default=7
    )
    warn_days = models.PositiveSmallIntegerField(
        _("days before its day that whoever promised is reminded"), default=2
    )
    ask_days = models.PositiveSmallIntegerField(
        _("days after a session up to which what is due is asked about there"), default=7
    )
    speak_minutes = models.PositiveSmallIntegerField(_("minutes each may speak"), default=3)
    households = models.PositiveIntegerField(
        _("households that bring a matter onto the agenda"), null=True, blank=True
    )
    percent = models.PositiveSmallIntegerField(_("or their share of all, in percent"), null=True, blank=True)
    rungs = models.PositiveSmallIntegerField(
        _("rungs a matter failed on"), null=True, blank=True, help_text="None: this brings nothing here"
    )
    source = models.CharField(_("the rule it comes from"), max_length=300)

    objects = SessionRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place"], name="one_rule_a_kind_and_place"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(place=None), name="one_general_rule_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place or ''}".strip()

    @property
    def at_path(self) -> str:
        return self.place.path if self.place else ""

    def to_keep(self) -> dict[str, Any]:
        """What a session keeps of it when it is announced. (How its votes are counted it keeps by itself; what brings
        matters onto its agenda is asked when they come.)"""
        return {name: getattr(self, name) for name in KEPT}
