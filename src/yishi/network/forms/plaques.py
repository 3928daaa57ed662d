"""Which plaques to print."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Level, Place, Plaque, within
from ..plaques import ROLES
from ..powers import Role

LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.ESTATE)
MOST = 800
_INDENT = "\u3000"


class Choose(forms.Form):
    """Posts by place and kind, and the size of their plaques."""

    place = forms.ChoiceField(label=_("Of which place"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Which posts"),
        choices=[(role, Role(role).label) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one kind of post.")},
    )
    size = forms.ChoiceField(label=_("Size"), choices=Plaque.Size.choices, widget=forms.RadioSelect)
    which = forms.ChoiceField(
        label=_("Which of them"),
        choices=[
            ("missing", _("those without a plaque of this size")),
            ("replace", _("those whose plaque is to be replaced")),
            ("all", _("all of them")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, path: str, **kwargs):
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("initial", {"roles": list(ROLES), "size": Plaque.Size.A4, "which": "missing"})
        super().__init__(*args, **kwargs)
        places = Place.objects.on().filter(within("path", path), level__in=LEVELS)[:MOST]
        self.places = {place.code: place for place in places}
        choices = [(place.code, f"{_INDENT * (place.depth - 1)}{place.name}") for place in places]
        self.fields["place"].choices = [("", _("all of my places")), *choices]  # type: ignore[attr-defined]
