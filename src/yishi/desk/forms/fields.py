"""What the desk's forms share beyond the fields of `cases`: a look of prose, a date picker, a number as it is said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms import fields
from yishi.people import phones


class Words(fields.Words):
    """Prose in a box of so many rows."""

    def __init__(self, *, rows: int = 4, max_length: int = 1000, **kwargs: Any):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)


class Photos(fields.Photos):
    """Several photos, read and written anew."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Photos"))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        kept = super().clean(data, initial)
        if self.required and not kept:
            raise forms.ValidationError(_("Please take or choose a photo."))
        return kept


class NativeDate(forms.DateInput):
    """The date picker of the browser."""

    input_type = "date"

    def __init__(self, **attrs: Any):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def said(phone: str) -> str:
    """A kept number as it is read out."""
    return phones.as_said(phones.mobile(phone)) if phones.is_mobile(phone) else phone
