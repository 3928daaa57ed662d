"""What of a case one reader may read and see: as it was said, masked, approved, or not yet."""

from typing import Any

from django.utils.translation import gettext as _

from yishi.insight.masking import Piece, difference, preview
from yishi.network.powers import Power

from .models import Case, Note
from .rules import is_complained_about, is_reporter, sees_within, sees_words


def reads_as_said(actor, case: Case) -> bool:
    """Whether the reader gets the resident's words unmasked: those who handle it, once they took it or
    said what for."""
    return sees_words(actor, case)


def sees_drafts(actor, case: Case) -> bool:
    """Whether the reader sees words and photos before somebody approved them: those who handle cases of the place, the
    words masked. Never whoever is complained about, and no unit that is merely called in, but for a case kept to the
    hotline, of which nothing is ever published."""
    post = actor.post
    if not post or is_complained_about(actor, case):
        return False
    handles = post.can(Power.SEE_ALL) and post.covers(case.place_path)
    return handles or post.pk == case.holder_id or not case.in_the_open


def words(case: Case, actor) -> str:
    """The resident's words as this reader may have them; empty where they may not yet, or not at all."""
    if is_reporter(actor, case) or reads_as_said(actor, case):
        return case.words
    if not case.is_shown and sees_drafts(actor, case):
        return case.draft_words
    return case.public_words if case.is_shown else ""


def heading(case: Case, actor) -> str:
    """What the case is called for this reader: by its first words, or by its kind while these are not shown."""
    if case.is_shown or not case.draft_title:
        return case.title
    own = is_reporter(actor, case) or sees_within(actor, case) or sees_drafts(actor, case)
    return case.draft_title if own else case.title


def why_not_shown(case: Case) -> str:
    """What stands in the place of words that are not shown."""
    if case.is_withheld:
        return _("The words are not shown: %(reason)s.") % {"reason": case.get_withheld_for_display()}
    return _("The words are shown once somebody has looked at them.")


def sees_all_photos(case: Case, actor) -> bool:
    """Whether the reader sees photos that are not shown to everybody."""
    return is_reporter(actor, case) or sees_drafts(actor, case)


def photos(case: Case, actor) -> list[Any]:
    """The photos this reader may see."""
    own = sees_all_photos(case, actor)
    return [photo for photo in case.pictures if own or photo.is_shown]


def words_later(said: Any, case: Case, actor: Any, *, as_said: bool) -> str:
    """What a resident said to the case later, as this reader may have it: `as_said`, or masked once somebody has looked
    at it; before that, masked for those who handle the case."""
    if as_said or not said.text:
        return said.text
    if said.shown_at or not case.in_the_open or sees_drafts(actor, case):
        return case.masked(said.text)
    return _("The words are shown once somebody has looked at them.")


def waiting_later(case: Case) -> list[Any]:
    """What residents said to the case later that nobody has looked at yet, oldest first."""
    notes = case.notes.filter(kind__in=Note.BY_RESIDENTS)
    rows = [
        case.feedback.all(),
        case.doubts.filter(second_look=False),
        case.looks.exclude(ended_at=None),
        notes,
    ]
    said_later = [those.filter(shown_at=None).exclude(text="") for those in rows]  # type: ignore[misc]
    waiting = [said for those in said_later for said in those]
    return sorted(waiting, key=lambda said: getattr(said, "at", None) or said.ended_at)


def proposed(case: Case) -> list[Piece]:
    """What was said beside what everybody would read, piece by piece."""
    pieces = preview(case.words, [case.contact_name])
    same = "".join(piece.after for piece in pieces) == case.draft_words
    return pieces if same else difference(case.words, case.draft_words)
