"""A grid of reports that came on paper: a line each, all by keyboard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yishi.cases.forms.lines import ReportLine, categories, places_within, usual
from yishi.cases.models import Channel
from yishi.network.models import Place

LINES, MOST_LINES = 10, 60
COLUMNS = ("place", "category", "words", "contact_name", "contact_phone")


class Came(forms.Form):
    """How the whole pile came."""

    channel = forms.ChoiceField(
        label=_("How did they reach you?"),
        choices=[(c.value, c.label) for c in (Channel.PAPER, Channel.VISIT, Channel.DOOR, Channel.PHONE)],
        initial=Channel.PAPER,
    )


class Grid:
    """The lines, each a form of its own; a line without a place lies where the line above lies."""

    def __init__(self, actor: Any, data: Any = None, lines: int = LINES):
        self.places, self.categories = places_within(actor.post.place.path), categories()
        self.usual = usual(self.categories.things)
        self.came = Came(data)
        self.lines: list[ReportLine] = []
        above: Place | None = None
        for number in range(_count(data) if data is not None else lines):
            line = self._line(number, data, above)
            if data is not None and not line.is_blank:
                line.is_valid()
                above = line.cleaned_data.get("place", above)
            self.lines.append(line)

    def _line(self, number: int, data: Any, above: Place | None) -> ReportLine:
        return ReportLine(
            data,
            prefix=f"r{number}",
            places=self.places,
            categories=self.categories,
            usual=self.usual,
            above=above,
            label_suffix="",
        )

    @property
    def written(self) -> list[ReportLine]:
        """The lines somebody wrote on."""
        return [line for line in self.lines if not line.is_blank]

    @property
    def faulty(self) -> list[ReportLine]:
        return [line for line in self.written if line.errors]


def left_over(data: Any, lines: list[ReportLine]) -> dict[str, str]:
    """The given lines as a grid of their own would send them, moved up, each with its place written out."""
    kept: dict[str, str] = {"channel": data.get("channel", "")}
    for number, line in enumerate(lines):
        for name in COLUMNS:
            kept[f"r{number}-{name}"] = data.get(line.add_prefix(name), "")
        if (place := line.cleaned_data.get("place")) and not kept[f"r{number}-place"]:
            kept[f"r{number}-place"] = place.label
    kept["lines"] = str(max(LINES, len(lines)))
    return kept


def _count(data: Any) -> int:
    """How many lines were sent."""
    said = data.get("lines", "")
    return min(int(said), MOST_LINES) if said.isdecimal() else MOST_LINES
