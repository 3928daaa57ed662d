"""Builds the demo city by calling actions, and nothing else: places, posts, people, then every story step by step in
the order of time, with the clock of the house set to each step's moment. All of it is one transaction, so a build that
is cut short leaves nothing behind and simply begins anew."""

import datetime as dt
import heapq
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from yishi.cases import actions, pictures, rules, setup, taxonomy
from yishi.cases.models import Case, Category, Photo, State
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.network.models import Organisation, Place, Post
from yishi.notices.actions import mark_all_read, quietly
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import Refused, clock
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry

from . import checking, confiding, content, hands, joining, judging, pressing, shapes, timing
from . import pictures as drawn

PASSWORD = "yishi-demo"
"""Of everybody in the demo city, and of nobody else."""
BEFORE_FIRST_STORY = dt.timedelta(days=30)
READ_AFTER = dt.timedelta(days=1)
"""What was told longer ago than this has been read."""

GROUNDS = {"outside": "outside", "procedure": "court"}
"""A storyline's kind of decline: the ground as the desk's form has it."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


def quiet(_what: str, _done: int, _of: int) -> None:
    """No progress is shown."""


@dataclass
class City:
    """What has been built so far, by the keys of the content."""

    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)


def is_built() -> bool:
    """Whether the database holds the demo city. Its communities have codes that are issued to nobody."""
    codes = [place.code for place in content.COMMUNITIES.values()]
    names = [place.zh for place in content.COMMUNITIES.values()]
    return Place.objects.filter(code__in=codes, name_zh__in=names).count() == len(codes)


def holds_something_else() -> bool:
    """Whether somebody has begun to use this database for something that the demo must not be mixed into."""
    return not is_built() and (
        Case.objects.exclude(source__startswith="messages:").exists()
        or Post.objects.exclude(code__startswith="imported-board").exists()
    )


def build(progress: Progress = quiet, matters: tuple[shapes.Matter, ...] = content.MATTERS) -> dict[str, Any]:
    """The demo city stands, told up to this moment. Gives what it counts."""
    now = timezone.localtime(clock.now())
    begins = min(shapes.told_at(matter, now) for matter in matters) - BEFORE_FIRST_STORY
    with transaction.atomic(), quietly():
        with clock.at(begins):
            city = _found(progress)
        _tell_everything(city, matters, now, progress)
        _read_old_messages(city, now)
    while seal_waiting():
        pass
    return counted()


def counted() -> dict[str, Any]:
    """How much there is."""
    return {
        "places": Place.objects.count(),
        "people": Person.objects.count(),
        "cases": Case.objects.count(),
        "photos": Photo.objects.count(),
        "events": Entry.objects.count(),
    }


# --- places, bodies, people, posts ---


def _found(progress: Progress) -> City:
    city = City()
    for done, said in enumerate(content.PLACES, 1):
        city.places[said.code] = _place(city, said)
        progress("Places", done, len(content.PLACES))
    for done, person in enumerate(content.PEOPLE.values(), 1):
        city.people[person.key] = _person(person)
        progress("People", done, len(content.PEOPLE))
    for done, body in enumerate(content.ORGANISATIONS, 1):
        place = city.places[body.place]
        city.organisations[body.key] = network.found(
            CLOCK, place, kind=body.kind, code=body.key, name_zh=body.zh, name_en=body.en
        )
        progress("Bodies", done, len(content.ORGANISATIONS))
    for done, post in enumerate(content.POSTS.values(), 1):
        city.posts[post.key] = _post(city, post)
        progress("Posts", done, len(content.POSTS))
    setup.enter_taxonomy(CLOCK)
    city.categories = {category.code: category for category in Category.objects.all()}
    setup.enter_ladder(CLOCK, city.places[content.STREET])
    joining.settle_in(city)
    checking.settle_in(city)
    return city


def _place(city: City, said: shapes.Place) -> Place:
    there = Place.objects.filter(code=said.code).first()  # where divisions were imported before
    parent = city.places.get(said.parent)
    return there or network.add_place(
        CLOCK, parent, code=said.code, level=said.level, name_zh=said.zh, name_en=said.en
    )


_encoded: list[str] = []


def _person(said: shapes.Person) -> Person:
    if not _encoded:
        _encoded.append(make_password(PASSWORD))  # slow by design, so once for all
    return people.register(
        CLOCK, None, username=said.key, name=said.zh, phone=said.phone, encoded=_encoded[0]
    )


def _post(city: City, said: shapes.Post) -> Post:
    holders = [city.people[key] for key in said.holders]
    post = network.create_post(
        CLOCK,
        city.organisations[said.organisation],
        role=said.role,
        code=said.key,
        place=city.places[said.place],
        phone=content.PEOPLE[said.holders[0]].phone,
    )
    for holder in holders:
        network.appoint(CLOCK, post, person=holder)
    return post


# --- stories ---


def _tell_everything(
    city: City, matters: tuple[shapes.Matter, ...], now: dt.datetime, progress: Progress
) -> None:
    """Everything that was said and done, all stories interwoven as they happened."""
    turn, tellings = count(), [Telling(city, matter) for matter in matters]
    due: list[tuple[dt.datetime, int, Any, shapes.Step | None]] = []
    for telling in tellings:
        due.append((shapes.told_at(telling.matter, now), next(turn), telling, None))
        due += [(at, next(turn), telling, step) for at, step in shapes.timeline(telling.matter, now)]
    due += [(at, next(turn), aside, None) for at, aside in judging.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in hands.asides(city, now)]
    due += [(at, next(turn), aside, None) for at, aside in confiding.asides(city, now)]
    heapq.heapify(due)
    total = len(due)
    for done in range(1, total + 1):
        at, _turn, telling, step = heapq.heappop(due)
        _let_lapse(at)
        with clock.at(at):
            telling.begin() if step is None else telling.go_on(step)
        progress("Story", done, total)
    _let_lapse(now)


def _let_lapse(until: dt.datetime) -> None:
    """What nobody replied to has ended in silence, each when its time was over."""
    wait = dt.timedelta(days=setup.LAPSE_DAYS, minutes=1)
    silent = Case.objects.filter(state=State.ANSWERED, answered_at__lt=until - wait).order_by("answered_at")
    for case in silent:
        if case.answered_at:
            with clock.at(case.answered_at + wait):
                actions.lapse(CLOCK, case)


class Telling:
    """One matter as it is played: who says and does what, by way of the actions everybody uses."""

    def __init__(self, city: City, matter: shapes.Matter):
        self.city, self.matter = city, matter
        self.case = Case()

    # what the resident does

    def begin(self) -> None:
        """It is said: by the resident, or to somebody who writes it down."""
        matter = self.matter
        said = content.PEOPLE.get(matter.by)
        what: dict[str, Any] = {
            "words": self._words(),
            "category": self.city.categories[matter.category],
            "channel": matter.channel,
            "visibility": matter.visibility,
            "about": self._about(),
            "code": code_of(matter),
            "photos": [self._picture(after=False)] if matter.attached else [],
        }
        place = self.city.places[content.code_of(matter.place)]
        what["contact_name"], what["contact_phone"] = (said.zh, said.phone) if said else (matter.caller, "")
        if matter.written_by:
            self.case = actions.file(self._acting(matter.written_by), place, **what)
        else:
            resident = Actor(person=self.city.people[matter.by]) if said else ANYONE
            self.case = actions.report(resident, place, **what)
        self.city.cases[matter.key] = self.case.pk

    def _words(self) -> str:
        asked = {question.key: question for question in taxonomy.BY_CODE[self.matter.category].questions}
        lines = [self.matter.words]
        for key, answer in self.matter.answers:
            question = asked[key]
            known = {"yes": "是", "no": "否", **{code: zh for code, zh, _en in question.choices}}
            lines.append(f"{question.zh}{answer if question.kind == 'text' else known[answer]}")
        return "\n".join(lines)

    def _about(self) -> Organisation | None:
        who = {"committee": "clerk"}.get(self.matter.about, self.matter.about)
        return self._post(who).organisation if who else None

    def feedback(self, step: shapes.Step) -> None:
        """The resident judges the answer: on the page, or on the telephone for whoever reported by telephone."""
        channel = "phone" if self.matter.channel in ("phone", "door") and self.case.contact_phone else "page"
        who = self._acting("hotline") if channel == "phone" else Actor(follows=frozenset({self.case.pk}))
        said: dict[str, Any] = {"contacted": step.contacted, "text": step.words, "channel": channel}
        said["satisfaction"] = step.level
        if step.solved:
            actions.confirm(who, self.case, **said)
        else:
            actions.contest(who, self.case, photos=self._photos(step), **said)

    def withdraw(self, step: shapes.Step) -> None:
        actions.withdraw(Actor(follows=frozenset({self.case.pk})), self.case, text=step.words)

    # what those who handle it do

    def go_on(self, step: shapes.Step) -> None:
        """The next step of the story."""
        self.case.refresh_from_db()
        doing: dict[str, Callable[[shapes.Step], None]] = {
            "take": self.take, "call": self.call, "note": self.note, "promise": self.promise,
            "return": self.send_back, "rule": self.rule, "hand_up": self.hand_up, "ask": self.ask,
            "part": self.part, "answer": self.answer, "decline": self.decline, "feedback": self.feedback,
            "withdraw": self.withdraw,
        }  # fmt: skip
        if step.does in doing:
            doing[step.does](step)
        elif not (checking.play(self, step) or joining.play(self, step) or timing.play(self, step)):
            pressing.play(self, step)
        self.look(step)

    def look(self, step: shapes.Step) -> None:
        """Whoever deals with the matter has looked at words and photos, and everybody sees them from now on."""
        self.case.refresh_from_db()
        who = self._acting(step.who) if step.who not in ("", "resident") else None
        if who is None:
            return
        if self.case.is_pending and rules.may_approve_words(who, self.case):
            actions.approve_words(who, self.case)
        elif self.case.is_shown and rules.may_release_photos(who, self.case):
            with suppress(Refused):  # no photo waits
                actions.release_photos(who, self.case)

    def take(self, step: shapes.Step) -> None:
        self.case = actions.take(self._acting(step.who), self.case)
        if step.words:
            self.note(step)

    def call(self, step: shapes.Step) -> None:
        actions.call(self._acting(step.who), self.case, outcome="reached", text=step.words)

    def note(self, step: shapes.Step) -> None:
        who = self._acting(step.who)
        if step.photo:
            actions.add_photos(who, self.case, photos=self._photos(step), stage=step.photo)
        actions.note(who, self.case, text=step.words, public=not step.internal)

    def promise(self, step: shapes.Step) -> None:
        day = clock.today() + dt.timedelta(days=step.in_days)
        actions.promise(self._acting(step.who), self.case, text=step.words, due_on=day)

    def send_back(self, step: shapes.Step) -> None:
        who, proposed = self._acting(step.who), self._post(step.to)
        actions.send_back(who, self.case, reason=step.words, proposed=proposed)

    def rule(self, step: shapes.Step) -> None:
        actions.rule(self._acting(step.who), self.case, reason=step.words, to=self._post(step.to))

    def hand_up(self, step: shapes.Step) -> None:
        actions.hand_up(self._acting(step.who), self.case, reason=step.words)

    def ask(self, step: shapes.Step) -> None:
        who, unit = self._acting(step.who), self._post(step.to)
        actions.ask_part(who, self.case, asked=unit, text=step.words, lead=step.lead)

    def part(self, step: shapes.Step) -> None:
        actions.answer_part(self._acting(step.who), self.case, text=step.words)

    def answer(self, step: shapes.Step) -> None:
        remaining_on = clock.today() + dt.timedelta(days=step.in_days) if step.in_days else None
        actions.answer(
            self._acting(step.who),
            self.case,
            kind=step.kind,
            text=step.words,
            remaining=step.remains,
            remaining_on=remaining_on,
            basis=step.basis or step.ground,
            alternative=step.door,
            photos=self._photos(step),
        )

    def decline(self, step: shapes.Step) -> None:
        text, ground = f"{step.words}{step.ground}", GROUNDS[step.kind]
        actions.decline(self._acting(step.who), self.case, ground=ground, text=text, door=step.door)

    # who and what

    def _post(self, who: str) -> Post:
        return self.city.posts[content.who_is(who, self.matter.place).post]

    def _acting(self, who: str) -> Actor:
        said = content.who_is(who, self.matter.place)
        return acting(self.city.posts[said.post], self.city.people[said.person])

    def _photos(self, step: shapes.Step) -> list[pictures.Picture]:
        return [self._picture(step.photo == "after")] if step.photo else []

    def _picture(self, after: bool) -> pictures.Picture:
        data = drawn.draw(self.matter.picture, self.matter.seed, after)
        file = io.BytesIO(data)
        file.size = len(data)  # type: ignore[attr-defined]
        return pictures.read(file)


def code_of(matter: shapes.Matter) -> str:
    """The code that follows a case of the demo: known beforehand, so that anybody can play its resident."""
    return f"{matter.seed % 10**8:08d}"


def _read_old_messages(city: City, now: dt.datetime) -> None:
    newest = Message.objects.filter(created_at__lt=now - READ_AFTER).order_by("-pk").first()
    if newest is None:
        return
    readers = [acting(post) for post in city.posts.values()]
    readers += [Actor(person=person) for person in city.people.values()]
    with clock.at(now):
        for reader in readers:
            mark_all_read(reader, up_to=newest.pk)
