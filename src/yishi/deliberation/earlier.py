"""How earlier attempts at the same matters ended: for what stands on an agenda and what was said, the matters of the
place that were settled, parked or talked about before and are like it.

A bounded number is read (the newest ended cases of the estate or community, and the items of its last sessions) and
each is compared once; what was found may be a minute old.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from yishi.cases import learnt
from yishi.cases.models import Answer, Case, State
from yishi.cases.similar import kept_a_minute
from yishi.insight.similarity import ranked
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level

from .models import Item, Motion, Opinion, Session

MOST_CASES, MOST_ITEMS = 120, 60
MOST_ASKED = 24
FROM = 0.36
"""How alike two matters must be to be shown as the same; a little more than where somebody is asked whether they are
that."""
MOST_EACH, MOST = 2, 8
ENDED = (State.CLOSED, State.LAPSED, State.DECLINED, State.PARKED)


@dataclass(frozen=True)
class Before:
    """Something like it that came before, and how it ended."""

    matter: str
    title: str
    ended: str | Promise
    at: datetime
    url: str
    likeness: int
    """In per cent."""
    votes: tuple[str, ...] = ()
    """Of an item that was talked about: what was voted on, how many were for, and what came of it."""
    how: str | int = ""
    """In the words everybody reads: what the clerk noted, or what was answered at last (of a case, before it is looked
    up, its key); "" where there are none."""


def of(session: Session) -> list[Before]:
    """The likest first, at most a few for each matter of the session, in the reader's language."""
    return kept_a_minute(("earlier", session.pk, session.state, get_language()), lambda: _of(session))


def _of(session: Session) -> list[Before]:
    asked = _asked(session)
    if not asked:
        return []
    pool = [*_cases(session), *_items(session)]
    texts = [text for text, _before in pool]
    found: dict[str, Before] = {}
    items: dict[str, int | None] = {}
    for matter, words in asked:
        alike = [(n, like) for n, like in ranked(words, texts, learnt.weights(), FROM)][:MOST_EACH]
        for n, like in alike:
            title, ended, at, url, how, item = pool[n][1]
            percent = round(like.score * 100)
            if url not in found or found[url].likeness < percent:
                found[url] = Before(matter, title, ended, at, url, percent, how=how)
                items[url] = item
    return _told(sorted(found.values(), key=lambda each: (-each.likeness, each.at))[:MOST], items)


def _told(found: list[Before], items: Mapping[str, int | None]) -> list[Before]:
    """Those that were cases with what was answered to them at last; those that were items with their votes."""
    keys = [each.how for each in found if isinstance(each.how, int)]
    rows = Answer.objects.filter(case__in=keys).select_related("case").order_by("at", "id") if keys else ()
    last = {answer.case_id: answer.public_text for answer in rows}
    votes = _votes([item for each in found if (item := items[each.url]) is not None])
    return [
        replace(
            each,
            how=last.get(each.how, "") if isinstance(each.how, int) else each.how,
            votes=tuple(votes.get(items[each.url], ())),
        )
        for each in found
    ]


def _votes(items: Sequence[int]) -> dict[int | None, list[str]]:
    """What was voted on at these items and how many were for and against, in the order in which it was. One statement,
    none where there are no items."""
    if not items:
        return {}
    rows = Motion.objects.filter(item__in=items, dropped_at=None, counted_at__isnull=False)
    found: dict[int | None, list[str]] = {}
    for each in rows.order_by("item", "position"):
        came = pgettext("a motion", "carried") if each.carried else pgettext("a motion", "not carried")
        said = _("“%(text)s” %(came)s: %(yes)s for, %(no)s against, %(abstained)s abstaining. %(sum)s") % {
            "text": each.public_text,
            "came": came,
            "yes": each.yes,
            "no": each.no,
            "abstained": each.abstained,
            "sum": each.outcome.arithmetic if each.outcome else "",
        }
        found.setdefault(each.item_id, []).append(said)
    return found


def _asked(session: Session) -> list[tuple[str, str]]:
    """What is talked about there, with its words: what is on the agenda, then what was said."""
    items = (
        Item.objects.filter(session=session, removed_at=None)
        .select_related("case")
        .order_by("position", "id")
    )
    asked = [(each.title, _words_of_item(each)) for each in items[:MOST_ASKED]]
    left = MOST_ASKED - len(asked)
    said = Opinion.objects.filter(session=session).shown().select_related("sheet").order_by("said_at", "id")
    return asked + [(each.label, each.public_words) for each in said[:left] if each.public_words]


def _words_of_item(item: Item) -> str:
    case = item.case
    return (
        case.public_words
        if case is not None and case.public_words and case.in_the_open
        else f"{item.title} {item.text}"
    )


def _around(session: Session) -> str:
    """The estate it lies in, else the place itself."""
    estate = next((each for each in net.around(session.place_path) if each.level == Level.ESTATE), None)
    return estate.path if estate else session.place_path


def _cases(session: Session) -> Sequence[tuple[str, Any]]:
    own = Item.objects.filter(session=session, case__isnull=False).values("case")
    said = Opinion.objects.filter(session=session, case__isnull=False).values("case")
    rows = (
        Case.objects.visible_to(ANYONE)
        .at(_around(session))
        .filter(state__in=ENDED, reported_at__lt=session.starts_at)
        .exclude(pk__in=own)
        .exclude(pk__in=said)
        .exclude(public_words="")
        .order_by("-reported_at", "-id")[:MOST_CASES]
    )
    return [
        (
            learnt.own_words(each.public_words),
            (
                each.title,
                each.get_state_display(),
                each.reported_at,
                reverse("cases:case", args=[each.number]),
                each.pk,
                None,
            ),
        )
        for each in rows
    ]


def _items(session: Session) -> Sequence[tuple[str, Any]]:
    rows = (
        Item.objects.filter(
            session__in=Session.objects.at(_around(session)).filter(starts_at__lt=session.starts_at),
            removed_at=None,
        )
        .exclude(came="")
        .exclude(session=session)
        .select_related("session")
        .order_by("-session__starts_at", "-id")[:MOST_ITEMS]
    )
    return [
        (
            f"{each.title} {each.text}",
            (
                each.title,
                each.get_came_display(),
                each.session.starts_at,
                f"{reverse('meet:session', args=[each.session_id])}#item-{each.pk}",
                each.summary,
                each.pk,
            ),
        )
        for each in rows
    ]
