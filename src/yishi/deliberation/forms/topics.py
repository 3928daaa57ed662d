"""Forms of topics: proposing, standing behind, and the host's word."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Digits, Label, Telephone, Words
from yishi.cases.forms.voices import buildings_around
from yishi.cases.models import Case
from yishi.network.actors import ANYONE
from yishi.network.forms.bodies import Form
from yishi.network.forms.bodies import Line as PlainLine
from yishi.network.models import Place, normal_door

from ..models import Session, Topic
from .calendar import PostChoice

MOST_WORDS = 600
NO_MATTER = _("There is no such matter, or it is kept from the public.")


class Propose(Form):
    """What is to be talked about, in one's own words."""

    words = Words(
        label=_("What should be talked about?"),
        help_text=_(
            "In your own words. Please name no neighbours; everybody reads it once somebody has looked."
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class _Door(Form):
    building = forms.ChoiceField(label=_("Which building do you live in?"), required=False)
    door = PlainLine(
        label=_("The number on your door"),
        help_text=_("For example 1-501. So that your household counts once. Nobody sees it."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.buildings = {each.code: each for each in buildings_around(place)}
        choices = [(code, each.label) for code, each in self.buildings.items()]
        self.fields["building"].choices = [("", _("I would rather not say")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("door") and not normal_door(said["door"]):
            self.add_error("door", _("Please give the number on your door, such as 1-501."))
        elif said.get("door") and not said.get("building") and "building" not in self.errors:
            self.add_error("building", _("Please choose the building, or leave the door empty."))
        return said

    def home(self) -> dict[str, Any]:
        """The door, as the actions take it."""
        building = self.buildings.get(self.cleaned_data.get("building") or "")
        return {"building": building, "door": self.cleaned_data.get("door", "") if building else ""}


class Support(_Door):
    """A household stands behind it. Nothing must be answered."""

    send = _("My household too")

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return self.home()


class Send(_Door):
    """The last look before a topic is sent; how to be told what comes of it."""

    field_order = ["channel", "words", "building", "door", "phone"]

    words = Words(max_length=MOST_WORDS, widget=forms.HiddenInput())
    phone = Telephone(
        label=_("Telephone"),
        help_text=_("So that we can tell you what comes of it. It is never shown."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, writes: bool = False, signed_in: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if writes:
            self.fields["channel"] = forms.ChoiceField(
                label=_("Who says it?"),
                choices=lambda: [
                    (Topic.Channel.WEB, _("I say it myself, as a resident")),
                    (Topic.Channel.PHONE, _("I write it down for a caller")),
                    (Topic.Channel.PAPER, _("I copy it from paper")),
                    (Topic.Channel.VISIT, _("I write it down for somebody who came")),
                ],
                widget=forms.RadioSelect,
                initial=Topic.Channel.PHONE,
            )
        elif signed_in:
            for name in ("building", "door", "phone"):
                del self.fields[name]
        self.order_fields(self.field_order)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "words": said["words"],
            "phone": said.get("phone", ""),
            "channel": said.get("channel") or Topic.Channel.WEB,
            **self.home(),
        }


class Follow(forms.Form):
    """The number of a topic and its code."""

    number = Digits(
        label=_("Number of the topic"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    code = Digits(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Withdraw(Form):
    """The proposer no longer asks for it."""

    lead = _("Your topic is talked about no more. How to reach you is deleted.")
    send = _("Withdraw it")
    done = _("Withdrawn.")


# --- the host's word ---


class Look(Form):
    """The words as everybody will read them."""

    lead = _("Everybody reads these words. What points to a person is hidden already; please look once more.")
    send = _("Let everybody read it")
    done = _("Everybody can read it now.")
    words = Words(
        label=_("As everybody reads it"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 6})
    )


class Accept(Look):
    """The topic is taken up."""

    lead = _("It comes onto an agenda, and whoever proposed it is told.")
    send = _("Take it up")
    done = _("It is taken up.")


class Refuse(Form):
    """Why it is not taken up."""

    lead = _("Whoever proposed it reads the reason, with their number and code or in their messages.")
    send = _("Do not take it up")
    done = _("Whoever proposed it is told why.")
    reason = Words(
        label=_("Why is it not taken up?"),
        help_text=_("Plainly, and where they can go with it instead."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AboutMatter(Form):
    """The open matter a topic is about, where the house did not see it by itself."""

    lead = _("What the session decides then stands on the page of the matter, and is followed there.")
    send = _("The topic is about this matter")
    done = _("What comes of it stands on the page of the matter.")
    number = Digits(
        label=_("Number of the matter"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> Case:
        """The case with this number; only one everybody may see."""
        found = Case.objects.visible_to(ANYONE).by_number(self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(NO_MATTER)
        return found


class OntoAgenda(Form):
    """The session that is to take it."""

    send = _("Put it on the agenda")
    done = _("It stands on the agenda.")
    session = forms.ModelChoiceField(Session.objects.none(), label=_("Which session?"), empty_label=None)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=240, initial=10)

    def __init__(self, *args: Any, sessions: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
        self.fields["session"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(session: Session) -> Label:
    late = _("its agenda is frozen: it would be heard, not decided") if session.frozen_at else ""
    return Label(f"{date_format(localtime(session.starts_at), 'DATETIME_FORMAT')} · {session.title}", late)


# --- the agenda ---


class AddItem(Form):
    """Something the host brings."""

    send = _("Put it on the agenda")
    title = PlainLine(label=_("What about?"), max_length=80, required=False)
    case = PlainLine(
        label=_("Number of the matter, if there is one"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    text = Words(
        label=_("What is asked of the session"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=240, initial=10)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["presenter"] = _presenter(posts)

    def clean_case(self) -> Case | None:
        """The case with this number; only one everybody may see."""
        said = self.cleaned_data["case"]
        if not said:
            return None
        found = Case.objects.visible_to(ANYONE).by_number(said)
        if found is None:
            raise forms.ValidationError(NO_MATTER)
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("title") and not said.get("case") and not self.errors:
            self.add_error("title", _("Please say what the item is about, or name a matter."))
        return said

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


def _presenter(posts: Any) -> forms.ModelChoiceField:
    return PostChoice(
        posts, label=_("Who presents it?"), required=False, empty_label=_("nobody in particular")
    )


class ChangeItem(Form):
    """An item as it is to stand."""

    done = _("The item is changed.")
    title = PlainLine(label=_("What about?"), max_length=80)
    text = Words(
        label=_("What is asked of the session"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=240)

    def __init__(self, *args: Any, posts: Any, frozen: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["presenter"] = _presenter(posts)
        if frozen:
            del self.fields["title"], self.fields["text"]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class RemoveItem(Form):
    """Why an item is taken off."""

    send = _("Take it off the agenda")
    done = _("It is off the agenda.")
    reason = Words(
        label=_("Why?"),
        help_text=_("Everybody reads it on the page of the session. Please name nobody."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, frozen: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = frozen


class NoteItem(Form):
    """What became of an item."""

    done = _("Written down.")
    came = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)
    summary = Words(
        label=_("What was said, in a few words"),
        help_text=_("For the minutes; everybody reads it. Please name no neighbours."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, came: list[tuple[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = came  # type: ignore[attr-defined]


class Freeze(Form):
    """The agenda is published and stays."""

    lead = _("Everybody reads it and can rely on it: what comes later may be heard, not decided.")
    send = _("Freeze and publish it")
    done = _("The agenda is frozen and published.")
