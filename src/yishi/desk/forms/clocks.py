"""Forms of a case's time: stopping the clock, asking for longer and granting it, and what the limit hangs on."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases import clocks, rules
from yishi.cases.forms.fields import Label, YesNo
from yishi.cases.models import Category, Pause, Urgency
from yishi.record import clock

from ..sorting import kinds as suggested_kinds
from .doing import Doing
from .fields import NativeDate, Words

HINTS = {
    Urgency.EMERGENCY: _("Life, health or property is in danger: hours count."),
    Urgency.UTILITIES: _("Water, power, gas, heat, lift, drains: a home cannot do without."),
    Urgency.GENERAL: _("What most matters are."),
    Urgency.COMPLEX: _("Several bodies, money or a decision of the owners is needed."),
}


def _within(field: Any, first: date, last: date) -> None:
    field.widget.attrs.update(min=first.isoformat(), max=last.isoformat())


def _check_day(day: date, first: date, last: date) -> date:
    """Raises ValidationError for a day out of reach."""
    if not first <= day <= last:
        said = {"first": first.isoformat(), "last": last.isoformat()}
        raise forms.ValidationError(_("Please choose a day from %(first)s to %(last)s.") % said)
    return day


class PauseIt(Doing):
    label = _("Stop the clock")
    lead = _(
        "When you must wait for somebody else. Everybody reads why and until when; what is left stays left."
    )
    send = _("Stop the clock")
    done = _("The clock stands. The resident has been told.")
    icon = "hourglass"
    beside = "desk/beside/deadline.html"

    reason = forms.ChoiceField(
        label=_("What do you wait for?"),
        choices=lambda: [(reason.value, reason.label) for reason in Pause.BY_HAND],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=_("What exactly, in a sentence?"),
        help_text=_("Everybody reads this. Names and numbers are hidden."),
        rows=3,
        max_length=500,
    )
    until_on = forms.DateField(
        label=_("Until when at the latest?"),
        help_text=_("It goes on by itself after this day; you can let it go on sooner."),
        widget=NativeDate(),
    )

    def prepare(self) -> None:
        self.first = clock.today() + timedelta(days=1)
        self.last = clock.today() + timedelta(days=self.case.ladder.pause_days)
        _within(self.fields["until_on"], self.first, self.last)

    def clean_until_on(self) -> date:
        """Within what the ladder allows."""
        return _check_day(self.cleaned_data["until_on"], self.first, self.last)


class Resume(Doing):
    label = _("Let the clock go on")
    lead = _(
        "What you waited for is there. What was left when the clock stopped is left now; the resident is told."
    )
    send = _("Let it go on")
    done = _("The clock goes on. The resident has been told the new day.")
    icon = "clock"


class AskExtension(Doing):
    label = _("Ask for more time")
    lead = _("Before the limit has passed. The rung above answers; until then the clock runs on.")
    send = _("Ask for it")
    done = _("Asked. The rung above has been told.")
    icon = "calendar"
    beside = "desk/beside/deadline.html"

    text = Words(
        label=_("Why is more time needed?"), help_text=_("Everybody reads this."), rows=4, max_length=500
    )
    until_on = forms.DateField(label=_("Until which day?"), widget=NativeDate())

    def prepare(self) -> None:
        due = timezone_day(self.case.due_at)
        self.first, self.last = due + timedelta(days=1), due + timedelta(days=self.case.ladder.extend_days)
        _within(self.fields["until_on"], self.first, self.last)

    def clean_until_on(self) -> date:
        """After the present limit, within what the ladder allows."""
        return _check_day(self.cleaned_data["until_on"], self.first, self.last)


def timezone_day(moment: Any) -> date:
    """The day of a moment, as people here count it."""
    return moment.astimezone(clocks.ZONE).date()


class AnswerExtension(Doing):
    label = _("Grant or refuse more time")
    lead = _("The resident reads why more was asked for, and your word.")
    send = _("Send the decision")
    done = _("Decided. The desk has been told.")
    icon = "check"
    beside = "desk/beside/extension.html"

    granted = YesNo(
        _("Yes, it gets more time"), _("No, the limit stays"), label=_("Does the desk get more time?")
    )
    until_on = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Leave it as it is for the day asked for, or choose an earlier one."),
        required=False,
        widget=NativeDate(),
    )
    text = Words(label=_("Your word on it; needed when you refuse"), required=False, rows=3, max_length=500)

    def prepare(self) -> None:
        self.asked = rules.extension_waiting(self.case)
        if self.asked:
            self.fields["until_on"].initial = self.asked.until_on
            _within(
                self.fields["until_on"],
                timezone_day(self.asked.due_then) + timedelta(days=1),
                self.asked.until_on,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("granted") is False and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please say why; the resident reads it."))
        day = data.get("until_on")
        if data.get("granted") and day and self.asked:
            first, last = timezone_day(self.asked.due_then) + timedelta(days=1), self.asked.until_on
            try:
                _check_day(day, first, last)
            except forms.ValidationError as wrong:
                self.add_error("until_on", wrong)
        return data


class SetUrgency(Doing):
    label = _("Change how urgent it is")
    lead = _("The limit follows; it is counted from when the resident spoke.")
    done = _("Marked anew.")
    icon = "alarm"
    beside = "desk/beside/deadline.html"

    urgency = forms.ChoiceField(label=_("How urgent is it?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.fields["urgency"].choices = [  # type: ignore[attr-defined]
            (urgency.value, Label(urgency.label, HINTS[urgency])) for urgency in Urgency
        ]
        self.fields["urgency"].initial = self.case.urgency


class Recategorise(Doing):
    label = _("Put it under another kind of matter")
    lead = _("When it is about something else than was thought. The limit follows the kind of matter.")
    done = _("Put under another kind of matter.")
    icon = "list"
    beside = "desk/beside/sorting.html"

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("What is it about?"), empty_label=_("Please choose a kind of matter")
    )

    def prepare(self) -> None:
        kinds = Category.objects.choosable().exclude(pk=self.case.category_id)
        field: Any = self.fields["category"]
        field.queryset = kinds
        field.label_from_instance = lambda kind: f"{kind.parent.name} · {kind.name}"
        self.suggestions = suggested_kinds(self.actor, self.case)
        if self.suggestions:
            field.initial = self.suggestions[0].category.pk


CLOCKS: dict[str, type[Doing]] = {
    "pause": PauseIt,
    "resume": Resume,
    "ask_extension": AskExtension,
    "answer_extension": AnswerExtension,
    "set_urgency": SetUrgency,
    "recategorise": Recategorise,
}
