"""What the clock does to tasks of units and members (双报到): tells of new ones, reminds of those that are overdue."""

from yishi.network.actors import CLOCK
from yishi.network.models import Task
from yishi.record import troubles

from .actions.tasks import remind_of_task, tell_of_task

_WITH = ("registration__community", "registration__assigned_to", "registration__person")


def tell_of_tasks(limit: int = 500) -> int:
    """Tell units and members of tasks they were given. Gives how many."""
    fresh = Task.objects.open().filter(told_at=None).select_related(*_WITH).order_by("pk")
    return troubles.each("yishi.desk.task_jobs.tell_of_tasks", fresh, tell_of_task, limit=limit)


def remind_of_tasks(limit: int = 500) -> int:
    """Remind them of tasks whose day is over, once each. Gives how many."""
    late = Task.objects.overdue().filter(reminded_on=None).select_related(*_WITH)
    job = "yishi.desk.task_jobs.remind_of_tasks"
    return troubles.each(job, late, lambda task: remind_of_task(CLOCK, task), limit=limit)
