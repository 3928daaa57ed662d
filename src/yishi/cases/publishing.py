"""What of a case one reader may read and see: as it was said, masked, approved, or not yet."""

from typing import Any

from django.utils.translation import gettext as _

from yishi.insight.masking import Piece, difference, preview
from yishi.network.powers import Power

from .models import Case, Visibility
from .rules import is_complained_about, is_reporter, may_see_contact


def sees_within(actor, case: Case) -> bool:
    """Whether the reader is one of those who handle the case and so reads what they write to one another."""
    post = actor.post
    if not post or is_complained_about(actor, case):
        return False
    return post.pk == case.holder_id or (post.can(Power.SEE_CONTACT) and post.covers(case.place_path))


def reads_as_said(actor, case: Case) -> bool:
    """Whether the reader gets the resident's words unmasked: those who handle it; of a case kept to the hotline, only
    the hotline, for the words may say who they are."""
    kept = case.visibility == Visibility.HOTLINE
    return sees_within(actor, case) and (not kept or may_see_contact(actor, case))


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


def proposed(case: Case) -> list[Piece]:
    """What was said beside what everybody would read, piece by piece."""
    pieces = preview(case.words, [case.contact_name])
    same = "".join(piece.after for piece in pieces) == case.draft_words
    return pieces if same else difference(case.words, case.draft_words)
