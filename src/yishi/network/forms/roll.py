"""Shapes of what is entered on the roll."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.record import clock

from ..models import Bond, Dwelling, Place, RollReveal
from ..roll import values
from ..roll.reading import Somebody

LARGEST = 30 * 1024 * 1024


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def _read(self, name: str, read: Any) -> Any:
        try:
            return read(values.plain(self.cleaned_data.get(name, "")))
        except values.Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from None


class Roll(_Form):
    """A file of dwellings, and where they lie."""

    file = forms.FileField(
        label=_("The roll"),
        help_text=_("XLSX or CSV, up to 30 MB and 300,000 rows. Large files are looked at for some minutes."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if len(places) > 1:
            choices = [(place.pk, place.label) for place in places]
            self.fields["place"] = forms.TypedChoiceField(
                label=_("What it holds"), choices=choices, coerce=int
            )
            self.order_fields(["place", "file"])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(mb)d MB. Please split it, for example by building.") % {"mb": 30}
            )
        return file


class Facts(_Form):
    """What the roll says of a dwelling."""

    use = forms.ChoiceField(label=_("Use"), choices=Dwelling.Use.choices)
    floor = forms.CharField(label=_("Floor"), required=False, max_length=10)
    area = forms.CharField(
        label=_("Area in m²"),
        required=False,
        max_length=20,
        help_text=_("As in the title, for example 89.50."),
    )

    def clean_floor(self) -> int | None:
        return self._read("floor", values.floor)

    def clean_area(self) -> int | None:
        return self._read("area", values.area)


class Entry(_Form):
    """What the roll says of somebody. An empty field leaves what is there."""

    name = forms.CharField(label=_("Full name"), required=False, max_length=80)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    identity = forms.CharField(
        label=_("Identity number"),
        required=False,
        max_length=30,
        help_text=_("Only to tell people of one name apart. It may be left out."),
    )
    born = forms.CharField(label=_("Year of birth"), required=False, max_length=10)
    lives = forms.BooleanField(label=_("Lives here"), required=False, initial=True)

    def clean_phone(self) -> str:
        return self._read("phone", values.phone)

    def clean_identity(self) -> str:
        return self._read("identity", values.identity)

    def clean_born(self) -> int | None:
        return self._read("born", values.born)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        by_number = values.born_by(data.get("identity") or "")
        if by_number and data.get("born") and data["born"] != by_number:
            self.add_error("born", _("The year of birth is another one than in the identity number."))
        elif by_number:
            data["born"] = by_number
        return data

    def said(self) -> dict[str, Any]:
        """What is to be kept: an empty field says nothing."""
        data = {name: self.cleaned_data[name] for name in ("name", "phone", "identity", "born")}
        return {**{name: given for name, given in data.items() if given}, "lives": self.cleaned_data["lives"]}


class NewEntry(Entry):
    """Somebody who is not on the roll yet."""

    bond = forms.ChoiceField(label=_("What they are here"), choices=Bond.choices, initial=Bond.TENANT)
    field_order = ("bond", "name", "phone", "identity", "born", "lives")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not (data.get("name") or data.get("phone")):
            self.add_error("name", _("Please give at least a name or a telephone."))
        return data


class Day(_Form):
    """A day that has come."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > clock.today():
            raise forms.ValidationError(_("Please give a day that is not in the future."))
        return self.cleaned_data["on"]


class Owners(_Form):
    """Who owns a dwelling from a day on."""

    from_on = forms.DateField(label=_("Theirs since"), widget=forms.DateInput(attrs={"type": "date"}))
    owners = forms.CharField(
        label=_("All owners from then on"),
        help_text=_(
            "One a line: name, share, telephone; for example: 张三 1/2 19900001001. Who stays is named, too."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def clean_owners(self) -> list[Somebody]:
        people = []
        for line in values.several(self.cleaned_data["owners"]):
            try:
                name, share, phone = values.named(line)
            except values.Wrong as wrong:
                raise forms.ValidationError(str(wrong)) from None
            if not name or len(name) > 80:
                raise forms.ValidationError(_("Please give a name on each line."))
            people.append(Somebody(bond=Bond.OWNER.value, name=name, phone=phone, share=share))
        if not people:
            raise forms.ValidationError(_("Please name at least one owner."))
        return people

    def clean_from_on(self) -> date:
        if self.cleaned_data["from_on"] > clock.today():
            raise forms.ValidationError(_("Please enter a sale when its day has come."))
        return self.cleaned_data["from_on"]


class Reveal(_Form):
    """What somebody needs to see, and what for."""

    what = forms.ChoiceField(
        label=_("What do you need?"),
        choices=RollReveal.What.choices,
        widget=forms.RadioSelect,
        initial="contact",
    )
    reason = forms.ChoiceField(
        label=_("What for?"), choices=RollReveal.Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("If for another reason: what for?"), required=False, max_length=200)

    def __init__(self, *args: Any, keeps: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not keeps:
            self.fields["what"].choices = [  # type: ignore[attr-defined]
                each for each in RollReveal.What.choices if each[0] == RollReveal.What.CONTACT
            ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == RollReveal.Reason.OTHER and not (data.get("text") or "").strip():
            self.add_error("text", _("Please say what for."))
        return data


class Slips(_Form):
    """For how many days the codes of a print hold."""

    days = forms.IntegerField(label=_("The codes hold for how many days?"), min_value=1)

    def __init__(self, *args: Any, most: int, **kwargs: Any):
        super().__init__(*args, initial={"days": min(most, 14)}, **kwargs)
        field: Any = self.fields["days"]
        field.max_value = most
        field.help_text = _("At most %(days)s.") % {"days": most}
        field.widget.attrs["max"] = most

    def clean_days(self) -> int:
        most = self.fields["days"].max_value  # type: ignore[attr-defined]
        if self.cleaned_data["days"] > most:
            raise forms.ValidationError(_("At most %(days)s.") % {"days": most})
        return self.cleaned_data["days"]
