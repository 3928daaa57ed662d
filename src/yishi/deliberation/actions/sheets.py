"""What is said, written down: a sheet is opened, and what people say is taken down with a number at once."""

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from yishi.cases import known
from yishi.cases.actions.intake import title_of
from yishi.cases.models import Wording
from yishi.insight.masking import find, mask
from yishi.insight.words import clean
from yishi.network.models import Place
from yishi.network.pictures import Picture, keep
from yishi.record import Refused, action, chore, clock, digest, emit, new_salt

from .. import events, rules
from ..models import Item, Opinion, OpinionPhoto, Session, Sheet, Wall
from .attending import of_session
from .minutes import late_lines

MOST_WORDS = 1000
MOST_LINES = 500
MOST_SHEETS = 200
_LETTERS = [each for each in string.ascii_uppercase if each not in "IOPW"]
"""Of devices. P is paper and W the wall; I and O are read as digits."""
EMPTY = _("There are no words on this line.")


class AllThere(Refused):
    """Every line that was sent stands there already: it was sent twice, and counts once."""

    def __init__(self) -> None:
        super().__init__(_("This stands there already."), moved_on=True)


@dataclass(frozen=True)
class Line:
    """One thing somebody said, as it was typed. `key` was made where it was typed; `number` was given there, or is None
    and given here; `said_at` is the device's moment."""

    key: str
    words: str
    said_by: str = ""
    building: Place | None = None
    item: Item | None = None
    number: int | None = None
    said_at: datetime | None = None
    photos: tuple[Picture, ...] = ()


def letter_for(session: Session, kind: str) -> str:
    """The next free letter: A, B … of devices, then AA, AB …; P, PB, PC … of paper; W of the wall."""
    taken = set(session.sheets.values_list("letter", flat=True))
    if len(taken) >= MOST_SHEETS:
        raise Refused(_("This session has more sheets than anybody can write on."))
    if kind == Sheet.Kind.WALL:
        return "W"
    first = "P" if kind == Sheet.Kind.PAPER else ""
    pairs = (one + two for one in _LETTERS for two in _LETTERS)
    offered = (
        [first, *(first + each for each in _LETTERS), *(first + each for each in pairs)]
        if first
        else [*_LETTERS, *pairs]
    )
    return next(each for each in offered if each not in taken)


@action(may=rules.may_open_sheet)
def open_sheet(actor, session: Session, *, key: str, kind: str = Sheet.Kind.DEVICE) -> Sheet:
    """A device, a paper or the wall has a letter of its own at this session. One that has one already is told so
    (Refused): whoever asks looks first."""
    if Sheet.objects.filter(key=key).exists():
        raise Refused(_("This stands there already."), moved_on=True)
    return opened(actor, session, key, kind)


def opened(actor, session: Session, key: str, kind: str) -> Sheet:
    """The new sheet, within an action that holds the session."""
    sheet = Sheet.objects.create(
        session=session,
        letter=letter_for(session, kind),
        kind=kind,
        post=actor.post,
        key=key,
        at=clock.now(),
    )
    emit(events.SheetOpened(letter=sheet.letter, sheet_kind=sheet.kind), about=session, by=actor)
    return sheet


@action(may=rules.may_take_down)
def take_down(actor, sheet: Sheet, *, lines: Sequence[Line]) -> list[Opinion]:
    """What these lines say is written down, each with the number its device gave it; those that stand there already are
    passed over. A number that the sheet has given before, to another line, is one of a copied device: what it brings
    goes onto a new sheet, with the next free numbers there. Gives an opinion for each line. Raises Refused for a line
    without words, and AllThere where nothing was new."""
    session = sheet.session
    there = {each.line: each for each in _with_sheet().filter(line__in=[line.key for line in lines])}
    if any(each.session_id != session.pk for each in there.values()):
        raise Refused(_("This line belongs to another session."))
    fresh = list({line.key: line for line in lines if line.key not in there}.values())
    if not fresh:
        raise AllThere
    if len(fresh) > MOST_LINES:
        raise Refused(_("At most %(most)s lines at once, please.") % {"most": MOST_LINES})
    numbers = _Numbers(actor, sheet)
    made = [opinion_of(session, *numbers.give(line.number), line) for line in fresh]
    Opinion.objects.bulk_create(made)
    at_once = shown_at_once(session, made)
    for line, opinion in zip(fresh, made, strict=True):
        tell(actor, opinion, opinion in at_once)
        _keep_photos(actor, opinion, line.photos)
    late_lines(actor, session, made)
    touch(session.pk)
    return [there.get(line.key) or next(o for o in made if o.line == line.key) for line in lines]


