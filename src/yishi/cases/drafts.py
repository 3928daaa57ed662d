"""A report that is being written: kept in the session under an unguessable name until it is sent, its photos in the
storage beside it. Nobody else can open it, and nothing of it stands in the database."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yishi.network import known as net
from yishi.network import pictures
from yishi.network.models import Organisation, Place
from yishi.network.pictures import Picture

from . import known
from .actions.intake import new_code
from .models import Case, Category, Channel, Question, Visibility

STEPS = ("place", "category", "questions", "words", "neighbours", "photos", "who", "check")
MOST_DRAFTS = 6
_FOLDER = "drafts"


@dataclass
class Draft:
    """What has been said so far. `key` makes sending happen once; `code` will follow the case."""

    token: str
    key: str
    code: str
    channel: str = Channel.WEB
    place_id: int = 0
    category_id: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    words: str = ""
    about_id: int | None = None
    photos: list[list[Any]] = field(default_factory=list)
    visibility: str = Visibility.PUBLIC
    contact_name: str = ""
    contact_phone: str = ""
    done: list[str] = field(default_factory=list)
    alike: list[int] = field(default_factory=list)
    case_id: int = 0

    @property
    def place(self) -> Place:
        """Raises Place.DoesNotExist where it is gone."""
        return self._kept("place", self.place_id, net.living_place, Place.DoesNotExist)

    @property
    def category(self) -> Category:
        """Raises Category.DoesNotExist where it is gone."""
        return self._kept("category", self.category_id, known.category, Category.DoesNotExist)

    @property
    def questions(self) -> list[Question]:
        """What its category asks."""
        return self._kept("questions", self.category_id, known.questions, Category.DoesNotExist)

    def _kept(self, what: str, pk: int, find: Callable[[int], Any], missing: type[Exception]) -> Any:
        """What it points to, looked for once. Raises `missing` where it is gone."""
        name = f"_read_{what}"
        if getattr(self, name, (None,))[0] != pk:
            setattr(self, name, (pk, find(pk)))
        if (found := getattr(self, name)[1]) is None:
            raise missing
        return found

    @property
    def about(self) -> Organisation | None:
        return Organisation.objects.filter(pk=self.about_id).first() if self.about_id else None

    @property
    def steps(self) -> list[str]:
        """The screens of this report: those that have nothing to ask are left out."""
        asks = bool(self.questions)
        empty = {step for step, full in (("questions", asks), ("neighbours", self.alike)) if not full}
        return [step for step in STEPS if step not in empty]

    def missing(self, before: str = "") -> str:
        """The first screen that has not been answered, up to the one named."""
        for step in self.steps:
            if step == before:
                return ""
            if step not in self.done:
                return step
        return ""

    def after(self, step: str) -> str:
        """Where to go from a screen: to the next one, or back to the last one for whoever came from there."""
        missing = self.missing("check")
        if "check" in self.done:
            return missing or "check"
        steps = self.steps
        return steps[steps.index(step) + 1] if step in steps else missing or "check"

    def found_alike(self, cases: list[int]) -> None:
        """What neighbours already said; the screen is shown anew where something else was found."""
        if self.alike != cases:
            self.done = [step for step in self.done if step != "neighbours"]
        self.alike = cases

    def answered(self, step: str) -> None:
        if step not in self.done:
            self.done.append(step)

    def choose(self, category: Category) -> None:
        """The matter is of this kind; what another kind asked is forgotten."""
        if self.category_id != category.pk:
            self.answers, self.done = {}, [s for s in self.done if s != "questions"]
        self.category_id = category.pk
        self.answered("category")

    def said(self) -> list[tuple[str, str]]:
        """Questions and answers, in the reader's language."""
        return list(self._said(lambda q: q.text, lambda q, kept: dict(q.choices).get(kept, kept)))

    def text(self) -> str:
        """The words with the answers under them, as the case keeps them."""
        said = self._said(lambda q: q.text_zh, lambda _question, kept: kept)
        return "\n".join([self.words, *(f"{question}{answer}" for question, answer in said)])

    def _said(self, question_of: Any, answer_of: Any) -> Iterator[tuple[str, str]]:
        for question in self.questions:
            if kept := self.answers.get(str(question.pk)):
                yield question_of(question), answer_of(question, kept)

    @property
    def room(self) -> int:
        """How many photos still fit."""
        return max(pictures.MOST_PHOTOS - len(self.photos), 0)

    def add_photos(self, read: Iterable[pictures.Picture]) -> None:
        """They belong to the report. One that is there already, because the answer was lost and the browser sent it
        again, is not added twice."""
        there = {picture.full for picture in self._readable()}
        for picture in [each for each in read if each.full not in there][: self.room]:
            name = f"{_FOLDER}/{self.token}/{secrets.token_hex(8)}"
            default_storage.save(f"{name}.jpg", ContentFile(picture.full))
            default_storage.save(f"{name}-small.jpg", ContentFile(picture.small))
            self.photos.append([name, picture.width, picture.height])

    def remove_photo(self, n: int) -> None:
        if 0 <= n < len(self.photos):
            _delete_photo(self.photos.pop(n)[0])

    def photo(self, n: int) -> bytes:
        """The n-th photo, small. Raises FileNotFoundError."""
        return pictures.load(self.photos[n][0], small=True)

    def pictures(self) -> Iterator[pictures.Picture]:
        """The photos, read when they are asked for. Raises FileNotFoundError where they are gone."""
        for name, width, height in self.photos:
            yield pictures.Picture(pictures.load(name), pictures.load(name, small=True), width, height)

    def _readable(self) -> Iterator[Picture]:
        for name, width, height in self.photos:
            with suppress(FileNotFoundError):
                yield pictures.Picture(pictures.load(name), b"", width, height)

    def drop_lost_photos(self) -> bool:
        """Forget photos that are no longer in the storage, as after two days without being sent. Says whether any."""
        there = [photo for photo in self.photos if default_storage.exists(f"{photo[0]}.jpg")]
        lost = len(there) < len(self.photos)
        self.photos = there
        return lost

    def empty(self) -> None:
        """The photos are gone."""
        for name, _width, _height in self.photos:
            _delete_photo(name)
        self.photos = []


