"""Which kind a matter may be and who solved such ones: suggestions with their reasons, never decisions.

The kind is learnt from the tenant's own cases (learnt.py). Who may be called in is counted: which posts answered such
matters there, which units did their part, in the open and within a year.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from yishi.insight import phrases
from yishi.insight.learning import SURE
from yishi.network import known as net
from yishi.network.models import Level, Place, Post
from yishi.record import clock

from . import learnt
from .models import Answer, Case, Category, Part, State, Visibility
from .similar import kept_a_minute

WITHIN = timedelta(days=365)
MOST_CASES = 200
FEWEST = 2


@dataclass(frozen=True)
class Suggestion:
    """A kind of matter, how much speaks for it (0 to 1), and the words of the text that do."""

    category: Category
    share: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Receiver:
    """A post, how many such matters it solved there and how many it was asked about, and the name of the kind."""

    post: Post
    solved: int
    asked: int
    because: str

    @property
    def by_hint(self) -> bool:
        """Named by the tenant's list of kinds, not by what was done before."""
        return not self.asked


def suggest_category(
    words: str, place: Place | None = None, limit: int = 3, least: float = SURE
) -> list[Suggestion]:
    """Up to `limit` kinds, the likeliest first; none where the likeliest has less than `least`.

    `place` is taken for the day when a place has learnt enough of its own; now all of a tenant's cases teach alike.
    """
    guesses = learnt.model().guess(words, limit, least)
    known = {
        kind.code: kind for kind in Category.objects.choosable().filter(code__in=[g.kind for g in guesses])
    }
    return [Suggestion(known[g.kind], g.share, g.because) for g in guesses if g.kind in known]


def kinds_of_phrase(words: str, limit: int = 5) -> list[Category]:
    """Kinds that a few characters may mean (楼道黑), by how residents speak of each; none for longer texts."""
    if not phrases.is_phrase(words):
        return []
    codes = phrases.nearest(words, learnt.spoken_names(), limit)
    known = {kind.code: kind for kind in Category.objects.choosable().filter(code__in=codes)}
    return [known[code] for code in codes if code in known]


def suggest_receiver(
    category: Category, place: Place, except_of: int | None = None, limit: int = 3
) -> list[Receiver]:
    """Posts that answered such matters there or did their part, most solved first; else those the kind names.

    `except_of` is an organisation that is complained about: its posts are left out.
    """
    around = _community(place)
    solved, asked = kept_a_minute(("receivers", category.pk, around.path), lambda: _counted(category, around))
    posts = Post.objects.held().select_related("organisation", "place")
    if except_of:
        posts = posts.exclude(organisation=except_of)
    there = posts.filter(pk__in=asked) if asked else []
    known = {post.pk: post for post in there if _serves(post, place)}
    found = [
        Receiver(known[pk], solved[pk], asked[pk], category.name)
        for pk in asked
        if pk in known and asked[pk] >= FEWEST and solved[pk]
    ]
    found.sort(key=lambda each: (-each.solved, -each.solved / each.asked, each.post.pk))
    if not found and category.role_hint:
        hinted = [
            post
            for post in net.held_over(place.path)
            if post.role == category.role_hint and (not except_of or post.organisation_id != except_of)
        ]
        found = [Receiver(post, 0, 0, category.name) for post in hinted[:limit]]
    return found[:limit]


def _counted(category: Category, around: Place) -> tuple[Counter[int], Counter[int]]:
    """How many of the newest such cases in the open each post solved, and was asked about."""
    cases = (
        Case.objects.exclude(visibility=Visibility.HOTLINE)
        .at(around.path)
        .filter(category=category, reported_at__gte=clock.now() - WITHIN)
        .filter(state__in=(State.ANSWERED, State.CLOSED, State.LAPSED))
        .order_by("-reported_at", "-id")
    )
    keys = list(cases.values_list("pk", flat=True)[:MOST_CASES])
    solved: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    for post, kind in Answer.objects.filter(case__in=keys).exclude(post=None).values_list("post", "kind"):
        asked[post] += 1
        solved[post] += kind == Answer.Kind.SOLVED
    for post, replied in Part.objects.filter(case__in=keys).values_list("asked", "replied_at"):
        asked[post] += 1
        solved[post] += replied is not None
    return solved, asked


def _serves(post: Post, place: Place) -> bool:
    return post.covers(place.path) or post.place.path.startswith(place.path)


def _community(place: Place) -> Place:
    return next((each for each in net.around(place.path) if each.level == Level.COMMUNITY), place)
