"""Forms of what keeps a case moving: parking and return, nudges from above, supervision, whistles."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from yishi.cases import rules
from yishi.cases.forms.fields import Label, YesNo
from yishi.cases.models import Parking, Supervision
from yishi.network.models import Post
from yishi.record import clock

from .doing import Doing
from .fields import NativeDate, Words

REPORT_IN = timedelta(days=3)
LATEST_REPORT = timedelta(days=60)


class Park(Doing):
    label = _("Propose to park it")
    lead = _(
        "When it cannot be done now but may be later. The rung above decides; until then the clock runs on. Parked, it "
        "comes back by itself."
    )
    send = _("Propose to park it")
    done = _("Proposed. The rung above decides.")
    icon = "hourglass"
    beside = "desk/beside/park.html"

    reason = forms.ChoiceField(
        label=_("Why is now not the time?"), choices=Parking.Reason.choices, widget=forms.RadioSelect
    )
    text = Words(label=_("What makes it impossible now?"), help_text=_("Everybody reads this."), rows=4)
    measures = Words(
        label=_("What is done meanwhile?"),
        help_text=_("What eases it for the neighbours until then, and who does it."),
        rows=3,
    )
    revisit_on = forms.DateField(label=_("When do we look again?"), widget=NativeDate())
    households = forms.IntegerField(
        label=_("Or at once when so many households stand behind it"),
        required=False,
        min_value=2,
        max_value=100_000,
    )

    def prepare(self) -> None:
        today, case = clock.today(), self.case
        first, last = today + timedelta(days=1), today + timedelta(days=case.ladder.park_days)
        self.fields["revisit_on"].widget.attrs.update(min=first.isoformat(), max=last.isoformat())
        if not case.in_the_open:
            del self.fields["households"]
            return
        said = ngettext("%(n)s household says so now.", "%(n)s households say so now.", case.voices) % {
            "n": case.voices
        }
        self.fields["households"].help_text = said
        self.fields["households"].widget.attrs.update(min=case.voices + 1, inputmode="numeric")

    def judge(self) -> Post | None:
        """Who would decide."""
        return (
            rules.deciding_above(self.case, self.case.position, self.actor.post) if self.actor.post else None
        )

    def clean_revisit_on(self) -> Any:
        """A day after today, none later than the ladder allows."""
        day, today = self.cleaned_data["revisit_on"], clock.today()
        most = self.case.ladder.park_days
        if not today < day <= today + timedelta(days=most):
            raise forms.ValidationError(
                _("A case may be parked for %(days)s days at most; please choose an earlier day after today.")
                % {"days": most}
            )
        return day

    def clean_households(self) -> int | None:
        """More than stand behind it already."""
        wanted = self.cleaned_data["households"]
        if wanted is not None and wanted <= self.case.voices:
            raise forms.ValidationError(
                _("%(voices)s households stand behind it already; the number must be higher.")
                % {"voices": self.case.voices}
            )
        return wanted


class DecideParking(Doing):
    label = _("May it be parked?")
    lead = _("The desk below says it cannot be done now. What you decide and why is public.")
    send = _("Decide")
    done = _("Decided. The desk and, where it is parked, the resident have been told.")
    icon = "hourglass"
    beside = "desk/beside/parking.html"

    agree = YesNo(
        _("Yes, it may lie until then"), _("No, the work goes on"), label=_("Do you agree to park it?")
    )
    text = Words(label=_("Why?"), help_text=_("A refusal needs a reason."), required=False, rows=3)

    def prepare(self) -> None:
        self.parking = rules.proposal_of(self.case)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") is False and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please say why the work goes on."))
        return data


class Wake(Doing):
    label = _("Take it up again")
    lead = _("It comes back to the rung that parked it, with a fresh clock. The resident is told.")
    send = _("Take it up again")
    done = _("It is back, to be taken.")
    icon = "return"
    beside = "desk/beside/parking.html"

    text = Words(label=_("What has changed?"), rows=3)

    def prepare(self) -> None:
        self.parking = rules.parking_of(self.case)


class RuleObjection(Doing):
    label = _("Decide the objection")
    lead = _("A resident does not accept the parking. Upheld, the case comes back at once.")
    send = _("Decide")
    done = _("Decided. Everybody can read it.")
    icon = "check"
    beside = "desk/beside/parking.html"

    upheld = YesNo(
        _("Yes, it must be worked on now"),
        _("No, it stays parked until its day"),
        label=_("Is the objection right?"),
    )
    text = Words(label=_("Why?"), rows=3)

    def prepare(self) -> None:
        self.parking = rules.parking_of(self.case)
        self.objection = self.case.notes.filter(kind="objection").last()


class Nudge(Doing):
    label = _("Nudge the desk")
    lead = _("Whoever holds the case is told. Your remark is public.")
    send = _("Nudge the desk")
    done = _("Nudged. The desk has been told.")
    icon = "bell"

    text = Words(label=_("Your remark"), rows=3)


def _grades(codes: list[str]) -> list[tuple[str, str]]:
    hints = {
        Supervision.Grade.DAILY: _("A reminder with a day, on the public page."),
        Supervision.Grade.LISTED: _("It stands on the list of listed cases until it moves."),
        Supervision.Grade.SUMMONS: _("Whoever is responsible is asked to come and explain in person."),
    }
    return [(g.value, Label(g.label, hints[g])) for g in Supervision.Grade if g.value in codes]


class ReportDay(forms.DateField):
    """The day a report is due: from today on, not further than two months."""

    def __init__(self) -> None:
        super().__init__(label=_("When must they report?"), widget=NativeDate())

    def clean(self, value: Any) -> Any:
        day, today = super().clean(value), clock.today()
        if day < today:
            raise forms.ValidationError(_("This day has passed. Please choose today or a later one."))
        if day > today + LATEST_REPORT:
            raise forms.ValidationError(_("This is more than two months away. Please choose an earlier day."))
        return day


class Supervise(Doing):
    label = _("Supervise it")
    lead = _("The desk it lies on must report to you by a day. That the case is under supervision is public.")
    send = _("Supervise it")
    done = _("Under supervision. The desk has been told.")
    icon = "alarm"

    grade = forms.ChoiceField(label=_("In which grade?"), widget=forms.RadioSelect, initial="daily")
    reason = forms.ChoiceField(
        label=_("Because"), choices=Supervision.Reason.choices, widget=forms.RadioSelect
    )
    text = Words(label=_("What do you expect?"), rows=3)
    due_on = ReportDay()

    def prepare(self) -> None:
        today = clock.today()
        self.fields["grade"].choices = _grades(Supervision.Grade.values)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = today + REPORT_IN
        self.fields["due_on"].widget.attrs.update(
            min=today.isoformat(), max=(today + LATEST_REPORT).isoformat()
        )
        if self.case.is_overdue():
            self.fields["reason"].initial = Supervision.Reason.OVERDUE


class RaiseSupervision(Doing):
    label = _("Raise the supervision")
    lead = _("It has not moved enough: a higher grade, with a new day to report by.")
    send = _("Raise the supervision")
    done = _("Raised. The desk has been told.")
    icon = "alarm"
    serious = True

    grade = forms.ChoiceField(label=_("To which grade?"), widget=forms.RadioSelect)
    text = Words(label=_("What do you expect?"), rows=3)
    due_on = ReportDay()

    def prepare(self) -> None:
        present, today = rules.supervision_of(self.case), clock.today()
        higher = present.higher if present and not self.is_bound else Supervision.Grade.values
        self.fields["grade"].choices = _grades(higher)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = today + REPORT_IN


class ReportToSupervisor(Doing):
    label = _("Report to the supervisor")
    lead = _("What has been done and what comes next. The supervisor is told, and the report is public.")
    send = _("Send the report")
    done = _("The supervisor has your report.")
    icon = "send"
    beside = "desk/beside/supervision.html"

    text = Words(label=_("Your report"), rows=5)

    def prepare(self) -> None:
        self.supervision = rules.supervision_of(self.case)


class EndSupervision(Doing):
    label = _("End the supervision")
    lead = _("The case moves, or is done. Your word on it is public.")
    send = _("End the supervision")
    done = _("The supervision has ended.")
    icon = "check"

    text = Words(label=_("What has been reached?"), rows=3)


class Units(forms.ModelMultipleChoiceField):
    """Several units, by what residents call them."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, post: Post) -> str:  # type: ignore[override]
        return post.title_at_place


