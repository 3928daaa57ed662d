"""Forms of the theme of the month."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from yishi.cases import known
from yishi.cases.models import Category
from yishi.insight.words import clean
from yishi.network.forms.bodies import WITHOUT_SEAT, Day, Form, Line, PostChoice
from yishi.network.models import Place, Post, within
from yishi.record import clock

from .models import Theme, first_of


class Words(forms.CharField):
    """Some sentences, without characters nobody sees."""

    def __init__(self, *, rows: int = 4, **kwargs: Any):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        return clean(super().clean(value)).strip()


def posts_around(place: Place, actor: Any) -> Any:
    """The posts that may lead or do something there: of the place, within it, and on the way up."""
    above = [place.path[:end] for end in range(0, len(place.path), 4)]
    rows = Post.objects.visible_to(actor).on().exclude(role__in=WITHOUT_SEAT)
    rows = rows.filter(within("place__path", place.path)) | rows.filter(place__path__in=above)
    return rows.select_related("organisation", "place").order_by("place__path", "id")


class SetTheme(Form):
    """A theme of the month."""

    label = _("Set the theme of the month")
    lead = _(
        "A frequent common matter: who leads, what is done by when and what came of it stands on the place's page."
    )
    send = _("Set the theme")
    done = _("It is set. Now say in a plan who does what, and by when.")

    month = forms.TypedChoiceField(label=_("Which month?"), coerce=date.fromisoformat)
    title = Line(
        label=_("What is it called?"), max_length=60, help_text=_("For instance: lifts that stand still.")
    )
    category = forms.ChoiceField(
        label=_("Which matters is it about?"),
        help_text=_("The page counts the matters of this kind, before and since."),
    )
    why = Words(
        label=_("Why this one?"), max_length=1000, help_text=_("Everybody reads this, so please name nobody.")
    )
    post = PostChoice(Post.objects.none(), label=_("Who leads?"), empty_label="–")

    def __init__(self, *args: Any, place: Place, actor: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = first_of(clock.today())
        months = [first, first_of(first + timedelta(days=31))]
        told = [(each.isoformat(), date_format(each, "YEAR_MONTH_FORMAT")) for each in months]
        self.fields["month"].choices = told  # type: ignore[attr-defined]
        kinds = [(top.code, top.name) for top in known.tops()]
        self.fields["category"].choices = [("", "–"), *kinds]  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts_around(place, actor)  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        category = Category.objects.get(code=said["category"])
        return {
            "month": said["month"],
            "title": said["title"],
            "why": said["why"],
            "category": category,
            "lead": said["post"],
        }


class PlanStep(Form):
    """One more line of the plan."""

    label = _("Add a step")
    lead = _("Who does what, and by when. The unit is told.")
    send = _("Add it to the plan")
    done = _("It is in the plan, and the unit is told.")

    post = PostChoice(Post.objects.none(), label=_("Who does it?"), empty_label="–")
    what = Line(label=_("What is done?"), max_length=200)
    due_on = Day(label=_("By which day?"))

    def __init__(self, *args: Any, theme: Theme, actor: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme = theme
        self.fields["post"].queryset = posts_around(theme.place, actor)  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.theme.month:
            raise forms.ValidationError(_("A step is due in the month of its theme, or later."))
        return day

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class Telling(Form):
    """Some words for everybody."""

    words = Words(rows=3, max_length=300)
    question: Any = ""
    takes = "outcome"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = self.question
        self.fields["words"].help_text = _("Everybody reads this, so please name nobody.")

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return {self.takes: self.cleaned_data["words"]}


class DoStep(Telling):
    """A step is done."""

    label = _("This step is done")
    question = _("What was done?")
    send = _("It is done")
    done = _("It is done, and everybody reads what was done.")


class StrikeStep(Telling):
    """A step is struck out."""

    label = _("Strike this step out")
    lead = _("It stays to be read, with the reason.")
    question = _("Why is it no longer part of the plan?")
    send = _("Strike it out")
    done = _("It is struck out.")
    takes = "reason"


class Conclude(Telling):
    """The theme is concluded."""

    label = _("Conclude the theme")
    question = _("What came of it?")
    send = _("Conclude it")
    done = _("It is concluded.")
    words = Words(rows=5, max_length=1000)


class Withdraw(Telling):
    """The theme is withdrawn."""

    label = _("Withdraw the theme")
    lead = _("Its page stays, with the reason; the month is free for another theme.")
    question = _("Why is it withdrawn?")
    send = _("Withdraw it")
    done = _("It is withdrawn.")
    takes = "reason"
    words = Words(rows=3, max_length=1000)
