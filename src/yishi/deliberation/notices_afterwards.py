"""What is told about minutes."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import DESK, NEIGHBOURHOOD, Kind, register

DRAFT_OUT = Kind(
    "meet.draft_out",
    _("The draft of the minutes is out: %(session)s"),
    _(
        "%(session)s: you were there. Please look whether the draft of the minutes is right; corrections can be "
        "proposed until %(until)s."
    ),
    topic=NEIGHBOURHOOD,
)
CORRECTION_PROPOSED = Kind(
    "meet.correction_proposed",
    _("A correction of the draft was proposed: %(session)s"),
    _("%(session)s: somebody who was there proposes a correction. Please accept it, or say why not."),
    topic=DESK,
)
CORRECTION_DECIDED = Kind(
    "meet.correction_decided",
    _("Your correction was decided: %(session)s"),
    _(
        "%(session)s: the correction you proposed was decided. The page of the minutes says what became of it."
    ),
    topic=NEIGHBOURHOOD,
)
OBJECTED = Kind(
    "meet.objected",
    _("An objection wants an answer: %(session)s"),
    _("%(session)s: a resident objects. Please answer by %(due)s."),
    topic=DESK,
)
OBJECTION_LATE = Kind(
    "meet.objection_late",
    _("An objection is overdue: %(session)s"),
    _("%(session)s: an objection should have been answered by %(due)s. The page shows it as overdue."),
    topic=DESK,
)
OBJECTION_ANSWERED = Kind(
    "meet.objection_answered",
    _("Your objection was answered: %(session)s"),
    _("%(session)s: your objection no. %(number)s was answered. The page of the minutes shows the answer."),
    topic=NEIGHBOURHOOD,
)
CLOSE_PLEASE = Kind(
    "meet.close_please",
    _("Please close the minutes: %(session)s"),
    _(
        "%(session)s ended %(days)s days ago and its minutes are not closed. Please lay open the draft, or seal it."
    ),
    topic=DESK,
)
NOT_CLOSED = Kind(
    "meet.not_closed",
    _("Minutes not closed: %(session)s"),
    _(
        "%(session)s ended %(days)s days ago, its host was reminded, and its minutes are not closed. Please see to it."
    ),
    topic=DESK,
)

POST_PLEASE = Kind(
    "meet.post_please",
    _("Please post the minutes: %(session)s"),
    _(
        "%(session)s: the minutes were sealed %(days)s days ago and hang on no board. Nobody can object before they "
        "do. Please post them and take a photo."
    ),
    topic=DESK,
)
NOT_POSTED = Kind(
    "meet.not_posted",
    _("Minutes not posted: %(session)s"),
    _(
        "%(session)s: the minutes were sealed %(days)s days ago, its host was reminded, and they hang on no board. "
        "Please see to it."
    ),
    topic=DESK,
)

register(
    DRAFT_OUT,
    CORRECTION_PROPOSED,
    CORRECTION_DECIDED,
    OBJECTED,
    OBJECTION_LATE,
    OBJECTION_ANSWERED,
    CLOSE_PLEASE,
    NOT_CLOSED,
    POST_PLEASE,
    NOT_POSTED,
)
