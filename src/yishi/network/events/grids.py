"""What happens to grids."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class GridMade(Event):
    code: Code
    sentence = _("The grid %(code)s was made.")


@dataclass(frozen=True)
class GridPartAdded(Event):
    place: Ref
    on: date
    sentence = _("A place belongs to the grid since %(on)s.")


@dataclass(frozen=True)
class GridPartEnded(Event):
    place: Ref
    until: date
    sentence = _("A place belonged to the grid until %(until)s.")


@dataclass(frozen=True)
class GridEnded(Event):
    on: date
    sentence = _("A grid was ended on %(on)s.")
