"""Telling units and members of the tasks they were given, and reminding them of those that are overdue."""

from typing import Any

from django.urls import reverse

from yishi.network.actions import note_reminder, note_told
from yishi.network.models import Post, Task
from yishi.notices.actions import tell
from yishi.notices.kinds import Kind
from yishi.record import action, chore

from .. import notices, rules


@chore("that the task was given is an event of its own")
def tell_of_task(task: Task) -> None:
    """Whoever is to do it knows."""
    note_told(task)
    _tell(notices.TASK_GIVEN, task)


@action(may=rules.may_remind_of_task)
def remind_of_task(actor: Any, task: Task) -> Task:
    """Whoever is to do it was reminded, once."""
    note_reminder(actor, task)
    _tell(notices.TASK_OVERDUE, task)
    return task


def _tell(kind: Kind, task: Task) -> None:
    registration = task.registration
    to: dict[str, Any] = {"person": registration.person}
    if registration.unit_id:
        to = {"post": Post.objects.filter(organisation=registration.unit_id).order_by("pk").first()}
    if any(to.values()):
        facts = {"place": registration.helps_at.label_when_read, "day": task.due_on}
        tell(kind, about=task, link=reverse("net:tasks", args=[registration.pk]), facts=facts, **to)
