"""Forms in which ready texts and checklists are kept."""

import calendar
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.fields import Line
from yishi.cases.models import Category
from yishi.insight.masking import find
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record.numbers import BIGGEST

from .. import texts
from ..models import Checklist, Point, ReplyText, Use, Whose
from .fields import Words

LONGEST = 800
SPARE_LINES = 4
MOST_POINTS = 20
PERSONAL = {"phone", "id", "card", "plate"}
"""What of it belongs to a person; a landline is an office's."""


class Kind(forms.ModelChoiceField):
    """A kind of matter of either level, with the heading before it."""

    def __init__(self, **kwargs: Any):
        super().__init__(Category.objects.none(), **kwargs)

    def offer(self) -> None:
        """Every heading with what lies under it, in two queries."""
        rows = Category.objects.filter(active=True).select_related("parent").order_by("position", "id")
        groups: dict[int, list[Category]] = {}
        for row in rows:
            groups.setdefault(row.parent_id or row.pk, []).append(row)
        self.queryset = rows
        ordered = [sorted(each, key=lambda row: row.parent_id is not None) for each in groups.values()]
        self.choices = [
            ("", self.empty_label),
            *((row.pk, self.label_from_instance(row)) for each in ordered for row in each),
        ]

    def label_from_instance(self, category: Category) -> str:  # type: ignore[override]
        if category.parent is None:
            return str(_("%(kind)s: everything")) % {"kind": category.name}
        return f"{category.parent.name} · {category.name}"


def _months() -> list[tuple[Any, Any]]:
    return [("", _("all year")), *((str(n), MONTHS[n]) for n in range(1, len(calendar.month_name)))]


class KeepText(forms.Form):
    """One ready text. `shared` is asked only of those who keep what desks share."""

    shared = forms.ChoiceField(
        label=_("Who may choose it?"),
        choices=[("no", _("Only I")), ("yes", _("All desks of my place"))],
        widget=forms.RadioSelect,
    )
    title_zh = Line(label=_("What it is called"), max_length=40)
    text_zh = Words(label=_("The text"), rows=6, max_length=LONGEST)
    title_en = Line(label=_("What it is called in English"), max_length=80, required=False)
    text_en = Words(
        label=_("The text in English"),
        help_text=_("For neighbours who reported in English; without it they get the Chinese one."),
        rows=6,
        max_length=LONGEST,
        required=False,
    )
    uses = forms.MultipleChoiceField(
        label=_("For what?"),
        help_text=_("Choose nothing if it fits everywhere."),
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    category = Kind(label=_("About what?"), empty_label=_("every kind of matter"), required=False)
    season_from = forms.ChoiceField(label=_("Only in these months: from"), choices=_months, required=False)
    season_until = forms.ChoiceField(label=_("to the end of"), choices=_months, required=False)

    def __init__(self, *args: Any, actor: Any, text: ReplyText | None = None, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.actor, self.text = actor, text
        self.fields["category"].offer()  # type: ignore[attr-defined]
        may_share = actor.post.can(Power.SET_UP)
        if text is not None or not may_share:
            del self.fields["shared"]
        else:
            self.fields["shared"].initial = "yes"

    @property
    def is_shared(self) -> bool:
        return self.text.is_shared if self.text else self.cleaned_data.get("shared") == "yes"

    def clean_text_zh(self) -> str:
        return self._checked("text_zh")

    def clean_text_en(self) -> str:
        return self._checked("text_en")

    def _checked(self, name: str) -> str:
        """With placeholders that are known, and without anybody's number."""
        said = texts.tidy(self.cleaned_data[name])
        if wrong := texts.unknown(said):
            known = "、".join(each.said for each in texts.PLACEHOLDERS)
            raise forms.ValidationError(
                _("Nobody knows what %(wrong)s stands for. These can be filled in: %(known)s.")
                % {"wrong": "、".join(wrong), "known": known}
            )
        offices = Post.objects.exclude(phone="").values_list("phone", flat=True)
        if any(span.kind in PERSONAL and span.sure >= 0.5 for span in find(said, offices=offices)):
            raise forms.ValidationError(
                _(
                    "This looks like somebody's own number. A text that is used for many holds nobody's number."
                )
            )
        return said

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("season_from"), data.get("season_until")
        if bool(first) != bool(last):
            self.add_error("season_until", _("Please choose both months, or neither."))
        if data.get("title_en") and not data.get("text_en") and "text_en" not in self.errors:
            self.add_error("text_en", _("Please write the English text too, or leave its title empty."))
        return data

    def arguments(self) -> dict[str, Any]:
        """The fields of `ReplyText`."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("title_zh", "text_zh", "title_en", "text_en", "category")}
        months = {name: int(data[name]) if data[name] else None for name in ("season_from", "season_until")}
        return {**kept, **months, "uses": " ".join(data["uses"])}


def said_of(text: ReplyText) -> dict[str, Any]:
    """What the form begins with."""
    names = ("title_zh", "text_zh", "title_en", "text_en", "category", "season_from", "season_until")
    return {**{name: getattr(text, name) for name in names}, "uses": text.for_uses}


class PointLine(forms.Form):
    """One line of a checklist."""

    pk = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST, widget=forms.HiddenInput)
    text_zh = Line(label=_("What is to be done or looked at"), max_length=120, required=False)
    text_en = Line(label=_("The same in English"), max_length=160, required=False)
    needs_photo = forms.BooleanField(label=_("needs a photo"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("text_en") or data.get("needs_photo")) and not data.get("text_zh"):
            self.add_error("text_zh", _("Please say what is to be done."))
        return data


class KeepChecklist(forms.Form):
    """A checklist: for what, whose, and line by line. Of one that stands, only the lines change."""

    category = Kind(label=_("About what?"), empty_label=_("Please choose a kind of matter"))
    whose = forms.ChoiceField(label=_("Who ticks?"), choices=Whose.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, checklist: Checklist | None = None, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if checklist is not None:
            self.fields.clear()
        else:
            self.fields["category"].offer()  # type: ignore[attr-defined]
            self.fields["whose"].initial = Whose.DESK
        points: list[Point] = checklist.in_force if checklist else []
        begun = [
            {"pk": p.pk, "text_zh": p.text_zh, "text_en": p.text_en, "needs_photo": p.needs_photo}
            for p in points
        ]
        count = min(max(len(begun) + SPARE_LINES, 6), MOST_POINTS)
        data = args[0] if args else None
        self.lines = [
            PointLine(data, prefix=f"l{n}", label_suffix="", initial=begun[n] if n < len(begun) else None)
            for n in range(count)
        ]
        self.nothing = False

    def is_valid(self) -> bool:
        """Head and lines are right, and there is at least one line."""
        right = [super().is_valid(), *(line.is_valid() for line in self.lines)]
        if all(right) and not self.points():
            self.nothing = True
            return False
        return all(right)

    def points(self) -> list[dict[str, Any]]:
        """The lines that say something, in order."""
        return [line.cleaned_data for line in self.lines if line.cleaned_data.get("text_zh")]
