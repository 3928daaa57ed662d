"""The beginning of a case: a resident says something, or somebody writes it down for them."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.models import Organisation, Place
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, notices, rules, search
from ..models import Case, Category, Ladder, Photo, State, Stay, Visibility
from ..models.case import hash_code
from ..pictures import Picture
from .desks import keep_photos, put_on_desk, tell_resident

CODE_DIGITS = 8
TITLE_LENGTH = 30


def new_code() -> str:
    """Eight digits that follow a case without an account; attempts at guessing are limited where it is asked for."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


@action(may=rules.may_report, lock=False)
def report(actor, place: Place, **what: Any) -> Case:
    """The resident's own words are a case, on the desk of whoever deals with it first. Fields as in `_open`."""
    return _open(actor, place, reporter=actor.person, **what)


@action(may=rules.may_file, lock=False)
def file(actor, place: Place, **what: Any) -> Case:
    """What a caller or visitor said is a case; whoever wrote it down is not its reporter. Fields as in `_open`."""
    return _open(actor, place, reporter=None, **what)


def _open(
    actor,
    place: Place,
    *,
    words: str,
    category: Category,
    channel: str,
    code: str,
    visibility: str = Visibility.PUBLIC,
    about: Organisation | None = None,
    reporter: Any = None,
    contact_name: str = "",
    contact_phone: str = "",
    language: str = "zh-hans",
    title: str = "",
    source: str | None = None,
    photos: Iterable[Picture] = (),
) -> Case:
    now, salt, words = clock.now(), new_salt(), clean(words)
    first = Ladder.objects.first_desk(place.path, about.pk if about else None)
    if first is None:
        raise Refused(_("Nobody holds a post for this place yet. Please tell the community committee."))
    rung, post = first
    names = [contact_name, reporter.name if reporter else ""]
    if visibility == Visibility.ANONYMOUS:
        reporter, contact_name, contact_phone = None, "", ""
    case = Case.objects.create(
        place=place,
        place_path=place.path,
        category=category,
        channel=channel,
        visibility=visibility,
        about=about,
        title=title_of(title or words, names),
        words=words,
        public_words=mask(words, names),
        salt=salt,
        reporter=reporter,
        contact_name=contact_name,
        contact_phone=contact_phone,
        language=language,
        code_hash=hash_code(salt, code),
        source=source,
        state=State.REPORTED,
        ladder=rung.ladder,
        position=rung.position,
        holder=post,
        reported_at=now,
        due_at=rung.due(now),
        changed_at=now,
    )
    emit(
        events.Reported(category=category.code, channel=channel, visibility=visibility, words=case.digest),
        about=case,
        by=actor,
    )
    keep_photos(actor, case, Photo.Stage.REPORT, photos, at=now)
    put_on_desk(actor, case, post, position=rung.position, due_at=rung.due(now), why=Stay.Why.REPORTED)
    tell_resident(case, notices.RECEIVED, holder=post.title_when_read)
    search.index(case)
    return case


def title_of(words: str, names: Iterable[str] = ()) -> str:
    """The first sentence, masked, cut at a length a list can show."""
    first = re.split(r"[。！？!?\n；;]", clean(words), maxsplit=1)[0].strip(" ，,、") or clean(words)
    shown = mask(" ".join(first.split()), names)
    return shown if len(shown) <= TITLE_LENGTH else shown[: TITLE_LENGTH - 1] + "…"
