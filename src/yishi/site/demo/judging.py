"""How the demo city's answers are judged beyond the residents' own words: a rule for its rates, volunteers, a doubt,
second looks, calls nobody took, and answers left out of the rates. What happens to whom is found among the stories told
so far."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from yishi.cases import actions, rules
from yishi.cases.jobs import ask_for_second_looks
from yishi.cases.models import Case, SecondLook, State
from yishi.cases.models.judging import USUAL_SOURCE
from yishi.cases.publishing import waiting_later
from yishi.network import pictures
from yishi.network.actors import CLOCK, Actor, acting
from yishi.network.models import Residence
from yishi.network.powers import Power
from yishi.people.models import Person

from . import content
from .told import Aside, City

MINIMUM = 5
"""The demo city is small: from so many answers on it shows percentages."""
VOLUNTEERS, DOUBTS, LOOKS, CALLS = 6, 2, 4, 3
DOUBTED = ("stairs", "rubbish", "grounds")
"""Kinds of matter of which a heap left in the corner can be said."""
SHOWN, LEFT = 24, 3
"""Of so many matters the words residents said later have been looked at; the newest few still wait."""


def asides(city: City, now: dt.datetime) -> Iterator[tuple[dt.datetime, Aside]]:
    """What happens when, seen from `now`."""
    moments: tuple[tuple[dt.timedelta, Callable[[City], None]], ...] = (
        (dt.timedelta(days=90), _set_rule),
        (dt.timedelta(days=60), _offer),
        (dt.timedelta(days=6, hours=2), _propose),
        (dt.timedelta(days=5, hours=3), _decide),
        (dt.timedelta(days=3, hours=4), _doubt),
        (dt.timedelta(days=2, hours=5), _send_out),
        (dt.timedelta(hours=30), _ring),
        (dt.timedelta(hours=9), _look),
        (dt.timedelta(hours=7), _propose),
        (dt.timedelta(hours=6), _show),
    )
    for before, act in moments:
        yield now - before, Aside(act, city)


def _set_rule(city: City) -> None:
    actions.set_rate_rule(CLOCK, city.places[content.STREET], minimum=MINIMUM, source=USUAL_SOURCE)


def _residents() -> list[Actor]:
    homes = Residence.objects.verified().select_related("person").order_by("id")
    return [Actor(person=home.person) for home in homes]


def _offer(_city: City) -> None:
    for actor in _residents()[::3][:VOLUNTEERS]:
        if rules.may_offer_looks(actor):
            actions.offer_looks(actor)


def _in_the_open(*states: str) -> Any:
    return Case.objects.filter(state__in=states, visibility="public").order_by("-changed_at", "-id")


def _doubt(_city: City) -> None:
    """A neighbour sees that something closed is not as it should be; one voice each, so nothing is reopened."""
    doubted, neighbours = 0, _residents()
    seen = _in_the_open(State.CLOSED).filter(category__parent__code__in=DOUBTED)
    for case in seen[:60]:
        who = next((actor for actor in neighbours if rules.may_doubt(actor, case)), None)
        if who and doubted < DOUBTS:
            actions.doubt(who, case, text="我天天从那儿过，收拾了一半，墙角还留着一堆。")
            doubted += 1


def _acting_with(city: City, power: Power, case: Case, besides: Person | None = None) -> Iterator[Actor]:
    """People whose post has a power over the case."""
    for post in city.posts.values():
        if post.can(power) and post.covers(case.place_path):
            for person in post.holders():
                if person != besides:
                    yield acting(post, person)


def _ring(city: City) -> None:
    """Somebody who did not handle it rings; nobody answers."""
    rung = 0
    for case in _in_the_open(State.ANSWERED).exclude(contact_phone="")[:40]:
        who = next(
            (a for a in _acting_with(city, Power.CALL_BACK, case) if rules.may_call_back(a, case)), None
        )
        if who and rung < CALLS:
            actions.call_back(who, case, outcome="not_reached")
            rung += 1


def _propose(city: City) -> None:
    for case in _in_the_open(State.CLOSED).filter(feedback__satisfaction="unsatisfied", exclusions=None)[:20]:
        ready = _acting_with(city, Power.CALL_BACK, case)
        who = next((actor for actor in ready if rules.may_propose_exclusion(actor, case)), None)
        if who:
            text = "居民不满的是别的事：物业费涨价。这件事本身已经办好。"
            actions.propose_exclusion(who, case, reason="mistaken", text=text)
            return


def _decide(city: City) -> None:
    for case in Case.objects.filter(exclusions__decided_at=None, exclusions__isnull=False)[:5]:
        ready = _acting_with(city, Power.CALL_BACK, case)
        who = next((actor for actor in ready if rules.may_approve_exclusion(actor, case)), None)
        if who:
            actions.approve_exclusion(who, case)


def _send_out(_city: City) -> None:
    ask_for_second_looks(LOOKS)


def _look(_city: City) -> None:
    """One of those asked went to see; the others still have time."""
    look = SecondLook.objects.asked().select_related("case", "person").order_by("id").first()
    if look and look.person:
        after = look.case.photos.order_by("at", "id").last()
        seen = [_seen_again(after)] if after else []
        verdict = SecondLook.Verdict.SOLVED if seen else SecondLook.Verdict.COULD_NOT_SEE
        actions.look(
            Actor(person=look.person), look, verdict=verdict, photos=seen, text="早上去看了，收拾得干干净净。"
        )


def _show(city: City) -> None:
    """Those who decide what everybody reads have looked at what residents said later, but for the newest."""
    judged = Case.objects.filter(visibility="public").exclude(feedback=None).order_by("-changed_at", "-id")
    for case in judged[LEFT : LEFT + SHOWN]:
        ready = _acting_with(city, Power.RULE, case)
        who = next((actor for actor in ready if rules.may_show_later_words(actor, case)), None)
        if who:
            actions.show_later_words(who, case, said=waiting_later(case))


def _seen_again(photo: Any) -> pictures.Picture:
    """The same place on the same kind of drawing."""
    full, small = pictures.load(photo.name), pictures.load(photo.name, small=True)
    return pictures.Picture(full, small, photo.width, photo.height)
