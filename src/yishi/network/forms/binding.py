"""Shapes of how somebody says that a dwelling is theirs."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Bond


class Code(forms.Form):
    """The code on the slip from the mailbox, and what one is to the dwelling."""

    code = forms.CharField(
        label=_("The twelve digits on the slip"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    as_what = forms.ChoiceField(
        label=_("What are you there?"), choices=Bond.choices, widget=forms.RadioSelect, initial=Bond.OWNER
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        if len(digits) != 12:
            raise forms.ValidationError(_("The code has twelve digits. Please look at the slip again."))
        return digits
