"""What pages ask of the sums that are folded with the record: one statement each, which PostgreSQL plans once a
connection. Days are both included; a sum of nothing is 0."""

# ruff: noqa: S608  what is put into its statements are holes for values
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from . import prepared

_SPAN = "day >= %s AND day <= %s"
_TOTAL = f"SELECT SUM(amount) FROM record_indicator WHERE measure = %s AND place = %s AND {_SPAN}"
_TOTALS = (
    "SELECT measure, SUM(amount) FROM record_indicator "
    f"WHERE measure IN ({{}}) AND place = %s AND {_SPAN} GROUP BY measure"
)
_KINDS = f"SELECT measure, SUM(amount) FROM record_indicator WHERE place = %s AND ({{}}) AND {_SPAN} GROUP BY measure"
_MONTHLY = (
    "SELECT {}, measure, SUM(amount) FROM record_indicator "
    f"WHERE measure IN ({{}}) AND place = %s AND {_SPAN} GROUP BY 1, 2"
)
_OF_PLACES = (
    "SELECT place, measure, SUM(amount) FROM record_indicator "
    f"WHERE measure IN ({{}}) AND place IN ({{}}) AND {_SPAN} GROUP BY place, measure"
)
_MONTH = {"postgresql": "date_trunc('month', day)::date", "sqlite": "date(day, 'start of month')"}


class IndicatorQuerySet(models.QuerySet[Any]):
    """Sums by measure, month and place."""

    def total(self, measure: str, path: str, since: date | None = None, until: date | None = None) -> int:
        """Sum of a measure at a place and all within it."""
        return int(prepared.asked(_TOTAL, (measure, path, *_span(since, until)))[0][0] or 0)

    def totals(
        self, measures: Sequence[str], path: str, since: date | None = None, until: date | None = None
    ) -> Counter[str]:
        """Sums of several measures at a place; each of them is there."""
        values = (*measures, path, *_span(since, until))
        found = dict.fromkeys(measures, 0)
        found.update(prepared.asked(_TOTALS.format(_holes(measures)), values))
        return _counted(found.items())

    def kinds(self, prefixes: Sequence[str], path: str, since: date, until: date) -> Counter[str]:
        """Sums of all measures with values, `prefix:<value>`, by their whole names."""
        wanted = " OR ".join(["(measure >= %s AND measure < %s)"] * len(prefixes))
        bounds = [bound for prefix in prefixes for bound in (f"{prefix}:", f"{prefix};")]
        return _counted(prepared.asked(_KINDS.format(wanted), (path, *bounds, *_span(since, until))))

    def monthly(
        self, measures: Sequence[str], path: str, since: date, until: date
    ) -> list[tuple[date, str, int]]:
        """Sums of several measures at a place in each month: its first day, the measure, how much."""
        sql = _MONTHLY.format(_MONTH[connection.vendor], _holes(measures))
        rows = prepared.asked(sql, (*measures, path, *_span(since, until)))
        return [(_first(month), measure, int(amount)) for month, measure, amount in rows]

    def of_places(
        self, measures: Sequence[str], paths: Sequence[str], since: date, until: date
    ) -> Counter[tuple[str, str]]:
        """Sums of several measures at each of some places, by path and measure."""
        if not paths:
            return Counter()
        many = 1 << (len(paths) - 1).bit_length()  # so that there are few statements to plan
        places = [*paths, *[paths[-1]] * (many - len(paths))]
        sql = _OF_PLACES.format(_holes(measures), _holes(places))
        rows = prepared.asked(sql, (*measures, *places, *_span(since, until)))
        return Counter({(path, measure): int(amount) for path, measure, amount in rows})

    def spread(self, measure: str, path: str, since: date | None = None) -> list[tuple[int, int]]:
        """A monthly measure with values, `measure:<value>`, at a place: (value, how often), by value; from the month
        of a day on."""
        found = self.kinds([measure], path, since.replace(day=1) if since else date.min, date.max)
        return sorted((int(name.partition(":")[2]), amount) for name, amount in found.items())


def _holes(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _counted(rows: Any) -> Counter[str]:
    return Counter({name: int(amount) for name, amount in rows})


def _span(since: date | None, until: date | None) -> tuple[Any, Any]:
    """From which day and up to which, as the database takes it; without one, from the first and to the last."""
    adapt = connection.ops.adapt_datefield_value
    return adapt(since or date.min), adapt(until or date.max)


def _first(month: date | str) -> date:
    return month if isinstance(month, date) else date.fromisoformat(month)
