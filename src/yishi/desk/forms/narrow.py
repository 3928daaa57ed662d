"""By what a list of the desk can be narrowed; the address holds it all, so that it can be kept and shared."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from yishi.cases import search
from yishi.cases.forms.fields import Line
from yishi.cases.models import CaseQuerySet, Category, State, Urgency
from yishi.network.models import Level, Place, Post

MOST_PLACES = 300
"""More are no choice any more; then only the estates stand in the list."""
FIELDS = ("q", "category", "place", "urgency", "state", "overdue", "voices")
LONGEST = 100


class Choices:
    """What the lists of the form hold for a post, each asked for once when somebody looks into it: kinds of matters,
    and the estates and buildings of its place."""

    def __init__(self, post: Post) -> None:
        self._post = post

    @cached_property
    def kinds(self) -> list[Category]:
        return list(Category.objects.choosable())

    @cached_property
    def places(self) -> list[Place]:
        within = Place.objects.inside(self._post.place.path).exclude(pk=self._post.place_id)
        places = list(within.filter(level__in=(Level.ESTATE, Level.BUILDING))[: MOST_PLACES + 1])
        if len(places) > MOST_PLACES:
            places = list(within.filter(level=Level.ESTATE)[:MOST_PLACES])
        return places

    @property
    def of_places(self) -> list[Any]:
        return [("", _("anywhere")), *((place.code, place.label) for place in self.places)]

    @cached_property
    def of_kinds(self) -> list[Any]:
        """Each heading with all of it first, then its kinds."""
        groups: dict[str, list[Any]] = {}
        for kind in self.kinds:
            top = kind.parent or kind
            first = (top.code, format_lazy(_("all of {heading}"), heading=top.name))
            groups.setdefault(top.name, [first]).append((kind.code, kind.name))
        return [("", _("everything")), *groups.items()]


class Narrow(forms.Form):
    """All optional; what does not make sense is left out, never a failure."""

    VOICES = (2, 3, 5, 10, 20)

    q = Line(label=_("Words"), required=False, max_length=LONGEST)
    category = forms.ChoiceField(label=_("What about"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    urgency = forms.ChoiceField(label=_("How urgent is it?"), required=False)
    state = forms.ChoiceField(label=_("How it stands"), required=False)
    voices = forms.TypedChoiceField(
        label=_("How many households"), required=False, coerce=int, empty_value=None
    )
    overdue = forms.BooleanField(label=_("Only what is overdue"), required=False)

    def __init__(self, data: Mapping[str, Any], choices: Choices):
        super().__init__(data, auto_id="narrow_%s", label_suffix="")
        self.known = choices
        fields: dict[str, Any] = self.fields
        fields["category"].choices = lambda: choices.of_kinds
        fields["place"].choices = lambda: choices.of_places
        fields["urgency"].choices = [("", pgettext_lazy("urgency", "any")), *Urgency.choices]
        fields["state"].choices = [("", pgettext_lazy("state", "any")), *State.choices]
        fields["voices"].choices = [("", pgettext_lazy("households", "any"))] + [
            (n, ngettext_lazy("%(n)s household or more", "%(n)s households or more", n) % {"n": n})
            for n in self.VOICES
        ]

    @cached_property
    def sound(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)}

    @property
    def narrows(self) -> bool:
        """Whether more was asked for than words; words alone are a search."""
        return any(name != "q" for name in self.sound)

    @property
    def passed_over(self) -> bool:
        """Whether something was asked for that is not there (any more), such as a building of another place."""
        return bool(self.errors)

    @property
    def query(self) -> str:
        """The part of the address that asks for the same again."""
        return urlencode({name: "on" if value is True else value for name, value in self.sound.items()})

    @property
    def said(self) -> list[str]:
        """What it is narrowed by, in words."""
        words = []
        for name, value in self.sound.items():
            if name == "q":
                words.append(f"“{value}”")
            elif name == "overdue":
                words.append(str(self.fields[name].label))
            else:
                words.append(str(_label_of(self.fields[name], value)))
        return words

    def narrow(self, rows: CaseQuerySet) -> CaseQuerySet:
        """Those of the cases that were asked for."""
        asked = self.sound
        if code := asked.get("category"):
            rows = rows.filter(Q(category__code=code) | Q(category__parent__code=code))
        if code := asked.get("place"):
            rows = rows.at(next(place.path for place in self.known.places if place.code == code))
        for name in ("urgency", "state"):
            if name in asked:
                rows = rows.filter(**{name: asked[name]})
        if "voices" in asked:
            rows = rows.filter(voices__gte=asked["voices"])
        if "overdue" in asked:
            rows = rows.overdue()
        if "q" in asked:
            rows = search.matching(rows, asked["q"])
        return rows


def _label_of(field: Any, value: Any) -> Any:
    """What a choice is called, also within a group."""
    for key, label in field.choices:
        for code, said in label if isinstance(label, list) else [(key, label)]:
            if str(code) == str(value):
                return said
    return value


class FilterName(forms.Form):
    """What a kept filter is called."""

    name = Line(label=_("Keep it under this name"), max_length=30)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
