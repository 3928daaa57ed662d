"""Shapes of what is entered about places, grids and plans."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.record import clock

from .. import pictures
from ..models import Grid, Level, Place, Plan
from .bodies import Day, Line

MOST_OFFERED = 60
"""Places offered at once to choose from; with more, one looks for a word of the name."""


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class OnDay(forms.Form):
    """The day a tree is looked at."""

    on = Day(label=_("As on a day"), required=False)

    def clean_on(self) -> date | None:
        """Not a day to come: nobody knows the tree then."""
        day = self.cleaned_data["on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class _Since(_Form):
    on = Day(label=_("From which day?"), help_text=_("Today, or a day before if it is entered later."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()

    def clean_on(self) -> date:
        """Nothing is entered ahead of its day."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(
                _("Please give today or a day before; what is to come is entered on its day.")
            )
        return day


class Named(_Form):
    """What a place is called."""

    name_zh = Line(label=_("Chinese name"), max_length=80)
    name_en = Line(label=_("English name"), max_length=120, required=False)


class AddPlace(Named):
    """A place under another."""

    level = forms.ChoiceField(label=_("Which level?"))
    code = Line(
        label=_("Code of the place"),
        max_length=40,
        required=False,
        help_text=_(
            "Left empty, a free one is filled in. Down to the community it is the official one of twelve digits."
        ),
    )
    opened_on = Day(label=_("There since"), required=False, help_text=_("Empty: as long as anybody knows."))

    field_order = ("level", "name_zh", "name_en", "code", "opened_on")

    def __init__(self, *args: Any, parent: Place, **kwargs: Any):
        super().__init__(*args, **kwargs)
        finer = Level.values[Level.values.index(parent.level) + 1 :]
        offered = [(value, Level(value).label) for value in finer if value != Level.HOUSEHOLD]
        self.fields["level"].choices = offered  # type: ignore[attr-defined]
        usual = {Level.COMMUNITY: Level.ESTATE}
        self.fields["level"].initial = usual.get(Level(parent.level), offered[0][0] if offered else "")
        self.fields["opened_on"].widget.attrs["max"] = clock.today().isoformat()


class Recode(_Form):
    """Another code."""

    code = Line(
        label=_("New code"),
        max_length=40,
        help_text=_("The old one still leads here: codes hang on walls."),
    )


class Close(_Since):
    """From which day it is no more."""


class Move(_Since):
    """Where it goes."""

    to = forms.ChoiceField(label=_("Where does it lie now?"), widget=forms.RadioSelect)
    field_order = ("to", "on")

    def __init__(self, *args: Any, offered: Iterable[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {place.code: place for place in offered}
        self.fields["to"].choices = [(code, place.label) for code, place in self.offered.items()]  # type: ignore[attr-defined]

    def clean_to(self) -> Place:
        """One of those offered."""
        return self.offered[self.cleaned_data["to"]]


class Split(_Since, Named):
    """The new community, and what goes there."""

    code = Line(label=_("Its official code, twelve digits"), max_length=12)
    estates = forms.MultipleChoiceField(
        label=_("Which estates go to it?"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("name_zh", "name_en", "code", "estates", "on")

    def __init__(self, *args: Any, offered: Iterable[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {place.code: place for place in offered}
        self.fields["estates"].choices = [(code, place.name) for code, place in self.offered.items()]  # type: ignore[attr-defined]

    def clean_estates(self) -> list[Place]:
        """Those that were ticked."""
        return [self.offered[code] for code in self.cleaned_data["estates"]]


class MakeGrid(Named):
    """A grid, or a micro-grid within one."""

    within = forms.ChoiceField(label=_("Is it a micro-grid?"), required=False)

    def __init__(self, *args: Any, grids: Iterable[Grid], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.grids = {grid.code: grid for grid in grids}
        self.fields["within"].choices = [  # type: ignore[attr-defined]
            ("", _("No, a grid of the community")),
            *((code, _("Yes, within %(grid)s") % {"grid": grid.name}) for code, grid in self.grids.items()),
        ]

    def clean_within(self) -> Grid | None:
        """The grid it lies in, if it is a micro-grid."""
        return self.grids.get(self.cleaned_data["within"])


class HangPlan(Named):
    """A picture of the place, and what it is called."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG or WebP, at most 8 MB: a site plan, a floor plan, or a photo of one on the wall."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ("picture", "name_zh", "name_en")

    def clean_picture(self) -> pictures.Picture:
        """Read with suspicion and written anew, without what the camera put into it."""
        try:
            return pictures.read(self.cleaned_data["picture"])
        except pictures.BadPicture as error:
            raise forms.ValidationError(str(error)) from error


class DrawZone(_Form):
    """A place, and where it lies: corners in pixels drawn on the picture, or a rectangle in per cent."""

    place = forms.ChoiceField(label=_("Which place?"))
    points = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    left = forms.IntegerField(label=_("from the left"), min_value=0, max_value=100, required=False)
    top = forms.IntegerField(label=_("from the top"), min_value=0, max_value=100, required=False)
    width = forms.IntegerField(label=_("width"), min_value=1, max_value=100, required=False)
    height = forms.IntegerField(label=_("height"), min_value=1, max_value=100, required=False)

    def __init__(self, *args: Any, plan: Plan, offered: Iterable[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.plan, self.offered = plan, {place.code: place for place in offered}
        self.fields["place"].choices = [(code, place.label) for code, place in self.offered.items()]  # type: ignore[attr-defined]

    def clean_place(self) -> Place:
        """One of those offered."""
        return self.offered[self.cleaned_data["place"]]

    def clean_points(self) -> list[tuple[int, int]]:
        """`120,80 300,80 …` as pairs of pixels."""
        pairs = [pair.split(",") for pair in clean(self.cleaned_data["points"]).split()]
        try:
            return [(int(x), int(y)) for x, y in pairs]
        except ValueError:
            raise forms.ValidationError(
                _("The corners cannot be read. Please draw them once more.")
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or data.get("points"):
            return data
        given = [data.get(name) for name in ("left", "top", "width", "height")]
        numbers = [int(each) for each in given if each is not None]
        if len(numbers) < len(given):
            raise forms.ValidationError(
                _("Please draw the corners, or give all four numbers, in per cent of the picture.")
            )
        left, top, width, height = numbers
        if left + width > 100 or top + height > 100:
            raise forms.ValidationError(
                _(
                    "The rectangle reaches beyond the picture: left and width together are 100 at most; so are "
                    "top and height."
                )
            )
        data["points"] = self._rectangle(left, top, width, height)
        return data

    def _rectangle(self, left: int, top: int, width: int, height: int) -> list[tuple[int, int]]:
        across = [share * self.plan.width // 100 for share in (left, left + width)]
        down = [share * self.plan.height // 100 for share in (top, top + height)]
        return [(across[0], down[0]), (across[1], down[0]), (across[1], down[1]), (across[0], down[1])]
