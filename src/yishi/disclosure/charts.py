"""Drawings of figures, reckoned on the server: columns, lines and bars as plain numbers that a template writes down as
SVG (`templates/disclosure/figures/_columns.html` and beside it). Colours and print are the style sheet's; every drawing
has a table behind it that says the same.

Heights are in units of the drawing, of which HEIGHT is a full column; (0, 0) is the upper left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HEIGHT = 120
COLUMN, GAP = 26, 14
TOP, FOOT = 20, 26
"""Room for the value above a column, and for its name below."""


@dataclass(frozen=True)
class Column:
    """One column: `series` is the name of its style (`a`, `b`)."""

    series: str
    x: int
    y: int
    height: int
    value: int
    href: str = ""

    @property
    def middle(self) -> int:
        return self.x + COLUMN // 2

    @property
    def above(self) -> int:
        """Where its value stands."""
        return self.y - 4


@dataclass(frozen=True)
class Group:
    """Columns over one name."""

    label: Any
    middle: int
    columns: list[Column]


@dataclass(frozen=True)
class Columns:
    """Columns side by side. `names`: of the series, in order, with the name of their style."""

    groups: list[Group]
    names: list[tuple[str, Any]]
    width: int
    height: int = HEIGHT
    column: int = COLUMN

    @property
    def box(self) -> str:
        """The viewBox."""
        return f"0 {-TOP} {self.width} {HEIGHT + TOP + FOOT}"

    @property
    def foot(self) -> int:
        """Where the names stand."""
        return HEIGHT + 19

    @property
    def is_flat(self) -> bool:
        """Nothing stands up: there is nothing to draw."""
        return not any(column.value for group in self.groups for column in group.columns)


@dataclass(frozen=True)
class Point:
    """A point of a line."""

    x: int
    y: int
    value: Any


@dataclass(frozen=True)
class Stretch:
    """A line without a gap."""

    points: list[Point]

    @property
    def path(self) -> str:
        """As `points` of a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class Lines:
    """Lines over the same names; where a value is missing, a line has a gap."""

    labels: list[tuple[int, Any]]
    lines: list[tuple[str, Any, list[Stretch]]]
    """Of each: name of the style, its name, its stretches."""

    ticks: list[tuple[int, int]]
    """Heights that are marked: where, and of what."""

    width: int
    height: int = HEIGHT

    @property
    def box(self) -> str:
        return f"-34 {-TOP} {self.width + 34} {HEIGHT + TOP + FOOT}"

    @property
    def foot(self) -> int:
        return HEIGHT + 19

    @property
    def is_empty(self) -> bool:
        return not any(stretches for _style, _name, stretches in self.lines)


@dataclass(frozen=True)
class Bar:
    """A bar that lies beside its name, of a hundred: `share` now, `share_before` the period before."""

    label: Any
    value: int
    share: int
    href: str = ""
    before: int | None = None
    share_before: int = 0


STYLES = "abc"


def columns(
    labels: Sequence[Any],
    series: Sequence[tuple[Any, Sequence[int]]],
    hrefs: Sequence[Sequence[str]] = (),
) -> Columns:
    """Groups of columns, one for each label, of one or two series (name, values). `hrefs`: for each series, where each
    of its values leads. What is below nothing is nothing; what is something is seen. Raises ValueError where a series
    has not as many values as there are labels."""
    if any(len(values) != len(labels) for _name, values in series):
        raise ValueError("as many values as labels")
    most = max((value for _name, values in series for value in values), default=0)
    wide = len(series) * COLUMN + (GAP if len(series) > 1 else 3 * GAP)
    groups = []
    for n, label in enumerate(labels):
        stand = []
        for which, (_name, values) in enumerate(series):
            value = max(values[n], 0)
            height = scaled(value, most)
            href = hrefs[which][n] if which < len(hrefs) else ""
            stand.append(
                Column(
                    STYLES[which], n * wide + which * COLUMN + GAP // 2, HEIGHT - height, height, value, href
                )
            )
        groups.append(Group(label, n * wide + wide // 2, stand))
    names = [(STYLES[which], name) for which, (name, _values) in enumerate(series)]
    return Columns(groups, names, max(len(labels) * wide, wide))


def scaled(value: int, most: int, full: int = HEIGHT) -> int:
    """How high a value stands where `most` stands full: something is never lower than 2."""
    if value <= 0 or most <= 0:
        return 0
    return max(round(value / most * full), 2)


def lines(labels: Sequence[Any], series: Sequence[tuple[Any, Sequence[Any]]], *, full: int = 100) -> Lines:
    """Lines over the labels, of values between 0 and `full`, None where there is a gap. Raises ValueError as
    `columns` does."""
    if any(len(values) != len(labels) for _name, values in series):
        raise ValueError("as many values as labels")
    step = 2 * COLUMN + GAP
    drawn = []
    for which, (name, values) in enumerate(series):
        stretches: list[Stretch] = []
        open_ = False
        for n, value in enumerate(values):
            if value is None:
                open_ = False
                continue
            y = HEIGHT - round(min(max(float(value), 0), full) / full * HEIGHT)
            point = Point(n * step + step // 2, y, value)
            if open_:
                stretches[-1].points.append(point)
            else:
                stretches.append(Stretch([point]))
            open_ = True
        drawn.append((STYLES[which], name, stretches))
    ticks = [(HEIGHT - HEIGHT * part // 4, full * part // 4) for part in (0, 2, 4)]
    places = [(n * step + step // 2, label) for n, label in enumerate(labels)]
    return Lines(places, drawn, ticks, max(len(labels), 1) * step)


def bars(rows: Sequence[tuple[Any, int, str, int | None]]) -> list[Bar]:
    """Bars that lie one under another, of (name, value, where it leads, value of the period before or None)."""
    most = max((max(value, before or 0) for _label, value, _href, before in rows), default=0)
    return [
        Bar(label, value, scaled(value, most, 100), href, before, scaled(before or 0, most, 100))
        for label, value, href, before in rows
    ]
