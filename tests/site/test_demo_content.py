"""The demo city must hold together before it is built: every key resolves, every story is possible in its order,
happens at sociable hours, and ends as it says."""

import datetime as dt
import re
from collections import Counter

import pytest

from yishi.cases import taxonomy
from yishi.site.demo import content, pictures

NOW = dt.datetime(2026, 11, 22, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
RUNGS = ("steward", "branch", "clerk", "council")
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
    assert [place.kind for place in content.PLACES if not place.parent] == ["province"]
    assert all(place.parent in codes for place in content.PLACES if place.parent)
    assert {organisation.place for organisation in content.ORGANISATIONS} <= codes
    assert {person.home for person in content.RESIDENTS.values()} <= codes


def test_every_duty_is_held():
    organisations = {organisation.key for organisation in content.ORGANISATIONS}
    for post in content.POSTS.values():
        assert post.holder in content.PEOPLE and post.organisation in organisations
    for estate in content.ESTATES:
        for who in ("branch", "steward", "member1", "member2", "property", "clerk", "council", "hotline"):
            assert content.post_of(who, estate)


def test_every_state_is_played():
    ends = Counter(matter.ends for matter in content.MATTERS)
    assert set(ends) == {
        "new", "taken", "promised", "overdue", "handed_up", "returned", "waiting", "closed", "lapsed", "reopened",
        "declined",
    }  # fmt: skip
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
    for key in filter(None, (matter.by, *matter.joined)):
        assert content.RESIDENTS[key].home.startswith(content.ESTATES[matter.estate].code)
    assert matter.by not in matter.joined
    for who in filter(None, (matter.written_by, *(step.who for step in matter.steps))):
        assert who == "resident" or content.post_of(who, matter.place)


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
    assert all(earlier < later for earlier, later in zip(moments, moments[1:], strict=False)), moments
    for moment, step in dated:
        assert 5 <= moment.hour <= 22, (moment, step)


def walk(matter):
    """Plays the story on a small state map; returns the state it ends in."""
    state, rung, returns, asked, due = "new", 0, 0, Counter(), None
    for moment, step in content.timeline(matter, NOW):
        if (
            step.who not in ("resident",)
            and state in ("waiting", "closed", "declined")
            and step.does != "call"
        ):
            raise AssertionError(f"{step.does} after {state}")
        if step.does == "take":
            state = "taken"
        elif step.does == "promise":
            assert step.in_days and step.words
            state, due = "promised", moment + dt.timedelta(days=step.in_days)
        elif step.does == "return":
            assert step.words and step.to
            returns += 1
            state = "returned"
            assert returns <= 2
        elif step.does == "rule":
            assert returns == 2 and step.to
            state = "taken"
        elif step.does == "hand_up":
            assert step.words
            rung += 1
            state = "handed_up"
            assert rung < len(RUNGS)
        elif step.does == "ask":
            assert step.words and (step.to == "property" or step.to.startswith("dept:"))
            asked[step.to] += 1
        elif step.does == "part":
            assert asked[step.who] and step.words
        elif step.does == "answer":
            assert step.words
            assert step.kind != "partly" or (step.remains and step.in_days)
            assert step.kind != "explained" or step.basis
            assert step.kind != "impossible" or (step.ground and step.door)
            assert step.photo == "" or matter.picture
            state, due = "waiting", None
        elif step.does == "decline":
            assert step.ground and step.door
            state = "declined"
        elif step.does == "feedback":
            assert state == "waiting"
            state = "closed" if step.solved else "reopened"
            rung += not step.solved
        else:
            assert step.does in ("call", "note"), step.does
            assert step.words
            assert step.photo == "" or matter.picture
    return state, rung, due


@matters
def test_a_story_ends_as_it_says(matter):
    state, rung, due = walk(matter)
    last = content.timeline(matter, NOW)[-1][0] if matter.steps else content.told_at(matter, NOW)
    if matter.ends == "overdue":
        assert due and due < NOW
    elif matter.ends == "promised":
        assert state == "promised" and due > NOW
    elif matter.ends == "lapsed":
        assert state == "waiting" and (NOW - last).days >= 12
    elif matter.ends == "waiting":
        assert state == "waiting" and (NOW - last).days <= 4
    elif matter.ends == "handed_up":
        assert rung >= 1 and state in ("handed_up", "taken")
    elif matter.ends == "returned":
        assert any(step.does == "return" for step in matter.steps) and state in ("returned", "taken")
    elif matter.ends == "reopened":
        assert any(step.does == "feedback" and not step.solved for step in matter.steps) and state in (
            "reopened",
            "taken",
        )
    else:
        assert state == matter.ends
