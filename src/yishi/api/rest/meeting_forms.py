"""Forms for what the pages of sessions ask with buttons and ticks instead of a form, and for the few that must say
which row they mean."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Digits
from yishi.deliberation.forms.calendar import Reply, Uninvite
from yishi.deliberation.forms.hall import CheckIn, Hide
from yishi.deliberation.forms.topics import Propose, Send
from yishi.deliberation.models import Invitation, Session, Topic
from yishi.network.actors import Actor
from yishi.network.models import Place
from yishi.record.models import STEP

MOST_INVITED = 200


class Order(forms.Form):
    """The items of an agenda in the order in which they are to stand."""

    items = forms.MultipleChoiceField(label=_("The items in their new order"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = session.items.filter(removed_at=None).order_by("position", "id")
        self.fields["items"].choices = [(str(each.pk), each.title) for each in rows]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {"order": [int(each) for each in self.cleaned_data["items"]]}


def invited(session: Session) -> list[Invitation]:
    """Those who are asked to come."""
    rows = Invitation.objects.filter(session=session, withdrawn_at=None)
    rows = rows.select_related("session__place", "session__chair", "post__organisation", "post__place")
    return list(rows.order_by("as_what", "id")[:MOST_INVITED])


class Roll(forms.Form):
    """Of each that was invited: came, sent a deputy, did not come. Nothing is said of who is left out."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.invited = {f"came{each.pk}": each for each in invited(session)}
        for name, each in self.invited.items():
            self.fields[name] = forms.ChoiceField(
                label=each.post.title_at_place,
                required=False,
                choices=[("", _("not noted")), *((came.value, came.label) for came in Invitation.NOTED)],
            )

    def clean(self) -> dict[str, Any]:
        """Something is to be said."""
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise forms.ValidationError(_("Please say of at least one whether they came."))
        return said

    def called(self) -> list[tuple[Invitation, str]]:
        """Whom it says something new of."""
        pairs = [(each, self.cleaned_data.get(name) or "") for name, each in self.invited.items()]
        return [(each, came) for each, came in pairs if came and came != each.came]


class _OfOne(forms.Form):
    """Which of those who were invited; their own, if they were."""

    def __init__(self, *args: Any, session: Session, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.invited = {str(each.pk): each for each in invited(session)}
        own = next((key for key, each in self.invited.items() if actor.post == each.post), None)
        self.fields["invitation"] = forms.ChoiceField(
            label=_("Who was invited"),
            choices=[(key, each.post.title_at_place) for key, each in self.invited.items()],
            initial=own,
        )
        self.order_fields(["invitation"])

    @property
    def one(self) -> Invitation:
        """The invitation it is about."""
        return self.invited[self.cleaned_data["invitation"]]

    def arguments(self) -> dict[str, Any]:
        """What the action takes beside it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "invitation"}


class ReplyOf(_OfOne, Reply):
    """What an invited post replies."""


class UninviteOne(_OfOne, Uninvite):
    """An invitation is taken back."""


class AtTheDoor(CheckIn):
    """Somebody who is there reads the code at the door."""

    code = Digits(label=_("The eight digits that are shown at the door"), max_length=12)


class Put(forms.Form):
    """What a button of the moderator puts forward or back."""

    DOES = {
        "mark": {"marked": True},
        "unmark": {"marked": False},
        "live": {"live": True},
        "unlive": {"live": False},
        "back": {"back": True},
    }
    do = forms.ChoiceField(
        label=_("What is done with it?"),
        choices=[
            ("mark", _("keep it in view")),
            ("unmark", _("no longer keep it in view")),
            ("live", _("put it on the projector")),
            ("unlive", _("take it off the projector")),
            ("back", _("show it again")),
        ],
    )

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return self.DOES[self.cleaned_data["do"]]


class TakeOff(Hide):
    """It is not shown, and why."""

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {"hide": self.cleaned_data["reason"]}


class ProposeHere(Send):
    """A topic at once, as the two screens ask for it, and the session it is for."""

    words = Propose.base_fields["words"]  # type: ignore[assignment]

    def __init__(self, *args: Any, place: Place, by_post: bool, **kwargs: Any):
        super().__init__(*args, place=place, writes=by_post, signed_in=not by_post, **kwargs)
        if by_post:
            # a machine of a post speaks for nobody but those who rang, wrote or came
            channel: Any = self.fields["channel"]
            channel.choices = [each for each in channel.choices if each[0] != Topic.Channel.WEB]
        self.sessions = {str(each.pk): each for each in sessions_of(place.path)[:40]}
        if self.sessions:
            self.fields["session"] = forms.ChoiceField(
                label=_("For which session?"),
                required=False,
                choices=[
                    ("", _("for none in particular")),
                    *((k, _named(s)) for k, s in self.sessions.items()),
                ],
            )

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        session = self.sessions.get(self.cleaned_data.get("session") or "")
        return {**super().arguments(), "session": session}


def sessions_of(path: str) -> Any:
    """Sessions to come of a place and of those it lies in."""
    ways = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    return Session.objects.filter(place_path__in=ways).ahead().select_related("place")


def _named(session: Session) -> str:
    return f"{date_format(localtime(session.starts_at), 'DATETIME_FORMAT')} · {session.title}"


class Into(forms.Form):
    """The topic another one is joined with."""

    into = forms.IntegerField(
        label=_("Number of the topic that stays"), help_text=_("It says the same."), min_value=1
    )


__all__ = [
    "AtTheDoor",
    "Into",
    "Order",
    "ProposeHere",
    "Put",
    "ReplyOf",
    "Roll",
    "TakeOff",
    "UninviteOne",
    "invited",
    "sessions_of",
]
