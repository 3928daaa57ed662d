"""What the page of a session shows of its agenda and of what was proposed. `of` gives it for `parts/agenda.html`;
every query is bounded."""

from typing import Any

from yishi.cases.models import Visibility
from yishi.network import known as net

from .actions.calling import rule_of
from .models import Item, Session, SessionRule, Topic
from .rules import may_add_item, may_freeze_agenda, may_note_item, may_order_items
from .rules.topics import freezes_on

SHOWN = 40
PROPOSED = 6


def of(session: Session, actor: Any) -> dict[str, Any]:
    """Under `agenda`."""
    items = items_of(session)
    return {
        "agenda": {
            "items": items,
            "late": [each for each in items if each.late],
            "removed": list(session.items.exclude(removed_at=None).order_by("removed_at", "id")[:SHOWN])
            if session.frozen_at
            else [],
            "minutes": sum(each.minutes for each in items),
            "planned": planned(session),
            "speak_minutes": SessionRule.objects.figure(session, "speak_minutes"),
            "freezes_on": freezes_on(session, rule_of(session))
            if session.is_ahead and not session.frozen_at
            else None,
            "topics": _proposed(session, items) if session.is_ahead else [],
            "may_edit": bool(may_order_items(actor, session) or may_add_item(actor, session)),
            "may_freeze": bool(may_freeze_agenda(actor, session)) and bool(items),
            "notes": bool(items) and bool(may_note_item(actor, items[0])),
        }
    }


def items_of(session: Session) -> list[Item]:
    """What stands on the agenda, with its case and presenter; `shown_case` is the case where everybody may see it."""
    rows = session.items.filter(removed_at=None).select_related("case", "topic__case", "session")
    items = list(rows.order_by("position", "id")[:SHOWN])
    net.attach_posts(items, "presenter")
    for item in items:
        case = item.case or (item.topic.case if item.topic else None)
        is_open = case is not None and case.visibility != Visibility.HOTLINE
        item.shown_case = case if is_open else None  # type: ignore[attr-defined]
    return items


def planned(session: Session) -> int:
    """How many minutes the session is planned for."""
    return int((session.ends_at - session.starts_at).total_seconds() // 60)


def _proposed(session: Session, items: list[Item]) -> list[Topic]:
    """What most households want talked about there and does not stand on this agenda yet."""
    there = [item.topic_id for item in items if item.topic_id]
    rows = Topic.objects.at(session.place_path).wanted().filter(wording="approved").exclude(pk__in=there)
    return list(rows.select_related("place").order_by("-supports", "-id")[:PROPOSED])
