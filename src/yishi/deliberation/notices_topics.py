"""What is told about topics and what stands on an agenda."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import DESK, MATTERS, Kind, register

PROPOSED = Kind(
    "meet.topic_proposed",
    _("A topic was proposed: %(place)s"),
    _("%(place)s: a resident proposed a topic. Please take it up, or say why not."),
    topic=DESK,
)
ACCEPTED = Kind(
    "meet.topic_accepted",
    _("Your topic is taken up: %(place)s"),
    _(
        "%(place)s: the topic you proposed comes onto an agenda. "
        "The page says of which session as soon as that is settled."
    ),
    topic=MATTERS,
)
REFUSED = Kind(
    "meet.topic_refused",
    _("Your topic was not taken up: %(place)s"),
    _("%(place)s: the topic you proposed was not taken up. Its page says why."),
    topic=MATTERS,
)
JOINED = Kind(
    "meet.topic_joined",
    _("Your topic goes on with another: %(place)s"),
    _(
        "%(place)s: neighbours proposed the same as you. The topics were joined, and your household counts there."
    ),
    topic=MATTERS,
)
ON_AGENDA = Kind(
    "meet.topic_on_agenda",
    _("On the agenda: your topic, %(session)s"),
    _("%(session)s, %(at)s: the topic you proposed stands on the agenda. Please come."),
    topic=MATTERS,
)
TAKEN_OFF = Kind(
    "meet.topic_taken_off",
    _("Your topic was taken off the agenda: %(session)s"),
    _(
        "%(session)s, %(at)s: the topic you proposed is not talked about there. Its page says why, and where it waits."
    ),
    topic=MATTERS,
)
PUT_OFF = Kind(
    "meet.topic_put_off",
    _("Your topic waits for another session: %(session)s"),
    _("%(session)s, %(at)s: the topic you proposed was not settled. It waits for another session."),
    topic=MATTERS,
)
MATTER_ON_AGENDA = Kind(
    "meet.matter_on_agenda",
    _("On the agenda: a matter with you, %(session)s"),
    _(
        "%(session)s, %(at)s: matter %(number)s stands on the agenda. "
        "Please say whether you come, send a deputy, or cannot come."
    ),
    topic=DESK,
)
PLACED = Kind(
    "meet.matter_placed",
    _("A matter came onto the agenda by itself: %(session)s"),
    _("%(session)s, %(at)s: matter %(number)s came onto the agenda by itself. The page says why."),
    topic=DESK,
)
NO_SESSION = Kind(
    "meet.no_session",
    _("Matter %(number)s wants a session, and none is called"),
    _(
        "%(place)s: matter %(number)s is to be talked about, "
        "and no session that could take it stands in the calendar. Please call one."
    ),
    topic=DESK,
)

register(
    *(PROPOSED, ACCEPTED, REFUSED, JOINED, ON_AGENDA, TAKEN_OFF, PUT_OFF),
    *(MATTER_ON_AGENDA, PLACED, NO_SESSION),
)
