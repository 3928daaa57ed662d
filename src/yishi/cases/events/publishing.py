"""What of a case was shown to everybody, and what was not, as the record keeps it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Digest, Event


@dataclass(frozen=True)
class WordsApproved(Event):
    words: Digest
    photos: int
    by: Code
    sentence = _("The words were looked at and are shown to everybody.")


@dataclass(frozen=True)
class WordsWithheld(Event):
    words: Digest
    reason: Code
    sentence = _("The words were looked at and are not shown.")


@dataclass(frozen=True)
class PhotosReleased(Event):
    photos: int
    sentence = _("Photos were looked at and are shown to everybody.")


@dataclass(frozen=True)
class PhotoWithheld(Event):
    picture: Digest
    reason: Code
    sentence = _("A photo is not shown.")


@dataclass(frozen=True)
class LaterWordsShown(Event):
    texts: int
    left: int = 0
    sentence = _("What residents said later was looked at; what exposes nobody is shown to everybody.")


@dataclass(frozen=True)
class PhotoBlackedOut(Event):
    before: Digest
    after: Digest
    boxes: int
    sentence = _("Parts of a photo were made black.")


@dataclass(frozen=True)
class PublishingSet(Event):
    sure_at_once: bool
    sentence = _("It was set whether words without anything personal are shown at once.")
