"""What of this room can be brought in as a spreadsheet (`network/bringing.py`): the sessions of a year."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yishi.network.bringing import Column, Import, Row, declare
from yishi.network.brought_in import place_of
from yishi.network.models import Organisation, Place, Post
from yishi.network.powers import Power
from yishi.record import YES, Verdict, clock, no

from . import actions
from .forms.calendar import hosts_of, leaders_of
from .models import Kind, Session


def _convenes(actor: Any) -> Verdict:
    if actor.post and actor.post.can(Power.CONVENE):
        return YES
    return no(_("Only whoever calls sessions at this place may do this."))


def _session(actor: Any, row: Row) -> bool:
    kind, place = row.choice("kind", Kind.choices), place_of(row)
    starts_at, ends_at = row.moment("starts_at"), row.moment("ends_at")
    row.short("spot", 80)
    row.short("theme", 80)
    if not row.sound or place is None or starts_at is None or ends_at is None:
        return False
    if Session.objects.filter(place=place, kind=kind, starts_at=starts_at).exists():
        return False
    if starts_at < clock.now():
        row.bad("starts_at", _("This moment is over. What was held is written down at its session."))
    host = _host(row, place)
    chair, clerk = (_leader(row, name, place) for name in ("chair", "clerk"))
    if not row.sound or host is None:
        return False
    said = {"kind": kind, "spot_zh": row["spot"], "theme_zh": row["theme"]}
    actions.call_session(
        actor, place, starts_at=starts_at, ends_at=ends_at, host=host, chair=chair, clerk=clerk, **said
    )
    return True


def _host(row: Row, place: Place) -> Organisation | None:
    """The body the row names; without a name the nearest that may host."""
    rows = hosts_of(place)
    found = rows.filter(code=row["host"]).first() if row["host"] else rows.first()
    if found is None:
        row.bad("host", _("No body with this code may host sessions there."))
    return found


def _leader(row: Row, name: str, place: Place) -> Post | None:
    if not row[name]:
        return None
    found = leaders_of(place).filter(code=row[name]).first()
    if found is None:
        row.bad(name, _("No post with this code may lead or write sessions there."))
    return found


declare(
    Import(
        "sessions",
        gettext_lazy("Sessions"),
        gettext_lazy(
            "The sessions of a year, each with its day and place. They stand in the calendar at once."
        ),
        (
            Column("place", gettext_lazy("Code of the place"), needed=True, example="421182001901-01"),
            Column(
                "kind",
                gettext_lazy("Kind"),
                gettext_lazy("What kind of session it is."),
                needed=True,
                example="yard",
            ),
            Column("starts_at", gettext_lazy("Begins"), needed=True, example="2027-01-10 19:00"),
            Column("ends_at", gettext_lazy("Ends"), needed=True, example="2027-01-10 20:30"),
            Column("spot", gettext_lazy("Room or spot"), needed=True, example="小区中心花园"),
            Column("theme", gettext_lazy("What about"), example="充电棚放到哪里"),
            Column(
                "host",
                gettext_lazy("Code of the body that calls it"),
                gettext_lazy("Empty: the nearest that may host it."),
            ),
            Column(
                "chair", gettext_lazy("Code of the post that leads"), gettext_lazy("It can be named later.")
            ),
            Column(
                "clerk", gettext_lazy("Code of the post that writes"), gettext_lazy("It can be named later.")
            ),
        ),
        _convenes,
        _session,
        "meet:mine",
    ),
)
