"""What happens to those who help: what they offer, where they have reported, and the tasks they are given."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class SkillOffered(Event):
    skill: Code
    sentence = _("Somebody offered what they can do.")


@dataclass(frozen=True)
class OfferChanged(Event):
    skill: Code
    sentence = _("Somebody changed what they offer.")


@dataclass(frozen=True)
class OfferEnded(Event):
    skill: Code
    sentence = _("Somebody no longer offers this.")


@dataclass(frozen=True)
class UnitReported(Event):
    unit: Ref
    from_on: date
    sentence = _("A unit reported to the community where it sits.")

    def measures(self) -> dict[str, int]:
        return {"units_reported": 1}


@dataclass(frozen=True)
class MemberReported(Event):
    from_on: date
    sentence = _("A member reported to the community where they live.")


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    by: Ref
    sentence = _("A registration was confirmed.")

    def measures(self) -> dict[str, int]:
        return {"members_reported": 1}


@dataclass(frozen=True)
class RegistrationAssigned(Event):
    to: Ref
    sentence = _("Whoever had reported was assigned to an estate.")


@dataclass(frozen=True)
class RegistrationEnded(Event):
    until_on: date
    sentence = _("A registration ended.")


@dataclass(frozen=True)
class TaskGiven(Event):
    due_on: date
    sentence = _("A task was given, to be done by %(due_on)s.")

    def measures(self) -> dict[str, int]:
        return {"tasks_given": 1}


@dataclass(frozen=True)
class TaskDone(Event):
    late: bool
    sentence = _("A task was reported as done.")

    def measures(self) -> dict[str, int]:
        return {"tasks_done": 1}


@dataclass(frozen=True)
class TaskGraded(Event):
    grade: Code
    sentence = _("A task was evaluated.")


@dataclass(frozen=True)
class TaskReminded(Event):
    due_on: date
    sentence = _("They were reminded of a task that is overdue.")
