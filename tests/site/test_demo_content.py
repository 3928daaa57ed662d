"""The demo city must hold together before it is built: every key resolves, every story is possible in its order,
happens at sociable hours, and ends as it says."""

import datetime as dt
import io
import re
from collections import Counter
from itertools import pairwise

import pytest
from PIL import Image

from yishi.cases import taxonomy
from yishi.site.demo import content, pictures, shapes

NOW = dt.datetime(2026, 11, 22, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
LADDER = ("steward", "branch", "committee", "council")
CALLERS = {*LADDER, "hotline"}
KEPT_CALLERS = {"hotline"}
ELSEWHERE = ("decide_parking", "doors", "nudge", "supervise", "appear", "neighbours", "merge", "split",
             "answer_extension", "escalate")  # fmt: skip
"""What is done by somebody else than the desk a case lies on."""
matters = pytest.mark.parametrize("matter", content.MATTERS, ids=lambda matter: matter.key)


def test_keys_names_and_numbers_are_unique():
    assert len({matter.key for matter in content.MATTERS}) == len(content.MATTERS)
    assert len({matter.title for matter in content.MATTERS}) == len(content.MATTERS)
    assert len({place.code for place in content.PLACES}) == len(content.PLACES)
    phones = [person.phone for person in content.PEOPLE.values()]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)
    assert len({person.zh for person in content.PEOPLE.values()}) == len(phones)


def test_every_place_hangs_on_a_place():
    codes = {place.code for place in content.PLACES}
    assert [place.level for place in content.PLACES if not place.parent] == ["province"]
    assert all(place.parent in codes for place in content.PLACES if place.parent)
    assert {organisation.place for organisation in content.ORGANISATIONS} <= codes
    assert {person.home for person in content.RESIDENTS.values()} <= codes


def test_every_duty_is_held():
    organisations = {organisation.key for organisation in content.ORGANISATIONS}
    for post in content.POSTS.values():
        assert (
            post.holders and set(post.holders) <= set(content.PEOPLE) and post.organisation in organisations
        )
    for estate in content.ESTATES:
        for who in ("branch", "steward", "member1", "member2", "property", "clerk", "council", "hotline"):
            assert content.who_is(who, estate)


def test_every_state_is_played():
    ends = Counter(matter.ends for matter in content.MATTERS)
    assert set(ends) == set(shapes.ENDS)
    assert min(ends.values()) >= 2


@matters
def test_a_matter_is_well_formed(matter):
    assert 4 <= len(matter.title) <= 30
    assert matter.category in {leaf.code for leaf in taxonomy.LEAVES}
    questions = {question.key: question for question in taxonomy.BY_CODE[matter.category].questions}
    for key, answer in matter.answers:
        assert key in questions
        if questions[key].kind == "choice":
            assert answer in {code for code, _, _ in questions[key].choices}
        if questions[key].kind == "yesno":
            assert answer in ("yes", "no")
    assert content.code_of(matter.place) in {place.code for place in content.PLACES}
    assert matter.channel in ("web", "qr", "phone", "visit", "door")
    assert bool(matter.written_by) == (matter.channel in ("phone", "visit", "door"))
    assert matter.visibility in ("public", "hotline", "anonymous")
    assert not (matter.visibility == "anonymous" and (matter.by or matter.caller))
    assert matter.about in ("", "property", "steward", "branch", "committee")
    assert not matter.picture or matter.picture in pictures.KINDS
    for key in filter(None, (matter.by,)):
        assert content.RESIDENTS[key].home.startswith(content.ESTATES[matter.estate].code)
    for who in filter(None, (matter.written_by, *(step.who for step in matter.steps))):
        assert who == "resident" or content.who_is(who, matter.place)


@matters
def test_no_word_gives_a_resident_away(matter):
    names = {person.zh for person in content.RESIDENTS.values()}
    for words in (matter.words, *(step.words for step in matter.steps)):
        assert not any(name in words for name in names)


