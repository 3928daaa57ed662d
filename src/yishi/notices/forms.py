"""Shapes of what the inbox and the outbox are asked for."""

from django import forms

LARGEST_KEY = 2**63 - 1


class Page(forms.Form):
    """Where a page of a list begins: just below this row."""

    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)


class ReadAll(forms.Form):
    """The newest message the reader was shown; what came after it stays unread."""

    up_to = forms.IntegerField(min_value=0, max_value=LARGEST_KEY)


class Keys(forms.Field):
    """One row or several, by their numbers."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[int]:
        number = forms.IntegerField(min_value=1, max_value=LARGEST_KEY)
        return [number.clean(one) for one in value or []]


class TryAgain(forms.Form):
    """Which deliveries are to be sent once more: one, or all that a page showed."""

    delivery = Keys()
