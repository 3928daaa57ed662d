"""Before people are up, the worker groups what each place speaks of, so that the first reader of a day waits for it no
longer than the next one."""

from yishi.cases import topics
from yishi.network.models import Level, Place
from yishi.record import troubles

from . import periods

JOB = "yishi.disclosure.topic_jobs.group_ahead"
SPEAKING = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.ESTATE)
"""Whose homes tell of topics to many; a building's few matters are grouped when somebody looks."""


def group_ahead() -> int:
    """Group what places spoke of in the month that is told of now, where today nobody has. Gives for how many."""
    period = periods.usual()
    waiting = topics.not_grouped(Place.objects.on().filter(level__in=SPEAKING).order_by("path"), period)
    return troubles.each(JOB, waiting, lambda place: topics.ahead(place, period), limit=len(waiting))
