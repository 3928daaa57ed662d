"""Forms of the hall: checking in, writing down who came and what is said, asking on the wall, looking after it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Line, Words
from yishi.cases.models import Category
from yishi.network.models import Place

from .. import splitting
from ..actions.attending import MOST_AT_ONCE, Came
from ..actions.sheets import MOST_LINES, MOST_WORDS
from ..models import Attendance, HiddenFor, Item, LookedFor, Session

Role = Attendance.Role
BY_ONESELF = (Role.RESIDENT, Role.OWNER, Role.GUEST)
"""What one may say of oneself at the door; whoever votes as a member or representative is known to the clerk."""
MOST_PASTED = 200_000
UNKNOWN = _("There is no such building here. Please write it as it stands on the house, such as 3.")


class Buildings:
    """The buildings of the place that meets, by the names they go by."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = {str(place.pk): place for place in places}
        self.names = [(key, (p.name_zh, p.name_en, p.label_zh)) for key, p in self.places.items()]

    def find(self, written: str) -> Place | None:
        """The one that was meant."""
        return self.places.get(splitting.find(written, self.names) or "")

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return [("", _("I would rather not say")), *((key, p.name) for key, p in self.places.items())]


class Building(Line):
    """A building as somebody types it. Gives the place, or None where nothing was typed."""

    def __init__(self, buildings: Buildings, **kwargs: Any):
        super().__init__(max_length=40, required=False, **kwargs)
        self.buildings = buildings

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        found = self.buildings.find(written)
        if written and found is None:
            raise forms.ValidationError(UNKNOWN)
        return found


