"""Shapes of the rules of the house that the net keeps: what is always asked for is where a rule comes from, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import RollPolicy
from .bodies import Line


class WithReason(forms.Form):
    """A rule with its source and the reason for setting it anew."""

    source = Line(
        label=_("The rule or decision this comes from"),
        help_text=_("The law, the notice or the meeting, with its day."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = Line(
        label=_("Why it is set anew"),
        help_text=_("Whoever looks at this page later reads it."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class RollRules(WithReason):
    """The figures by which the roll is kept; field for field a `RollPolicy`."""

    small_cell = forms.IntegerField(
        label=_("Fewer people than this are not told as a number"),
        help_text=_("One could guess who they are. At least 3."),
        min_value=3,
        max_value=100,
    )
    old_from = forms.IntegerField(
        label=_("From this age on people count as old"), min_value=50, max_value=100
    )
    slip_days = forms.IntegerField(
        label=_("Days a code from the mailbox holds at most"), min_value=1, max_value=90
    )
    slip_uses = forms.IntegerField(label=_("People of one door who can use it"), min_value=1, max_value=20)
    field_order = ("small_cell", "old_from", "slip_days", "slip_uses", "source", "reason")

    FIGURES = ("small_cell", "old_from", "slip_days", "slip_uses")

    def __init__(self, *args: Any, policy: RollPolicy, **kwargs: Any):
        kwargs.setdefault("initial", {name: getattr(policy, name) for name in (*self.FIGURES, "source")})
        super().__init__(*args, **kwargs)
        self.policy = policy

    def clean(self) -> dict[str, Any]:
        """What is as it was is not set anew."""
        said = super().clean() or {}
        was = {name: getattr(self.policy, name) for name in (*self.FIGURES, "source")}
        if not self.errors and all(said[name] == value for name, value in was.items()):
            raise forms.ValidationError(_("Nothing was changed."))
        return said
