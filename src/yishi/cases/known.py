"""Categories and ladders as the process keeps them (`record.versions`), and what lists and pages of cases point to.

What is given out is shared by all threads and requests: nobody sets a field of it or saves it.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Prefetch

from yishi.network import known as net
from yishi.network.models import NETWORK, Post
from yishi.record.models import STEP
from yishi.record.versions import Kept

# by their own modules, not the package: a matter (`models.case`) reads what is kept here
from .models.category import CATEGORIES, Category, Question
from .models.ladder import Ladder, Rung
from .models.limits import LADDERS, TimeLimit

_ALL = 0
_Matter = TypeVar("_Matter", bound=Model)


def _read_categories(keys: list[int]) -> dict[int, Category]:
    rows = Category._base_manager.filter(pk__in=keys).select_related("parent")
    return {category.pk: category for category in rows}


def _read_tops(_keys: list[int]) -> dict[int, list[Category]]:
    return {_ALL: list(Category.objects.tops())}


def _read_headings(_keys: list[int]) -> dict[int, list[Category]]:
    rows = Category._base_manager.filter(parent=None).order_by("position", "id").prefetch_related("children")
    return {_ALL: list(rows)}


def _read_ladders(keys: list[int]) -> dict[int, Ladder]:
    limits = TimeLimit.objects.select_related("category")
    rows = Ladder._base_manager.filter(pk__in=keys).select_related("place")
    found = {ladder.pk: ladder for ladder in rows.prefetch_related("rungs", Prefetch("limits", limits))}
    for ladder in found.values():
        _filled = ladder.steps, ladder.time_limits
    return found


def _read_where(_keys: list[int]) -> dict[int, dict[str, int]]:
    return {_ALL: dict(Ladder._base_manager.values_list("place__path", "pk"))}


def _read_questions(keys: list[int]) -> dict[int, list[Question]]:
    found: dict[int, list[Question]] = {key: [] for key in keys}
    for question in Question.objects.filter(category__in=keys):
        found[question.category_id].append(question)
    return found


_categories: Kept[int, Category] = Kept((CATEGORIES,), _read_categories, most=1_000)
_tops: Kept[int, list[Category]] = Kept((CATEGORIES,), _read_tops, most=1)
_headings: Kept[int, list[Category]] = Kept((CATEGORIES,), _read_headings, most=1)
_ladders: Kept[int, Ladder] = Kept((LADDERS, CATEGORIES, NETWORK), _read_ladders, most=500)
_where: Kept[int, dict[str, int]] = Kept((LADDERS, NETWORK), _read_where, most=1)
_questions: Kept[int, list[Question]] = Kept((CATEGORIES,), _read_questions, most=1_000)


def categories(keys: Iterable[int | None]) -> dict[int, Category]:
    """The categories with these keys, each with its heading."""
    return _categories.many(keys)


def category(key: int | None) -> Category | None:
    """One of them."""
    return _categories.one(key)


def tops() -> list[Category]:
    """The headings in use, with what stands under them; as `Category.objects.tops`."""
    return _tops.many([_ALL])[_ALL]


def headings() -> list[Category]:
    """All headings, those not in use any more with them, in their order; each with what stood under it (`children`)."""
    return _headings.many([_ALL])[_ALL]


def ladder(key: int | None) -> Ladder | None:
    """The ladder with this key, with its place, rungs (`steps`, `rungs.all()`) and limits (`time_limits`)."""
    return _ladders.one(key)


def ladder_over(path: str) -> Ladder | None:
    """The ladder that holds at a place, as `Ladder.objects.over`; filled as `ladder`."""
    there = _where.many([_ALL])[_ALL]
    way = [path[:end] for end in range(len(path) - len(path) % STEP, 0, -STEP)]
    return ladder(next((there[step] for step in way if step in there), None))


def first_desk(path: str, except_of: int | None = None) -> tuple[Rung, Post] | None:
    """Who deals first with a matter of a place, passing over an organisation complained about; None if nobody."""
    found = ladder_over(path)
    return found.holder(1, path, except_of) if found else None


def questions(key: int) -> list[Question]:
    """What a category asks."""
    return _questions.many([key]).get(key, [])


def attach(cases: Iterable[_Matter], *, ladders: bool = False) -> list[_Matter]:
    """Give cases that were read without joins what their lines show: place, category with its heading, holder with
    organisation and place; with `ladders` their ladder too. At most one statement a kind."""
    rows = list(cases)
    net.attach_places(rows)
    net.attach_posts(rows, "holder")
    net.attach(rows, ("category",), categories)
    if ladders:
        net.attach(rows, ("ladder",), _ladders.many)
    return rows
