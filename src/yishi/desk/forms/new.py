"""What a steward or clerk writes down for a caller or visitor: a place and the words, all else may be left out."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Label, Line, Telephone
from yishi.cases.forms.intake import MAY_BE_ABOUT, serving
from yishi.cases.forms.lines import usual
from yishi.cases.models import Category, Channel, Visibility
from yishi.insight.words import clean
from yishi.network.models import Level, Organisation, Place, Post, within
from yishi.network.powers import Power

from .. import checks
from ..models import Point
from ..rules import may_file_and_solve
from .fields import Photos, Words

MOST_PLACES = 1500
CHANNELS = [(c.value, c.label) for c in (Channel.PHONE, Channel.VISIT, Channel.DOOR)]


def visibilities() -> list[tuple[str, Label]]:
    """Asked for with each form: a label says its words in the reader's language only then."""
    hidden = _("Hidden from the public and the property company; only the hotline sees name and number.")
    return [
        (
            Visibility.PUBLIC,
            Label(_("Everybody, without the name"), _("Neighbours see the matter, never who raised it.")),
        ),
        (Visibility.HOTLINE, Label(_("Only those who handle it"), hidden)),
        (
            Visibility.ANONYMOUS,
            Label(_("Everybody, and no name is kept"), _("Name and number are not stored at all.")),
        ),
    ]


