"""Which single key does what at the desk, and whether they act for somebody.

Single letters can be set off by a voice control or a slip of the hand, so each person can switch them off (WCAG 2.1.4).
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Habit

REMEMBERED = "desk_keys"

OR = pgettext_lazy("keys", "or")
THEN = pgettext_lazy("keys", "then")

GROUPS = [
    (
        _("In a list"),
        [
            (("j", "↓"), OR, _("to the next case")),
            (("k", "↑"), OR, _("to the case before")),
            (("Enter",), "", _("open it")),
            (("x",), "", _("tick it, or take the tick away")),
            (("w",), "", _("on my walk, or off it")),
        ],
    ),
    (
        _("With a case, in a list or opened"),
        [
            (("t",), "", _("take it")),
            (("a",), "", _("answer")),
            (("n",), "", _("write a note")),
            (("u",), "", _("hand it up")),
            (("j",), "", _("opened from a list: the next one")),
        ],
    ),
    (
        _("Anywhere at the desk"),
        [
            (("/",), "", _("search")),
            (("g", "d"), THEN, _("to the desk")),
            (("g", "w"), THEN, _("to my walk")),
            (("?",), "", _("show these keys")),
            (("Ctrl", "Enter"), "+", _("send what is being written")),
        ],
    ),
]


def act_for(request: HttpRequest) -> bool:
    """Whether single keys act for whoever asks; remembered for the session, so that a page asks no more for it."""
    if REMEMBERED not in request.session:
        actor = request.actor  # type: ignore[attr-defined]
        off = Habit.objects.filter(person=actor.pk, keys=False).exists()
        request.session[REMEMBERED] = not off
    return request.session[REMEMBERED]


def forget(session: object) -> None:
    """Look it up again the next time."""
    session.pop(REMEMBERED, None)  # type: ignore[attr-defined]
