"""Which door somebody lives behind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import normal_door


class Door(forms.Form):
    """The number on one's own door."""

    door = forms.CharField(
        label=_("The number on your door"),
        help_text=_("As it stands there, for example 1-501: unit 1, door 501."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_door(self) -> str:
        """Something that can stand on a door."""
        door = self.cleaned_data["door"]
        if not normal_door(door):
            raise forms.ValidationError(_("Please give the number on your door, such as 1-501."))
        return door
