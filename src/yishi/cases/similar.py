"""Which matters somebody may already have raised: found by place, kind and rare words, ranked by how alike they are.

Whatever the number of cases, at most a few hundred are read: the newest of the estate through the index of its list,
and, where an estate has more open ones than that, those that hold a rare word of what was said.
"""

import dataclasses
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Q

from yishi.insight.similarity import SAME, Likeness, Weights, prepared, ranked
from yishi.network import known as net
from yishi.network.actors import Actor
from yishi.network.models import Level, Place
from yishi.record import clock

from . import learnt, publishing, search
from .models import OPEN_STATES, Case, CaseQuerySet, Category, State, Visibility

STILL_OPEN = (*OPEN_STATES, State.PARKED)
NEVER_THE_SAME = (State.WITHDRAWN, State.DECLINED, State.MERGED)
NEWEST_OPEN = 100
NEWEST_ENDED = 40
HOLDING_A_WORD = 60
RARE_WORDS = 6
ENDED_WITHIN = timedelta(days=60)
SHOWN_FROM = 0.34
SHOWN_FROM_SAME_KIND = 0.26
"""With place and kind the same, less needs to be said alike (docs/quality.md)."""
SHORTER_LISTS = 0.5
NEXT_TO = 0.04
SAME_KIND = 0.08


@dataclass(frozen=True)
class Alike:
    """A matter that may be the same: how alike its words are, and whether place and kind are."""

    case: Case
    likeness: Likeness
    same_place: bool
    same_category: bool

    @property
    def score(self) -> float:
        return self.likeness.score

    @property
    def why(self) -> tuple[str, ...]:
        return self.likeness.why

    @property
    def is_likely(self) -> bool:
        """More likely the same matter than not."""
        return self.score + SAME_KIND * self.same_category >= SAME

    @property
    def rank(self) -> float:
        return self.score + SAME_KIND * self.same_category + NEXT_TO * self.same_place


def likely_same(
    words: str, place: Place, category: Category | None, actor: Actor, limit: int = 5
) -> list[Alike]:
    """What neighbours may already have said, for whoever is about to say it: in the open only, open ones first.

    Whoever asks, a case kept to the hotline is never among them: a screen that a steward shows a resident must not
    betray it either.
    """
    around = _estate(place)
    since = clock.now() - ENDED_WITHIN
    cases = Case.objects.visible_to(actor).exclude(visibility=Visibility.HOTLINE).at(around.path)
    open_ones = _newest(cases.filter(state__in=STILL_OPEN), NEWEST_OPEN)
    recent = Q(state=State.ANSWERED) | Q(state__in=(State.CLOSED, State.LAPSED), ended_at__gte=since)
    ended = _newest(cases.filter(recent, reported_at__gte=since - timedelta(days=180)), NEWEST_ENDED)
    found = [*open_ones, *ended]
    if len(open_ones) == NEWEST_OPEN:
        found += _holding_a_rare_word(lambda: cases.filter(state__in=STILL_OPEN), words, around)
    said = {case.pk: learnt.own_words(case.public_words) for case in found}
    alike = [*_alike(found, said, words, place, category), *_not_yet_shown(open_ones, place, category)]
    alike.sort(key=lambda each: (not _waits(each.case), -each.rank))
    return alike[:limit]


def likely_duplicates(case: Case, actor: Actor, limit: int = 8) -> list[Alike]:
    """What the desk may want to put together with a case: the whole community, also what has ended, likeliest first."""
    around, words = _community(case.place), _as_read_by(actor, case)
    near = _estate(case.place).path
    pool = [
        *kept_a_minute(("near", near, actor.facts), lambda: _pool(actor, _of_estate(_seen(actor).at(near)))),
        *kept_a_minute(
            ("wide", around.path, case.category_id, actor.facts),
            lambda: _pool(actor, _of_kind(_seen(actor).at(around.path), case.category_id)),
        ),
        *_words_of(actor, _holding_a_rare_word(lambda: _seen(actor).at(around.path), words, around)),
    ]
    known = {each.pk: each for each, _words in pool if each.pk != case.pk}
    said = {each.pk: its_words for each, its_words in pool}
    alike = _alike(list(known.values()), said, words, case.place, case.category)
    alike.sort(key=lambda each: (-each.rank, -each.case.pk))
    if not alike:
        return []
    return _as_they_are(_seen(actor).exclude(merged_into=case), alike[:limit])


def _seen(actor: Actor) -> CaseQuerySet:
    return Case.objects.visible_to(actor).exclude(state__in=NEVER_THE_SAME)


def _of_kind(wide: CaseQuerySet, category: int) -> list[tuple[CaseQuerySet, int]]:
    return [(wide.filter(state__in=STILL_OPEN, category=category), NEWEST_ENDED)]


