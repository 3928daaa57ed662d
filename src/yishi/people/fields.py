"""The form field for a mobile number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import phones


class PhoneField(forms.CharField):
    """Takes a mobile number in any usual spelling and gives the stored one."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("help_text", _("11 digits, for example 138 0013 8000."))
        kwargs["widget"] = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        super().__init__(max_length=phones.LONGEST, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return phones.mobile(typed)
        except ValueError:
            raise ValidationError(
                _("This is no mobile number. It has 11 digits and begins with 1.")
            ) from None
