"""What a list of cases can be narrowed by; the address holds it all, so a list can be shared."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yishi.network import known as net
from yishi.network.models import Place
from yishi.network.powers import Power, Role, roles_with
from yishi.record.numbers import BIGGEST

from .. import known, search
from ..events.loop import MOST_HOPS, TENTH_OF_A_DAY
from ..models import OPEN_STATES, Answer, CaseQuerySet, Category, Channel, State, Stay

NARROWING = ("q", "showing", "category", "when", "since", "until", "channel", "rung", "hops", "took")
MOMENTS = {"": "reported_at", "answered": "first_answered_at", "ended": "ended_at"}
"""Which moment of a case the days of a list are of, and by which it is in order."""
FROM_WHEN, TO_WHEN = date(1990, 1, 1), date(2990, 1, 1)


def narrows(asked: Mapping[str, str]) -> bool:
    """Whether an address asks for more than a place."""
    return any(asked.get(name) for name in NARROWING)


def narrowed_by(asked: Mapping[str, str]) -> str:
    """What an address narrows a list by, wherever in the list one stands: what is filled in looks the same for the
    same."""
    return "&".join(f"{name}={asked.get(name, '')}" for name in NARROWING)


class Filters(forms.Form):
    """All optional; what does not make sense is left out with a word, never a failure."""

    SHOWING = [
        ("", _("all")),
        ("open", _("still open")),
        ("overdue", _("overdue")),
        ("parked", _("parked until circumstances change")),
        ("asked", _("answered, the resident is asked")),
        ("late", _("answered after its time")),
        ("solved", _("closed by the resident's word")),
        ("lapsed", _("closed in silence")),
        ("declined", _("declined or withdrawn")),
    ]

    q = forms.CharField(label=_("Words or number"), required=False, max_length=100, strip=True)
    place = forms.CharField(label=_("Place"), required=False, max_length=40, widget=forms.HiddenInput)
    showing = forms.ChoiceField(label=_("Which"), required=False, choices=SHOWING)
    category = forms.ChoiceField(label=_("What about"), required=False)
    when = forms.ChoiceField(
        label=_("Days of what"),
        required=False,
        choices=[
            ("", _("when it was raised")),
            ("answered", _("when it was first answered")),
            ("ended", _("when it ended")),
        ],
    )
    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(
        label=_("Raised how"), required=False, choices=[("", _("any way")), *Channel.choices]
    )
    rung = forms.ChoiceField(label=_("First answered by"), required=False)
    hops = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_HOPS, widget=forms.HiddenInput, localize=False
    )
    took = forms.RegexField(
        r"^[0-9]{0,5}-[0-9]{0,5}$", required=False, widget=forms.HiddenInput, help_text="tenths of a day"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tops = {top.code: top for top in known.tops()}
        kinds = [(code, top.name) for code, top in self.tops.items()]
        self.fields["category"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]
        handling = {*roles_with(Power.HANDLE), Role.ON_DUTY}
        roles = [(role.value, role.label) for role in Role if role in handling]
        self.fields["rung"].choices = [("", _("anybody")), *roles]  # type: ignore[attr-defined]

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
    def narrowed(self) -> bool:
        """Whether more than a place was asked for."""
        return narrows(self.data)

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        """The cases asked for; of a form with faults, those its sound parts ask for."""
        self.is_valid()
        asked = self.cleaned_data
        if place := asked.get("place"):
            cases = cases.at(place.path)
        if top := asked.get("category"):
            cases = cases.filter(Q(category=top) | Q(category__parent=top))
        if channel := asked.get("channel"):
            cases = cases.filter(channel=channel)
        cases = self._in_time(cases)
        cases = _showing(cases, asked.get("showing", ""))
        cases = _first_answered(cases, asked.get("rung", ""), asked.get("hops"), asked.get("took", ""))
        if words := asked.get("q"):
            cases = search.matching(cases, words)
        return cases

    @property
    def moment(self) -> str:
        """The moment the days are of."""
        self.is_valid()
        return MOMENTS[self.cleaned_data.get("when", "")]

    def _in_time(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Those whose moment lies between the days, both included. The first and last years of the calendar have no
        moment everywhere, and no case."""
        moment, asked = self.moment, self.cleaned_data
        if moment != MOMENTS[""]:
            cases = cases.filter(**{f"{moment}__isnull": False})
        if since := asked.get("since"):
            cases = cases.filter(**{f"{moment}__gte": _begins(max(since, FROM_WHEN))})
        if until := asked.get("until"):
            cases = cases.filter(**{f"{moment}__lt": _begins(min(until, TO_WHEN) + timedelta(days=1))})
        return cases

    @property
    def remarks(self) -> list[str]:
        """What the list is narrowed by that no field of the form shows."""
        self.is_valid()
        said, hops = [], self.cleaned_data.get("hops")
        if hops is not None:
            said.append(
                ngettext(
                    "Handed over %(n)d time before the first answer.",
                    "Handed over %(n)d times before the first answer.",
                    hops,
                )
                % {"n": hops}
            )
        if took := self.cleaned_data.get("took"):
            said.append(_took_in_words(took))
        return said


def _begins(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


def _took_in_words(took: str) -> str:
    shortest, longest = took.split("-")
    words = {"from": f"{int(shortest or 0) / 10:g}", "to": f"{int(longest or 0) / 10:g}"}
    if not longest:
        return str(_("First answered after more than %(from)s days.") % words)
    if not int(shortest or 0):
        return str(_("First answered within %(to)s days.") % words)
    return str(_("First answered after more than %(from)s and within %(to)s days.") % words)


def _first_answered(cases: CaseQuerySet, role: str, hops: int | None, took: str) -> CaseQuerySet:
    """Those first answered by a role, after so many hand-overs, in so many tenths of a day (`-10`, `10-20`, `300-`)."""
    if role:
        first = Answer.objects.filter(case=OuterRef("pk"), at=OuterRef("first_answered_at"), post__role=role)
        cases = cases.filter(Exists(first))
    if hops is not None:
        stays = Stay.objects.filter(case=OuterRef("pk"), arrived_at__lte=OuterRef("first_answered_at"))
        many = stays.order_by().values("case").annotate(n=Count("pk")).values("n")
        desks = Coalesce(Subquery(many, output_field=IntegerField()), 1)
        more = {"desks__gt": hops} if hops == MOST_HOPS else {"desks": hops + 1}
        cases = cases.filter(first_answered_at__isnull=False).alias(desks=desks).filter(**more)
    if took:
        shortest, longest = took.split("-")
        if shortest and int(shortest):
            cases = cases.filter(first_answered_at__gt=F("reported_at") + _tenths(shortest))
        if longest:
            cases = cases.filter(first_answered_at__lte=F("reported_at") + _tenths(longest))
    return cases


def _tenths(text: str) -> timedelta:
    """So many tenths of a day, as answers are counted: to the nearest."""
    return timedelta(minutes=TENTH_OF_A_DAY) * (int(text) + 0.5)


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
        case "late":
            # a case that went on has another limit by now: that it passed one is kept
            late = Q(first_answered_at__gt=F("due_at")) | Q(breached_at__lt=F("first_answered_at"))
            return cases.filter(late, first_answered_at__isnull=False)
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
