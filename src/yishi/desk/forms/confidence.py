"""Forms of the house's rules about what points to people: how long it is kept, the notice of privacy, and requests for
erasure that came on paper or are refused."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Digits, Line, Words
from yishi.cases.models import Case, Erasure
from yishi.people.models import PrivacyNotice
from yishi.people.retention import LEAST
from yishi.record import clock

from .fields import NativeDate

MOST_DAYS = 3650


class KeepFor(forms.Form):
    """For how many days one kind is kept, and why so long."""

    keep_days = forms.IntegerField(label=_("Kept for so many days"), min_value=0, max_value=MOST_DAYS)
    source = Line(
        label=_("Why so long: the rule it comes from"),
        help_text=_("Everybody reads it in the notice of privacy."),
        max_length=200,
    )

    def __init__(self, *args: Any, what: str, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        least, law = LEAST.get(what, (0, ""))
        self.fields["keep_days"].widget.attrs["min"] = least
        if least:
            self.fields["keep_days"].help_text = _("%(law)s asks for at least %(days)s days here.") % {
                "law": law,
                "days": least,
            }


class NewNotice(forms.Form):
    """A new version of the notice of privacy; field for field a `PrivacyNotice`."""

    version = Line(label=_("Name of this version"), max_length=20)
    from_on = forms.DateField(label=_("In force from"), widget=NativeDate())
    controller = Line(label=_("Who is responsible"), max_length=120)
    contact = Line(
        label=_("Whom to turn to, and how"),
        help_text=_("A telephone number or a place to go to."),
        max_length=200,
    )
    processors = Words(
        label=_("Whom else data is given to, and what for"),
        help_text=_("For instance the company that carries the text messages. Leave it empty if nobody."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reveal_hours = forms.IntegerField(
        label=_("Hours for which what a desk opened stays open to it"), min_value=1, max_value=72
    )
    glass_minutes = forms.IntegerField(
        label=_("In danger to life: minutes a second person has to decide, and for which it then opens"),
        min_value=5,
        max_value=240,
    )
    delay_days = forms.IntegerField(
        label=_("Days by which the resident may be told later, where a law says so"),
        min_value=0,
        max_value=90,
    )
    erase_days = forms.IntegerField(
        label=_("Days to think an erasure over"),
        help_text=_("A request may take 15 working days at most."),
        min_value=0,
        max_value=15,
    )
    request_days = forms.IntegerField(
        label=_("Working days for a request that comes on paper or by word of mouth"),
        min_value=1,
        max_value=15,
        required=False,
    )
    request_source = Line(label=_("The rule these working days come from"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["from_on"].widget.attrs["min"] = clock.today().isoformat()

    def clean_version(self) -> str:
        version = self.cleaned_data["version"]
        if PrivacyNotice.objects.filter(version=version).exists():
            raise forms.ValidationError(_("There is a version of this name already."))
        return version

    def clean(self) -> dict[str, Any]:
        """What is left empty stays as it is."""
        data = super().clean() or {}
        now = PrivacyNotice.objects.present()
        for name in ("request_days", "request_source"):
            if name not in self.errors:
                data[name] = data.get(name) or getattr(now, name)
        return data

    def clean_from_on(self) -> Any:
        day = self.cleaned_data["from_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day has passed. Please choose today or a later one."))
        return day


class OnPaper(forms.Form):
    """Which matter a request on paper is about."""

    number = Digits(label=_("Number of the matter"), max_length=20)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_number(self) -> str:
        found = Case.objects.visible_to(self.actor).by_number(self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(_("There is no such case, or it is not yours to see."))
        return found.number

    @property
    def address(self) -> str:
        """The page on which the request is entered."""
        return reverse("desk:act", args=[self.cleaned_data["number"], "ask_erasure"])


class RefuseErasure(forms.Form):
    """On what ground nothing is erased."""

    hold = forms.ChoiceField(
        label=_("On what ground?"), choices=Erasure.Hold.choices, widget=forms.RadioSelect
    )
    basis = Line(
        label=_("The law and article, or what is under way"),
        help_text=_("Whoever asked reads this."),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
