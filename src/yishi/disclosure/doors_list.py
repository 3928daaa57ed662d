"""The list for people who ring doors, building by building: what was answered and waits for the resident's word, and
what is overdue, with boxes to tick. Only what everybody may see goes round on paper: no name, no number of a resident,
and nothing that is kept to the hotline."""

from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yishi.cases.models import Case, State
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place
from yishi.network.typesetting import typeset
from yishi.record import clock

MOST = 400
"""Matters on one list."""


def as_pdf(place: Place) -> bytes:
    """The list of a place, on A4."""
    return typeset("disclosure/papers/doors.typ", data_of(place))


def data_of(place: Place) -> dict[str, Any]:
    """What the list shows, as JSON holds it."""
    cases = waiting(place)
    return {
        "title": _("To ring doors with: %(place)s") % {"place": place.label},
        "buildings": [
            {"name": building, "cases": [_line(case) for case in there]}
            for building, there in groupby(cases[:MOST], key=_building)
        ],
        "more": len(cases) > MOST,
        "words": {
            "lead": _(
                "Ask at the door: is it solved? Tick what you hear, and enter it at the desk the same day under "
                "“asked the resident”. Whoever does not open gets the slip."
            ),
            "number": _("Number"),
            "what": _("What"),
            "stands": _("How it stands"),
            "heard": _("What they say"),
            "solved": _("solved"),
            "not_solved": _("not solved"),
            "satisfied": _("satisfied"),
            "nobody": _("nobody opened"),
            "rung_by": _("Rung by, day"),
            "nothing": _("Nothing waits for a resident’s word here, and nothing is overdue."),
            "more": _("There are more; please print building by building."),
        },
    }


def waiting(place: Place) -> list[Case]:
    """What was answered and what is overdue, in the order of the tree, then the longest waiting first; one more than
    MOST, where there are."""
    seen = Case.objects.visible_to(ANYONE).at(place.path)
    rows = seen.filter(state=State.ANSWERED) | seen.overdue()
    return list(rows.with_labels().order_by("place_path", "reported_at", "id")[: MOST + 1])


def _building(case: Case) -> str:
    """The building a matter is at, or the place itself where that is wider."""
    around = net.around(case.place.path)
    building = next((each for each in around if each.level == Level.BUILDING), case.place)
    return building.label


def _line(case: Case) -> dict[str, Any]:
    if case.state == State.ANSWERED:
        on = case.answered_at or clock.now()
        stands = _("answered on %(day)s") % {"day": _day(on)}
    else:
        stands = _("answer was due on %(day)s") % {"day": _day(case.due_at)}
    return {
        "number": case.number,
        "title": case.title,
        "place": case.place.label,
        "stands": stands,
        "late": case.state != State.ANSWERED,
    }


def _day(at: Any) -> str:
    return date_format(localtime(at), "DATE_FORMAT")
