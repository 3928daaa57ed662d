"""Forms of what everybody reads and sees of a case: looking at words and photos, wording anew, withholding."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases import publishing
from yishi.cases.forms.fields import Label
from yishi.cases.models import Photo, WithheldFor

from .doing import Doing
from .fields import Words


class ApproveWords(Doing):
    label = _("Show the words to everybody")
    lead = _("You have read them as they will stand there: nobody is exposed and nobody attacked.")
    send = _("Show as it stands here")
    done = _("Everybody can read it now.")
    icon = "check"
    beside = "desk/beside/publishing.html"

    photos = forms.BooleanField(
        label=_("The photos too"),
        help_text=_("I have looked at them: no face, no number plate, no name plate can be recognised."),
        required=False,
        initial=True,
    )

    def prepare(self) -> None:
        if not self.case.photos.pending().exists():
            del self.fields["photos"]

    def arguments(self) -> dict[str, Any]:
        return {"photos": self.cleaned_data.get("photos", False)}


class Reword(Doing):
    label = _("Change the public wording")
    lead = _("So that nobody is exposed. What was said stays as it was for those who handle it.")
    done = _("The public wording has been changed.")
    icon = "pen"
    beside = "desk/beside/publishing.html"

    public_words = Words(label=_("What everybody reads"), rows=8, max_length=2000)

    def prepare(self) -> None:
        case = self.case
        self.fields["public_words"].initial = case.public_words if case.is_shown else case.draft_words


class Withhold(Doing):
    """What both kinds of withholding share."""

    REASONS: ClassVar[list[tuple[str, Any]]] = [
        (reason.value, reason.label) for reason in WithheldFor if reason != WithheldFor.ERASED
    ]
    serious = True
    icon = "lock"


class WithholdWords(Withhold):
    label = _("Do not show the words")
    lead = _("The matter stays in the lists under its kind, with its state and its clock. The page says why.")
    send = _("Do not show them")
    done = _("The words are not shown.")
    beside = "desk/beside/publishing.html"

    reason = forms.ChoiceField(label=_("Why not?"), choices=Withhold.REASONS, widget=forms.RadioSelect)


class ReleasePhotos(Doing):
    label = _("Show the photos to everybody")
    lead = _("Please look at each of them: no face, no number plate, no name plate can be recognised.")
    send = _("Show them")
    done = _("Everybody can see the photos now.")
    icon = "image"
    beside = "desk/beside/photos.html"


class WithholdPhoto(Withhold):
    label = _("Do not show a photo")
    lead = _("The reporter and those who handle the case still see it.")
    send = _("Do not show it")
    done = _("The photo is not shown.")
    beside = "desk/beside/photos.html"

    photo = forms.ModelChoiceField(
        Photo.objects.none(), label=_("Which one?"), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.ChoiceField(label=_("Why not?"), choices=Withhold.REASONS, widget=forms.RadioSelect)

    def prepare(self) -> None:
        photos = list(self.case.photos.all())
        field = self.fields["photo"]
        field.queryset = self.case.photos.all()  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (photo.pk, Label(_("Photo %(n)s") % {"n": n}, photo.get_stage_display()))
            for n, photo in enumerate(photos, 1)
        ]


class ShowLaterWords(Doing):
    label = _("Show what residents said later")
    lead = _(
        "Feedback, doubts and objections, as everybody will read them: names and numbers are hidden already."
    )
    send = _("Show what is ticked")
    done = _("Looked at. Everybody can read what was ticked.")
    icon = "speak"

    said = forms.MultipleChoiceField(
        label=_("What is to be shown?"),
        help_text=_(
            "Take the tick away where somebody is exposed or attacked; that stays with those who handle it."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        self.waiting = {f"{type(row).__name__}-{row.pk}": row for row in publishing.waiting_later(self.case)}
        field = self.fields["said"]
        field.choices = [(key, self.case.masked(row.text)) for key, row in self.waiting.items()]  # type: ignore[attr-defined]
        field.initial = list(self.waiting)

    def arguments(self) -> dict[str, Any]:
        return {"said": [self.waiting[key] for key in self.cleaned_data["said"]]}


PUBLISHING: dict[str, type[Doing]] = {
    "approve_words": ApproveWords,
    "reword": Reword,
    "withhold_words": WithholdWords,
    "release_photos": ReleasePhotos,
    "withhold_photo": WithholdPhoto,
    "show_later_words": ShowLaterWords,
}
"""The forms by the action's name; blacking out has a page of its own (`views/blackout.py`)."""
