"""One report on one line: of a grid on the desk, or of a spreadsheet. Places and categories are named as people write
them."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place

from ..models import Category, Visibility
from .fields import Line, Telephone, Words

MOST_NAMED = 5
FALLBACK = "other.matter"
"""Code of the category for what fits none."""


class Named:
    """Things that can be written by their code, their whole name, or the end of it where only one ends so."""

    def __init__(self, things: list[Any], names: dict[Any, list[str]]):
        self.things = things
        self._exact: dict[str, Any] = {}
        self._names: list[tuple[str, Any]] = []
        for thing in things:
            for name in names[thing]:
                plain = _plain(name)
                self._exact.setdefault(plain, thing)
                self._names.append((plain, thing))

    def found(self, written: str) -> list[Any]:
        """What the words may mean: one where it is clear, several where it is not, none."""
        plain = _plain(written)
        if not plain:
            return []
        if plain in self._exact:
            return [self._exact[plain]]
        for fits in (str.endswith, str.__contains__):
            found = list(dict.fromkeys(thing for name, thing in self._names if fits(name, plain)))
            if found:
                return found
        return []


def _plain(name: str) -> str:
    return (
        "".join(unicodedata.normalize("NFKC", name).lower().split()).replace("号楼", "栋").replace("幢", "栋")
    )


def places_within(path: str) -> Named:
    """The places somebody over `path` may write down for, households aside."""
    places = list(Place.objects.living().inside(path).exclude(level__in=(Level.HOUSEHOLD, Level.GRID)))
    return Named(places, {p: [p.code, p.label_zh, p.label_en, p.name_zh] for p in places})


def categories() -> Named:
    """The categories a matter can have."""
    found = list(Category.objects.choosable())
    return Named(found, {c: [c.code, c.name_zh, c.name_en] for c in found})


def usual(found: list[Category]) -> Category | None:
    """The category for what fits none; the first one that is no emergency where a tenant has no such."""
    calm = [category for category in found if not category.stop_zh]
    return next((category for category in calm if category.code == FALLBACK), calm[0] if calm else None)


NO_PLACE = _("There is no such place here. Please write the estate and the building, as they are called.")
NO_CATEGORY = _("There is no such category. It may be left empty, or written as a resident chooses it.")


class ReportLine(forms.Form):
    """What a line says: where and what; the rest may be left out."""

    place = Line(label=_("Where is it?"), max_length=120, required=False)
    category = Line(label=_("What kind of matter?"), max_length=80, required=False)
    words = Words(label=_("What did they say?"), max_length=2000)
    contact_name = Line(label=_("How to address them"), max_length=40, required=False)
    contact_phone = Telephone(label=_("Number to ring back"), required=False)

    def __init__(
        self,
        *args: Any,
        places: Named,
        categories: Named,
        usual: Category | None,
        above: Place | None,
        **kwargs: Any,
    ):
        self.places, self.categories, self.usual, self.above = places, categories, usual, above
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self) -> bool:
        """Nothing has been written on this line; a place alone is nothing yet."""
        written = (self.data.get(self.add_prefix(name), "") for name in self.fields if name != "place")
        return not any(str(each).strip() for each in written)

    def clean_place(self) -> Place:
        """The place written, or that of the line above."""
        written = self.cleaned_data["place"]
        if not written:
            if self.above is None:
                raise forms.ValidationError(_("Please say where it is."))
            return self.above
        return _the_one(self.places.found(written), NO_PLACE)

    def clean_category(self) -> Category:
        """The category written, or the usual one."""
        written = self.cleaned_data["category"]
        if not written and self.usual:
            return self.usual
        found = _the_one(self.categories.found(written), NO_CATEGORY)
        if found.stop:
            raise forms.ValidationError(
                _(
                    "This is an emergency and needs a call at once: %(number)s. Write it down singly afterwards."
                )
                % {"number": found.stop_number}
            )
        return found

    def arguments(self) -> dict[str, Any]:
        """What `cases.file` takes besides place, channel and code."""
        taken = {
            name: self.cleaned_data[name] for name in ("category", "words", "contact_name", "contact_phone")
        }
        return {**taken, "visibility": Visibility.PUBLIC}


def _the_one(found: list[Any], nothing: Any) -> Any:
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(nothing)
    named = "、".join(str(getattr(each, "label", each.name)) for each in found[:MOST_NAMED])
    raise forms.ValidationError(
        _("Several are called so: %(names)s. Please write more of it.") % {"names": named}
    )
