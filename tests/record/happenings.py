"""Made-up events and rows for the record's own tests."""

from dataclasses import dataclass
from datetime import date, datetime

from yishi.record import YES, Verdict, action, emit, no
from yishi.record.events import Code, Digest, Event, Ref
from yishi.record.models import Entry, Unsealed


@dataclass(frozen=True)
class Spoke(Event):
    topic: Code
    times: int = 1
    sentence = "%(topic)s was said %(times)s times."

    def measures(self) -> dict[str, int]:
        return {"spoke": self.times, f"spoke:{self.topic}": 1}


@dataclass(frozen=True)
class Planned(Event):
    on: date
    at: datetime
    sure: bool
    whose: Ref
    text: Digest
    until: date | None = None
    sentence = "Planned for %(on)s, %(at)s, sure: %(sure)s, by %(whose)s, until %(until)s."


@dataclass(frozen=True)
class Matter:
    """Stands in for a row that events are about."""

    pk: int = 1
    at_path: str = "000100020003"
    in_the_open: bool = True

    @property
    def ref(self) -> str:
        return f"matter:{self.pk}"


@dataclass(frozen=True)
class Somebody:
    ref: str = "post:7"


SOMEBODY = Somebody()


def may_anything(_actor, _subject) -> Verdict:
    return YES


def may_nothing(_actor, _subject) -> Verdict:
    return no("the answer is no")


@action(may=may_anything)
def speak(actor, matter, *topics: str, times: int = 1) -> None:
    """An event for each topic."""
    for topic in topics or ("water",):
        emit(Spoke(topic=Code(topic), times=times), about=matter or Matter(), by=actor)


def spoken(count: int, matter: Matter | None = None) -> None:
    """So many entries, in one action."""
    speak(SOMEBODY, matter or Matter(), *["water"] * count)


def waiting() -> int:
    return Unsealed.objects.count()


def written() -> int:
    return Entry.objects.count()