class New(forms.Form):
    """A matter in somebody else's words."""

    place = forms.ChoiceField(label=_("Where is it?"))
    words = Words(label=_("What did they say?"), rows=5, max_length=2000)
    contact_phone = Telephone(
        label=_("Number to ring back"),
        help_text=_("Only if they want to be rung."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    contact_name = Line(label=_("How to address them"), max_length=40, required=False)

    category = forms.ChoiceField(label=_("What kind of matter?"), required=False)
    rung = forms.BooleanField(label=_("They have been told to ring this number first"), required=False)
    channel = forms.ChoiceField(
        label=_("How did it reach you?"),
        choices=CHANNELS,
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
        required=False,
    )
    visibility = forms.ChoiceField(
        label=_("Who may see the matter?"),
        choices=visibilities,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        required=False,
    )
    about = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Is it a complaint about somebody?"),
        help_text=_("Whoever is complained about never learns who complained, and does not handle it."),
        empty_label=_("No"),
        required=False,
    )
    photos = Photos(required=False)

    solved = forms.BooleanField(label=_("Solved on the spot"), required=False)
    done = Words(label=_("What was done"), required=False, rows=3)
    after = Photos(label=_("Photos of how it is now"), required=False)

    FIRST = ("place", "words", "contact_phone", "contact_name")
    MORE = ("category", "rung", "channel", "visibility", "about", "photos")
    ON_THE_SPOT = ("solved", "done", "after", "ticked", "despite_open")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["place"].choices = [("", _("Please choose a place")), *places_of(actor.post)]  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs.update(
            {
                "data-narrow": str(_("Type to find the place")),
                "data-none": str(_("No place has these words. Try fewer, such as the estate alone.")),
                "autofocus": True,
            }
        )
        self.categories = list(Category.objects.choosable())
        self.fields["category"].choices = _by_kind(self.categories)  # type: ignore[attr-defined]
        self.fields["category"].initial = _code(usual(self.categories))
        self.fields["about"].queryset = bodies_of(actor.post)  # type: ignore[attr-defined]
        if not (actor.post.can(Power.HANDLE) or actor.post.can(Power.VOLUNTEER)):
            for name in ("solved", "done", "after"):
                del self.fields[name]
        elif self.is_bound and self.data.get("solved"):
            self._ask_what_was_done()
        if not self._emergency():
            self.fields["rung"].widget = forms.HiddenInput()

    def _ask_what_was_done(self) -> None:
        """Where the kind has a checklist: which of its points were done, and whether it is answered all the same."""
        place = Place.objects.filter(code=clean(self.data.get("place", ""))[:40]).first()
        category = self._category(self.data.get("category", "")) or usual(self.categories)
        self.points = {str(p.pk): p for p in checks.points_at(place, category)} if place and category else {}
        if self.points:
            self.fields["ticked"] = forms.MultipleChoiceField(
                label=_("What of the checklist was done?"),
                choices=[(key, _as_asked(point)) for key, point in self.points.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields["despite_open"] = forms.BooleanField(label=_("Answer all the same"), required=False)

    def first(self) -> list[forms.BoundField]:
        """What is nearly always asked."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[forms.BoundField]:
        """What can be left out."""
        return [self[name] for name in self.MORE]

    def on_the_spot(self) -> list[forms.BoundField]:
        """What is asked when it is solved already."""
        return [self[name] for name in self.ON_THE_SPOT if name in self.fields]

    def more_is_wanted(self) -> bool:
        """Whether the folded part has something to say."""
        return any(name in self.errors for name in self.MORE)

    def spot_is_wanted(self) -> bool:
        return bool(self.data.get("solved")) or any(name in self.errors for name in self.ON_THE_SPOT)

    def _emergency(self) -> Category | None:
        chosen = self._category(self.data.get("category", "")) if self.is_bound else None
        return chosen if chosen and chosen.stop else None

    def _category(self, code: str) -> Category | None:
        return next((c for c in self.categories if c.code == code), None)

    def clean_place(self) -> Place:
        """The place with the code, within the post's area."""
        return Place.objects.get(code=self.cleaned_data["place"])

    def clean_category(self) -> Category:
        """The category chosen, or the usual one."""
        found = self._category(self.cleaned_data["category"] or _code(usual(self.categories)))
        if found is None:
            raise forms.ValidationError(
                _("There are no categories yet. Please tell the community committee.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (urgent := self._emergency()) and not data.get("rung"):
            self.add_error("category", f"{urgent.stop} {urgent.stop_number}")
            self.add_error("rung", _("Please pass this on to the caller first, then tick here."))
        about, place = data.get("about"), data.get("place")
        if about and place and about not in serving(place.path):
            self.add_error("about", _("This one does not work where the matter is."))
        if data.get("solved") and self.fields.get("solved"):
            self._check_solved(data)
        return data

    def _check_solved(self, data: dict[str, Any]) -> None:
        if not data.get("done") and "done" not in self.errors:
            self.add_error("done", _("Please say in a sentence what was done."))
        if (place := data.get("place")) and not (verdict := may_file_and_solve(self.actor, place)):
            self.add_error("solved", str(verdict.reason))
        if "ticked" in self.fields:
            self._check_points(data)

    def _check_points(self, data: dict[str, Any]) -> None:
        ticked = data.get("ticked") or []
        bare = [
            self.points[key].text for key in ticked if self.points[key].needs_photo and not data.get("after")
        ]
        if bare:
            said = _("Please add a photo of how it is now, for: %(points)s")
            self.add_error("after", said % {"points": "；".join(bare)})
        left = [point.text for key, point in self.points.items() if key not in ticked]
        if left and not data.get("despite_open"):
            said = _(
                "This kind of matter has a checklist, and points of it are open: %(points)s. Please tick what was "
                "done, or that you answer all the same."
            )
            self.add_error("ticked", said % {"points": "；".join(left)})

    def arguments(self) -> dict[str, Any]:
        """What `cases.file` takes, and what `file_and_solve` takes where `solved` is ticked."""
        data = self.cleaned_data
        what = {
            name: data[name]
            for name in ("words", "category", "contact_phone", "contact_name", "about", "photos")
        }
        what["channel"] = data["channel"] or Channel.PHONE
        what["visibility"] = data["visibility"] or Visibility.PUBLIC
        if data.get("solved"):
            what |= {"done": data["done"], "after": data["after"]}
            what |= {"ticked": [self.points[key] for key in data.get("ticked") or []]}
            what |= {"despite_open": data.get("despite_open", False)}
        return what


def _as_asked(point: Point) -> Any:
    return Label(point.text, _("needs a photo")) if point.needs_photo else point.text


def places_of(post: Post) -> list[tuple[str, list[tuple[str, str]]]]:
    """The places a post may choose, by estate. Where there are too many for one list: estates and what lies above."""
    places = Place.objects.living().inside(post.place.path).exclude(level__in=(Level.HOUSEHOLD, Level.GRID))
    found = list(places[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES:
        found = list(places.exclude(level__in=(Level.BUILDING, Level.UNIT))[:MOST_PLACES])
    groups: dict[str, list[tuple[str, str]]] = {}
    group = ""
    for place in found:
        if place.level not in (Level.BUILDING, Level.UNIT):
            group = place.name
        groups.setdefault(group or place.label, []).append((place.code, place.label))
    return list(groups.items())


def bodies_of(post: Post) -> Any:
    """Who can be complained about: whoever serves the post's area."""
    path = post.place.path
    around = Place.objects.around(path)
    found = Organisation.objects.filter(
        Q(place__in=around) | within("place__path", path), kind__in=MAY_BE_ABOUT
    )
    return found.select_related("place").order_by("kind", "id")


def _by_kind(categories: list[Category]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for category in categories:
        groups.setdefault(category.parent.name, []).append((category.code, category.name))  # type: ignore[union-attr]
    return list(groups.items())


def _code(category: Category | None) -> str:
    return category.code if category else ""
