"""What a neighbour who joins a case may add: which door they are, and a number to be told at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place, normal_door

from .fields import Line, Telephone

MOST_BUILDINGS = 400


def buildings_around(place: Place) -> list[Place]:
    """The buildings of the estate a place lies in (of the community, where it lies in none)."""
    around = list(Place.objects.around(place.path))
    by_level = {each.level: each for each in around}
    top = by_level.get(Level.ESTATE) or by_level.get(Level.COMMUNITY) or around[-1]
    return list(Place.objects.living().inside(top.path).filter(level=Level.BUILDING)[:MOST_BUILDINGS])


class Join(forms.Form):
    """Nothing of it must be answered."""

    building = forms.ChoiceField(label=_("Which building do you live in?"), required=False)
    door = Line(
        label=_("The number on your door"),
        help_text=_("For example 1-501. So that your household counts once. Nobody sees it."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = Telephone(
        label=_("Telephone"),
        help_text=_("So that we can tell you how it goes. It is never shown."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, place: Place, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.buildings = {each.code: each for each in buildings_around(place)}
        choices = [(code, each.label) for code, each in self.buildings.items()]
        self.fields["building"].choices = [("", _("I would rather not say")), *choices]  # type: ignore[attr-defined]
        chosen = next((c for c, each in self.buildings.items() if place.path.startswith(each.path)), "")
        self.fields["building"].initial = chosen

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("door") and not normal_door(said["door"]):
            self.add_error("door", _("Please give the number on your door, such as 1-501."))
        elif said.get("door") and not said.get("building") and "building" not in self.errors:
            self.add_error("building", _("Please choose the building, or leave the door empty."))
        return said

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        building = self.buildings.get(said["building"])
        return {"place": building, "door": said["door"] if building else "", "phone": said["phone"]}
