"""Forms of bodies: founding one, its name, what it belongs to, whom it serves, the seats of a council, its end; and the
figures the net goes by."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.record import clock

from ..actions import MOST_TECHNICAL_DAYS
from ..models import Figure, Level, Organisation, Place, Post, Seat, Serving, figure
from ..powers import Role

SUGGESTED = 300
"""So many places of a range are offered while one types; any other is found by its code or full name."""
TO_TICK = 60
"""Up to so many estates are offered as boxes to tick."""
EARLIEST = date(1950, 1, 1)
_KINDS = Organisation.Kind
FOUNDED_HERE = tuple(kind for kind in _KINDS if kind not in (_KINDS.OPERATOR,))
"""An operator's team is entered on the machine itself."""


class Line(forms.CharField):
    """Words on one line, without characters nobody sees."""

    def to_python(self, value: Any) -> str:
        return " ".join(clean(super().to_python(value) or "").split())


class Day(forms.DateField):
    """A day, with the date picker of the browser."""

    def __init__(self, **kwargs: Any):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not EARLIEST <= day <= date(2200, 1, 1):
            raise forms.ValidationError(_("Please look at the year again."))
        return day


class Suggesting(forms.TextInput):
    """A text box with a list the browser offers from while one types."""

    def __init__(self, options: Iterable[str] = (), **kwargs: Any):
        super().__init__(**kwargs)
        self.options = list(options)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-list"
        box = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.options))
        return format_html("{}<datalist{}>{}</datalist>", box, flatatt({"id": listed}), options)


class PlaceField(Line):
    """A place within a range, said by its code or by its name as it stands on pages."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=240, widget=Suggesting(), **kwargs)
        self.path: str | None = None

    def within(self, path: str) -> None:
        """From now on only places there are found, and the first of them offered."""
        self.path = path
        names = Place.objects.visible_to(None).inside(path).on().values_list("label_zh", flat=True)
        self.widget.options = list(names[:SUGGESTED])

    def clean(self, value: Any) -> Place | None:
        said = super().clean(value)
        if not said:
            return None
        known = Place.objects.visible_to(None).inside(self.path or "")
        found = list(known.filter(code=said)[:1]) or list(known.filter(label_zh=said)[:2])
        found = found or list(known.filter(label_en__iexact=said)[:2])
        if not found:
            raise forms.ValidationError(
                _("No place you keep has this code or name. Please choose one from the list.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several places have this name. Please give the code of the one you mean.")
            )
        return found[0]


class Form(forms.Form):
    """What the forms of the net share: how the page and the button are called, and what the action takes."""

    label: Any = ""
    lead: Any = ""
    send: Any = _("Save")
    done: Any = _("Kept.")
    warning: str = ""
    """What is to be thought over before it is sent once more."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)

    def check_order(self, first: str, last: str) -> None:
        """The last day does not lie before the first."""
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begins and ends and ends < begins:
            self.add_error(last, _("The last day lies before the first."))


class BodyChoice(forms.ModelChoiceField):
    """A body, told with its place."""

    def label_from_instance(self, body: Organisation) -> str:  # type: ignore[override]
        return body.name if body.place.name in body.name else f"{body.name} · {body.place.label}"


def _bodies(actor: Any) -> Any:
    """Bodies others may belong to, or that sit in a council; not the thousands of member households."""
    seen = Organisation.objects.visible_to(actor).on().select_related("place")
    return seen.exclude(kind__in=(_KINDS.OPERATOR, _KINDS.MEMBER_HOME)).order_by("place__path", "kind", "id")