def _with_sheet():
    return Opinion.objects.select_related("sheet", "session")


class _Numbers:
    """Gives the lines of a sheet their numbers; a number that is taken brings a new sheet."""

    def __init__(self, actor, sheet: Sheet) -> None:
        self.actor, self.sheet = actor, sheet
        self.taken = set(sheet.opinions.values_list("number", flat=True))
        self.new: Sheet | None = None
        self.last = max(self.taken, default=0)
        self.last_of_new = 0

    def give(self, wanted: int | None) -> tuple[Sheet, int]:
        if wanted is None or wanted not in self.taken:
            number = wanted or self.last + 1
            self.taken.add(number)
            self.last = max(self.last, number)
            return self.sheet, number
        if self.new is None:
            session = Session.objects.select_for_update().get(pk=self.sheet.session_id)
            self.new = opened(self.actor, session, f"{session.pk}-{secrets.token_hex(12)}", Sheet.Kind.DEVICE)
        self.last_of_new += 1
        return self.new, self.last_of_new


def opinion_of(session: Session, sheet: Sheet, number: int, line: Line) -> Opinion:
    """The row, not saved yet. Raises Refused without words, and where a building or an item is not the session's."""
    words = clean(line.words)
    if not words:
        raise Refused(EMPTY)
    if len(words) > MOST_WORDS:
        raise Refused(_("At most %(most)s characters a line, please.") % {"most": MOST_WORDS})
    if line.item is not None and line.item.session_id != session.pk:
        raise Refused(_("This is not on the agenda of this session."))
    who = "" if session.names_gone_at else clean(line.said_by)[:40]
    now = clock.now()
    return Opinion(
        session=session,
        sheet=sheet,
        number=number,
        line=line.key,
        item=line.item,
        said_by=who,
        place=of_session(session, line.building) or session.place,
        words=words,
        draft_words=mask(words, [who]),
        draft_title=title_of(words, [who]),
        salt=new_salt(),
        said_at=held_within(session, line.said_at or now),
        at=now,
    )


def held_within(session: Session, said_at: datetime) -> datetime:
    """A device's moment, not before the session and not after it: a clock that goes wrong puts nothing elsewhere."""
    begun = min(session.opened_at or session.starts_at, clock.now())
    return max(begun, min(said_at, session.ended_at or clock.now(), clock.now()))


def shown_at_once(session: Session, opinions: Sequence[Opinion]) -> list[Opinion]:
    """Those in which nothing points to a person, where the house lets such words be shown without a look; they are."""
    ladder = known.ladder_over(session.place_path)
    if ladder is None or not ladder.sure_at_once:
        return []
    sure = [each for each in opinions if each.draft_words == each.words and not find(each.words)]
    for each in sure:
        show(each)
    Opinion.objects.bulk_update(sure, ["wording", "title", "public_words"])
    return sure


def show(opinion: Opinion) -> None:
    """Everybody reads the words as they are masked; not saved yet."""
    opinion.wording = Wording.APPROVED
    opinion.title, opinion.public_words = opinion.draft_title, opinion.draft_words


def tell(actor, opinion: Opinion, is_shown: bool) -> None:
    """The record of what was taken down."""
    taken = events.TakenDown(
        label=opinion.label, words=opinion.digest, late=opinion.is_late, of_day=opinion.session.of_day
    )
    emit(taken, about=opinion, by=actor)
    if is_shown:
        words = digest(opinion.salt, opinion.public_words)
        emit(events.OpinionShown(words=words, by="rule"), about=opinion, by=actor)


def _keep_photos(actor, opinion: Opinion, photos: Sequence[Picture]) -> None:
    for picture in photos:
        salt = new_salt()
        kept = OpinionPhoto.objects.create(
            opinion=opinion,
            name=keep(picture),
            width=picture.width,
            height=picture.height,
            salt=salt,
            digest=digest(salt, picture.full),
            at=clock.now(),
        )
        emit(events.Photographed(picture=kept.digest), about=opinion, by=actor)


def next_number(sheet: Sheet) -> int:
    """The number after the last one its sheet has given."""
    return (sheet.opinions.aggregate(last=Max("number"))["last"] or 0) + 1


@chore("tells those who look again and again that the wall shows something else; nothing of it is a fact")
def touch(session_pk: int) -> None:
    """The wall of a session shows something else from now on."""
    Wall.objects.filter(session=session_pk).update(stamp=F("stamp") + 1)
