"""Sentences of the messages that the desk itself sends: to whoever stands in at a post, and that they no longer do; and
of tasks given to units and members (双报到), whose words stand on their page alone."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import DESK, NEIGHBOURHOOD, Kind, register

STAND_IN = Kind(
    "desk.stand_in",
    _("You stand in: %(post)s"),
    _("From %(first)s to %(last)s you stand in at the post %(post)s. You find its desk beside your own."),
    topic=DESK,
)
STOOD_IN = Kind(
    "desk.stood_in",
    _("You no longer stand in: %(post)s"),
    _("You no longer stand in at the post %(post)s. Its desk is no longer beside yours."),
    topic=DESK,
)
BACK_EARLY = Kind(
    "desk.back_early",
    _("Nobody stands in for you any more: %(post)s"),
    _("Nobody stands in for you at the post %(post)s any more. What comes there lies with you again."),
    topic=DESK,
)

register(STAND_IN, STOOD_IN, BACK_EARLY)

TASK_GIVEN = Kind(
    "desk.task_given",
    _("A task for you"),
    _("%(place)s: you are asked to do something by %(day)s. The page says what."),
    topic=NEIGHBOURHOOD,
)
TASK_OVERDUE = Kind(
    "desk.task_overdue",
    _("A task is overdue"),
    _("%(place)s: a task was to be done by %(day)s. Is it done? Please say so on the page."),
    topic=NEIGHBOURHOOD,
)

register(TASK_GIVEN, TASK_OVERDUE)
