"""What else can be done with a case, in groups by what somebody wants: so that twenty things to do read as five."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    (
        "work",
        _("Go on with it"),
        (
            "another",
            "note",
            "call",
            "add_photos",
            "promise",
            "ask_part",
            "whistle",
            "appear",
            "report_to_supervisor",
        ),
    ),
    ("away", _("Not ours, or not now"), ("hand_up", "send_back", "decline", "park", "wake")),
    ("time", _("Its time limit"), ("resume", "pause", "ask_extension", "set_urgency")),
    ("voices", _("Neighbours who say the same"), ("cosign_for", "merge", "split")),
    ("above", _("See that it moves"), ("nudge", "supervise", "raise_supervision", "end_supervision")),
    (
        "shown",
        _("Its kind, and what everybody reads"),
        (
            "recategorise",
            "approve_words",
            "reword",
            "withhold_words",
            "release_photos",
            "withhold_photo",
            "black_out",
        ),
    ),
)
REST = _("More")


@dataclass
class Group:
    """Things to do that belong together; `open` where they are shown without a tap."""

    code: str
    label: str | Promise
    buttons: list[Any] = field(default_factory=list)
    open: bool = False


def grouped(buttons: Sequence[Any]) -> list[Group]:
    """The buttons in their groups, the first group open; what stands in none comes last. Each knows its `action`."""
    place = {action: n for n, (_code, _label, actions) in enumerate(GROUPS) for action in actions}
    found = [Group(code, label) for code, label, _actions in GROUPS]
    found.append(Group("rest", REST))
    for button in buttons:
        found[place.get(button.action, len(GROUPS))].buttons.append(button)
    for group, (_code, _label, actions) in zip(found, GROUPS, strict=False):
        order = {action: n for n, action in enumerate(actions)}
        group.buttons.sort(key=lambda button: order[button.action])
    filled = [group for group in found if group.buttons]
    for n, group in enumerate(filled):
        group.open = n == 0
    return filled
