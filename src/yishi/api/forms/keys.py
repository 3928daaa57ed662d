"""The form by which a key is made."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label, Line
from yishi.network.forms.bodies import Form
from yishi.network.models import Post
from yishi.people.models import Person
from yishi.record import clock

from ..models import Scope

MYSELF = "myself"
TERMS = {"30": _("30 days"), "90": _("90 days"), "366": _("a year")}


def _scopes() -> list[tuple[str, Label]]:
    hints = {
        Scope.READ: _("Without this a machine reads what everybody may read."),
        Scope.REPORT: _("Such as a hotline that passes on what callers say."),
        Scope.UPDATES: _("Such as a department's own system that says how far it is."),
        Scope.WORK: _(
            "Everything the post may do at its desk. Give it only to a machine you would give your chair to."
        ),
        Scope.SPEAK: _("What you may say on the pages as a resident. Give it only to a program of your own."),
    }
    return [(scope, Label(Scope(scope).label, hints[scope])) for scope in Scope]


class Issue(Form):
    """A key: for whom the machine acts, what for, what it may do, how long."""

    label = _("Make a key")
    lead = _(
        "A key lets a program act here without signing in. It is shown once; keep it as you keep a password."
    )
    send = _("Make the key")

    holder = forms.ChoiceField(label=_("For whom does the machine act?"), widget=forms.RadioSelect)
    name = Line(
        label=_("What is it for?"), help_text=_("Such as “street hotline, test system”."), max_length=80
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=_scopes, widget=forms.CheckboxSelectMultiple
    )
    term = forms.ChoiceField(
        label=_("For how long?"), choices=list(TERMS.items()), widget=forms.RadioSelect, initial="90"
    )

    def __init__(self, *args: Any, person: Person, posts: Iterable[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._person, self._posts = person, {str(post.pk): post for post in posts}
        named = [(key, post.title_at_place) for key, post in self._posts.items()]
        choices: list[tuple[str, Any]] = [*named, (MYSELF, _("for myself, as a resident"))]
        self.fields["holder"].choices = choices
        self.fields["holder"].initial = choices[0][0]

    @property
    def for_whom(self) -> Post | Person:
        """The post or the person that was chosen."""
        return self._posts.get(self.cleaned_data["holder"], self._person)

    def clean(self) -> dict[str, Any]:
        """A resident has no desk to work at, and a post no word of its own."""
        data = super().clean() or {}
        if data.get("holder") == MYSELF and Scope.WORK in data.get("scopes", ()):
            self.add_error("scopes", _("Only a post has a desk. Please take this away, or choose a post."))
        if data.get("holder") not in (None, MYSELF) and Scope.SPEAK in data.get("scopes", ()):
            self.add_error(
                "scopes",
                _("Only a resident speaks for themselves. Please take this away, or choose yourself."),
            )
        return data

    def arguments(self) -> dict[str, Any]:
        """What the action takes, save the token."""
        data = self.cleaned_data
        ends: date = clock.today() + timedelta(days=int(data["term"]))
        return {"label": data["name"], "scopes": data["scopes"], "ends_on": ends}
