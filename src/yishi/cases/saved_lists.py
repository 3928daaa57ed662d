"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yishi.network import known as net
from yishi.network.saving import Column, Few, Kind, Listed, Rows, declare

from . import topics
from .forms.listing import Filters
from .models import Case, Parking
from .publishing import heading

LEFT_OUT = ("words", "public_words", "contact_name", "contact_phone")
"""Of a case, what no list shows."""


def titled(portion: list[Case], actor: Any) -> None:
    """Each case knows what it is called for whoever looks."""
    for case in portion:
        case.called = heading(case, actor)  # type: ignore[attr-defined]


CASE = (
    Column(gettext_lazy("Number"), "number"),
    Column(gettext_lazy("What about"), "called"),
    Column(gettext_lazy("Kind of matter"), "category.name"),
    Column(gettext_lazy("Where"), "place.label"),
    Column(gettext_lazy("How it stands"), lambda case: case.get_state_display()),
    Column(gettext_lazy("Lies with"), "holder.title"),
    Column(gettext_lazy("Households that say so"), "voices", Kind.NUMBER),
    Column(gettext_lazy("Raised"), "reported_at", Kind.MOMENT),
    Column(gettext_lazy("To be answered by"), "due_at", Kind.MOMENT),
    Column(gettext_lazy("First answered"), "first_answered_at", Kind.MOMENT),
    Column(pgettext_lazy("of a matter", "Ended"), "ended_at", Kind.MOMENT),
    Column(gettext_lazy("Raised how"), lambda case: case.get_channel_display()),
)
"""The columns of every list of cases."""


def of_cases(query: Any, moment: str, *, newest_first: bool = True) -> Rows:
    """The rows of a list of cases, in order by a moment of theirs."""
    minus = "-" if newest_first else ""
    return Rows(query.with_labels().defer(*LEFT_OUT), (f"{minus}{moment}", f"{minus}id"))


def _all(actor: Any, asked: QueryDict) -> Rows:
    filters = Filters(asked)
    return of_cases(filters.narrow(Case.objects.visible_to(actor)), filters.moment)


def _waiting(actor: Any, asked: QueryDict) -> Rows:
    cases = Filters(asked).narrow(Case.objects.visible_to(actor)).open()
    return of_cases(cases, "reported_at", newest_first=False)


def _parked(actor: Any, asked: QueryDict) -> Rows:
    cases = Filters(asked).narrow(Case.objects.visible_to(actor))
    rows = Parking.objects.parked().filter(case__in=cases.order_by().values("pk"))
    return Rows(
        rows.select_related(
            "case__place", "case__category", "case__holder__place", "case__holder__organisation"
        ),
        ("revisit_on", "id"),
    )


def _parked_ready(portion: list[Parking], actor: Any) -> None:
    titled([parking.case for parking in portion], actor)


def _topics(actor: Any, asked: QueryDict) -> Few:
    place, days = net.with_code(asked.get("place", "")[:40]), asked.get("days", "")
    if place is None:
        raise Http404(_("There is no such place."))
    look = topics.look(place, actor, int(days) if days in map(str, topics.PERIODS) else topics.PERIODS[1])
    return Few(list(look.topics))


declare(
    Listed("cases", gettext_lazy("All matters"), CASE, _all, ready=titled),
    Listed("waiting", gettext_lazy("No answer yet"), CASE, _waiting, ready=titled),
    Listed(
        "parked",
        gettext_lazy("Parked matters"),
        (
            Column(gettext_lazy("Number"), "case.number"),
            Column(gettext_lazy("What about"), "case.called"),
            Column(gettext_lazy("Kind of matter"), "case.category.name"),
            Column(gettext_lazy("Where"), "case.place.label"),
            Column(gettext_lazy("Why it is parked"), lambda parking: parking.get_reason_display()),
            Column(gettext_lazy("Comes back by"), "revisit_on", Kind.DAY),
            Column(gettext_lazy("Households that say so"), "case.voices", Kind.NUMBER),
            Column(gettext_lazy("Comes back with so many households"), "households", Kind.NUMBER),
        ),
        _parked,
        ready=_parked_ready,
    ),
)
