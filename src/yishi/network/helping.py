"""Figures of those who help: how many units and members have reported to a place at a date, and how tasks went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from yishi.record import clock

from .models import Place, Registration, RollPolicy, SkillOffer, Task, within


def members_reported(path: str, day: date | None = None) -> int:
    """How many members had reported to the communities of a place, or were assigned to an estate in it, on a day
    (today); those alone whom the committee or the branch has confirmed."""
    there = within("community__path", path) | within("assigned_to__path", path)
    return Registration.objects.on(day).members().confirmed().filter(there).count()


def units_reported(path: str, day: date | None = None) -> int:
    """How many unit organisations had reported to the communities of a place on a day (today)."""
    return Registration.objects.on(day).units().filter(within("community__path", path)).count()


def shown(count: int) -> int | None:
    """The figure as everybody may read it: None where so few are meant that one could guess who (policy)."""
    return None if 0 < count < RollPolicy.objects.present().small_cell else count


@dataclass
class Evaluation:
    """How the tasks of one unit or member went in a year."""

    registration: Registration
    given: int = 0
    done: int = 0
    late: int = 0
    overdue: int = 0
    good: int = 0
    fair: int = 0
    poor: int = 0

    @property
    def share(self) -> int | None:
        """Per cent of the tasks given that were done; None where none was given."""
        return round(100 * self.done / self.given) if self.given else None

    @property
    def graded(self) -> int:
        """How many were evaluated."""
        return self.good + self.fair + self.poor


def evaluations(registrations: Sequence[Registration], year: int) -> list[Evaluation]:
    """Of each registration, how the tasks due in that year went; one question, however many there are."""
    grade = Task.Grade
    done = Q(done_on__isnull=False)
    rows = (
        Task.objects.filter(registration__in=[each.pk for each in registrations], due_on__year=year)
        .values("registration")
        .annotate(
            given=Count("pk"),
            done=Count("pk", filter=done),
            late=Count("pk", filter=Q(done_on__gt=F("due_on"))),
            overdue=Count("pk", filter=Q(done_on=None, grade="", due_on__lt=clock.today())),
            good=Count("pk", filter=Q(grade=grade.GOOD)),
            fair=Count("pk", filter=Q(grade=grade.DONE)),
            poor=Count("pk", filter=Q(grade=grade.POOR)),
        )
    )
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        figures: dict[str, Any] = {**row}
        found[figures.pop("registration")] = figures
    return [Evaluation(each, **found.get(each.pk, {})) for each in registrations]


@dataclass(frozen=True)
class Offered:
    """What is offered of one skill at a place, as everybody may read it."""

    skill: str
    label: str
    count: int | None
    named: list[SkillOffer]


def offered(place: Place) -> list[Offered]:
    """By skill, how many offer it at a place, and those of them who agreed that their name is shown."""
    offers = SkillOffer.objects.present().known().filter(within("place__path", place.path))
    counts = dict(offers.values_list("skill").annotate(Count("pk")).order_by())
    by_skill = _by_skill(offers.filter(shown_name=True).select_related("person", "place")[:200])
    return [
        Offered(skill.value, str(skill.label), shown(counts[skill.value]), by_skill.get(skill.value, []))
        for skill in SkillOffer.Skill
        if skill.value in counts
    ]


def _by_skill(offers: Iterable[SkillOffer]) -> dict[str, list[SkillOffer]]:
    found: dict[str, list[SkillOffer]] = {}
    for offer in offers:
        found.setdefault(offer.skill, []).append(offer)
    return found
