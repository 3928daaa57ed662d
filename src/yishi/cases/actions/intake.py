"""The beginning of a case: a resident says something, or somebody writes it down for them."""

import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.insight.masking import find, mask
from yishi.insight.words import clean
from yishi.network import known as net
from yishi.network.models import Organisation, Place, Post
from yishi.network.pictures import Picture
from yishi.people.models import PrivacyNotice
from yishi.record import Refused, action, bulk, clock, digest, emit, new_salt
from yishi.record.events import Event
from yishi.record.rows import put

from .. import clocks, events, known, notices, rules, search
from ..models import Case, Category, Channel, Ladder, Photo, Rung, State, Stay, Visibility, Wording
from ..models.case import hash_code
from ..models.contact import number_key
from .desks import keep_photos, put_on_desk, tell_resident

CODE_DIGITS = 8
TITLE_LENGTH = 30
NOBODY_YET = _("Nobody holds a post for this place yet. Please tell the community committee.")


def new_code() -> str:
    """Eight digits that follow a case without an account; attempts at guessing are limited where it is asked for."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _as_it_is(place: Place) -> Place | None:
    return net.place(place.pk)


@action(may=rules.may_report, lock=False, read=_as_it_is)
def report(actor, place: Place, **what: Any) -> Case:
    """The resident's own words are a case, on the desk of whoever deals with it first. Fields as in `begun`."""
    return _open(actor, place, reporter=actor.person, **what)


@action(may=rules.may_file, lock=False, read=_as_it_is)
def file(actor, place: Place, **what: Any) -> Case:
    """What a caller or visitor said is a case; whoever wrote it down is not its reporter. Fields as in `begun`."""
    return _open(actor, place, reporter=None, **what)


def _open(
    actor, place: Place, *, about: Organisation | None = None, photos: Iterable[Picture] = (), **what: Any
) -> Case:
    return open_case(actor, place, about=about, photos=photos, **what)


def open_case(
    actor,
    place: Place,
    *,
    about: Organisation | None = None,
    photos: Iterable[Picture] = (),
    desk: tuple[Rung, Post] | None = None,
    looked_at: tuple[str, str] | None = None,
    **what: Any,
) -> Case:
    """What `report` and `file` do, for an action that brings a case to a desk of its own, or words (title and text for
    everybody) that somebody has looked at already."""
    first = desk or known.first_desk(place.path, about.pk if about else None)
    if first is None:
        raise Refused(NOBODY_YET)
    rung, post = first
    case = begun(place, rung, post, about=about, **what)
    if case.contact_phone or case.contact_name:
        case.consent = PrivacyNotice.objects.present().version
    first_look = published_at_once(case)
    if looked_at:
        case.draft_title, case.draft_words = looked_at
        publish(case)
        first_look = "session"
    put(case)
    for event in opening(case, first_look):
        emit(event, about=case, by=actor)
    keep_photos(actor, case, Photo.Stage.REPORT, photos, at=case.reported_at)
    put_on_desk(actor, case, post, position=rung.position, why=Stay.Why.REPORTED)
    tell_resident(case, notices.RECEIVED, holder=post.title_when_read)
    search.index(case, fresh=True)
    return case


def opening(case: Case, first_look: str) -> Iterator[Event]:
    """What the record is told of a new case; `first_look` as `published_at_once` gives it."""
    yield events.Reported(
        category=case.category.code, channel=case.channel, visibility=case.visibility, words=case.digest
    )
    if first_look in ("rule", "session"):
        yield events.WordsApproved(words=digest(case.salt, case.public_words), photos=0, by=first_look)


def published_at_once(case: Case) -> str:
    """Publish words that need no person's look. Gives why they need none, or nothing."""
    if why := _needs_no_look(case, case.ladder):
        publish(case)
    return why


def begun(
    place: Place,
    rung: Rung,
    post: Post,
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
) -> Case:
    """The case as it is written first, by the clock's time, on its first desk; not saved yet, and its words not yet
    published (see `publish`)."""
    now, salt, words = clock.now(), new_salt(), clean(words)
    names = [contact_name, reporter.name if reporter else ""]
    if visibility == Visibility.ANONYMOUS:
        reporter, contact_name, contact_phone = None, "", ""
    case = bulk.made(
        Case,
        place=place,
        place_path=place.path,
        category=category,
        channel=channel,
        visibility=visibility,
        about=about,
        title=category.name_zh[:60],
        words=words,
        public_words="",
        draft_title=title_of(title or words, names),
        draft_words=mask(words, names),
        salt=salt,
        reporter=reporter,
        contact_name=contact_name,
        contact_phone=contact_phone,
        contact_key=number_key(contact_phone),
        language=language,
        code_hash=hash_code(salt, code),
        source=source,
        state=State.REPORTED,
        ladder=rung.ladder,
        position=rung.position,
        holder=post,
        reported_at=now,
        urgency=category.urgency,
        due_at=now,
        changed_at=now,
    )
    for name, value in clocks.started(case).items():
        setattr(case, name, value)
    return case


def publish(case: Case) -> None:
    """Everybody reads the words as they are masked, without a person's look; of a case that is not saved yet."""
    case.wording, case.title, case.public_words = Wording.APPROVED, case.draft_title, case.draft_words


def _needs_no_look(case: Case, ladder: Ladder) -> str:
    """`import` where somebody brings in what was public elsewhere; `rule` where the ladder lets words in which nothing
    points to a person, not even doubtfully, be shown at once; else nothing."""
    if case.channel == Channel.IMPORT:
        return "import"
    unmasked = case.in_the_open and case.draft_words == case.words
    return "rule" if ladder.sure_at_once and unmasked and not find(case.words) else ""


def title_of(words: str, names: Iterable[str] = ()) -> str:
    """The first sentence, masked, cut at a length a list can show."""
    first = re.split(r"[。！？!?\n；;]", clean(words), maxsplit=1)[0].strip(" ，,、") or clean(words)
    shown = mask(" ".join(first.split()), names)
    return shown if len(shown) <= TITLE_LENGTH else shown[: TITLE_LENGTH - 1] + "…"
