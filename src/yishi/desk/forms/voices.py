"""Voices at the door, and cases that say the same."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label, Line, Telephone
from yishi.cases.forms.voices import Join
from yishi.cases.models import Case

from .doing import Doing


class CosignFor(Doing):
    label = _("One more household")
    lead = _(
        "Somebody says at their door, or on the telephone, that they have it, too. A household counts once."
    )
    send = _("Count this household")
    done = _("Counted.")
    icon = "people"

    building = forms.ChoiceField(label=_("Which building do they live in?"), required=False)
    door = Line(
        label=_("The number on their door"),
        help_text=_("For example 1-501. Left empty, the household counts, but as not vouched for."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = Telephone(
        label=_("Number to tell them how it goes"),
        help_text=_("Only if they want to be told."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )

    def prepare(self) -> None:
        self.joined = Join(self.case.place, self.data if self.is_bound else None)
        building = self.joined.fields["building"]
        self.fields["building"].choices = [("", _("Not said")), *building.choices[1:]]  # type: ignore[attr-defined]
        self.fields["building"].initial = building.initial

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, wrong in self.joined.errors.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, wrong)
        return said

    def arguments(self) -> dict[str, Any]:
        return self.joined.arguments()


class Merge(Doing):
    """How it is called; its page shows both side by side (`desk.views.merging`)."""

    label = _("Put together with another")
    done = _("Put together. Both residents have been told.")
    icon = "copy"


class Split(Doing):
    label = _("Take it out again")
    lead = _(
        "It becomes a matter of its own again, with its own clock and its own voices. Its resident is told."
    )
    send = _("Take it out again")
    done = _("It goes its own way again.")
    beside = "desk/beside/split.html"
    icon = "return"


class WhichStays(forms.Form):
    """Which of two cases goes on; the other goes on as part of it."""

    stays = forms.ChoiceField(label=_("Which one goes on?"), widget=forms.RadioSelect)

    def __init__(self, choices: list[tuple[str, str | Promise]], *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = choices  # type: ignore[attr-defined]
        self.fields["stays"].initial = choices[0][0] if choices else ""


def named(case: Case, hint: Any) -> Label:
    """A case as a choice: its title, and why it might be the one."""
    return Label(f"{case.number} · {case.title}", hint)


VOICES: dict[str, type[Doing]] = {"cosign_for": CosignFor, "merge": Merge, "split": Split}
