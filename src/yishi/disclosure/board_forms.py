"""The form of whoever has hung the month on a board."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.deliberation.forms.afterwards import OnePhoto
from yishi.network.forms.bodies import Day, Form, Line
from yishi.record import clock


class PostBoard(Form):
    """The month hangs on a board."""

    label = _("It hangs on the board")
    lead = _("Take a photo of the board with the sheets on it. The days it hangs for begin with this proof.")
    send = _("Keep this proof")
    done = _("Kept. The page says where it hangs, and until when.")

    board = Line(
        label=_("Which board"),
        max_length=80,
        help_text=_("For instance: the board at the south gate."),
    )
    posted_on = Day(label=_("Posted on"))
    photo = OnePhoto(
        label=_("A photo of the board"),
        help_text=_("The whole board with its sheets, please, and no people: everybody can see the photo."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"posted_on": clock.today()}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {"board": said["board"], "posted_on": said["posted_on"], "picture": said["photo"]}


class StrikePosting(Form):
    """Nothing to fill in."""

    label = _("Strike this posting out")
    lead = _(
        "Its photo is taken away for good, and it counts no more; that it was struck out stays in the record. Hang and "
        "photograph anew what should still hang."
    )
    send = _("Strike it out")
    done = _("It is struck out, and its photo is gone.")

    def arguments(self) -> dict[str, Any]:
        """Nothing."""
        return {}
