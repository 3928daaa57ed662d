"""The forms by which a program is told of news."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label, Line
from yishi.network.forms.bodies import Form

from .. import outer
from ..models import Hook, Key, News
from .partners import NOT_OUT_THERE


def _news() -> list[tuple[str, Label]]:
    return [(code, Label(News(code).label, "")) for code in News.values]


class _WhichNews(Form):
    news = forms.MultipleChoiceField(
        label=_("What is it told of?"), choices=_news, widget=forms.CheckboxSelectMultiple
    )


class SetHook(_WhichNews):
    """A webhook: by which key, where to, what of."""

    label = _("Have a program told")
    lead = _(
        "A program is called as soon as something happens: what it is and where to read it, without any words."
    )
    send = _("Have it told")
    field_order = ("holder", "address", "news")

    holder = forms.ChoiceField(label=_("By which key does it read?"), widget=forms.RadioSelect)
    address = Line(label=_("Its address"), help_text=_("Such as https://street.example/news"), max_length=300)

    def __init__(self, *args: Any, keys: Iterable[Key], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._keys = {str(key.pk): key for key in keys}
        self.fields["holder"].choices = [
            (pk, f"{key.label} · ys_{key.mark}") for pk, key in self._keys.items()
        ]

    @property
    def key(self) -> Key:
        """The key that was chosen."""
        return self._keys[self.cleaned_data["holder"]]

    def clean_address(self) -> str:
        """An address on the web that holds no name and password, and in real life no machine of our own network."""
        said = self.cleaned_data["address"]
        if not outer.is_whole(said):
            raise forms.ValidationError(_("Please give an address such as https://street.example/news"))
        if not outer.is_allowed(said):
            raise forms.ValidationError(NOT_OUT_THERE)
        return said

    def arguments(self) -> dict[str, Any]:
        """What the action takes, save the secret."""
        return {"address": self.cleaned_data["address"], "news": self.cleaned_data["news"]}


class ChangeHook(_WhichNews):
    """What it is told of."""

    label = _("Change what it is told of")
    lead = _("Its address and its key stay: for others, take it away and enter it anew.")
    send = _("Change it")
    done = _("Changed. It holds from the next news on.")

    def __init__(self, *args: Any, hook: Hook, **kwargs: Any):
        super().__init__(*args, initial={"news": hook.news.split()}, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {"news": self.cleaned_data["news"]}
