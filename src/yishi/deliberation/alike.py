"""Topics and matters that say the same: found at the place, ranked by how alike their words are. A bounded number is
read, whatever there is."""

from dataclasses import dataclass

from yishi.cases import learnt
from yishi.cases.models import Case
from yishi.cases.similar import likely_same
from yishi.insight.similarity import ranked
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place

from .models import Topic

NEWEST = 120
FROM = 0.34
MOST = 5


@dataclass(frozen=True)
class AlikeTopic:
    """A topic that may be the same; likeness in per cent, and the words both hold."""

    topic: Topic
    percent: int
    why: tuple[str, ...]


def topics(words: str, place: Place, but: int | None = None) -> list[AlikeTopic]:
    """Topics of the estate (or the place itself) that everybody may read, the likest first; `but` is left out."""
    rows = (
        Topic.objects.at(around(place))
        .wanted()
        .filter(wording="approved")
        .exclude(pk=but or 0)
        .select_related("place")
    )
    found = list(rows.order_by("-id")[:NEWEST])
    texts = [learnt.own_words(f"{each.title} {each.public_words}") for each in found]
    alike = ranked(words, texts, learnt.weights(), FROM)[:MOST]
    return [AlikeTopic(found[n], round(like.score * 100), like.why) for n, like in alike]


def cases(words: str, place: Place) -> list[Case]:
    """Open matters everybody may see that may be the same."""
    return [
        each.case
        for each in likely_same(words, place, None, ANYONE)
        if each.case.is_open or each.case.state == "parked"
    ]


def around(place: Place) -> str:
    """The path of the estate a place lies in, else of the place itself."""
    estate = next((each for each in net.around(place.path) if each.level == Level.ESTATE), None)
    return estate.path if estate else place.path
