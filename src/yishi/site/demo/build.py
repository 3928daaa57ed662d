"""Builds the demo city by calling actions, and nothing else: places, posts, people, then every story step by step in
the order of time, with the clock of the house set to each step's moment. All of it is one transaction, so a build that
is cut short leaves nothing behind and simply begins anew."""

import datetime as dt
import heapq
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from yishi.cases import actions, jobs, pictures, rules, setup, taxonomy
from yishi.cases.models import Answer, Case, Category, Feedback, Photo, State
from yishi.network import actions as network
from yishi.network.actors import ANYONE, CLOCK, Actor, acting
from yishi.network.models import Level, Organisation, Place, Post
from yishi.network.powers import Role
from yishi.notices.actions import mark_all_read, quietly
from yishi.notices.models import Message
from yishi.people import actions as people
from yishi.people.models import Person
from yishi.record import clock
from yishi.record.jobs import seal_waiting
from yishi.record.models import Entry

from . import content, pictures as drawn, shapes

PASSWORD = "yishi-demo"
"""Of everybody in the demo city, and of nobody else."""
BEFORE_FIRST_STORY = dt.timedelta(days=30)
READ_AFTER = dt.timedelta(days=1)
"""What was told longer ago than this has been read."""

LEVELS = {"prefecture": Level.CITY, "county": Level.DISTRICT}  # the others are called the same
KINDS = {
    "street_office": Organisation.Kind.OPERATOR,
    "community_committee": Organisation.Kind.COMMITTEE,
    "council": Organisation.Kind.COUNCIL,
    "estate_branch": Organisation.Kind.BRANCH,
    "property_company": Organisation.Kind.PROPERTY,
    "department": Organisation.Kind.DEPARTMENT,
}
ROLES = {
    "community_secretary": Role.COMMITTEE,
    "community_clerk": Role.COMMITTEE,
    "council_secretary": Role.COUNCIL,
    "hotline_clerk": Role.HOTLINE,
    "branch_secretary": Role.BRANCH,
    "steward": Role.STEWARD,
    "member_on_duty": Role.ON_DUTY,
    "property_manager": Role.PROPERTY,
    "department_liaison": Role.DEPARTMENT,
    "operator": Role.OPERATOR,
}
OWN_BODY = {
    # those whom a resident may complain about, or ring, as a body of their own
    Role.STEWARD: (Organisation.Kind.STEWARDS, "stewards", "红色小管家", "stewards"),
    Role.HOTLINE: (Organisation.Kind.HOTLINE, "hotline", "热线", "hotline"),
}
LEVELS_OF_FEEDBACK = {"dissatisfied": Feedback.Satisfaction.UNSATISFIED}
GROUNDS = {"court": "法院", "petition": "信访"}  # ground of a decline: a word that its wording holds

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
    for body in content.ORGANISATIONS:
        city.organisations[body.key] = network.found(
            CLOCK, city.places[body.place], kind=KINDS[body.kind], code=body.key, name_zh=body.zh, name_en=body.en
        )
    for done, post in enumerate(content.POSTS.values(), 1):
        _post(city, post)
        progress("Posts", done, len(content.POSTS))
    setup.enter_taxonomy(CLOCK)
    city.categories = {category.code: category for category in Category.objects.all()}
    setup.enter_ladder(CLOCK, city.places[content.STREET])
    return city


def _place(city: City, said: shapes.Place) -> Place:
    there = Place.objects.filter(code=said.code).first()  # where divisions were imported before
    level = LEVELS.get(said.kind, said.kind)
    parent = city.places.get(said.parent)
    return there or network.add_place(
        CLOCK, parent, code=said.code, level=level, name_zh=said.zh, name_en=said.en
    )


_encoded: list[str] = []


def _person(said: shapes.Person) -> Person:
    if not _encoded:
        _encoded.append(make_password(PASSWORD))  # slow by design, so once for all
    return people.register(
        CLOCK, None, username=said.key, name=said.zh, phone=said.phone, encoded=_encoded[0]
    )


def _post(city: City, said: shapes.Post) -> None:
    """Those who share a duty at a place share its desk: a case lies with the steward, whoever of them is on."""
    role, holder = ROLES[said.role], city.people[said.holder]
    place = city.places[said.place]
    post = next((p for p in city.posts.values() if (p.role, p.place_id) == (role, place.pk) and _is_shared(role)), None)
    if post is None:
        body = _body_of(city, said, role, place)
        post = network.create_post(CLOCK, body, role=role, code=said.key, place=place, phone=holder.phone or "")
    network.appoint(CLOCK, post, person=holder)
    city.posts[said.key] = post


def _is_shared(role: str) -> bool:
    return role in (Role.STEWARD, Role.ON_DUTY, Role.COMMITTEE)


def _body_of(city: City, said: shapes.Post, role: Role, place: Place) -> Organisation:
    if role not in OWN_BODY:
        return city.organisations[said.organisation]
    kind, key, zh, en = OWN_BODY[role]
    code = f"{said.key.split('.')[0]}.{key}"
    if code not in city.organisations:
        city.organisations[code] = network.found(
            CLOCK, place, kind=kind, code=code, name_zh=f"{place.name_zh}{zh}", name_en=f"{place.name_en} {en}"
        )
    return city.organisations[code]


# --- stories ---


