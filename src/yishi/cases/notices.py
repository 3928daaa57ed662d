"""What people are told about cases, by kind. The wording holds numbers, dates and places, never a resident's words."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import Kind, register

ARRIVED = Kind(
    "cases.arrived",
    _("New on your desk: %(number)s"),
    _("%(place)s: case %(number)s lies on your desk. Answer by %(due)s."),
)
RULING = Kind(
    "cases.ruling",
    _("A ruling is needed: %(number)s"),
    _("Case %(number)s was sent back twice. Please rule whose it is."),
)
PART = Kind(
    "cases.part",
    _("You are called in: %(number)s"),
    _("%(place)s: your part in case %(number)s is asked for by %(due)s."),
)
PART_REPLIED = Kind(
    "cases.part_replied",
    _("A unit replied: %(number)s"),
    _("%(unit)s has given its reply in case %(number)s."),
)
RECEIVED = Kind(
    "cases.received",
    _("We have it: %(number)s"),
    _("Your matter has the number %(number)s and lies with: %(holder)s."),
)
TAKEN = Kind("cases.taken", _("Taken: %(number)s"), _("Your matter %(number)s was taken by: %(holder)s."))
TAKEN_OVER = Kind(
    "cases.taken_over",
    _("Taken off your hands: %(number)s"),
    _("Case %(number)s was taken by: %(holder)s. It no longer lies on your desk."),
)
PROMISED = Kind(
    "cases.promised",
    _("Promised: %(number)s"),
    _("In your matter %(number)s something was promised for %(day)s."),
)
HANDED_UP = Kind(
    "cases.handed_up", _("Handed up: %(number)s"), _("Your matter %(number)s now lies with: %(holder)s.")
)
ANSWERED = Kind(
    "cases.answered",
    _("Answered: %(number)s"),
    _(
        "Your matter %(number)s was answered. Is it solved? Please tell us until %(day)s; "
        "nobody who handled it closes it."
    ),
)
DECLINED = Kind(
    "cases.declined",
    _("Declined: %(number)s"),
    _("Your matter %(number)s cannot be taken here. The page says why and where to go."),
)
NOT_SOLVED = Kind(
    "cases.not_solved",
    _("Not solved: %(number)s"),
    _("The resident says case %(number)s is not solved. It lies on your desk until %(due)s."),
)
LAPSED = Kind(
    "cases.lapsed",
    _("Ended in silence: %(number)s"),
    _(
        "We had no word from you, so your matter %(number)s ended in silence. You can still say that it is not solved."
    ),
)

register(
    ARRIVED,
    RULING,
    PART,
    PART_REPLIED,
    RECEIVED,
    TAKEN,
    TAKEN_OVER,
    PROMISED,
    HANDED_UP,
    ANSWERED,
    DECLINED,
    NOT_SOLVED,
    LAPSED,
)
