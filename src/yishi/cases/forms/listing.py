"""What a list of cases can be narrowed by; the address holds it all, so a list can be shared."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.network import known as net
from yishi.network.models import Place
from yishi.record.numbers import BIGGEST

from .. import known, search
from ..models import OPEN_STATES, CaseQuerySet, Category, State


class Filters(forms.Form):
    """All optional; what does not make sense is left out with a word, never a failure."""

    SHOWING = [
        ("", _("all")),
        ("open", _("still open")),
        ("overdue", _("overdue")),
        ("parked", _("parked until circumstances change")),
        ("asked", _("answered, the resident is asked")),
        ("solved", _("closed by the resident's word")),
        ("lapsed", _("closed in silence")),
        ("declined", _("declined or withdrawn")),
    ]

    q = forms.CharField(label=_("Words or number"), required=False, max_length=100, strip=True)
    place = forms.CharField(label=_("Place"), required=False, max_length=40, widget=forms.HiddenInput)
    showing = forms.ChoiceField(label=_("Which"), required=False, choices=SHOWING)
    category = forms.ChoiceField(label=_("What about"), required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tops = {top.code: top for top in known.tops()}
        kinds = [(code, top.name) for code, top in self.tops.items()]
        self.fields["category"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]

    def clean_category(self) -> Category | None:
        """The heading with the code."""
        return self.tops.get(self.cleaned_data["category"])

    def clean_place(self) -> Place | None:
        """The place with the code."""
        code = self.cleaned_data["place"]
        if not code:
            return None
        found = net.with_code(code)
        if not found:
            raise forms.ValidationError(_("There is no such place."))
        return found

    @property
    def address(self) -> str:
        """What was asked for, wherever in the list one stands: the form looks the same for the same."""
        return "&".join(f"{name}={self.data.get(name, '')}" for name in self.fields)

    @property
    def narrowed(self) -> bool:
        """Whether more than a place was asked for."""
        return any(self.data.get(name) for name in ("q", "showing", "category", "since"))

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases asked for; of a form with faults, those its sound parts ask for."""
        self.is_valid()
        asked = self.cleaned_data
        if place := asked.get("place"):
            cases = cases.at(place.path)
        if top := asked.get("category"):
            cases = cases.filter(Q(category=top) | Q(category__parent=top))
        if since := asked.get("since"):
            cases = cases.filter(reported_at__date__gte=since)
        cases = _showing(cases, asked.get("showing", ""))
        if words := asked.get("q"):
            cases = search.matching(cases, words)
        return cases


def _showing(cases: CaseQuerySet, which: str) -> CaseQuerySet:
    match which:
        case "open":
            return cases.filter(state__in=OPEN_STATES)
        case "overdue":
            return cases.overdue()
        case "parked":
            return cases.filter(state=State.PARKED)
        case "asked":
            return cases.filter(state=State.ANSWERED)
        case "solved":
            return cases.filter(state=State.CLOSED)
        case "lapsed":
            return cases.filter(state=State.LAPSED)
        case "declined":
            return cases.filter(state__in=(State.DECLINED, State.WITHDRAWN))
    return cases


class Key(forms.Form):
    """Where a page of a list begins: the last row of the one before, as moment and number."""

    at = forms.DateTimeField(required=False)
    id = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST)

    def beginning(self) -> tuple[datetime, int] | None:
        """The key, or None for the first page and for a key that is none."""
        if not self.is_valid():
            return None
        at, pk = self.cleaned_data["at"], self.cleaned_data["id"]
        # in the first and last year of the calendar another time zone would lie outside of it
        return (at, pk) if at and pk is not None and 1900 < at.year < 9000 else None
