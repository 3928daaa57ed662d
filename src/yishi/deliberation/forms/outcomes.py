"""Forms of what comes of it: a response, a promise and its keeping, a motion, a count of hands, a decision."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases.forms.fields import Label, Photos, Words
from yishi.cases.models import Case, Category, Parking
from yishi.network.models import Post
from yishi.record import clock

from .. import speaking
from ..actions import Does, Parks
from ..models import Motion, Response, TallyRule

DAYS = [
    ("", _("no day was named")),
    ("0", _("today")),
    ("3", _("within 3 days")),
    ("7", _("within a week")),
    ("14", _("within two weeks")),
    ("30", _("within a month")),
    ("on", _("on a day:")),
]
LONGEST = 400


class DayPicker(forms.DateInput):
    """The date picker of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PostField(forms.ChoiceField):
    """One of the posts that may speak at a session; gives the post."""

    def __init__(self, groups: Sequence[speaking.Group], **kwargs: Any):
        self.posts = speaking.keyed(list(groups))
        offered = speaking.choices(list(groups))
        if not kwargs.get("required", True):
            offered = [("", _("nobody more")), *offered]
        super().__init__(choices=offered, **kwargs)

    def clean(self, value: Any) -> Post | None:
        return self.posts.get(super().clean(value))


class _Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def day_of(data: dict[str, Any], form: forms.Form, within: str = "within", on: str = "due_on") -> date | None:
    """The day a promise is for, out of the two fields; an error where a day was to be named and was not."""
    chosen, named = data.get(within) or "", data.get(on)
    if chosen == "on" and not named:
        form.add_error(on, _("Please name the day."))
    if named:
        return named
    return clock.today() + timedelta(days=int(chosen)) if chosen.isdigit() else None


