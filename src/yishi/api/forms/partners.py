"""The forms by which an outer system is connected, and changed while it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label, Line, Words
from yishi.network.forms.bodies import Form
from yishi.network.models import Post

from .. import outer
from ..models import Partner
from ..open311 import kinds

GETS, GIVES = "gets", "gives"
NOT_OUT_THERE = _("Please give an address that begins with https and lies on the web.")


def _directions() -> list[tuple[str, Label]]:
    return [
        (
            GETS,
            Label(
                _("It does what the post is asked to do"), _("Parts are handed over; its replies come back.")
            ),
        ),
        (GIVES, Label(_("What is said there is a matter here"), _("It is told what became of it."))),
    ]


class _HowItCallsThings(Form):
    """How an outer system calls our kinds."""

    def clean_kinds(self) -> str:
        """Each line names a kind of ours."""
        ours = {kind.code for kind in kinds.offered()}
        for line in filter(str.strip, self.cleaned_data["kinds"].splitlines()):
            code, sign, theirs = (part.strip() for part in line.partition("="))
            if not sign or not theirs or code not in ours:
                raise forms.ValidationError(
                    _("This line cannot be read: %(line)s"), params={"line": line[:80]}
                )
        return self.cleaned_data["kinds"]


class Connect(_HowItCallsThings):
    """An outer system: for which post it stands, where it is, how it calls our kinds."""

    label = _("Connect a system")
    lead = _(
        "A street's hotline, a department or a property company with a system of its own that speaks Open311."
    )
    send = _("Connect")
    done = _("Connected. The first exchange happens within minutes.")

    post = forms.ChoiceField(label=_("For which post does it stand?"))
    name = Line(label=_("What is the system called?"), max_length=80)
    address = Line(
        label=_("Its address"),
        help_text=_("Of Open311 GeoReport v2, such as https://12345.example/open311/v2"),
        max_length=200,
    )
    token = Line(label=_("The key it gave us"), max_length=300, required=False)
    jurisdiction = Line(label=_("Its jurisdiction_id, if it needs one"), max_length=40, required=False)
    directions = forms.MultipleChoiceField(
        label=_("What goes to and fro?"), choices=_directions, widget=forms.CheckboxSelectMultiple
    )
    kinds = Words(
        label=_("How it calls our kinds"),
        help_text=_("A line each: our code = its code. What no line names keeps our code."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind_else = Line(label=_("Its code for everything else"), max_length=60, required=False)

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._posts = {str(post.pk): post for post in posts}
        self.fields["post"].choices = [(key, post.title_at_place) for key, post in self._posts.items()]

    @property
    def for_post(self) -> Post:
        """The post that was chosen."""
        return self._posts[self.cleaned_data["post"]]

    def clean_address(self) -> str:
        """An address on the web that holds no name and password, and in real life no machine of our own network."""
        said = self.cleaned_data["address"]
        if not outer.is_whole(said):
            raise forms.ValidationError(_("Please give an address such as https://12345.example/open311/v2"))
        if not outer.is_allowed(said):
            raise forms.ValidationError(NOT_OUT_THERE)
        return said

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        named = {name: data[name] for name in ("address", "token", "jurisdiction", "kinds", "kind_else")}
        ways = {name: name in data["directions"] for name in (GETS, GIVES)}
        return {**named, **ways, "label": data["name"]}


class Change(_HowItCallsThings):
    """What can be otherwise while it stays connected."""

    label = _("Change how we speak with it")
    lead = _(
        "For which post it stands, where it is and its key stay: for that, disconnect it and connect it anew."
    )
    send = _("Change it")
    done = _("Changed. It holds from the next exchange on.")

    name = Line(label=_("What is the system called?"), max_length=80)
    directions = forms.MultipleChoiceField(
        label=_("What goes to and fro?"), choices=_directions, widget=forms.CheckboxSelectMultiple
    )
    kinds = Words(
        label=_("How it calls our kinds"),
        help_text=_("A line each: our code = its code. What no line names keeps our code."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind_else = Line(label=_("Its code for everything else"), max_length=60, required=False)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any):
        ways = [name for name in (GETS, GIVES) if getattr(partner, name)]
        now = {
            "name": partner.label,
            "directions": ways,
            "kinds": partner.kinds,
            "kind_else": partner.kind_else,
        }
        super().__init__(*args, initial=now, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        ways = {name: name in data["directions"] for name in (GETS, GIVES)}
        return {"label": data["name"], "kinds": data["kinds"], "kind_else": data["kind_else"], **ways}
