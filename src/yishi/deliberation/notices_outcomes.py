"""Sentences of the messages about promises."""

from django.utils.translation import gettext_lazy as _

from yishi.notices.kinds import DESK, MATTERS, Kind, register

UNDERTAKEN = Kind(
    "deliberation.undertaken",
    _("Promised at a session: %(place)s"),
    _(
        "At a session at %(place)s something was promised in the name of your post. The page says what, and by when."
    ),
    topic=DESK,
)
DUE_SOON = Kind(
    "deliberation.due_soon",
    _("A promise is due on %(day)s"),
    _("%(place)s: what was promised at a session is due on %(day)s. Is it kept? Please say so on its page."),
    topic=DESK,
)
LATE = Kind(
    "deliberation.promise_late",
    _("A promise is late: %(place)s"),
    _("%(place)s: what was promised at a session for %(day)s is not kept yet. Everybody can see that."),
    topic=DESK,
)
CLAIMED = Kind(
    "deliberation.promise_claimed",
    _("A promise to you is said to be kept"),
    _("What you asked for at the session at %(place)s is said to be done. Is it so? Please say by %(day)s."),
    topic=MATTERS,
)
DENIED = Kind(
    "deliberation.promise_denied",
    _("Not kept, says who asked: %(place)s"),
    _("%(place)s: who asked for it says that the promise is not kept. It is open again."),
    topic=DESK,
)

register(UNDERTAKEN, DUE_SOON, LATE, CLAIMED, DENIED)