@matters
@pytest.mark.parametrize("hour", [0, 7, 15, 23])
def test_a_story_happens_in_time(matter, hour):
    now = NOW.replace(hour=hour)
    dated = content.timeline(matter, now)
    assert len(dated) == len(matter.steps), "the story reaches into the future"
    moments = [content.told_at(matter, now), *(moment for moment, _ in dated)]
    assert all(earlier < later for earlier, later in pairwise(moments)), moments
    for moment, step in dated:
        assert 5 <= moment.hour <= 22, (moment, step)


class Desk:
    """Where a matter lies while its story is walked through: the rules of the ladder in small."""

    def __init__(self, matter):
        self.matter, self.state, self.returns, self.open_parts, self.due = matter, "reported", 0, set(), None
        self.voices, self.wanted, self.awaited = 1, 0, set()
        self.lies_with("steward" if matter.about != "steward" else "branch")

    def role(self, who):
        return content.POSTS[content.who_is(who, self.matter.place).post].role

    def lies_with(self, role):
        self.holder = role
        self.rung = LADDER.index(role) if role in LADDER else self.rung

    def do(self, moment, step):
        self.moment = moment
        wordless = (
            "take",
            "feedback",
            "doors",
            "nudge",
            "appear",
            "neighbours",
            "merge",
            "split",
            "resume",
            "escalate",
            "tick",
        )
        assert step.words or step.does in wordless, step
        assert step.photo == "" or self.matter.picture, step
        called_in = step.does == "note" and step.internal and step.who in self.open_parts
        called_in = called_in or (step.does == "tick" and step.who in self.open_parts)
        if step.does not in (*ELSEWHERE, "take", "call", "part", "feedback", "withdraw") and not called_in:
            assert self.role(step.who) == self.holder, (
                f"{step.who} does {step.does}, it lies with {self.holder}"
            )
        if step.does in ("promise", "hand_up", "return", "ask", "answer", "decline"):
            assert self.state in ("reported", "handling"), (self.state, step)
        getattr(self, step.does if step.does != "return" else "send_back")(step)

    def take(self, step):
        assert self.state == "reported", step
        role = self.role(step.who)
        assert role == self.holder or (role == "on_duty" and self.holder == "steward"), (
            f"{step.who} takes {self.holder}"
        )
        self.holder, self.state = role, "handling"

    def note(self, step):
        assert self.state in ("reported", "handling", "answered"), step

    def call(self, step):
        allowed = CALLERS if self.matter.visibility == "public" else KEPT_CALLERS
        assert self.role(step.who) in allowed and self.matter.visibility != "anonymous", step

    def promise(self, step):
        assert step.in_days
        self.state, self.due = "handling", self.moment + dt.timedelta(days=step.in_days)

    def send_back(self, step):
        self.returns += 1
        assert self.returns <= 2 and self.role(step.to) in LADDER
        self.lies_with(self.role(step.to) if self.returns == 1 else "committee")
        self.state = "reported" if self.returns == 1 else "ruling"

    def rule(self, step):
        assert self.state == "ruling"
        self.lies_with(self.role(step.to))
        self.state = "reported"

    def hand_up(self, _step):
        self.lies_with(LADDER[self.rung + 1])
        self.state = "reported"

    def ask(self, step):
        role = self.role(step.to)
        assert (
            self.holder in LADDER and role in ("property", "department") and step.to not in self.open_parts
        ), step
        assert role != "property" or self.matter.visibility != "hotline", "kept from the property company"
        assert role != self.matter.about, "the one complained about is not called in"
        self.open_parts.add(step.to)
        self.state = "handling"

    def part(self, step):
        self.open_parts.remove(step.who)

    def answer(self, step):
        assert step.kind != "partly" or (step.remains and step.in_days)
        assert step.kind != "explained" or step.basis
        assert step.kind != "impossible" or (step.ground and step.door)
        self.state, self.due = "answered", None

    def decline(self, step):
        assert step.ground and step.door
        self.state = "declined"

    def park(self, step):
        assert self.state in ("reported", "handling") and step.remains and step.in_days, step
        self.state, self.wanted = "handling", step.count

    def decide_parking(self, step):
        assert self.state == "handling" and LADDER.index(self.role(step.who)) > self.rung, step
        self.state = "parked"

    def doors(self, step):
        assert self.state not in ("closed", "withdrawn"), step
        self.voices += step.count
        if self.state == "parked" and self.wanted and self.voices >= self.wanted:
            self.state = "reported"

    def nudge(self, step):
        assert self.state in ("reported", "handling", "ruling"), step

    def supervise(self, step):
        assert self.role(step.who) in ("council", "committee", "hotline") and step.in_days, step

    def report_to_supervisor(self, step):
        assert self.state in ("reported", "handling"), step

    def whistle(self, step):
        assert self.state in ("reported", "handling") and step.count, step
        self.awaited = set(step.to.split())

    def appear(self, step):
        self.awaited.remove(step.who)

    def pause(self, step):
        assert self.state in ("reported", "handling") and step.in_days, step
        self.state = "handling"

    def resume(self, step):
        assert self.state == "handling", step

    def tick(self, step):
        assert self.state == "handling" and step.count, step

    def answer_checked(self, step):
        assert self.state == "handling", step
        self.state, self.due = "answered", None

    def ask_extension(self, step):
        assert self.state == "handling" and step.in_days, step

    def answer_extension(self, step):
        assert LADDER.index(self.role(step.who)) == self.rung + 1, step

    def escalate(self, step):
        assert self.state in ("reported", "handling"), step
        self.lies_with(LADDER[self.rung + 1])
        self.state = "reported"

    def neighbours(self, step):
        assert self.state in ("reported", "handling", "parked", "answered") and step.count, step

    def merge(self, step):
        into = next(matter for matter in content.MATTERS if matter.key == step.to)
        assert self.state in ("reported", "handling") and into.about == self.matter.about, step
        assert content.told_at(into, NOW) < self.moment, step
        self.state = "merged"

    def split(self, step):
        assert self.state == "merged", step
        self.state = "reported"

    def withdraw(self, step):
        assert self.state in ("reported", "handling", "answered"), step
        self.state = "withdrawn"

    def feedback(self, step):
        assert self.state == "answered"
        if step.solved:
            self.state = "closed"
        else:
            self.hand_up(step)


