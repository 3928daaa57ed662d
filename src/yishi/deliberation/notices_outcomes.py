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
TO_CONFIRM = Kind(
    "deliberation.promise_to_confirm",
    _("Is this promise kept? %(place)s"),
    _(
        "%(place)s: a promise is said to be kept, and who asked for it left no way to be reached. Please go and look, "
        "and say on its page whether it is so. Until then it does not count as kept."
    ),
    topic=DESK,
)
DENIED = Kind(
    "deliberation.promise_denied",
    _("Not kept, says who was asked: %(place)s"),
    _("%(place)s: who was asked says that the promise is not kept. It is open again."),
    topic=DESK,
)
PUT_OFF = Kind(
    "deliberation.promise_put_off",
    _("A promise to you is put off to %(day)s"),
    _("What was promised to you at the session at %(place)s is put off to %(day)s. The page says why."),
    topic=MATTERS,
)
GIVEN_UP = Kind(
    "deliberation.promise_given_up",
    _("A promise to you will not be kept"),
    _("What was promised to you at the session at %(place)s will not be kept. The page says why."),
    topic=MATTERS,
)
CHAIR_PUT_OFF = Kind(
    "deliberation.promise_put_off_chair",
    _("A promise is put off to %(day)s: %(place)s"),
    _(
        "%(place)s: a promise is put off to %(day)s, and who asked for it left no way to be told. "
        "Please tell them when you meet them. The page says why."
    ),
    topic=DESK,
)
CHAIR_GIVEN_UP = Kind(
    "deliberation.promise_given_up_chair",
    _("A promise will not be kept: %(place)s"),
    _(
        "%(place)s: a promise will not be kept, and who asked for it left no way to be told. "
        "Please tell them when you meet them. The page says why."
    ),
    topic=DESK,
)

UNDERTAKING_STRUCK = Kind(
    "deliberation.undertaking_struck",
    _("A promise was struck out: %(place)s"),
    _(
        "%(place)s: what a session decided was struck out, and with it what was promised in the name of your post. "
        "Nothing is asked of you for it any more."
    ),
    topic=DESK,
)

register(
    UNDERTAKING_STRUCK,
    UNDERTAKEN,
    DUE_SOON,
    LATE,
    CLAIMED,
    TO_CONFIRM,
    DENIED,
    PUT_OFF,
    GIVEN_UP,
    CHAIR_PUT_OFF,
    CHAIR_GIVEN_UP,
)
