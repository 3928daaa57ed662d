"""What happens to the calendar."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Event


@dataclass(frozen=True)
class CalendarSet(Event):
    year: int
    off: int
    worked: int
    sentence = _("The days off of %(year)s were entered.")