def _of_estate(near: CaseQuerySet) -> list[tuple[CaseQuerySet, int]]:
    still_open, ended = near.filter(state__in=STILL_OPEN), near.exclude(state__in=STILL_OPEN)
    return [(still_open, NEWEST_OPEN), (ended, NEWEST_ENDED)]


def _pool(actor: Actor, groups: list[tuple[CaseQuerySet, int]]) -> list[tuple[Case, str]]:
    """Cases to compare with, and their words as this reader may have them."""
    return _words_of(actor, [case for rows, most in groups for case in _newest(rows.only(*COMPARED), most)])


def _words_of(actor: Actor, cases: list[Case]) -> list[tuple[Case, str]]:
    return [(case, _as_read_by(actor, case)) for case in cases]


def _as_they_are(seen: CaseQuerySet, alike: list[Alike]) -> list[Alike]:
    """The likeliest as they stand now, as far as whoever asks may know of them now."""
    now = seen.with_labels().in_bulk([each.case.pk for each in alike])
    return [dataclasses.replace(each, case=now[each.case.pk]) for each in alike if each.case.pk in now]


COMPARED = (
    *("wording", "public_words", "draft_words", "visibility", "about", "concerned", "reporter", "code_hash"),
    *("place", "place_path", "category", "holder", "state", "reported_at", "merged_into"),
)
"""What of a case a comparison needs; never how to reach anybody."""
_pools: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
MOST_POOLS, A_MINUTE = 200, 60
_lock = Lock()


def kept_a_minute(key: Hashable, make: Callable[[], Any]) -> Any:
    """What was found a moment ago for a proposal, which may be a minute old; what is proposed is always looked up."""
    if not settings.YISHI_PAGES_ARE_KEPT:
        return make()
    now = time.monotonic()
    with _lock:
        found = _pools.get(key)
    if found and found[0] > now:
        return found[1]
    made = make()
    with _lock:
        _pools[key] = (now + A_MINUTE, made)
        _pools.move_to_end(key)
        while len(_pools) > MOST_POOLS:
            _pools.popitem(last=False)
    return made


def _as_read_by(actor: Actor, case: Case) -> str:
    """Masked words: the approved ones, or for those who handle cases there what waits to be approved."""
    if case.is_shown:
        return learnt.own_words(case.public_words)
    return learnt.own_words(case.draft_words) if publishing.sees_drafts(actor, case) else ""


def _not_yet_shown(cases: list[Case], place: Place, category: Category | None) -> list[Alike]:
    """Cases whose words nobody may read yet: alike by kind and building alone, which the public list shows as well.
    What their words are has no part in it."""
    return [
        Alike(case, Likeness(SHOWN_FROM_SAME_KIND), same_place=True, same_category=True)
        for case in cases
        if category is not None
        and not case.public_words
        and case.category_id == category.pk
        and case.place_id == place.pk
    ]


def _alike(
    found: list[Case], said: dict[int, str], words: str, place: Place, category: Category | None
) -> list[Alike]:
    cases = list({case.pk: case for case in found if said[case.pk]}.values())
    beside = [
        Alike(
            cases[n],
            likeness,
            cases[n].place_path.startswith(place.path) or place.path.startswith(cases[n].place_path),
            category is not None and cases[n].category_id == category.pk,
        )
        for n, likeness in ranked(words, [said[case.pk] for case in cases], learnt.weights())
    ]
    return [
        each
        for each in beside
        if each.score >= (SHOWN_FROM_SAME_KIND if each.same_category and each.same_place else SHOWN_FROM)
    ]


def _newest(cases: CaseQuerySet, most: int) -> list[Case]:
    return list(cases.with_labels().order_by("-reported_at", "-id")[:most])


def _holding_a_rare_word(cases: Callable[[], CaseQuerySet], words: str, around: Place) -> list[Case]:
    """Those of `cases` that hold one of the rarest words; looked up in the full text index, a bounded number."""
    terms = _rarest(words, learnt.weights())
    label = around.label_zh if around.level == Level.ESTATE else ""
    keys = search.holding_some(terms, label) if terms else []
    return _newest(cases().filter(pk__in=keys), HOLDING_A_WORD) if keys else []


def _rarest(words: str, weights: Weights) -> list[str]:
    found = prepared(words, weights).words
    return sorted((w for w in found if weights.of(w) >= weights.of_rare), key=lambda w: (-found[w], w))[
        :RARE_WORDS
    ]


def _waits(case: Case) -> bool:
    return case.state in STILL_OPEN


def _estate(place: Place) -> Place:
    """The estate a place lies in, else the place itself: a street or a community has matters of its own."""
    return _of_level(place, Level.ESTATE) or place


def _community(place: Place) -> Place:
    return _of_level(place, Level.COMMUNITY) or _estate(place)


def _of_level(place: Place, level: str) -> Place | None:
    return next((each for each in net.around(place.path) if each.level == level), None)