def walk(matter):
    """Plays the story through; returns where it lies in the end."""
    desk = Desk(matter)
    for moment, step in content.timeline(matter, NOW):
        desk.do(moment, step)
    return desk


@matters
def test_a_story_ends_as_it_says(matter):
    desk = walk(matter)
    last = content.timeline(matter, NOW)[-1][0] if matter.steps else content.told_at(matter, NOW)
    contested = any(step.does == "feedback" and not step.solved for step in matter.steps)
    states = {
        "new": "reported",
        "waiting": "answered",
        "lapsed": "answered",
        "closed": "closed",
        "declined": "declined",
        "ruling": "ruling",
        "withdrawn": "withdrawn",
        "parked": "parked",
        "merged": "merged",
    }
    assert desk.state == states.get(matter.ends, desk.state)
    if matter.ends in ("taken", "promised", "overdue", "handed_up", "returned", "reopened"):
        assert desk.state in ("reported", "handling")
    if matter.ends == "new":
        assert not matter.steps
    elif matter.ends == "overdue":
        assert desk.due and desk.due < NOW
    elif matter.ends == "promised":
        assert desk.due > NOW
    elif matter.ends == "lapsed":
        assert (NOW - last).days >= 12
    elif matter.ends == "waiting":
        assert (NOW - last).days <= 4
    elif matter.ends == "handed_up":
        assert desk.rung >= 1
    elif matter.ends == "returned":
        assert desk.returns == 1
    elif matter.ends == "reopened":
        assert contested


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_a_picture_shows_one_place_before_and_after(kind):
    before, after = pictures.draw(kind, 7), pictures.draw(kind, 7, after=True)
    assert before != after and pictures.draw(kind, 8) != before
    for data in (before, after):
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("JPEG", (1200, 900))
        assert 20_000 < len(data) < 400_000
