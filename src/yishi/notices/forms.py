"""Shapes of what the inbox, the outbox and the page of wishes are asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.record.numbers import BIGGEST

from .channels.push import is_push_service
from .kinds import TOPICS
from .models import Preference


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class Page(forms.Form):
    """Where a page of a list begins: just below this row."""

    before = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST)


class ReadAll(forms.Form):
    """The newest message the reader was shown; what came after it stays unread."""

    up_to = forms.IntegerField(min_value=0, max_value=BIGGEST)


class Keys(forms.Field):
    """One row or several, by their numbers."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> list[int]:
        number = forms.IntegerField(min_value=1, max_value=BIGGEST)
        return [number.clean(one) for one in value or []]


class TryAgain(forms.Form):
    """Which deliveries are to be sent once more: one, or all that a page showed."""

    delivery = Keys()


class Wishes(forms.Form):
    """How somebody wishes to be told outside their inbox."""

    channels = forms.MultipleChoiceField(
        label=_("By which ways"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your inbox here gets everything in any case."),
    )
    pace = forms.ChoiceField(label=_("How often"), choices=Preference.Pace.choices, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("About what"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(TOPICS.items()),
        help_text=_("What you leave out you still find in your inbox."),
    )
    quiet_from = forms.TimeField(label=_("No messages from"), required=False, widget=_clock())
    quiet_until = forms.TimeField(label=pgettext_lazy("clock", "until"), required=False, widget=_clock())

    def __init__(self, *args: Any, channels: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = channels

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("quiet_from"), said.get("quiet_until")
        if not self.errors and (begins is None) != (ends is None):
            self.add_error("quiet_until", _("Please give both hours, or leave both empty."))
        return said


class QuietHours(forms.Form):
    """From when until when nothing goes out in a place."""

    begins = forms.TimeField(label=pgettext_lazy("clock", "from"), widget=_clock())
    ends = forms.TimeField(label=pgettext_lazy("clock", "until"), widget=_clock())


class MailAddress(forms.Form):
    """Where somebody wishes to get mail."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=120,
        help_text=_("We send you a mail with a button that confirms it is yours."),
    )


class Browser(forms.Form):
    """What a browser hands over when it has been given leave (Push API)."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    p256dh = forms.RegexField(r"^[A-Za-z0-9_-]{80,100}=*$")
    auth = forms.RegexField(r"^[A-Za-z0-9_-]{20,30}=*$")

    def clean_endpoint(self) -> str:
        address = self.cleaned_data["endpoint"]
        if not is_push_service(address):
            raise forms.ValidationError(_("This browser uses a push service that is not known here."))
        return address
