"""What of a case everybody reads and sees: a person looks at words and photos before they are shown."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network import pictures
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules, search
from ..models import Case, Ladder, Photo, WithheldFor, Wording
from ..publishing import waiting_later
from .desks import change
from .intake import title_of

MOST_BOXES = 60
Box = Sequence[int]
"""Left, top, width, height in thousandths of the picture."""


@action(may=rules.may_approve_words)
def approve_words(actor, case: Case, *, photos: bool = True) -> Case:
    """Somebody has looked: everybody reads the words as they are masked and, with `photos`, sees the photos that wait."""  # noqa: E501
    released = _release(case) if photos else 0
    change(
        case,
        wording=Wording.APPROVED,
        withheld_for="",
        title=case.draft_title or case.title,
        public_words=case.draft_words,
    )
    words = digest(case.salt, case.public_words)
    emit(events.WordsApproved(words=words, photos=released, by="person"), about=case, by=actor)
    search.index(case)
    return case


def _release(case: Case) -> int:
    return case.photos.pending().update(wording=Wording.APPROVED)


@action(may=rules.may_reword)
def reword(actor, case: Case, *, public_words: str) -> Case:
    """What everybody reads is worded so that nobody is exposed; what was said stays for those who handle it."""
    words = case.masked(clean(public_words))
    change(
        case,
        wording=Wording.APPROVED,
        withheld_for="",
        public_words=words,
        draft_words=words,
        title=title_of(words),
        draft_title=title_of(words),
    )
    emit(events.Reworded(words=digest(case.salt, case.public_words)), about=case, by=actor)
    search.index(case)
    return case


@action(may=rules.may_withhold_words)
def withhold_words(actor, case: Case, *, reason: str) -> Case:
    """Nobody but the reporter and those who handle it reads the words, and the page says why; the matter itself stays
    in the lists, under its kind."""
    reason = WithheldFor(reason).value
    if case.is_shown:  # what was shown is what a later look begins with
        case.draft_title, case.draft_words = case.title, case.public_words
    change(
        case,
        wording=Wording.WITHHELD,
        withheld_for=reason,
        title=case.category.name_zh[:60],
        public_words="",
        draft_title=case.draft_title,
        draft_words=case.draft_words,
    )
    emit(events.WordsWithheld(words=case.digest, reason=reason), about=case, by=actor)
    search.index(case)
    return case


@action(may=rules.may_release_photos)
def release_photos(actor, case: Case) -> Case:
    """Everybody sees the photos that waited for a look."""
    emit(events.PhotosReleased(photos=_release(case)), about=case, by=actor)
    return case


@action(may=rules.may_show_later_words)
def show_later_words(actor, case: Case, *, said: Iterable[Any]) -> Case:
    """Somebody has looked: everybody reads, masked, what residents said to the case later. `said`: the rows to show,
    none of them where it all exposes somebody; what is not among them stays with those who handle the case, and waits
    no longer, though it can still be shown."""
    wanted, waiting = {(type(row), row.pk) for row in said}, waiting_later(case)
    chosen = [row for row in waiting if (type(row), row.pk) in wanted]
    if not chosen and not case.later_waits:
        raise Refused(_("Please choose what is to be shown."))
    for row in chosen:
        row.shown_at = clock.now()
        row.save(update_fields=["shown_at"])
    change(case, later_waits=False)
    left = len(waiting) - len(chosen)
    emit(events.LaterWordsShown(texts=len(chosen), left=left), about=case, by=actor)
    return case


@action(may=rules.may_withhold_photo)
def withhold_photo(actor, case: Case, *, photo: Photo, reason: str) -> Case:
    """Nobody but the reporter and those who handle the case sees the photo."""
    photo = _of(case, photo)
    photo.wording, photo.withheld_for = Wording.WITHHELD, WithheldFor(reason).value
    photo.save(update_fields=["wording", "withheld_for"])
    emit(events.PhotoWithheld(picture=photo.digest, reason=photo.withheld_for), about=case, by=actor)
    return case


@action(may=rules.may_black_out)
def black_out(actor, case: Case, *, photo: Photo, boxes: Iterable[Box]) -> Case:
    """The photo everybody sees is black in these boxes and in no others; the picture as it was taken is kept apart.
    Without boxes it is shown as it was taken."""
    photo, boxes = _of(case, photo), [_checked(box) for box in boxes][: MOST_BOXES + 1]
    if len(boxes) > MOST_BOXES:
        raise Refused(_("So many black boxes do not fit. Please draw fewer, larger ones."))
    before, original = photo.digest, photo.original or photo.name
    try:
        picture = pictures.blackened(original, boxes)
    except FileNotFoundError:
        raise Refused(_("The file of this photo is lost.")) from None
    superseded = photo.name if photo.name != original else ""
    pictures.seal(original)
    photo.original, photo.boxes, photo.salt = original, boxes, new_salt()
    photo.name, photo.digest = pictures.keep(picture), digest(photo.salt, picture.full)
    photo.save(update_fields=["original", "boxes", "salt", "name", "digest"])
    emit(events.PhotoBlackedOut(before=before, after=photo.digest, boxes=len(boxes)), about=case, by=actor)
    transaction.on_commit(lambda: pictures.unveil(original))
    if superseded:  # boxes that were drawn anew; a picture that is gone cannot be asked for
        transaction.on_commit(lambda: pictures.forget(superseded))
    return case


def _of(case: Case, photo: Photo) -> Photo:
    """The row as it is now, and only a photo of this case."""
    found = case.photos.filter(pk=photo.pk).select_for_update().first()
    if found is None:
        raise Refused(_("There is no such photo."))
    return found


def _checked(box: Box) -> list[int]:
    left, top, width, height = (int(value) for value in box)
    inside = 0 <= left < 1000 and 0 <= top < 1000 and width > 0 and height > 0
    if not inside or left + width > 1000 or top + height > 1000:
        raise Refused(_("A black box must lie within the picture."))
    return [left, top, width, height]


@action(may=rules.may_set_publishing)
def set_publishing(actor, ladder: Ladder, *, sure_at_once: bool) -> Ladder:
    """Under this ladder, words in which nothing points to a person are shown at once, or wait for a look like all."""
    ladder.sure_at_once = sure_at_once
    ladder.save(update_fields=["sure_at_once"])
    emit(events.PublishingSet(sure_at_once=sure_at_once), about=ladder, by=actor)
    return ladder
