"""Judging by the personal link, doubting a closure, telling what a second look showed, choosing a period."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.record import clock

from ..models import Feedback, SecondLook
from ..rates import UNIT, Period
from .feedback import MOST_WORDS
from .fields import Photos, Words, YesNo

LONGEST_PERIOD = timedelta(days=3660)
EARLIEST = date(2000, 1, 1)


class Judge(forms.Form):
    """The three questions at once; the first one decides, the others may be left."""

    solved = YesNo(_("Yes, it is solved"), _("No, it is not solved"), label=_("Is it solved?"))
    contacted = YesNo(
        _("Yes, somebody did"),
        _("No, nobody did"),
        label=_("Did somebody get in touch with you about it?"),
        required=False,
        empty_value=None,
    )
    satisfaction = forms.ChoiceField(
        label=_("Are you satisfied with how it went?"),
        choices=Feedback.Satisfaction,
        widget=forms.RadioSelect,
        required=False,
    )
    text = Words(
        label=_("Would you like to add anything?"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = Photos(label=_("Photos of how it looks now"), required=False)

    def __init__(self, *args: Any, silent: bool = False, **kwargs: Any):
        """`silent`: the matter has ended in silence, so that only “not solved” is left to say."""
        super().__init__(*args, **kwargs)
        self.silent = silent
        if silent:
            del self.fields["solved"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.silent:
            said["solved"] = False
        wrong = said.get("solved") is False and not (said.get("text") or said.get("photos"))
        if wrong and not self.errors:
            self.add_error("text", _("Please say in a few words what is still wrong, or add a photo."))
        return said


class DoubtIt(forms.Form):
    """What a neighbour sees that is not solved."""

    text = Words(
        label=_("What is still wrong?"),
        help_text=_(
            "A few words, or a photo, or both. Everybody sees them, without your name, once somebody has looked at "
            "them."
        ),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photos = Photos(label=_("Photos of how it looks now"), required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not (said.get("text") or said.get("photos") or self.errors):
            self.add_error("text", _("Please say in a few words what is still wrong, or add a photo."))
        return said


SEEN = (
    (SecondLook.Verdict.SOLVED, _("Solved")),
    (SecondLook.Verdict.NOT_SOLVED, _("Not solved")),
    (SecondLook.Verdict.COULD_NOT_SEE, _("Could not see it")),
)


class Look(forms.Form):
    """What a volunteer saw on site."""

    verdict = forms.ChoiceField(label=_("What did you see?"), choices=SEEN, widget=forms.RadioSelect)
    photos = Photos(
        label=_("A photo of how it looks now"),
        help_text=_("Please show no faces and no number plates."),
        required=False,
    )
    text = Words(
        label=_("Would you like to add anything?"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        unseen = said.get("verdict") == SecondLook.Verdict.COULD_NOT_SEE
        if said.get("verdict") and not unseen and not said.get("photos") and "photos" not in self.errors:
            self.add_error("photos", _("Please add a photo of how it looks now."))
        if unseen and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please say in a few words why it could not be seen."))
        return said


class Day(forms.DateInput):
    """The date picker of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ChoosePeriod(forms.Form):
    """A month, quarter or year around a day, or from a day to a day."""

    period = forms.ChoiceField(label=_("Period"), choices=list(UNIT.items()), required=False)
    on = forms.DateField(label=_("A day in it"), required=False, widget=Day())
    since = forms.DateField(label=_("From"), required=False, widget=Day())
    until = forms.DateField(label=_("Until"), required=False, widget=Day())

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for name in ("on", "since", "until"):
            day = said.get(name)
            if day and not EARLIEST <= day <= clock.today() + timedelta(days=366):
                self.add_error(name, _("Please choose a day between 2000 and today."))
        if said.get("period") == "own" and not self.errors:
            since, until = said.get("since"), said.get("until")
            if not since or not until:
                self.add_error("since", _("Please choose from when and until when."))
            elif until < since:
                self.add_error("until", _("The last day lies before the first one."))
            elif until - since > LONGEST_PERIOD:
                self.add_error("until", _("Please choose ten years at most."))
        return said

    def chosen(self) -> Period:
        """The period asked for; the present quarter where nothing (or nothing valid) was."""
        said = self.cleaned_data if self.is_valid() else {}
        kind = said.get("period") or "quarter"
        if kind == "own":
            return Period("own", said["since"], said["until"])
        return Period.around(kind, said.get("on") or clock.today())