def _delete_photo(name: str) -> None:
    for ending in (".jpg", "-small.jpg"):
        default_storage.delete(name + ending)


def begin(session: Any, place: Place, channel: str) -> Draft:
    """A new report from this place; the oldest of too many is dropped."""
    draft = Draft(
        secrets.token_urlsafe(16), secrets.token_urlsafe(16), new_code(), channel, place.pk, done=["place"]
    )
    kept = session.get("drafts", {})
    while len(kept) >= MOST_DRAFTS:
        Draft(**kept.pop(next(iter(kept)))).empty()
    session["drafts"] = kept
    keep(session, draft)
    return draft


def find(session: Any, token: str) -> Draft | None:
    """The report of this name, if this session writes it. What is no longer offered must be chosen anew."""
    kept = session.get("drafts", {}).get(token)
    if not kept:
        return None
    draft = Draft(**kept)
    gone = set()
    try:
        _ = draft.place
    except Place.DoesNotExist:
        gone.add("place")
    try:
        is_offered = draft.category.active and draft.category.parent_id is not None
    except Category.DoesNotExist:
        is_offered = False
    if not is_offered:
        gone.add("category")
    draft.done = [step for step in draft.done if step not in gone]
    return draft


def keep(session: Any, draft: Draft) -> None:
    """What was said is kept."""
    session["drafts"] = {**session.get("drafts", {}), draft.token: asdict(draft)}


def drop(session: Any, token: str) -> None:
    """A report that is no longer needed: nothing of it stays."""
    kept = session.get("drafts", {})
    if token in kept:
        Draft(**kept[token]).empty()
        session["drafts"] = {name: draft for name, draft in kept.items() if name != token}


def sent(session: Any, draft: Draft, case: Case) -> None:
    """It has become a case; nothing of what was said stays here. The photos go when the case is durable (`empty`)."""
    keep(session, Draft(draft.token, draft.key, "", case_id=case.pk))
