"""Days off and days worked instead."""

from django.db import models

from yishi.record.models import Recorded


class CalendarYear(Recorded):
    """A year whose days off the State Council's notice has fixed (`known`), and where that is written."""

    year = models.PositiveSmallIntegerField(unique=True)
    known = models.BooleanField(default=True)
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is other than its weekday says: off by a holiday, or a weekend that is worked instead (调休)."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    name = models.CharField(max_length=40)
    of = models.ForeignKey(
        CalendarYear, models.CASCADE, related_name="days", help_text="whose notice says so"
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
