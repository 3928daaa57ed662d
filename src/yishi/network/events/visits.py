"""What happens when somebody goes round."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event


@dataclass(frozen=True)
class Visited(Event):
    what: Code
    on: date
    sentence = _("Somebody went round, or a session was held, on %(on)s.")

    def measures(self) -> dict[str, int]:
        return {f"visited:{self.what}": 1}

    def counted_on(self) -> date:
        return self.on
