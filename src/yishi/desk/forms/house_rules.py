"""Forms of the rules a place keeps for judging and publishing: when residents are asked back, how rates are reckoned,
and whether plain words wait for somebody's look."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Line, YesNo
from yishi.cases.models import RateRule


def _number(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, min_value=least, max_value=most)


class KeepRates(forms.Form):
    """The rule by which residents are asked back and the rates of a place reckoned; field for field a `RateRule`."""

    ASKING = ("call_after_days", "most_calls", "retry_hours", "look_days", "most_looks", "doubts_to_reopen")

    minimum = _number(
        _("Valid call-backs from which on a percentage is shown"),
        1,
        1000,
        _("Below it the counts are shown and no percentage."),
    )
    decimals = _number(_("Digits after the point"), 0, 2)
    weight_solved = _number(
        _("Weight of “solved”, in per cent"), 0, 100, _("The three weights make 100 together.")
    )
    weight_satisfied = _number(_("Weight of “satisfied”, in per cent"), 0, 100)
    weight_contacted = _number(_("Weight of “contacted”, in per cent"), 0, 100)
    mostly_counts = _number(_("“Mostly satisfied” counts as so many per cent of “satisfied”"), 0, 100)
    call_after_days = _number(
        _("Days without a word before somebody is rung up who could answer on the page"), 0, 30
    )
    most_calls = _number(_("Attempts before it counts as no valid call-back"), 1, 9)
    retry_hours = _number(_("Hours between two attempts"), 1, 168)
    look_days = _number(_("Days a volunteer has for a second look"), 1, 30)
    most_looks = _number(_("Volunteers asked one after another"), 0, 9)
    doubts_to_reopen = _number(_("Households whose doubts reopen a closed matter"), 1, 50)
    source = Line(
        label=_("The rule these figures come from"),
        help_text=_("Everybody reads it beside the rates."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    prefix = "rates"

    def __init__(self, *args: Any, rule: RateRule, **kwargs: Any):
        kwargs.setdefault("initial", {name: getattr(rule, name) for name in self.base_fields})
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("weight_solved", "weight_satisfied", "weight_contacted")
        if said.keys() >= set(names) and sum(said[name] for name in names) != 100:
            self.add_error("weight_solved", _("The three weights make 100 per cent together."))
        return said

    @property
    def reckoning(self) -> list[Any]:
        """What the numbers are made of."""
        return [self[name] for name in self.fields if name not in self.ASKING]

    @property
    def asking(self) -> list[Any]:
        """When and how often somebody is asked."""
        return [self[name] for name in self.ASKING]


class KeepPublishing(forms.Form):
    """Whether words in which nothing points to a person are shown before anybody looked."""

    sure_at_once = YesNo(
        _("Show them at once"),
        _("Everything waits until somebody has looked"),
        label=_("Words in which nothing points to a person"),
        help_text=_("Photos, and words with a name, a number or a door in them, wait in either case."),
    )

    prefix = "publishing"

    def __init__(self, *args: Any, at_once: bool, **kwargs: Any):
        kwargs.setdefault("initial", {"sure_at_once": "yes" if at_once else "no"})
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
