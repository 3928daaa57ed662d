"""The next sessions, on the front page and on the page of a place."""

from typing import Any

from yishi.cases.beside import Part, register
from yishi.network.models import Place
from yishi.record.ways import way

from . import listed


def of(place: Place | None, _actor: Any) -> dict[str, Any]:
    """The next three, and where the calendar is."""
    calendar = way("meet:calendar", place.code) if place else way("meet:home")
    return {"sessions": listed.next_of(place.path if place else ""), "calendar": calendar}


register(Part("deliberation/calendar/_beside.html", of))
