"""Forms of requests about one's own data that reach a desk for an account: writing one down, refusing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Line
from yishi.cases.models import DataRequest, Erasure
from yishi.people.models import Person
from yishi.people.phones import is_mobile, mobile
from yishi.record import clock

from .confidence import RefuseErasure
from .fields import NativeDate

LONGEST_AGO = 60
"""Days a request may have lain before somebody writes it down."""


def account_of(said: str) -> Person | None:
    """The account with this number, once its code was given, or with this sign-in name."""
    if is_mobile(said):
        return Person.objects.filter(is_active=True, phone=mobile(said), phone_verified=True).first()
    return Person.objects.filter(is_active=True, username__iexact=said).first()


class NewRequest(forms.Form):
    """Who asked for what, how it came, and how it was made sure that it was them."""

    account = Line(
        label=_("The account: its mobile number or sign-in name"),
        help_text=_("As the person gives it. Nothing of the account is shown here."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What do they ask for?"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect
    )
    open_cases = forms.ChoiceField(
        label=_("With an erasure: matters that are still open …"),
        choices=Erasure.Open.choices,
        initial=Erasure.Open.ANONYMOUS,
        widget=forms.RadioSelect,
        required=False,
    )
    came = forms.ChoiceField(
        label=_("How did it come?"), choices=DataRequest.Came.choices, widget=forms.RadioSelect
    )
    checked = forms.ChoiceField(
        label=_("How did you make sure that it is them?"),
        choices=DataRequest.Checked.choices,
        widget=forms.RadioSelect,
    )
    asked_on = forms.DateField(
        label=_("When did it reach you?"),
        help_text=_("From the day after it is counted by when it must be decided."),
        widget=NativeDate(),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = clock.today()
        self.fields["asked_on"].widget.attrs["max"] = clock.today().isoformat()

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day lies in the future."))
        if (clock.today() - day).days > LONGEST_AGO:
            raise forms.ValidationError(_("This is more than %(days)s days ago.") % {"days": LONGEST_AGO})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("checked") == DataRequest.Checked.CARD and data.get("came") == DataRequest.Came.PHONE:
            self.add_error("checked", _("No card can be looked at by telephone."))
        return data

    def arguments(self) -> dict[str, Any]:
        """What the action takes, besides the person."""
        data = {name: self.cleaned_data[name] for name in ("kind", "came", "checked", "asked_on")}
        return data | {"open_cases": self.cleaned_data["open_cases"] or Erasure.Open.ANONYMOUS}


class RefuseRequest(RefuseErasure):
    """On what ground nothing is handed over or erased."""
