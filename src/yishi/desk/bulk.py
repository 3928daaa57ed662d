"""What may be done with several cases at once: each by its own action, under its own rule, with its own event."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases import rules
from yishi.cases.models import Case
from yishi.cases.models.case import parse_number
from yishi.cases.publishing import heading
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from .forms.bulk import Explain, GivePromise, HandUp, Kind, Note, Take, Urgent
from .forms.doing import Doing

MOST = 50


@dataclass(frozen=True)
class Several:
    """One thing that may be done with several cases: the action of `cases`, its form, and how the list calls it."""

    action: str
    form: type[Doing]
    label: str | Promise


DOINGS: dict[str, Several] = {
    "take": Several("take", Take, pgettext_lazy("several", "Take them")),
    "note": Several("note", Note, _("Write the same note to each")),
    "promise": Several("promise", GivePromise, _("Promise the same day for each")),
    "explain": Several("answer", Explain, _("Answer each with the same explanation")),
    "hand_up": Several("hand_up", HandUp, _("Hand each up with the same reason")),
    "urgency": Several("set_urgency", Urgent, _("Change how urgent they are")),
    "kind": Several("recategorise", Kind, _("Put them under another kind of matter")),
}
"""By the word the address has. Solving is not among them: what is solved is shown with a photo of its own."""

WALK, PRINT = "walk", "print"


@dataclass
class Row:
    """One of the ticked cases: what it is called for the reader, and why it will be left out, where that is clear."""

    case: Case
    title: str
    verdict: Verdict


@dataclass
class Outcome:
    """What came of it for one case; `reason` is empty where it was done."""

    number: str
    title: str
    reason: str = ""


def offered(post: Post) -> list[tuple[str, Any]]:
    """What the bar of a list offers a post."""
    handles = post.can(Power.HANDLE) or post.can(Power.VOLUNTEER)
    acting = [(code, each.label) for code, each in DOINGS.items()] if handles else []
    return [*acting, (WALK, _("Put them on my walk")), (PRINT, _("Print a work slip for each"))]


def ticked(actor: Any, numbers: Iterable[str]) -> list[Case]:
    """The cases with these numbers that whoever asks may know of, in this order, each once."""
    wanted = list(dict.fromkeys(pk for pk in map(parse_number, numbers) if pk))
    seen = Case.objects.visible_to(actor).with_labels().select_related("ladder")
    found = seen.in_bulk(wanted[: MOST + 1])
    return [found[pk] for pk in wanted if pk in found]


def rows(actor: Any, action: str, cases: list[Case]) -> list[Row]:
    """The list of what it will be done to."""
    return [Row(case, heading(case, actor), foreseen(actor, action, case)) for case in cases]


def foreseen(actor: Any, action: str, case: Case) -> Verdict:
    """Whether the action will be refused for a reason that can be told without asking the database; the rule itself is
    asked when it is done."""
    if action == "take":
        return rules.may_take(actor, case)
    if not (now := rules.now_admits(case, action)):
        return now
    if action in ("promise", "answer", "hand_up") and actor.post.pk != case.holder_id:
        return no(_("The case lies on another desk."))
    return YES
