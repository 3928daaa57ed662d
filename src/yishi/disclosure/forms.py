"""Which period a public page is of."""

from datetime import date
from typing import Any

from yishi.cases.forms.judging import ChoosePeriod as AnyPeriod
from yishi.cases.rates import UNIT, Period
from yishi.record import clock

from .figures import KINDS, period_of


class ChoosePeriod(AnyPeriod):
    """The month, quarter or year a day lies in; the present month, where nothing valid is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["since"], self.fields["until"]
        self.fields["period"].choices = [(kind, UNIT[kind]) for kind in KINDS]  # type: ignore[attr-defined]

    def chosen(self) -> Period:
        said = self.cleaned_data if self.is_valid() else {}
        return period_of(said.get("period") or KINDS[0], self._day(said))

    @staticmethod
    def _day(said: dict[str, Any]) -> date:
        """A day that is still to come would be of a period that nothing is known of."""
        return min(said.get("on") or clock.today(), clock.today())
