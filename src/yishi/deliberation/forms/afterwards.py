"""Forms of what becomes of the minutes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Digits, Label, Line, Telephone, Words, YesNo
from yishi.insight.masking import mask
from yishi.network import pictures
from yishi.network.forms.bodies import Day, Form
from yishi.record import clock

from ..models import Correction, Objection, Topic


class Draft(Form):
    """What the clerk adds to what was recorded."""

    label = _("Lay open the draft of the minutes")
    lead = _(
        "The minutes are compiled from what was recorded. Please look through them below. Whoever was checked in is "
        "told and can propose corrections for some days; then they are sealed."
    )
    send = _("Lay open the draft")
    done = _("The draft lies open, and those who were there are told.")

    remarks = Words(
        label=_("What you want to add"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody reads it. Offices, no names: telephone numbers and names are starred."),
    )


class Propose(Form):
    """A correction of the draft."""

    label = _("Propose a correction")
    lead = _(
        "What is wrong in the draft, and how was it? Whoever chaired decides, with a reason that you can read."
    )
    send = _("Send the correction")
    done = _(
        "Thank you. Your correction was sent to whoever chaired; the page of the minutes says what becomes of it."
    )

    text = Words(
        label=_("What is to be corrected"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For instance: “A7: I said building 3, not building 5.”"),
    )
    slip = Digits(
        label=_("Digits on their slip"),
        required=False,
        max_length=40,
        help_text=_(
            "Only to know that they were there, and to show them what becomes of it. Without a slip leave it empty."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, for_other: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not for_other:
            del self.fields["slip"]


class Decide(Form):
    """Yes or no to a correction that was proposed."""

    label = _("Decide the correction")
    send = _("Decide on it")
    done = _("Decided. Whoever proposed it can read it.")

    accepted = YesNo(_("Accept it"), _("Do not accept it"), label=_("Is it right?"))
    shown = Words(
        label=_("As everybody reads it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What points to a person is starred already. An accepted correction stands below the minutes."
        ),
    )
    reason = Words(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is not accepted."),
    )

    def __init__(self, correction: Correction, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"shown": mask(correction.text)}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """No needs a reason."""
        said = super().clean() or {}
        if said.get("accepted") is False and not said.get("reason"):
            self.add_error("reason", _("Please say why it is not accepted: whoever proposed it reads that."))
        return said


class Seal(Form):
    """Nothing to fill in: what is sealed stands beside."""

    label = _("Seal the minutes")
    lead = _(
        "Sealed minutes are never changed. What turns out to be wrong later stands below them as a numbered correction."
    )
    send = _("Seal the minutes now")
    done = _("The minutes are sealed. Please print them and hang them on the board.")


class CorrectSealed(Form):
    """A numbered correction."""

    label = _("Add a numbered correction")
    lead = _(
        "The sealed minutes stay as they are; the correction stands below them, with its number and day."
    )
    send = _("Add the correction")
    done = _("The correction stands below the minutes.")

    text = Words(
        label=_("The correction"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Everybody reads it. Offices, no names: telephone numbers and names are starred."),
    )


class OnePhoto(forms.FileField):
    """One photo, read and written anew."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def to_python(self, data: Any) -> Any:
        if not data:
            return None
        try:
            return pictures.read(data)
        except pictures.BadPicture as wrong:
            raise ValidationError(wrong.args[0]) from wrong


class Post(Form):
    """The minutes on a board."""

    label = _("They hang on the board")
    send = _("Keep this proof")
    done = _("Kept. The days in which one may object have begun.")

    board = Line(
        label=_("Which board"),
        max_length=80,
        help_text=_("For instance: the board at the south gate."),
    )
    posted_on = Day(label=_("Posted on"))
    photo = OnePhoto(
        label=_("A photo of the board"),
        help_text=_(
            "The whole board with the minutes, please, and no people. The period begins with this proof."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"posted_on": clock.today()}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {"board": said["board"], "posted_on": said["posted_on"], "picture": said["photo"]}


HOW = [
    (Topic.Channel.PHONE, Topic.Channel.PHONE.label),
    (Topic.Channel.VISIT, Topic.Channel.VISIT.label),
    (Topic.Channel.PAPER, Topic.Channel.PAPER.label),
]


class Object(Form):
    """An objection while the minutes are posted."""

    label = _("Object to what was decided")
    lead = _(
        "No account is needed. Whoever chaired answers within some days, and everybody can read the answer."
    )
    send = _("Send the objection")
    done = _("Your objection has a number and will be answered; the answer stands on this page.")

    text = Words(
        label=_("What do you object to, and why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it once somebody has looked that it exposes nobody."),
    )
    phone = Telephone(
        label=_("Telephone"),
        required=False,
        help_text=_("Only to tell you of the answer. It is never shown."),
    )
    channel = forms.ChoiceField(label=_("How did it reach you?"), choices=HOW, widget=forms.RadioSelect)

    def __init__(self, *args: Any, for_somebody: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not for_somebody:
            del self.fields["channel"]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "text": said["text"],
            "contact_phone": said["phone"],
            "channel": said.get("channel", Topic.Channel.WEB),
        }


def follows() -> list[tuple[str, str]]:
    """What may come of an objection, in the reader's language."""
    return [
        ("no", Label(pgettext("of an objection", "It is not right"), gettext("The answer says why."))),
        (
            "correction",
            Label(
                gettext("It is right: the minutes are corrected"),
                gettext("A numbered correction stands below them."),
            ),
        ),
        (
            "topic",
            Label(
                gettext("It is right: it comes to the next session"),
                gettext("It becomes a topic that is taken up."),
            ),
        ),
    ]


class Answer(Form):
    """The answer to an objection, and what follows."""

    label = _("Answer the objection")
    send = _("Send the answer")
    done = _("Answered. Everybody can read it.")

    follows = forms.ChoiceField(label=_("What comes of it"), choices=follows, widget=forms.RadioSelect)
    answer = Words(label=_("The answer"), max_length=600, widget=forms.Textarea(attrs={"rows": 5}))
    correction = Words(
        label=_("The correction"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where the minutes are corrected."),
    )
    shown = Words(
        label=_("The objection, as everybody reads it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What points to a person is starred already. Please look once more."),
    )

    def __init__(self, objection: Objection, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"shown": mask(objection.text)[:600]}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A correction that is announced must be there."""
        said = super().clean() or {}
        if said.get("follows") == "correction" and not said.get("correction"):
            self.add_error("correction", _("Please write the correction."))
        return said

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        follows = said["follows"]
        return {
            "upheld": follows != "no",
            "answer": said["answer"],
            "shown": said["shown"],
            "correction": said["correction"] if follows == "correction" else "",
            "to_next": follows == "topic",
        }