class Found(Form):
    """A new body."""

    label = _("Found a body")
    lead = _("A branch, a group, a member household, a committee, a company: each serves somebody somewhere.")
    send = _("Found it")

    kind = forms.ChoiceField(label=_("What is it?"), choices=[(k.value, k.label) for k in FOUNDED_HERE])
    place = PlaceField(
        label=_("Where is it?"),
        help_text=_("The name or the code of the place. A joint branch is founded at its community."),
    )
    name_zh = Line(label=_("Its name in Chinese"), max_length=80)
    name_en = Line(label=_("Its name in English"), max_length=120, required=False)
    founded_on = Day(label=_("Founded on"), required=False)
    parent = BodyChoice(
        Organisation.objects.none(),
        label=_("Which body does it belong to?"),
        required=False,
        empty_label=_("to none"),
    )
    serves_from = Day(label=_("Contract from"), help_text=_("For a property company."), required=False)
    serves_until = Day(
        label=_("Contract until, that day included"), help_text=_("For a property company."), required=False
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].within(actor.post.place.path)  # type: ignore[attr-defined]
        self.fields["parent"].queryset = _bodies(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_order("serves_from", "serves_until")
        return data


class RenameBody(Form):
    """Another name."""

    label = _("Another name")
    name_zh = Line(label=_("Its name in Chinese"), max_length=80)
    name_en = Line(label=_("Its name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        kwargs["initial"] = {"name_zh": body.name_zh, "name_en": body.name_en}
        super().__init__(*args, **kwargs)


class SetParent(Form):
    """What it belongs to."""

    label = _("What it belongs to")
    parent = BodyChoice(
        Organisation.objects.none(),
        label=_("Which body does it belong to?"),
        required=False,
        empty_label=_("to none"),
    )

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        kwargs["initial"] = {"parent": body.parent_id}
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = _bodies(actor)  # type: ignore[attr-defined]


class Dissolve(Form):
    """The end of a body."""

    label = _("Dissolve it")
    lead = _(
        "From that day on it serves nobody and its posts are closed. What it did stays where it happened."
    )
    send = _("Dissolve it")
    on = Day(label=_("No more from"))

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        kwargs["initial"] = {"on": clock.today()}
        super().__init__(*args, **kwargs)


class Serve(Form):
    """Whom it serves from when until when."""

    label = _("Whom it serves")
    lead = _(
        "A joint branch serves several estates; a property company an estate for the term of its contract."
    )
    places = forms.MultipleChoiceField(label=_("Which estates?"), widget=forms.CheckboxSelectMultiple)
    place = PlaceField(label=_("Which place?"), help_text=_("The name or the code of the place."))
    from_on = Day(label=_("From"))
    until_on = Day(label=_("Until, that day included"), help_text=_("Empty: without an end."), required=False)
    sure = forms.BooleanField(label=_("It is meant so"), required=False)

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        kwargs["initial"] = {"from_on": clock.today()}
        super().__init__(*args, **kwargs)
        self.body = body
        self.estates = {str(each.pk): each for each in self._to_tick(actor)}
        if 0 < len(self.estates) <= TO_TICK:
            del self.fields["place"]
            self.fields["places"].choices = [(key, each.label) for key, each in self.estates.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["places"]
            self.fields["place"].within(actor.post.place.path)  # type: ignore[attr-defined]
        if "sure" not in self.data:
            self.warning = ""
        self.fields["sure"].widget = forms.HiddenInput()

    def _to_tick(self, actor: Any) -> list[Place]:
        """Estates a body founded above them does not serve yet."""
        if self.body.kind not in (_KINDS.BRANCH, _KINDS.PROPERTY) or self.body.place.level == Level.ESTATE:
            return []
        here = max(self.body.place.path, actor.post.place.path, key=len)
        served = Serving.objects.filter(organisation=self.body).meeting(clock.today(), None)
        estates = Place.objects.inside(here).on().filter(level=Level.ESTATE)
        return list(estates.exclude(pk__in=served.values("place"))[: TO_TICK + 1])

    def chosen(self) -> list[Place]:
        """The places that were said."""
        if "place" in self.fields:
            return [self.cleaned_data["place"]]
        return [self.estates[key] for key in self.cleaned_data["places"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_order("from_on", "until_on")
        if not self.errors and self.body.kind == _KINDS.BRANCH:
            self._warn(data)
        return data

    def _warn(self, data: dict[str, Any]) -> None:
        """More estates than a joint branch normally has are taken, once somebody has read the source and says so."""
        usual = figure(Figure.What.JOINT)
        served = Serving.objects.filter(organisation=self.body).meeting(data["from_on"], data["until_on"])
        count = served.values("place").distinct().count() + len(self.chosen())
        if count <= usual.amount or data.get("sure"):
            return
        self.warning = _("It would serve %(count)s estates; normally it is %(usual)s at most. %(source)s") % {
            "count": count,
            "usual": usual.amount,
            "source": usual.source,
        }
        self.fields["sure"].widget = forms.CheckboxInput()
        self.add_error("sure", _("Please tick this if it is meant so."))


class EndOn(Form):
    """The last day of something."""

    label = _("The last day")
    send = _("End it")
    until_on = Day(label=_("Until, that day included"))

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"until_on": clock.today()}
        super().__init__(*args, **kwargs)


class PostChoice(forms.ModelChoiceField):
    """A post, told with its place."""

    def label_from_instance(self, post: Post) -> str:  # type: ignore[override]
        return post.title_at_place


WITHOUT_SEAT = (Role.ON_DUTY, Role.GROUP, Role.MEMBER_HOME, Role.OPERATOR)
"""Roles too many to choose among, or that sit in no council."""


class GiveSeat(Form):
    """A seat in a council."""

    label = _("Give a seat")
    lead = _("A fixed seat belongs to a post or a body; an invited one is for the matter at hand.")
    kind = forms.ChoiceField(
        label=_("What kind of seat?"), choices=Seat.Kind.choices, widget=forms.RadioSelect
    )
    post = PostChoice(Post.objects.none(), label=_("Which post?"), required=False, empty_label="–")
    body = BodyChoice(Organisation.objects.none(), label=_("Or which body?"), required=False, empty_label="–")
    title = Line(
        label=_("Or which office?"),
        help_text=_("For somebody invited without a post here, such as “deputy to the people's congress”."),
        max_length=80,
        required=False,
    )
    from_on = Day(label=_("From"))
    until_on = Day(label=_("Until, that day included"), help_text=_("Empty: without an end."), required=False)

    def __init__(self, *args: Any, actor: Any, body: Organisation, **kwargs: Any):
        kwargs["initial"] = {"from_on": clock.today(), "kind": Seat.Kind.FIXED}
        super().__init__(*args, **kwargs)
        posts = Post.objects.visible_to(actor).on().exclude(role__in=WITHOUT_SEAT)
        posts = posts.select_related("organisation", "place")
        self.fields["post"].queryset = posts.order_by("place__path", "id")  # type: ignore[attr-defined]
        self.fields["body"].queryset = _bodies(actor).exclude(pk=body.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.check_order("from_on", "until_on")
        return data


class SetFigure(Form):
    """A figure the net goes by, and why."""

    lead = _("It holds from now on, for the whole house, and everybody can read it with its ground.")
    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=3650)
    source = Line(label=_("The rule it comes from"), max_length=200)

    def __init__(self, *args: Any, what: str, **kwargs: Any):
        now = figure(what)
        kwargs["initial"] = {"amount": now.amount, "source": now.source}
        super().__init__(*args, **kwargs)
        if what == Figure.What.OPERATOR:
            self.fields["amount"] = forms.IntegerField(
                label=_("How many"), min_value=1, max_value=MOST_TECHNICAL_DAYS
            )
