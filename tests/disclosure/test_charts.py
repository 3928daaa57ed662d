"""Drawings: what is more stands higher, nothing leaves the drawing, and what is missing is a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.disclosure import charts

COUNTS = st.lists(st.integers(-5, 10**9), min_size=1, max_size=14)


@given(COUNTS)
def test_columns_stay_inside_and_in_order(values):
    drawn = charts.columns(range(len(values)), [("said", values), ("solved", values[::-1])])
    columns = [column for group in drawn.groups for column in group.columns]
    assert all(
        0 <= column.y <= charts.HEIGHT and column.y + column.height == charts.HEIGHT for column in columns
    )
    assert all(column.x >= 0 and column.x + charts.COLUMN <= drawn.width for column in columns)
    assert all((column.height > 0) == (column.value > 0) for column in columns)
    by_value = sorted(columns, key=lambda column: column.value)
    assert [column.height for column in by_value] == sorted(column.height for column in columns)
    assert drawn.is_flat == (max(values) <= 0)


@given(st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=14))
def test_a_line_breaks_where_a_value_is_missing(values):
    drawn = charts.lines(range(len(values)), [("rate", values)])
    ((_style, _name, stretches),) = drawn.lines
    points = [point for stretch in stretches for point in stretch.points]
    assert [point.value for point in points] == [value for value in values if value is not None]
    assert all(0 <= point.y <= charts.HEIGHT and 0 <= point.x <= drawn.width for point in points)
    gaps = sum(a is not None and b is None for a, b in zip(values, [*values[1:], None], strict=True))
    assert len(stretches) == gaps


@given(st.lists(st.tuples(st.integers(0, 10**6), st.none() | st.integers(0, 10**6)), max_size=9))
def test_bars_are_shares_of_the_longest(rows):
    drawn = charts.bars([("x", value, "", before) for value, before in rows])
    assert all(0 <= bar.share <= 100 and 0 <= bar.share_before <= 100 for bar in drawn)
    longest = max((max(value, before or 0) for value, before in rows), default=0)
    assert all(bar.share == 100 for bar in drawn if bar.value == longest > 0)


def test_a_series_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="as many values"):
        charts.columns([1, 2], [("said", [1])])
    with pytest.raises(ValueError, match="as many values"):
        charts.lines([1, 2], [("rate", [1])])