class CheckIn(forms.Form):
    """Somebody at the door, on their own telephone."""

    role = forms.ChoiceField(
        label=_("I am here as"),
        choices=lambda: [(role, role.label) for role in BY_ONESELF],
        initial=Role.RESIDENT,
        widget=forms.RadioSelect,
    )
    name = Line(
        label=_("Your name"),
        required=False,
        max_length=40,
        help_text=_(
            "So that you can correct the minutes later. Only those who write it down see it, and it is erased after a "
            "time."
        ),
    )

    def __init__(self, *args: Any, buildings: Buildings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if buildings.places:
            field = forms.ChoiceField(
                label=_("Your building"),
                required=False,
                choices=buildings.choices,
                help_text=_("How many came is counted by building; nobody is named."),
            )
            self.fields["building"] = field
            self.order_fields(["role", "building", "name"])
        self.buildings = buildings

    def arguments(self) -> dict[str, Any]:
        """What the action is given."""
        said = self.cleaned_data
        building = self.buildings.places.get(said.get("building", ""))
        return {"role": said["role"], "name": said["name"], "building": building}


class OneCame(forms.Form):
    """One line of the clerk's list: who came, or how many."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.RESIDENT)
    count = forms.IntegerField(label=_("How many people"), min_value=1, max_value=300, initial=1)
    name = Line(label=_("Name"), required=False, max_length=40)

    def __init__(self, *args: Any, buildings: Buildings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if buildings.places:
            self.fields["building"] = Building(buildings, label=_("Building"))
            self.order_fields(["building", "name", "count", "role"])

    def came(self) -> list[Came]:
        """For the action."""
        said = self.cleaned_data
        return [Came(said["role"], said.get("building"), said["name"], said["count"])]


class ListCame(forms.Form):
    """What stands on the paper list, typed or pasted: names with their building, or how many of a building."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.RESIDENT)
    lines = Words(
        label=_("One line each: building and name, or building and how many"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_PASTED,
        help_text=_("For example: Building 3 Wang Ping, or Building 5, 12 people."),
    )

    def __init__(self, *args: Any, buildings: Buildings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.buildings = buildings

    def clean_lines(self) -> list[Came]:
        found = []
        for n, each in enumerate(splitting.people(self.cleaned_data["lines"]), 1):
            building = self.buildings.find(each.building)
            if each.building and building is None:
                raise forms.ValidationError(
                    _("Line %(n)s: there is no building “%(building)s” here.")
                    % {"n": n, "building": each.building}
                )
            found.append(Came("", building, each.name[:40], each.count))
        if sum(each.count for each in found) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(most)s people at once, please.") % {"most": MOST_AT_ONCE}
            )
        return found

    def came(self) -> list[Came]:
        """For the action."""
        role = self.cleaned_data["role"]
        return [Came(role, each.building, each.name, each.count) for each in self.cleaned_data["lines"]]


class Entitled(forms.Form):
    """How many may vote."""

    entitled = forms.IntegerField(
        label=_("How many may vote"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_(
            "Empty: whoever is there. It can be changed until the session begins; where nobody said it until then, it "
            "can be said once before the first vote."
        ),
    )


class LookAtNames(forms.Form):
    """What the names are looked at for."""

    reason = forms.ChoiceField(
        label=_("What are the names needed for?"), choices=LookedFor.choices, widget=forms.RadioSelect
    )


class Strike(forms.Form):
    """Why a line is struck out."""

    reason = forms.ChoiceField(
        label=_("Why is this line struck out?"), choices=Attendance.Struck.choices, widget=forms.RadioSelect
    )


class OneLine(forms.Form):
    """Something somebody said, as it is typed on the sheet."""

    building = forms.CharField()  # put in its place below
    who = Line(
        label=_("Who"),
        required=False,
        max_length=40,
        help_text=_("To come back to them with an answer; never shown in public. Or nothing: “a resident”."),
    )
    words = Words(
        label=_("What was said"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOST_WORDS}),
    )
    item = forms.ModelChoiceField(
        Item.objects.none(), label=_("To which item of the agenda?"), required=False, empty_label=_("to none")
    )

    def __init__(self, *args: Any, buildings: Buildings, items: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["building"] = Building(
            buildings, label=_("Building"), widget=forms.TextInput(attrs={"list": "buildings"})
        )
        if not buildings.places:
            del self.fields["building"]
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A building that begins what was said is the building, where none was named."""
        data = super().clean() or {}
        field = self.fields.get("building")
        if isinstance(field, Building) and "building" in data and not data["building"]:
            said = splitting.taken_apart(data.get("words", "").split("\n")[0])
            data["building"] = field.buildings.find(said.building)
        return data


class SentLine(OneLine):
    """The same, sent by a device, with the number and the key it gave."""

    line = forms.RegexField(r"\A[A-Za-z0-9-]{8,40}\Z")
    number = forms.IntegerField(min_value=1, max_value=99_999)
    at = forms.IntegerField(min_value=0, max_value=99_999_999_999_999, required=False)

    def clean_at(self) -> datetime | None:
        """A device's moment, in thousandths of a second since 1970."""
        at = self.cleaned_data["at"]
        try:
            return datetime.fromtimestamp(at / 1000, get_current_timezone()) if at else None
        except (OverflowError, ValueError, OSError):
            return None


class Paste(forms.Form):
    """Many lines at once."""

    text = Words(
        label=_("Everything that was said, one line each"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=MOST_PASTED,
        help_text=_("Building and name may stand before it: 3 Wang: the lamp is out."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        lines = splitting.split(text)
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("These are %(n)s lines; at most %(most)s at once, please.")
                % {"n": len(lines), "most": MOST_LINES}
            )
        for n, each in enumerate(lines, 1):
            if len(each.words) > MOST_WORDS:
                raise forms.ValidationError(
                    _("Line %(n)s is longer than %(most)s characters. Please split it.")
                    % {"n": n, "most": MOST_WORDS}
                )
        return text


class Ask(forms.Form):
    """A question for the wall."""

    words = Words(
        label=_("What do you want to ask or say?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOST_WORDS}),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("What is it about?"), required=False, empty_label=_("something else")
    )

    def __init__(self, *args: Any, buildings: Buildings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        tops = Category.objects.filter(parent=None, active=True).order_by("position", "id")
        self.fields["category"].queryset = tops  # type: ignore[attr-defined]
        if buildings.places:
            self.fields["building"] = forms.ChoiceField(
                label=_("Your building"), required=False, choices=buildings.choices
            )
        self.buildings = buildings

    def arguments(self) -> dict[str, Any]:
        """What the action is given."""
        said = self.cleaned_data
        building = self.buildings.places.get(said.get("building", ""))
        return {"words": said["words"], "category": said["category"], "building": building}


class Narrow(forms.Form):
    """Which of what was said whoever moderates looks at; what cannot be read narrows nothing."""

    NAMES = ("about", "item", "building", "which")
    about = forms.ChoiceField(label=_("What is it about?"), required=False)
    item = forms.ChoiceField(label=_("To which item of the agenda?"), required=False)
    building = forms.ChoiceField(label=_("Building"), required=False)
    which = forms.ChoiceField(
        label=_("Which of them?"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", _("without an answer yet")),
            ("answered", _("with an answer")),
            ("marked", _("kept in view")),
        ],
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        said = session.opinions.order_by()
        abouts = Category.objects.filter(pk__in=said.values("category")).order_by("position", "id")
        places = Place.objects.filter(pk__in=said.values("place")).order_by("path")
        items = session.items.filter(removed_at=None).order_by("position", "id")
        everything = ("", _("all"))
        offered: dict[str, list[tuple[str, Any]]] = {
            "about": [*((str(each.pk), each.name) for each in abouts), ("0", _("something else"))],
            "item": [(str(each.pk), each.title) for each in items],
            "building": [(str(each.pk), each.name) for each in places],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [everything, *choices]
            if len(choices) < 2:
                del self.fields[name]

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address; empty where nothing is narrowed."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def applied(self, rows: Any) -> Any:
        """The rows it leaves."""
        said = self.query
        if "about" in said:
            rows = rows.filter(category=int(said["about"]) or None)
        if "item" in said:
            rows = rows.filter(item=int(said["item"]))
        if "building" in said:
            rows = rows.filter(place=int(said["building"]))
        which: dict[str, dict[str, Any]] = {
            "open": {"response": None},
            "answered": {"response__isnull": False},
            "marked": {"marked": True},
        }
        return rows.filter(**which.get(said.get("which", ""), {}))


class PutRight(OneLine):
    """A line as it was said, put right."""

    def __init__(self, *args: Any, buildings: Buildings, **kwargs: Any):
        super().__init__(*args, buildings=buildings, items=Item.objects.none(), **kwargs)
        del self.fields["item"]

    def arguments(self) -> dict[str, Any]:
        """As `actions.put_right` wants them."""
        data = self.cleaned_data
        return {"words": data["words"], "said_by": data["who"], "building": data.get("building")}


class Show(forms.Form):
    """The words as everybody will read them."""

    words = Words(
        label=_("As everybody will read it"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS}),
    )


class Hide(forms.Form):
    """Why something is not shown."""

    reason = forms.ChoiceField(
        label=_("Why is it not shown?"), choices=HiddenFor.choices, widget=forms.RadioSelect
    )