class Whistle(Doing):
    HOURS = [
        ("1", _("Within an hour")),
        ("2", _("Within two hours")),
        ("4", _("Within four hours")),
        ("24", _("Within a day")),
        ("48", _("Within two days")),
    ]
    label = _("Whistle: call units on site")
    lead = _("Several units must appear on site together within a time. Who came, and when, is public.")
    send = _("Whistle")
    done = _("Whistled. The units have been told.")
    icon = "bell"

    asked = Units(Post.objects.none(), label=_("Who must come?"))
    hours = forms.TypedChoiceField(
        label=_("How soon?"), choices=HOURS, coerce=int, widget=forms.RadioSelect, initial="2"
    )
    text = Words(
        label=_("Where do they meet, and what for?"),
        help_text=_("Please leave out the resident's name and number: the unit does not see them."),
        rows=3,
    )

    def prepare(self) -> None:
        # sent twice, the second reading still finds the units of the first
        units = rules.units_to_call if self.is_bound else rules.units_to_whistle
        self.fields["asked"].queryset = units(self.case)  # type: ignore[attr-defined]


class Appear(Doing):
    label = _("They are on site")
    lead = _("The time is written down and public.")
    send = _("Write it down")
    done = _("Written down.")
    icon = "place"

    asked = forms.ModelChoiceField(
        Post.objects.none(), label=_("Who is there?"), widget=forms.RadioSelect, empty_label=None
    )
    at = forms.DateTimeField(
        label=_("Since when?"),
        help_text=_("Leave it empty for now."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def prepare(self) -> None:
        awaited = rules.awaited_by(self.actor, self.case)
        if self.is_bound:  # sent twice, the second reading still finds the units of the first
            awaited = self.case.summonses.filter(Q(asked=self.actor.post) | Q(post=self.actor.post))
        units = Post.objects.filter(pk__in=awaited.values("asked")).select_related("organisation", "place")
        field = self.fields["asked"]
        field.queryset = units  # type: ignore[attr-defined]
        field.label_from_instance = lambda post: post.title_at_place  # type: ignore[attr-defined]
        if self.actor.post in units:
            self.label = self.send = _("We are on site")  # type: ignore[misc]
            del self.fields["asked"], self.fields["at"]
        elif len(units) == 1:
            field.initial = units[0]

    def clean_at(self) -> datetime | None:
        """No moment that has not come yet."""
        at = self.cleaned_data["at"]
        if at and at > clock.now():
            raise forms.ValidationError(_("This moment has not come yet."))
        return at

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"asked": data.get("asked") or self.actor.post, "at": data.get("at")}


PRESSURE: dict[str, type[Doing]] = {
    "park": Park,
    "decide_parking": DecideParking,
    "wake": Wake,
    "rule_objection": RuleObjection,
    "nudge": Nudge,
    "supervise": Supervise,
    "raise_supervision": RaiseSupervision,
    "report_to_supervisor": ReportToSupervisor,
    "end_supervision": EndSupervision,
    "whistle": Whistle,
    "appear": Appear,
}
"""The forms by the action's name."""
