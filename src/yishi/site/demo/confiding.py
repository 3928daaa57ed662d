"""What the demo city did with what was said in confidence: a notice of privacy with a name and a number on it, desks
that looked at what is hidden and said what for, a danger to life in which two agreed, and what was erased."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from yishi.cases import actions, rules
from yishi.cases.models import OPEN_STATES, Case, Erasure, State, Visibility, Wording
from yishi.network.actors import CLOCK, Actor, acting
from yishi.network.models import Post
from yishi.network.powers import Power, Role
from yishi.people.models import Person
from yishi.record import clock

from . import content
from .told import Aside, City

LOOKED_AT = (("k-lamp-words", "words", "place"), ("k-lane-plate", "contact", "call"))
"""Matters at which the branch looked although they lie with the steward: its residents read so."""
DANGER_TEXT = "电话里有哭声和打砸声，已报110，需要知道是哪一户。"
LONG_AGO = dt.timedelta(days=40)


def asides(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """What happens when, seen from `now`."""
    moments: tuple[tuple[dt.timedelta, Callable[[City], None]], ...] = (
        (dt.timedelta(days=89), _set_notice),
        (dt.timedelta(days=20, hours=3), _ask_erasure),
        (dt.timedelta(days=12, hours=3), _erase),
        (dt.timedelta(days=2, hours=4), _ask_erasure),
        (dt.timedelta(days=3, hours=5), _enter_request),
        (dt.timedelta(hours=26), _ask_glass),
        (dt.timedelta(hours=26) - dt.timedelta(minutes=8), _grant_glass),
        (dt.timedelta(minutes=15), _look),
    )
    for before, act in moments:
        yield now - before, Aside(act, city)


def _holding(city: City, power: Power) -> Iterator[Actor]:
    for key, said in content.POSTS.items():
        if city.posts[key].can(power):
            yield acting(city.posts[key], city.people[said.holders[0]])


def _set_notice(city: City) -> None:
    actions.set_privacy_notice(
        CLOCK,
        None,
        version="2026-1",
        from_on=clock.today(),
        controller="演示社区居民委员会（虚构）",
        contact="居委会服务台，工作日 9:00–17:00",
        processors="短信代发方：只给号码和短信内容，发完即删。",
    )


def _resident(case: Case) -> Actor:
    return Actor(person=case.reporter, follows=frozenset({case.pk}))


def _ask_erasure(_city: City) -> None:
    """Somebody whose matter is over for long wants nothing of theirs kept."""
    over = Case.objects.filter(state=State.CLOSED, ended_at__lt=clock.now() - LONG_AGO)
    over = over.exclude(reporter=None).exclude(words="").filter(wording=Wording.APPROVED, photos=None)
    asked = Erasure.objects.exclude(case=None).values("case")
    case = over.exclude(pk__in=asked).filter(merged=None).order_by("ended_at", "pk").first()
    if case and rules.may_ask_erasure(_resident(case), case):
        actions.ask_erasure(_resident(case), case)


def _enter_request(city: City) -> None:
    """Somebody came to the desk for what is kept about them; a second person has not agreed yet."""
    residents = Case.objects.exclude(reporter=None).order_by("pk").values_list("reporter", flat=True)
    people = Person.objects.in_bulk(list(residents[:200]))
    able = [actor for actor in _holding(city, Power.BREAK_GLASS) if rules.may_enter_request(actor)]
    facts = {"kind": "export", "came": "visit", "checked": "card", "asked_on": clock.today()}
    for person in people.values():
        if able and not Post.objects.held_by(person).exists():
            actions.enter_request(able[0], None, person=person, **facts)
            return


def _erase(_city: City) -> None:
    for erasure in Erasure.objects.due():
        actions.erase(CLOCK, erasure)


def _kept_and_open() -> list[Case]:
    kept = Case.objects.filter(visibility=Visibility.HOTLINE, state__in=OPEN_STATES)
    return list(kept.exclude(contact_phone="").order_by("pk"))


def _ask_glass(city: City) -> None:
    """In a matter kept to the hotline a steward hears that somebody is being hurt."""
    for case in _kept_and_open():
        for actor in _holding(city, Power.SEE_ALL):
            if actor.post and actor.post.role == Role.STEWARD and rules.may_ask_glass(actor, case):
                actions.ask_glass(actor, case, reason="others", text=DANGER_TEXT)
                return


def _grant_glass(city: City) -> None:
    for case in _kept_and_open():
        for actor in _holding(city, Power.BREAK_GLASS):
            if rules.may_grant_glass(actor, case):
                actions.grant_glass(actor, case)
                return


def _look(city: City) -> None:
    for key, what, reason in LOOKED_AT:
        case = Case.objects.filter(pk=city.cases.get(key) or 0).first()
        looking: Any = (
            actor
            for actor in _holding(city, Power.SEE_CONTACT)
            if case and actor.post and actor.post.role == Role.BRANCH and actor.post.covers(case.place_path)
        )
        if case and (actor := next(looking, None)) and rules.may_reveal(actor, case):
            actions.reveal(actor, case, what=what, reason=reason)
