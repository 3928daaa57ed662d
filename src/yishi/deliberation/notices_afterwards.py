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
DRAFT_FOR_INVITED = Kind(
    "meet.draft_for_invited",
    _("The draft of the minutes names your unit: %(session)s"),
    _(
        "%(session)s: your post was invited. Please look what the draft says you answered and promised; until "
        "%(until)s corrections can be proposed."
    ),
    topic=DESK,
)
POSTED_FOR_INVITED = Kind(
    "meet.posted_for_invited",
    _("The minutes hang on the board: %(session)s"),
    _("%(session)s: your post was invited. Until %(until)s residents may object to what the minutes say."),
    topic=DESK,
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

OBJECTION_RAISED = Kind(
    "meet.objection_raised",
    _("An objection without an answer: %(session)s"),
    _(
        "%(session)s: an objection was to be answered by %(due)s, whoever led the session was told, and it still has "
        "no answer. Please see to it."
    ),
    topic=DESK,
)

register(
    DRAFT_OUT,
    DRAFT_FOR_INVITED,
    POSTED_FOR_INVITED,
    CORRECTION_PROPOSED,
    CORRECTION_DECIDED,
    OBJECTED,
    OBJECTION_LATE,
    OBJECTION_RAISED,
    OBJECTION_ANSWERED,
    CLOSE_PLEASE,
    NOT_CLOSED,
    POST_PLEASE,
    NOT_POSTED,
)
