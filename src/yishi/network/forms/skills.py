"""What somebody offers, and the tasks and registrations of those who help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.people.phones import is_mobile, mobile
from yishi.record import clock

from ..models import Organisation, Place, SkillOffer, Task


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class _Line(forms.CharField):
    """Words on one line, without characters nobody sees."""

    def to_python(self, value: Any) -> str:
        return " ".join(clean(super().to_python(value) or "").split())


class _Where(forms.ModelChoiceField):
    def label_from_instance(self, place: Place) -> str:  # type: ignore[override]
        return place.label or place.name


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def _skills() -> list[tuple[str, Any]]:
    return [("", _("Please choose")), *SkillOffer.Skill.choices]


TIMES = _("For example: weekday evenings, Saturdays, after a telephone call")


def _shown() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Everybody may read my name beside it"),
        help_text=_("Otherwise only those on duty here see your name. You can change this at any time."),
        required=False,
    )


class Offer(_Form):
    """What one can do, where and when."""

    skill = forms.ChoiceField(label=_("What can you do?"), choices=_skills)
    place = _Where(Place.objects.none(), label=_("Around where?"), empty_label=None)
    times = _Line(label=_("When are you there?"), help_text=TIMES, max_length=120, required=False)
    shown_name = _shown()

    def __init__(self, *args: Any, places: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class ChangeOffer(_Form):
    """When one is there, and who may read one's name."""

    times = _Line(label=_("When are you there?"), help_text=TIMES, max_length=120, required=False)
    shown_name = _shown()


class EnterOffer(_Form):
    """Somebody without an account who agreed to be asked."""

    name = _Line(label=_("Their name"), help_text=_("Only desks of the place see it."), max_length=40)
    phone = _Line(
        label=_("Their telephone number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    skill = forms.ChoiceField(label=_("What can they do?"), choices=_skills)
    place = _Where(Place.objects.none(), label=_("Around where?"), empty_label=_("Please choose"))
    times = _Line(label=_("When are they there?"), help_text=TIMES, max_length=120, required=False)
    agreed = forms.BooleanField(
        label=_("I asked them, and they agree to be kept here and to be rung by the desks"),
        error_messages={"required": _("Please ask them first: they are entered only if they agree.")},
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """A number that can be rung."""
        typed = self.cleaned_data["phone"]
        if is_mobile(typed):
            return mobile(typed)
        digits = [c for c in typed if c.isdigit()]
        if not 7 <= len(digits) <= 12 or any(c.isalpha() for c in typed):
            raise forms.ValidationError(_("Please give a number that can be rung, with 7 to 12 digits."))
        return typed


class ReportUnit(_Form):
    """A unit reports: one that is entered already, or a new one."""

    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Unit"),
        empty_label=_("A new unit, named below"),
        required=False,
    )
    name = _Line(label=_("Name of the new unit"), max_length=80, required=False)
    from_on = forms.DateField(label=_("Reported on"), widget=_Day())

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["from_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("unit") and not data.get("name") and not self.errors:
            self.add_error("name", _("Please choose a unit, or write the name of a new one."))
        if data.get("unit") and data.get("name"):
            self.add_error("name", _("Please either choose a unit or write the name of a new one."))
        return data


class Assign(_Form):
    """The estate they help."""

    estate = _Where(
        Place.objects.none(),
        label=_("Which estate do they help?"),
        empty_label=_("the community as a whole"),
        required=False,
    )

    def __init__(self, *args: Any, estates: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = estates  # type: ignore[attr-defined]


class GiveTask(_Form):
    """What is to be done, and by when."""

    title = _Line(
        label=_("What is to be done?"),
        help_text=_("In a few words, without names. For example: two people for the clean-up of building 3."),
        max_length=120,
    )
    due_on = forms.DateField(label=_("To be done by"), widget=_Day())

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs["min"] = clock.today().isoformat()


class Grade(_Form):
    """How it was done."""

    grade = forms.ChoiceField(label=_("How was it done?"), choices=lambda: Task.Grade.choices)


class EndOn(_Form):
    """The last day."""

    until_on = forms.DateField(label=_("Last day"), widget=_Day())

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["until_on"].initial = clock.today()
