"""What a resident says about their own case: finding it again, judging the answer, withdrawing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Feedback
from .fields import Digits, Photos, Words, YesNo

MOST_WORDS = 1000


class Follow(forms.Form):
    """Number and code of a receipt."""

    number = Digits(
        label=_("Number"),
        help_text=_("On your receipt, at the top."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = Digits(
        label=_("Code to follow it"),
        help_text=_("Eight digits, under the number."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _contacted() -> YesNo:
    return YesNo(
        _("Yes, somebody did"), _("No, nobody did"), label=_("Did somebody get in touch with you about it?")
    )


def _satisfaction(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Are you satisfied with how it went?"),
        choices=Feedback.Satisfaction,
        widget=forms.RadioSelect,
        **options,
    )


class Confirm(forms.Form):
    """It is solved; how it went."""

    contacted = _contacted()
    satisfaction = _satisfaction()
    text = Words(
        label=_("Would you like to add anything?"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Contest(forms.Form):
    """It is not solved; what is still wrong."""

    contacted = _contacted()
    text = Words(
        label=_("What is still wrong?"),
        help_text=_("A few words, or a photo, or both."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = Photos(label=_("Photos of how it looks now"), required=False)
    satisfaction = _satisfaction(initial=Feedback.Satisfaction.UNSATISFIED, required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        said["satisfaction"] = said.get("satisfaction") or Feedback.Satisfaction.UNSATISFIED
        if not (said.get("text") or said.get("photos") or self.errors):
            self.add_error("text", _("Please say in a few words what is still wrong, or add a photo."))
        return said


class Withdraw(forms.Form):
    """The matter has settled itself."""

    text = Words(
        label=_("Why? You need not say."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
