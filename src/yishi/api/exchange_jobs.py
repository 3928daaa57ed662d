"""What the clock does with outer systems. Rows that wait are the queue (docs/decisions/0003): a part of a post without
a matter there, a matter whose story has gone on since it was last told. A partner that is away rests and holds up no
other; what was sent twice has one name, and what was heard twice is known by its number and how it stood.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Q

from yishi.cases import choosing
from yishi.cases.models import Case, Part, Visibility
from yishi.cases.models.case import number_of
from yishi.network.actors import ANYONE, CLOCK
from yishi.record import Refused, clock, troubles

from . import actions, exchange
from .exchange import Silent, Theirs
from .models import Partner, Shared
from .open311 import kinds, places, updates
from .open311.answers import Wrong
from .open311.filing import code_of

MOST = 200
"""Matters of a partner looked at in one turn."""
OVERLAP = timedelta(minutes=10)
"""So much of the time before is asked for again, and of the time to come as well: clocks differ."""
LONGEST = timedelta(days=80)
"""Of a time that is asked for at once."""


def talk() -> int:
    """Hand over, ask, bring here and tell, with each partner that does not rest. Gives how much was exchanged."""
    now, done = clock.now(), 0
    awake = Q(rests_until=None) | Q(rests_until__lte=now)
    rows = Partner.objects.going_on().filter(awake).select_related("post__place", "post__organisation")
    for partner in rows.order_by("heard_at", "id"):
        if troubles.turn_is_over():
            break
        done += _talk_with(partner)
    return done


def _talk_with(partner: Partner) -> int:
    steps: list[Callable[[Partner], int]] = [_hand_over, _ask] if partner.gets else []
    steps += [_bring_here, _tell] if partner.gives else []
    done = 0
    try:
        for step in steps:
            done += step(partner)
    except Silent as silent:
        actions.note_silent(partner, str(silent))
    else:
        actions.note_answered(partner)
    return done


def _hand_over(partner: Partner) -> int:
    """What the post was asked to do, and the partner has not yet."""
    done = 0
    known = Shared.objects.filter(partner=partner).exclude(part=None).values("part")
    rows = Part.objects.filter(asked=partner.post, replied_at=None).exclude(pk__in=known)
    rows = rows.exclude(case__visibility=Visibility.HOTLINE)
    for part in rows.select_related("case__place", "case__category").order_by("at", "id")[:MOST]:
        case = part.case
        number = exchange.hand_over(
            partner,
            key=f"part-{part.pk}",
            code=partner.theirs(case.category.code),
            words="\n".join(filter(None, [part.public_text, case.public_words if case.is_shown else ""])),
            address=case.place.label_zh,
            address_id=case.place.code,
            our=number_of(case.pk),
        )
        done += _quietly(partial(actions.note_handed_out, CLOCK, part, partner=partner, number=number))
    return done


def _ask(partner: Partner) -> int:
    """How the matters handed over stand there; what is otherwise than before is heard."""
    done = 0
    rows = Shared.objects.filter(partner=partner, way=Shared.Way.OUT, over=False).select_related(
        "case", "part"
    )
    waiting = {each.number: each for each in rows.order_by("id")[:MOST]}
    for numbers in _lumps(list(waiting)):
        for theirs in exchange.by_numbers(partner, numbers):
            shared = waiting.get(theirs.number)
            if shared and not shared.seen and not theirs.closed:
                actions.note_seen(shared, theirs.seen)  # that it arrived there is no news
            elif shared and shared.seen != theirs.seen:
                done += _quietly(partial(_hear, shared, theirs))
    return done


def _hear(shared: Shared, theirs: Theirs) -> Any:
    return actions.hear_back(CLOCK, shared, closed=theirs.closed, words=theirs.notes, seen=theirs.seen)


def _bring_here(partner: Partner) -> int:
    """What was said there since, and we do not know."""
    done, now = 0, clock.now()
    begin = max((partner.brought_until or now) - OVERLAP, now - LONGEST)
    found = exchange.since(partner, begin, now + OVERLAP)
    known = set(
        Shared.objects.filter(partner=partner, number__in=[each.number for each in found]).values_list(
            "number", flat=True
        )
    )
    for theirs in found:
        if theirs.number not in known and not theirs.closed:
            done += _quietly(partial(_bring, partner, theirs))
    actions.note_answered(partner, brought_until=now)
    return done


def _bring(partner: Partner, theirs: Theirs) -> Any:
    kind = kinds.chosen(partner.ours(theirs.code)) or kinds.chosen(kinds.NOT_SURE)
    if kind is None or not theirs.words:
        raise Refused("nothing is said")
    place = choosing.find_place(ANYONE, theirs.address_id) if theirs.address_id else None
    place = place or places.named(theirs.address, partner.post.place)
    once = f"partner:{partner.pk}:{theirs.number}"
    return actions.bring_here(
        CLOCK,
        partner,
        once=once,
        number=theirs.number,
        place=place,
        category=kind,
        words=theirs.words,
        code=code_of(once),
    )


def _tell(partner: Partner) -> int:
    """What happened here to what came from there."""
    done = 0
    rows = Shared.objects.filter(partner=partner, way=Shared.Way.IN, over=False).order_by("id")
    for shared in rows[:MOST]:
        asked = updates.Asked(
            cases=[shared.case_id], place=None, begin=None, end=None, after=shared.told, size=updates.USUAL
        )
        for update in updates.listed(asked).updates:
            name, closed = update["extended_attributes"]["event"], update["status"] == "closed"
            if name != "Reported":
                exchange.tell(
                    partner,
                    number=shared.number,
                    update=update["update_id"],
                    closed=closed,
                    words=update["description"],
                    at=update["updated_datetime"],
                )
                done += 1
            actions.note_told(shared, told=int(update["update_id"]), over=closed)
    return done


def _quietly(act: Callable[[], Any]) -> int:
    """A matter that cannot be taken, or has moved on meanwhile, holds up no other."""
    try:
        act()
    except (Refused, Wrong, Case.DoesNotExist):
        return 0
    return 1


def _lumps(numbers: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(numbers), exchange.AT_ONCE):
        yield numbers[at : at + exchange.AT_ONCE]
