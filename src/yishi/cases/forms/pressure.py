"""What a resident says to a parking, and where a page of parked matters begins."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.record.numbers import BIGGEST

from .fields import Words


class Objection(forms.Form):
    """Why it should not lie still."""

    text = Words(
        label=_("Why should it not wait?"),
        help_text=_("Your words stand on the public page, names and numbers hidden."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DayKey(forms.Form):
    """Where a list by day begins: the last row of the page before, as day and number."""

    on = forms.DateField(required=False)
    id = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST)

    def beginning(self) -> tuple[date, int] | None:
        """The key, or None for the first page and for a key that is none."""
        if not self.is_valid():
            return None
        on, pk = self.cleaned_data["on"], self.cleaned_data["id"]
        return (on, pk) if on and pk is not None else None

    @staticmethod
    def after(on: date, pk: int) -> Q:
        """Rows that stand after the key."""
        return Q(revisit_on__gt=on) | Q(revisit_on=on, id__gt=pk)
