"""What the desk shows of publishing: the words beside what everybody will read, and the photos with their state."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from yishi.cases import publishing, rules, story
from yishi.cases.models import Case
from yishi.insight.masking import Piece

from .forms.doing import Doing

WITH_A_LOOK = ("take", "promise", "answer", "decline")
"""Actions of the desk with which the words are looked at in the same step."""
PUBLIC_WORDS = {
    "promise": ("text",),
    "hand_up": ("reason",),
    "send_back": ("reason",),
    "rule": ("reason",),
    "ask_part": ("text",),
    "answer_part": ("text",),
    "answer": ("text", "remaining", "basis", "alternative"),
    "decline": ("text", "door"),
    "note": ("text",),
}
"""Fields of forms whose words everybody will read, by the action's name."""


@dataclass
class Pictured:
    """A photo on the desk: how it is shown there, and where parts of it are blackened."""

    shown: dict[str, Any]
    photo: Any
    blackout: str


@dataclass
class Masked:
    """A field of which everybody will read less than was written."""

    label: Any
    pieces: list[Piece]


def panel(actor: Any, case: Case) -> dict[str, Any]:
    """For the page of the case and the forms that publish: nothing for whoever decides nothing about it."""
    may_edit = bool(rules.edits(actor, case))
    will_edit = rules.will_edit(actor, case)
    if not (may_edit or will_edit):
        return {}
    photos = pictured(case) if may_edit or will_edit else []
    return {
        "publishing": {
            "waits": case.is_pending,
            "will_edit": will_edit,
            "pieces": publishing.proposed(case) if publishing.reads_as_said(actor, case) else [],
            "words": case.public_words if case.is_shown else case.draft_words,
            "photos": photos,
            "photos_wait": any(each.photo.is_pending for each in photos),
            "may_edit": may_edit,
            "later_waits": may_edit and bool(case.later_waits),
            "with_take": bool(rules.may_take(actor, case)),
        }
    }


def pictured(case: Case) -> list[Pictured]:
    return [
        Pictured(story.shown(photo), photo, reverse("desk:black_out", args=[case.number, photo.pk]))
        for photo in case.pictures
    ]


def masked(form: Doing, action: str, case: Case) -> list[Masked]:
    """The fields of a valid form of which everybody will read less than was written."""
    if action == "note" and not form.cleaned_data.get("public"):
        return []
    found = []
    for name in PUBLIC_WORDS.get(action, ()):
        text = form.cleaned_data.get(name) or ""
        pieces = case.preview(text) if isinstance(text, str) and text else []
        if any(piece.changed for piece in pieces):
            found.append(Masked(form.fields[name].label, pieces))
    return found
