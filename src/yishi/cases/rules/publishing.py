"""Who may decide what of a case everybody reads and sees, and the reason when not."""

from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Case, Note
from ..present import lacks
from .loop import is_complained_about, may_take

EDITORS = _("the desk it lies on; the community committee")
WHO = {
    "approve_words": EDITORS,
    "withhold_words": EDITORS,
    "reword": EDITORS,
    "release_photos": EDITORS,
    "withhold_photo": EDITORS,
    "show_later_words": EDITORS,
    "black_out": EDITORS,
}


def edits(actor: Any, case: Case) -> Verdict:
    """The desk the case lies on and the community committee, never whoever is complained about; nothing of a case kept
    to the hotline is published."""
    post = actor.post
    if post is None or is_complained_about(actor, case):
        return no(_("What everybody reads is decided by the desk and the community committee."))
    if not case.in_the_open:
        return no(_("This case is kept from the public, so nothing of it is published."))
    at_desk = post.pk == case.holder_id and (post.can(Power.HANDLE) or post.can(Power.VOLUNTEER))
    if at_desk or actor.can(Power.RULE, case.place_path):
        return YES
    return no(_("What everybody reads is decided by the desk and the community committee."))


def may_approve_words(actor: Any, case: Case) -> Verdict:
    verdict = edits(actor, case)
    if verdict and case.is_shown:
        return no(_("The words are shown already."), moved_on=True)
    return verdict


def will_edit(actor: Any, case: Case) -> bool:
    """Whether the words wait for a look that this actor may give now, or by taking the case."""
    waits = case.is_pending and case.in_the_open and not is_complained_about(actor, case)
    return waits and bool(may_approve_words(actor, case) or may_take(actor, case))


def may_withhold_words(actor: Any, case: Case) -> Verdict:
    verdict = edits(actor, case)
    if verdict and case.is_withheld:
        return no(_("The words are withheld already."), moved_on=True)
    return verdict


def may_reword(actor: Any, case: Case) -> Verdict:
    return edits(actor, case)


def may_release_photos(actor: Any, case: Case) -> Verdict:
    verdict = edits(actor, case)
    if verdict and not any(photo.is_pending for photo in case.pictures):
        return no(_("No photo waits to be looked at."), moved_on=True)
    return verdict


def may_show_later_words(actor: Any, case: Case) -> Verdict:
    verdict = edits(actor, case)
    if verdict and not something_was_said_later(case):
        return no(_("No words wait for a look."), moved_on=True)
    return verdict


def something_was_said_later(case: Case) -> bool:
    """Whether words of residents are not shown to everybody. One question for all the tables it may lie in."""
    if all(lacks(case, name) for name in ("feedback", "doubts", "looks", "notes")):
        return False
    notes = case.notes.filter(kind__in=Note.BY_RESIDENTS)
    rows = [
        case.feedback.all(),
        case.doubts.filter(second_look=False),
        case.looks.exclude(ended_at=None),
        notes,
    ]
    waiting = Q()
    for those in rows:
        said = those.order_by().filter(shown_at=None).exclude(text="")  # type: ignore[misc]
        waiting |= Q(Exists(said))
    return Case._base_manager.filter(waiting, pk=case.pk).exists()


def may_withhold_photo(actor: Any, case: Case) -> Verdict:
    return _with_photos(actor, case)


def may_black_out(actor: Any, case: Case) -> Verdict:
    return _with_photos(actor, case)


def _with_photos(actor: Any, case: Case) -> Verdict:
    verdict = edits(actor, case)
    if verdict and not case.pictures:
        return no(_("There is no photo."))
    return verdict


def may_set_publishing(actor: Any, ladder: Any) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, ladder.at_path):
        return YES
    return no(_("The ladder is set by the community committee."))