class Respond(_Plain):
    """What was said to an opinion, by whom, and what follows."""

    kind = forms.ChoiceField(
        label=_("How was it dealt with?"),
        choices=lambda: [
            (
                Response.Kind.ANSWERED,
                Label(Response.Kind.ANSWERED.label, _("The resident is asked whether that is it.")),
            ),
            (
                Response.Kind.PROMISED,
                Label(Response.Kind.PROMISED.label, _("Who does what, by when; followed until kept.")),
            ),
            (
                Response.Kind.TAKEN,
                Label(Response.Kind.TAKEN.label, _("A case on the desk of whoever took it home.")),
            ),
        ],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=_("What was answered, in their words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it; names and numbers of people are hidden."),
    )
    within = forms.ChoiceField(label=_("Promised by when?"), choices=DAYS, required=False)
    due_on = forms.DateField(label=_("The day"), required=False, widget=DayPicker())
    solved = forms.BooleanField(
        label=_("It is done already"), required=False, help_text=_("Only with an answer on the spot.")
    )

    field_order = ["kind", "post", "text"]

    def __init__(
        self,
        *args: Any,
        groups: Sequence[speaking.Group],
        alike: Sequence[Case] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["post"] = PostField(groups, label=_("Who answered?"))
        self.cases = {str(case.pk): case for case in alike}
        if alike:
            offered = [("", _("a matter of its own")), *((key, _named(c)) for key, c in self.cases.items())]
            self.fields["case"] = forms.ChoiceField(
                label=_("Is it a matter that is open already?"),
                choices=offered,
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        if kind and kind != Response.Kind.TAKEN and not data.get("text"):
            self.add_error("text", _("Please write down what was said."))
        data["due_on"] = day_of(data, self) if kind == Response.Kind.PROMISED else None
        return data

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "post": data["post"],
            "text": data["text"],
            "due_on": data["due_on"],
            "solved": bool(data["solved"]),
            "case": self.cases.get(data.get("case") or ""),
        }


def _named(case: Case) -> Label:
    return Label(f"{case.number} {case.title}", f"{case.place.name} · {case.get_state_display()}")


class Undertake(_Plain):
    """Something promised aloud that belongs to no opinion."""

    text = Words(label=_("What is promised?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    within = forms.ChoiceField(label=_("Promised by when?"), choices=DAYS, required=False)
    due_on = forms.DateField(label=_("The day"), required=False, widget=DayPicker())

    def __init__(
        self, *args: Any, groups: Sequence[speaking.Group], items: Sequence[Any] = (), **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["post"] = PostField(groups, label=_("Who promises it?"))
        self.items = {str(item.pk): item for item in items}
        if items:
            offered = [("", _("none of these")), *((key, item.title) for key, item in self.items.items())]
            self.fields["item"] = forms.ChoiceField(
                label=_("To which item of the agenda?"), choices=offered, required=False
            )
        self.order_fields(["post", "text", "within", "due_on", "item"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["due_on"] = day_of(data, self)
        return data

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "post": data["post"],
            "text": data["text"],
            "due_on": data["due_on"],
            "item": self.items.get(data.get("item") or ""),
        }


class Claim(_Plain):
    """It is kept: what shows it."""

    evidence = Words(
        label=_("What was done, so that anybody can go and look"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kept_on = forms.DateField(label=_("On which day?"), widget=DayPicker(), required=False)
    photos = Photos(
        label=_("A photo that shows it"),
        required=False,
        help_text=_("Please show no faces and no number plates."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kept_on"].initial = clock.today()


class Extend(_Plain):
    """Another day, and why."""

    due_on = forms.DateField(label=_("To which day?"), widget=DayPicker())
    reason = Words(
        label=_("Why is it put off?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it. The earlier promise stays to be seen beside the new one."),
    )


class Break(_Plain):
    """It will not be kept, and why."""

    reason = Words(
        label=_("Why will it not be kept?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody can read this."),
    )


class Say(_Plain):
    """Who asked says whether it is kept."""

    text = Words(
        label=_("What is missing?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Put(_Plain):
    """A motion, and the rule by which the hands will be counted."""

    text = Words(
        label=_("What is voted on, word for word"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, items: Sequence[Any], rules: Sequence[TallyRule], usual: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        self.rules = {str(rule.pk): rule for rule in rules}
        self.fields["item"] = forms.ChoiceField(
            label=_("To which item of the agenda?"),
            choices=[(key, item.title) for key, item in self.items.items()],
        )
        self.fields["rule"] = forms.ChoiceField(
            label=_("How are the hands counted?"),
            choices=[(key, rule.name) for key, rule in self.rules.items()],
            initial=str(usual.pk) if usual else None,
            help_text=_("Settled before anybody raises a hand."),
        )
        self.order_fields(["item", "text", "rule"])

    def arguments(self) -> dict[str, Any]:
        """What the action takes, and the item it is about."""
        data = self.cleaned_data
        return {
            "item": self.items[data["item"]],
            "text": data["text"],
            "rule": self.rules[data["rule"]],
        }


def _hands(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class CountHands(_Plain):
    """Raised hands."""

    yes = _hands(pgettext_lazy("votes", "For"))
    no = _hands(pgettext_lazy("votes", "Against"))
    abstained = _hands(pgettext_lazy("votes", "Abstaining"))

    def __init__(self, *args: Any, motion: Motion, checked_in: int, heads: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if heads:
            self.fields["heads"] = _hands(_("People in the room"))
            self.fields["heads"].initial = checked_in or None
            self.fields["heads"].help_text = _("%(n)s have checked in; count those who did not, too.") % {
                "n": checked_in
            }
            self.order_fields(["heads", "yes", "no", "abstained"])


class Decide(_Plain):
    """What the session decided of a case: up to three who do something, or parked."""

    ROWS = (1, 2, 3)
    what = forms.ChoiceField(
        label=_("What was decided?"),
        choices=[
            ("do", _("It will be done: who does what, by when")),
            ("park", _("It is parked with a condition")),
        ],
        widget=forms.RadioSelect,
        initial="do",
    )
    text = Words(
        label=_("The decision, word for word"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it is parked: what makes it impossible now. Everybody reads it."),
    )

    def __init__(
        self,
        *args: Any,
        groups: Sequence[speaking.Group],
        motions: Sequence[Motion] = (),
        parks: bool = True,
        in_the_open: bool = True,
        opens: bool = False,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        if opens:
            self.fields["category"] = forms.ModelChoiceField(
                Category.objects.filter(active=True, parent=None).order_by("position", "id"),
                label=_("What is it about?"),
                required=False,
                empty_label=_("something else"),
            )
        self.motions = {str(motion.pk): motion for motion in motions}
        if motions:
            offered = [("", _("without a vote")), *((k, str(m)) for k, m in self.motions.items())]
            self.fields["motion"] = forms.ChoiceField(
                label=_("By which vote?"), choices=offered, required=False
            )
        for row in self.ROWS:
            self.fields[f"post{row}"] = PostField(groups, label=_("Who does it?"), required=False)
            self.fields[f"does{row}"] = Words(label=_("Does what?"), required=False, max_length=LONGEST)
            self.fields[f"within{row}"] = forms.ChoiceField(label=_("By when?"), choices=DAYS, required=False)
            self.fields[f"on{row}"] = forms.DateField(label=_("The day"), required=False, widget=DayPicker())
        if not parks:
            self.fields["text"].help_text = _("Everybody reads it, also in the minutes.")
            del self.fields["what"]
            return
        self.fields["reason"] = forms.ChoiceField(
            label=_("Why is now not the time?"),
            choices=[("", _("not parked")), *Parking.Reason.choices],
            required=False,
        )
        self.fields["measures"] = Words(
            label=_("What is done meanwhile?"),
            required=False,
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["revisit_on"] = forms.DateField(
            label=_("When do we look again?"), required=False, widget=DayPicker()
        )
        if in_the_open:
            self.fields["households"] = forms.IntegerField(
                label=_("Or at once when so many households stand behind it"),
                required=False,
                min_value=2,
                max_value=100_000,
            )

    def rows(self) -> list[list[Any]]:
        """The fields of each who does something, for the page."""
        return [[self[f"{name}{row}"] for name in ("post", "does", "within", "on")] for row in self.ROWS]

    def parking(self) -> list[Any]:
        """The fields of parking, for the page."""
        names = [name for name in ("reason", "measures", "revisit_on", "households") if name in self.fields]
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "park":
            for name in ("reason", "measures", "revisit_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed to park it."))
            return data
        for row in self.ROWS:
            data[f"due{row}"] = day_of(data, self, f"within{row}", f"on{row}")
        if not any(data.get(f"post{row}") for row in self.ROWS):
            self.add_error("post1", _("Please say who does it."))
        return data

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        said = {
            "text": data["text"],
            "motion": self.motions.get(data.get("motion") or ""),
            "category": data.get("category"),
        }
        if data.get("what") == "park":
            parks = Parks(data["reason"], data["measures"], data["revisit_on"], data.get("households"))
            return {**said, "parks": parks}
        does = [
            Does(data[f"post{row}"], data[f"does{row}"] or data["text"][:LONGEST], data[f"due{row}"])
            for row in self.ROWS
            if data.get(f"post{row}")
        ]
        return {**said, "does": does}


class Strike(_Plain):
    """Why a decision is struck out."""

    reason = Words(
        label=_("Why is it struck out?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it beside the decision."),
    )
