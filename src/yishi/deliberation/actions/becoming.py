"""A topic that stood on an agenda without a matter, and becomes one when a session decides of it (0012)."""

from collections.abc import Sequence
from typing import Any

from yishi.cases import actions as matters
from yishi.cases import known
from yishi.cases import rules as matter_rules
from yishi.cases.models import Case, Category, Channel
from yishi.network.models import Place, Post
from yishi.record import emit

from .. import events
from ..following import item_source, topic_follow_code
from ..models import Item, Topic
from .responses import _any_category, _hand


def open_matter(actor: Any, item: Item, does: Sequence[Any], category: Category | None) -> Case:
    """What the item is about is a case from now on, within the action that decides of it: of whoever proposed the
    topic, in their words as everybody reads them already, with the first of those who do something that handles matters
    there, else on its first desk. The item and its topic name it."""
    topic, session = item.topic, item.session
    place = topic.place if topic else session.place
    hand = _hand(actor, place.path)
    case = matters.hear(
        hand,
        place,
        by=_home(place, [each.post for each in does]),
        category=category or _any_category(),
        channel=Channel.SESSION,
        source=item_source(item),
        **(_of_topic(topic) if topic else _of_item(item)),
    )
    Item.objects.filter(pk=item.pk).update(case=case)
    item.case = case
    if topic is not None:
        Topic.objects.filter(pk=topic.pk).update(case=case)
        topic.case = case
    emit(
        events.TopicBecameMatter(session=session.ref, item=item.ref),
        about=case,
        by=actor,
        place=session.place_path,
    )
    return case


def _of_topic(topic: Topic) -> dict[str, Any]:
    shown = bool(topic.is_shown and topic.public_words)
    return {
        "words": topic.words or topic.public_words or topic.title,
        "title": "" if shown else topic.draft_title,
        "code": topic_follow_code(topic),
        "reporter": topic.person,
        "contact_phone": "" if topic.person_id else topic.contact_phone,
        "language": topic.language,
        "looked_at": (topic.title, topic.public_words) if shown else None,
    }


def _of_item(item: Item) -> dict[str, Any]:
    """The host's own words, which stand on the agenda for everybody."""
    words = "\n".join(each for each in (item.title, item.text) if each)
    return {"words": words, "code": topic_follow_code(item), "looked_at": (item.title[:60], words)}


def _home(place: Place, posts: Sequence[Post]) -> Post | None:
    """The first that stands on the ladder there."""
    ladder = known.ladder_over(place.path)
    if ladder is None:
        return None
    return next((post for post in posts if matter_rules.desk_for(place.path, ladder, post)), None)