def _tell_everything(
    city: City, matters: tuple[shapes.Matter, ...], now: dt.datetime, progress: Progress
) -> None:
    """Everything that was said and done, all stories interwoven as they happened."""
    turn, tellings = count(), [Telling(city, matter) for matter in matters]
    due: list[tuple[dt.datetime, int, Telling, shapes.Step | None]] = []
    for telling in tellings:
        due.append((shapes.told_at(telling.matter, now), next(turn), telling, None))
        due += [(at, next(turn), telling, step) for at, step in shapes.timeline(telling.matter, now)]
    heapq.heapify(due)
    total = len(due)
    for done in range(1, total + 1):
        at, _turn, telling, step = heapq.heappop(due)
        with clock.at(at):
            jobs.lapse_unanswered()
            telling.begin() if step is None else telling.go_on(step)
        progress("Story", done, total)
    jobs.lapse_unanswered()


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
        if matter.written_by:
            name, phone = (said.zh, said.phone) if said else (matter.caller, "")
            scribe = self._acting(matter.written_by)
            self.case = actions.file(scribe, place, contact_name=name, contact_phone=phone, **what)
        else:
            resident = Actor(person=self.city.people[matter.by]) if said else ANYONE
            self.case = actions.report(resident, place, contact_name=matter.caller, **what)

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
        said["satisfaction"] = LEVELS_OF_FEEDBACK.get(step.level, step.level)
        if step.solved:
            actions.confirm(who, self.case, **said)
        else:
            actions.contest(who, self.case, photos=self._photos(step), **said)

    # what those who handle it do

    def go_on(self, step: shapes.Step) -> None:
        """The next step of the story."""
        self.case.refresh_from_db()
        doing: dict[str, Callable[[shapes.Step], None]] = {
            "take": self.take, "call": self.call, "note": self.note, "promise": self.promise,
            "return": self.send_back, "rule": self.rule, "hand_up": self.hand_up, "ask": self.ask,
            "part": self.part, "answer": self.answer, "decline": self.decline, "feedback": self.feedback,
        }  # fmt: skip
        doing[step.does](step)

    def take(self, step: shapes.Step) -> None:
        who = self._acting(step.who)
        if rules.may_take(who, self.case):
            self.case = actions.take(who, self.case)
        elif self.case.state == State.REPORTED:
            self.case = actions.take(self._desk(step), self.case)
        self._say(step)

    def call(self, step: shapes.Step) -> None:
        who = self._acting(step.who)
        who = who if rules.may_call(who, self.case) else self._desk(step)
        if rules.may_call(who, self.case):
            actions.call(who, self.case, outcome="reached", text=step.words)
        else:
            self._say(step, public=False)

    def note(self, step: shapes.Step) -> None:
        if step.photo:
            actions.add_photos(self._desk(step), self.case, photos=self._photos(step), stage=step.photo)
        self._say(step, public=not step.internal)

    def promise(self, step: shapes.Step) -> None:
        day = clock.today() + dt.timedelta(days=step.in_days)
        actions.promise(self._desk(step), self.case, text=step.words, due_on=day)

    def send_back(self, step: shapes.Step) -> None:
        actions.send_back(self._desk(step), self.case, reason=step.words, proposed=self._other_desk(step.to))

    def rule(self, step: shapes.Step) -> None:
        actions.rule(self._desk(step), self.case, reason=step.words, to=self._other_desk(step.to))

    def hand_up(self, step: shapes.Step) -> None:
        actions.hand_up(self._desk(step), self.case, reason=step.words)

    def ask(self, step: shapes.Step) -> None:
        unit = self._post(step.to)
        can = rules.units_to_call(self.case).filter(pk=unit.pk).exists()
        if can and not self.case.parts.filter(asked=unit, replied_at=None).exists():
            actions.ask_part(self._desk(step), self.case, asked=unit, text=step.words, lead=step.lead)
        else:  # what a unit must not learn of the case is asked of it beside the case
            self._say(step, public=False)

    def part(self, step: shapes.Step) -> None:
        unit = self._acting(step.who)
        if rules.may_answer_part(unit, self.case):
            actions.answer_part(unit, self.case, text=step.words)
        else:
            self._say(step, public=False)

    def answer(self, step: shapes.Step) -> None:
        remaining_on = clock.today() + dt.timedelta(days=step.in_days) if step.in_days else None
        actions.answer(
            self._desk(step),
            self.case,
            kind=step.kind,
            text=step.words,
            remaining=step.remains,
            remaining_on=remaining_on if step.kind == Answer.Kind.PARTLY else None,
            basis=step.basis or step.ground,
            alternative=step.door,
            photos=self._photos(step),
        )

    def decline(self, step: shapes.Step) -> None:
        ground = next((code for code, word in GROUNDS.items() if word in step.ground), "outside")
        text = f"{step.words}{step.ground}"
        actions.decline(self._desk(step), self.case, ground=ground, text=text, door=step.door)

    # who and what

    def _post(self, who: str) -> Post:
        return self.city.posts[content.post_of(who, self.matter.place).key]

    def _acting(self, who: str) -> Actor:
        said = content.post_of(who, self.matter.place)
        return acting(self.city.posts[said.key], self.city.people[said.holder])

    def _desk(self, step: shapes.Step) -> Actor:
        """Whoever the story names, if the case lies with them; else the desk it lies on, which writes down what others
        found and did."""
        named = self._acting(step.who)
        return named if named.post and named.post.pk == self.case.holder_id else acting(self.case.holder)

    def _other_desk(self, who: str) -> Post:
        """The desk that answers for whom the story names: a unit is no desk, its matters lie with the branch or above."""
        named = self._post(who)
        desks = rules.desks_to_propose(self.case)
        wanted = [named, self._post("branch"), self._post("clerk")]
        return next(post for post in wanted if desks.filter(pk=post.pk).exists())

    def _say(self, step: shapes.Step, public: bool = True) -> None:
        self.case.refresh_from_db()
        who = self._desk(step)
        if step.words and rules.may_note(who, self.case):
            actions.note(who, self.case, text=step.words, public=public)

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
