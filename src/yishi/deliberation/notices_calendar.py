"""What is told about sessions on the calendar."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import DESK, NEIGHBOURHOOD, Kind, register

ANNOUNCED = Kind(
    "meet.announced",
    _("A session near you: %(session)s"),
    _("%(session)s, %(at)s. You can propose what is to be talked about, and come."),
    topic=NEIGHBOURHOOD,
)
INVITED = Kind(
    "meet.invited",
    _("You are asked to come: %(session)s"),
    _("%(session)s, %(at)s. Please say whether you come, send a deputy, or cannot come."),
    topic=DESK,
)
INVITED_FOR = Kind(
    "meet.invited_for",
    _("You are asked to come for matter %(number)s: %(session)s"),
    _(
        "%(session)s, %(at)s. Matter %(number)s, in which you have a part, stands on its agenda. Please say whether "
        "you come, send a deputy, or cannot come."
    ),
    topic=DESK,
)
UNINVITED = Kind(
    "meet.uninvited",
    _("You need not come: %(session)s"),
    _("%(session)s, %(at)s: the invitation was taken back."),
    topic=DESK,
)
MOVED = Kind(
    "meet.moved",
    _("Moved: %(session)s"),
    _("%(session)s was moved from %(was)s to %(at)s. The page says why."),
    topic=NEIGHBOURHOOD,
)
MOVED_ASKED = Kind(
    "meet.moved_asked",
    _("Moved, please reply again: %(session)s"),
    _(
        "%(session)s was moved from %(was)s to %(at)s. What you replied was for the former day. "
        "Please say whether you come, send a deputy, or cannot come."
    ),
    topic=DESK,
)
AGENDA_OPENED = Kind(
    "meet.agenda_opened",
    _("The agenda is open again: %(session)s"),
    _(
        "%(session)s was moved to %(at)s, which leaves time: topics can be proposed and taken up again until the "
        "agenda is frozen."
    ),
    topic=DESK,
)
LEADS = Kind(
    "meet.leads",
    _("You lead this session: %(session)s"),
    _(
        "%(session)s, %(at)s: your post was named to lead it. Agenda, invitations and the hall are on its page."
    ),
    topic=DESK,
)
WRITES = Kind(
    "meet.writes",
    _("You write down this session: %(session)s"),
    _("%(session)s, %(at)s: your post was named to write it down. The sheet is on its page, for print too."),
    topic=DESK,
)
LEADS_NO_LONGER = Kind(
    "meet.leads_no_longer",
    _("You no longer lead this session: %(session)s"),
    _("%(session)s, %(at)s: another post was named to lead it. Its page says which."),
    topic=DESK,
)
WRITES_NO_LONGER = Kind(
    "meet.writes_no_longer",
    _("You no longer write down this session: %(session)s"),
    _("%(session)s, %(at)s: another post was named to write it down. Its page says which."),
    topic=DESK,
)
ELSEWHERE = Kind(
    "meet.elsewhere",
    _("Meets at another spot: %(session)s"),
    _("%(session)s, %(at)s: it meets at another spot now. The page says where."),
    topic=NEIGHBOURHOOD,
)
SKIPPED = Kind(
    "meet.skipped",
    _("Does not take place: %(session)s"),
    _("%(session)s, %(at)s, does not take place. The page says why."),
    topic=NEIGHBOURHOOD,
)
REPLIED = Kind(
    "meet.replied",
    _("A reply to your invitation: %(session)s"),
    _("%(session)s: %(who)s replied: %(reply)s."),
    topic=DESK,
)
MISSED = Kind(
    "meet.missed",
    _("Passed without a session: %(session)s"),
    _(
        "%(session)s, %(at)s, has passed and nobody began it. Everybody can see that. "
        "Please say why, or write down what was said."
    ),
    topic=DESK,
)
LEFT_UNENDED = Kind(
    "meet.left_unended",
    _("Counts as over: %(session)s"),
    _(
        "%(session)s, %(at)s, began and nobody noted its end, so it counts as over since its planned hour. Everybody "
        "can see that. Please look whether everything is written down, and write the minutes."
    ),
    topic=DESK,
)
NEEDS_CHAIR = Kind(
    "meet.needs_chair",
    _("Nobody leads this session yet: %(session)s"),
    _("%(session)s, %(at)s, cannot be announced: nobody holds the chair's post. Please name another chair."),
    topic=DESK,
)

register(
    ANNOUNCED,
    INVITED,
    INVITED_FOR,
    UNINVITED,
    MOVED,
    MOVED_ASKED,
    AGENDA_OPENED,
    LEADS,
    WRITES,
    LEADS_NO_LONGER,
    WRITES_NO_LONGER,
    ELSEWHERE,
    SKIPPED,
    REPLIED,
    MISSED,
    LEFT_UNENDED,
    NEEDS_CHAIR,
)
