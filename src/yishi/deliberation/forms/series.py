"""Forms of a series: how it repeats, at which places, led by whom; publishing, exceptions, the end."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label
from yishi.network.forms.bodies import Day, Form, Line
from yishi.network.models import Level, Organisation, Place, Post
from yishi.network.powers import Role
from yishi.record import clock

from .. import repeating
from ..models import Kind, Series
from .calendar import HOSTS, NEVER_LEAD, Hour, PostChoices, Why, asked_of

LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.ESTATE, Level.BUILDING)
MONTH_DAY, MONTH_WEEKDAY, WEEKLY, OWN = "month_day", "month_weekday", "weekly", "own"


def _often() -> list[tuple[str, Label]]:
    return [
        (MONTH_DAY, Label(_("on a day of every month"), _("such as the 10th"))),
        (MONTH_WEEKDAY, Label(_("on a weekday of every month"), _("such as the last Saturday"))),
        (WEEKLY, Label(_("every week"), _("such as every weekend"))),
        (OWN, Label(_("by a rule of my own"), _("for whoever knows RFC 5545"))),
    ]


def _days_of_month() -> list[tuple[str, Any]]:
    return [*((str(n), str(n)) for n in range(1, 29)), ("-1", _("the last day"))]


class Keep(Form):
    """A series: everything one can say of it."""

    often = forms.ChoiceField(
        label=_("How does it repeat?"), choices=_often, widget=forms.RadioSelect, initial=MONTH_DAY
    )
    month_day = forms.ChoiceField(
        label=_("Day of the month"), choices=_days_of_month, required=False, initial="10"
    )
    which = forms.ChoiceField(
        label=_("Which one of the month"),
        choices=list(repeating.ORDINALS.items()),
        required=False,
        initial="-1",
    )
    weekday = forms.ChoiceField(
        label=_("Weekday"), choices=list(repeating.NAMES.items()), required=False, initial="SA"
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=list(repeating.NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = Line(label=_("Your rule"), help_text="FREQ=MONTHLY;BYDAY=-1SA", max_length=120, required=False)
    shift = forms.ChoiceField(
        label=_("Where that is a day off"),
        help_text=_(
            "By the calendar of days off and of weekends that are worked. A weekend you name yourself is no day off."
        ),
        choices=Series.Shift.choices,
        initial=Series.Shift.KEEP,
    )
    until_on = Day(
        label=_("Until, that day included"), help_text=_("Empty: until somebody ends it."), required=False
    )
    starts = Hour(label=_("Begins at"), initial=time(19))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=10, max_value=14 * 60, initial=90)
    spot_zh = Line(label=_("Where does it meet?"), max_length=80)
    spot_en = Line(label=_("Where, in English"), max_length=120, required=False)
    host_kind = forms.ChoiceField(
        label=_("Which body hosts it?"),
        help_text=_("Of each place the nearest body of this kind."),
        choices=[(kind.value, kind.label) for kind in HOSTS],
        initial=Organisation.Kind.BRANCH,
    )
    chair_role = forms.ChoiceField(
        label=_("Who leads it?"),
        help_text=_("Of each place whoever holds this post."),
        choices=[(role.value, role.label) for role in Role if role not in NEVER_LEAD],
        initial=Role.BRANCH,
    )
    clerk_role = forms.ChoiceField(
        label=_("Who writes it down?"),
        choices=[(role.value, role.label) for role in Role if role not in NEVER_LEAD],
        initial=Role.STEWARD,
    )
    invited = PostChoices(
        Post.objects.none(),
        label=_("Who is invited each time?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.place = place
        posts = asked_of(place).filter(
            role__in=(Role.DEPARTMENT, Role.PROPERTY), place__depth__lte=place.depth
        )
        self.fields["invited"].queryset = posts  # type: ignore[attr-defined]
        if not posts.exists():
            del self.fields["invited"]

    def clean(self) -> dict[str, Any]:
        """The rule that was chosen stands under `rule`."""
        said = super().clean() or {}
        if "often" in said:
            try:
                said["rule"] = repeating.normal(self._rule(said))
            except repeating.Unreadable as error:
                self.add_error({WEEKLY: "weekdays", OWN: "own"}.get(said["often"], "often"), str(error))
        if self.fields.get("from_on"):
            self.check_order("from_on", "until_on")
        return said

    def _rule(self, said: dict[str, Any]) -> str:
        often = said["often"]
        if often == MONTH_DAY:
            return f"FREQ=MONTHLY;BYMONTHDAY={said.get('month_day') or ''}"
        if often == MONTH_WEEKDAY:
            return f"FREQ=MONTHLY;BYDAY={said.get('which')}{said.get('weekday')}"
        if often == WEEKLY:
            if not said.get("weekdays"):
                raise repeating.Unreadable(str(_("Please choose at least one day of the week.")))
            return "FREQ=WEEKLY;BYDAY=" + ",".join(
                day for day in repeating.WEEKDAYS if day in said["weekdays"]
            )
        return said.get("own") or ""

    def arguments(self) -> dict[str, Any]:
        """Without what only leads to the rule."""
        away = {"often", "month_day", "which", "weekday", "weekdays", "own"}
        return {name: value for name, value in self.cleaned_data.items() if name not in away}


class Start(Keep):
    """A new series."""

    send = _("Keep this series")
    done = _("The series is there. Publish it, and its sessions stand in the calendar.")
    field_order = ["name_zh", "name_en", "kind", "level", "from_on"]

    name_zh = Line(
        label=_("What is it called?"), help_text=_("Such as: deliberation on the 10th"), max_length=80
    )
    name_en = Line(label=_("Its name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("What kind of session?"), choices=Kind.choices)
    level = forms.ChoiceField(
        label=_("One session for each"),
        help_text=_("Each place of this level within yours has one."),
        choices=(),
    )
    from_on = Day(label=_("From"), initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        order = list(Level.values)
        here = order.index(self.place.level)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, level.label) for level in LEVELS if order.index(level) >= here
        ]
        self.order_fields(
            [
                "name_zh",
                "name_en",
                "kind",
                "level",
                "often",
                "month_day",
                "which",
                "weekday",
                "weekdays",
                "own",
                "shift",
                "from_on",
            ]
        )


class ChangeSeries(Keep):
    """A series is otherwise from now on."""

    send = _("Change the series")
    done = _("Changed, with its sessions to come. What was announced stays as it was announced.")

    reason = Why(
        label=_("Why, where sessions are left out"),
        help_text=_("Needed where days fall away. Everybody reads it on the pages of those sessions."),
        required=False,
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any):
        kwargs["initial"] = begun(series)
        super().__init__(*args, place=series.place, **kwargs)


def begun(series: Series) -> dict[str, Any]:
    """What the fields begin with for a series."""
    names = (
        "shift",
        "until_on",
        "starts",
        "minutes",
        "spot_zh",
        "spot_en",
        "host_kind",
        "chair_role",
        "clerk_role",
    )
    said = {name: getattr(series, name) for name in names}
    return {**said, **_chosen(series.rule), "invited": list(series.invited.values_list("pk", flat=True))}


def _chosen(rule: str) -> dict[str, Any]:
    """The everyday choice a rule is, else the rule itself."""
    found = repeating.parts(rule)
    by_day, names = found.get("BYDAY", ""), set(found) - {"FREQ"}
    if found["FREQ"] == "MONTHLY" and names == {"BYMONTHDAY"}:
        days = dict(_days_of_month())
        if found["BYMONTHDAY"] in days:
            return {"often": MONTH_DAY, "month_day": found["BYMONTHDAY"]}
    if found["FREQ"] == "MONTHLY" and names == {"BYDAY"} and by_day[:-2] in repeating.ORDINALS:
        return {"often": MONTH_WEEKDAY, "which": by_day[:-2], "weekday": by_day[-2:]}
    if found["FREQ"] == "WEEKLY" and names == {"BYDAY"}:
        return {"often": WEEKLY, "weekdays": by_day.split(",")}
    return {"often": OWN, "own": rule}


class Publish(Form):
    """Up to when the sessions come into the calendar."""

    label = _("Publish the calendar")
    lead = _(
        "All sessions up to this day stand in the calendar for everybody. From then on it is kept ahead by itself."
    )
    send = _("Publish")
    done = _("Published.")

    until = Day(label=_("Up to, that day included"))

    def __init__(self, *args: Any, **kwargs: Any):
        today = clock.today()
        kwargs.setdefault("initial", {"until": max(date(today.year, 12, 31), today + timedelta(days=92))})
        super().__init__(*args, **kwargs)

    def clean_until(self) -> date:
        """A day to come, no further than the calendar reaches."""
        until, today = self.cleaned_data["until"], clock.today()
        if not today <= until <= today + timedelta(days=400):
            raise forms.ValidationError(_("Please choose a day between today and a year from now."))
        return until


class EndSeries(Form):
    """It ends."""

    label = _("End the series")
    lead = _("Sessions after this day do not take place; whoever was told of one is told that.")
    send = _("End it")
    done = _("The series has ended.")

    on = Day(label=_("Last day"), initial=clock.today)
    reason = Why(label=_("Why does it end?"))


class Except(Form):
    """One day is otherwise."""

    label = _("Another day, or none")
    lead = _("On one of its days the series is held on another day, or left out.")
    done = _("Kept. Its sessions of that day are moved or struck out, with the reason.")

    on = forms.TypedChoiceField(label=_("Which of its days?"), coerce=date.fromisoformat, choices=())
    place = forms.TypedChoiceField(
        label=_("Where?"), coerce=int, empty_value=None, required=False, choices=()
    )
    moved_to = Day(label=_("Held on"), help_text=_("Empty: it is left out."), required=False)
    reason = Why(label=_("Why?"))

    def __init__(self, *args: Any, days: list[Any], places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places = {place.pk: place for place in places}
        if len(places) > 1:
            everywhere: list[Any] = [("", _("everywhere"))]
            self.fields["place"].choices = everywhere + [(place.pk, place.label) for place in places]  # type: ignore[attr-defined]
        else:
            del self.fields["place"]
        self.fields["on"].choices = [(day.by_rule.isoformat(), day.by_rule) for day in days]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """With the place itself, where one was chosen."""
        said = super().arguments()
        return {**said, "place": self.places.get(said.get("place") or 0)}
