"""What several actions ask before they begin: whether a place and a body are there, and whether times make sense."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from yishi.record import Refused

from ..models import Organisation, Place
from ..powers import Power


def said(day: date) -> str:
    """A day in the reader's words."""
    return date_format(day, "DATE_FORMAT")


def check_place(actor, place: Place, day: date) -> None:
    """Refuses a place that is not there today or on the day, or that whoever acts does not keep."""
    if actor.ref != "clock" and not actor.can(Power.SET_UP, place.path):
        raise Refused(_("This place is kept by somebody else: %(place)s.") % {"place": place.label})
    if not place.is_open:
        raise Refused(_("%(place)s is closed. Please choose a place that is there.") % {"place": place.label})
    if place.opened_on and place.opened_on > day:
        raise Refused(
            _("%(place)s is there only from %(day)s on.")
            % {"place": place.label, "day": said(place.opened_on)}
        )


def check_times(from_on: date, until_on: date | None) -> None:
    """Refuses a time that ends before it begins."""
    if until_on and until_on < from_on:
        raise Refused(
            _("It would end on %(last)s, before it begins on %(first)s. Please correct one of the days.")
            % {"last": said(until_on), "first": said(from_on)}
        )


def check_there(organisation: Organisation, day: date) -> None:
    """Refuses a body that is no more on the day."""
    if organisation.dissolved_on and organisation.dissolved_on <= day:
        raise Refused(
            _("%(body)s was dissolved on %(day)s.")
            % {"body": organisation.name, "day": said(organisation.dissolved_on)}
        )
