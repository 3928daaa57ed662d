"""The theme of the month (每月一题): a frequent matter of a place, with who leads, a plan, and what came of it."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.network.models import Place, Post
from yishi.record import clock
from yishi.record.models import Recorded, places_on_the_way


class ThemeQuerySet(models.QuerySet["Theme"]):
    def standing(self) -> "ThemeQuerySet":
        """Those that were not withdrawn."""
        return self.exclude(state=Theme.State.WITHDRAWN)

    def holding_at(self, path: str) -> "ThemeQuerySet":
        """Those of a place and of the places it lies in, the nearest first."""
        return self.filter(place__path__in=places_on_the_way(path)).order_by("-place__path", "-month")

    def now(self) -> "ThemeQuerySet":
        """That of this month, and earlier ones that are still worked on."""
        month = clock.today().replace(day=1)
        return self.filter(
            models.Q(month=month) | models.Q(month__lt=month, state=Theme.State.GOING)
        ).standing()


class Theme(Recorded):
    """What a place makes its theme in a month."""

    class State(models.TextChoices):
        GOING = "going", _("under way")
        DONE = "done", _("concluded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    place = models.ForeignKey(Place, models.PROTECT, related_name="themes")
    month = models.DateField(help_text="its first day")
    title = models.CharField(max_length=60)
    why = models.TextField(max_length=1000, help_text="why this one, for everybody")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", help_text="the kind of matters it is about, or a heading"
    )
    lead = models.ForeignKey(Post, models.PROTECT, related_name="themes_led", help_text="who leads")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who set it")
    state = models.CharField(max_length=10, choices=State, default=State.GOING)
    outcome = models.TextField(
        max_length=1000, blank=True, help_text="what came of it, or why it was withdrawn"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("-month", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "month"],
                condition=~models.Q(state="withdrawn"),
                name="one_theme_a_month_and_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.title}"

    @property
    def at_path(self) -> str:
        return self.place.path

    @property
    def is_going(self) -> bool:
        return self.state == self.State.GOING

    def plan(self) -> list["Step"]:
        """Its steps, those struck out too, by the day they are due."""
        rows = self.steps.select_related("post__organisation", "post__place")
        return list(rows.order_by("due_on", "number"))


class Step(models.Model):
    """One line of the plan: who does what, and by when."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(help_text="within its theme, from 1")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", help_text="who does it")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    outcome = models.CharField(
        max_length=300, blank=True, help_text="what was done, or why it was struck out"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering = ("theme", "number")
        constraints = [models.UniqueConstraint(fields=["theme", "number"], name="one_step_a_number")]

    def __str__(self) -> str:
        return f"{self.theme_id}.{self.number}"

    @property
    def is_open(self) -> bool:
        """Still to be done."""
        return self.done_at is None and self.struck_at is None

    @property
    def is_late(self) -> bool:
        """Still to be done though its day is over, or done after it."""
        if self.struck_at is not None:
            return False
        done: Any = self.done_at
        return (done.astimezone(clock.now().tzinfo).date() if done else clock.today()) > self.due_on


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)
