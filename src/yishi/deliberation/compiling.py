"""Minutes out of what was recorded: rows of a session in, a plain structure out, which JSON can hold.

The structure names offices, never people; counts of few people stand together; what residents said stands there as
everybody reads it, and where nobody has looked at it yet, only that it was said. Codes stand for what has a word in
each language (the kind, a role, a result), so that the same sealed text is read in Chinese and in English; names of
places and posts stand in both. Whatever a clerk typed goes once more through the mask.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import override

from yishi.cases.models import Case
from yishi.cases.models.case import number_of
from yishi.cases.models.publishing import WithheldFor
from yishi.insight.masking import mask
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Place, Post, RollPolicy
from yishi.record.tree import canonical

from . import present
from .models import (
    Correction,
    Decision,
    Invitation,
    Item,
    Motion,
    Opinion,
    Reason,
    Session,
    Undertaking,
)

VERSION = 1
"""Of the structure; a reader of old minutes goes by it."""


@dataclass
class Rows:
    """What was recorded of a session, read once. `shown_cases`: keys of the cases that everybody may see. `there`:
    (role, building or None) of each who was checked in."""

    session: Session
    small: int
    reasons: Sequence[Reason] = ()
    there: Sequence[tuple[str, int | None]] = ()
    places: Mapping[int, Place] = field(default_factory=dict)
    invitations: Sequence[Invitation] = ()
    items: Sequence[Item] = ()
    opinions: Sequence[Opinion] = ()
    motions: Sequence[Motion] = ()
    decisions: Sequence[Decision] = ()
    undertakings: Sequence[Undertaking] = ()
    corrections: Sequence[Correction] = ()
    shown_cases: frozenset[int] = frozenset()
    quorum: present.Quorum | None = None
    remarks: str = ""
    names: Sequence[str] = ()
    """Of people who were there or spoke, so that they are starred wherever somebody typed them."""


def rows_of(session: Session, remarks: str = "") -> Rows:
    """Read them: a bounded number of questions, however much was said."""
    posts = (
        "host",
        "chair__organisation",
        "chair__place",
        "clerk__organisation",
        "clerk__place",
        "tally",
        "place",
    )
    session = Session.objects.select_related(*posts).get(pk=session.pk)
    there = list(session.attendances.filter(removed_at=None).values_list("role", "building"))
    opinions = list(
        session.opinions.filter(hidden_at=None).select_related("sheet", "response").order_by("said_at", "id")
    )
    rows = Rows(
        session,
        RollPolicy.objects.present().small_cell,
        reasons=list(session.reasons.all()),
        there=there,
        invitations=list(session.invitations.filter(withdrawn_at=None).order_by("id")),
        items=list(session.items.all()),
        opinions=opinions,
        motions=list(session.motions.all()),
        decisions=list(Decision.objects.filter(item__session=session).order_by("at", "id")),
        undertakings=list(
            session.undertakings.filter(instead_of=None)
            .exclude(state=Undertaking.State.STRUCK)
            .order_by("at", "id")
        ),
        corrections=list(session.corrections.filter(number=None, state=Correction.State.ACCEPTED)),
        quorum=present.quorum(session),
        remarks=remarks,
    )
    rows.names = _names(session, opinions)
    rows.places = net.places([*(building for _role, building in there), *(o.place_id for o in opinions)])
    with_post = (
        rows.invitations,
        rows.undertakings,
        [o.response for o in opinions if hasattr(o, "response")],
    )
    for those in with_post:
        net.attach_posts(those, "post")
    net.attach_posts(rows.items, "presenter")
    pointing: list[Any] = [*rows.items, *opinions, *rows.decisions, *rows.undertakings]
    cases = {each.case_id for each in pointing} - {None}
    rows.shown_cases = frozenset(
        Case.objects.visible_to(ANYONE).filter(pk__in=cases).values_list("pk", flat=True) if cases else ()
    )
    return rows


FREE = {"text", "summary", "remarks", "title", "matter", "because", "struck"}
"""What clerks and hosts typed."""


def compiled(rows: Rows) -> dict[str, Any]:
    """The minutes as JSON holds them; whatever was typed without names and numbers of people."""
    minutes: dict[str, Any] = _without_names(_put_together(rows), rows.names)
    return minutes


def _without_names(value: Any, names: Sequence[str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {each: _without_names(of, names, each) for each, of in value.items()}
    if isinstance(value, list):
        return [_without_names(each, names) for each in value]
    return mask(value, names) if key in FREE and isinstance(value, str) else value


def _put_together(rows: Rows) -> dict[str, Any]:
    session = rows.session
    positions = {item.pk: n for n, item in enumerate(_agenda(rows), 1)}
    labels = {opinion.pk: opinion.label for opinion in rows.opinions}
    return {
        "version": VERSION,
        "session": session.pk,
        "kind": session.kind,
        "theme": {"zh": session.theme_zh, "en": session.theme_en},
        "place": _place(session.place),
        "spot": {"zh": session.spot_zh, "en": session.spot_en},
        "planned": [_at(session.starts_at), _at(session.ends_at)],
        "began_at": _at(session.opened_at),
        "ended_at": _at(session.ended_at),
        "host": _both(lambda: session.host.name),
        "chair": _post(session.chair),
        "clerk": _post(session.clerk),
        "reasons": [_reason(each) for each in rows.reasons],
        "attendance": _attendance(rows),
        "quorum": _quorum(rows),
        "invited": [_invited(each) for each in rows.invitations],
        "frozen_at": _at(session.frozen_at),
        "agenda": [_item(each, positions, rows) for each in _agenda(rows)],
        "removed": [
            {"title": each.title, "because": each.removed_because}
            for each in rows.items
            if each.removed_at is not None
        ],
        "opinions": [_opinion(each, positions, rows) for each in rows.opinions],
        "motions": [_motion(each, positions) for each in rows.motions],
        "decisions": [_decision(each, positions, rows) for each in rows.decisions],
        "undertakings": [_undertaking(each, positions, labels, rows) for each in rows.undertakings],
        "remarks": rows.remarks,
        "corrections": [each.shown for each in rows.corrections],
    }


def added(draft: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the minutes have now and did not have when the draft lay open: lines, words that were put right, answers,
    matters, lines that were taken out, decisions that were struck out, and corrections. Only labels and counts, so that
    words erased later leave nothing here."""
    if not draft:
        return []
    before = {each["label"]: each for each in draft["opinions"]}
    found: list[dict[str, Any]] = []
    for each in now["opinions"]:
        was = before.pop(each["label"], None)
        found += [{"what": what, "label": each["label"]} for what in _otherwise(was, each)]
    found += [{"what": "gone", "label": label} for label in before]
    struck = _struck(now) - _struck(draft)
    found += [{"what": "struck", "n": struck}] if struck > 0 else []
    corrections = len(now["corrections"]) - len(draft["corrections"])
    return found + ([{"what": "corrections", "n": corrections}] if corrections > 0 else [])


def _struck(minutes: Mapping[str, Any]) -> int:
    """How many decisions are struck out."""
    return sum("struck" in each for each in minutes["decisions"])


def _otherwise(was: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    if was is None:
        return ["line"]
    answered = was["response"] != now["response"]
    changed = {
        "words": was["words"] != now["words"],
        "answer": answered,
        # what is answered becomes a matter with it: the answer says that already
        "case": not answered and now["case"] is not None and was["case"] != now["case"],
    }
    return [what for what, is_so in changed.items() if is_so]


def _names(session: Session, opinions: Sequence[Opinion]) -> list[str]:
    there = session.attendances.filter(removed_at=None).select_related("person")
    said = {each.name or (each.person.name if each.person else "") for each in there}
    return sorted(said | {each.said_by for each in opinions} - {""})


def text_of(minutes: Mapping[str, Any]) -> str:
    """The text that is sealed: canonical JSON, so that equal minutes have equal bytes."""
    return canonical(dict(minutes))


def _agenda(rows: Rows) -> list[Item]:
    return [item for item in rows.items if item.removed_at is None]


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _on(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _both(said: Callable[[], str]) -> dict[str, str]:
    """A name in both languages."""
    with override("zh-hans"):
        zh = said()
    with override("en"):
        return {"zh": zh, "en": said()}


def _place(place: Place | None) -> dict[str, str] | None:
    return {"zh": place.label_zh, "en": place.label_en or place.label_zh} if place else None


def _post(post: Post | None) -> dict[str, str] | None:
    return _both(lambda: post.title) if post else None


def _reason(reason: Reason) -> dict[str, Any]:
    return {"about": reason.about, "text": reason.text, "was_at": _at(reason.was_at)}


def _attendance(rows: Rows) -> dict[str, Any]:
    roles = Counter(role for role, _building in rows.there)
    buildings = Counter(building for _role, building in rows.there if building)
    by_role, other_roles = present.together(roles, rows.small)
    by_building, other_buildings = present.together(buildings, rows.small)
    return {
        "total": len(rows.there),
        "small": rows.small,
        "by_role": [{"role": role, "count": count} for role, count in _largest(by_role)],
        "other_roles": other_roles,
        "by_building": [
            {"place": _place(rows.places.get(pk)), "count": count} for pk, count in _largest(by_building)
        ],
        "other_buildings": other_buildings,
    }


def _largest(counts: Mapping[Any, int]) -> Iterable[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _quorum(rows: Rows) -> dict[str, Any] | None:
    if rows.quorum is None:
        return None
    quorum = rows.quorum
    tally = rows.session.tally
    return {
        "entitled": quorum.entitled,
        "needed": quorum.needed,
        "present": quorum.present,
        "reached": quorum.is_reached,
        "rule": {"zh": tally.name_zh, "en": tally.name_en or tally.name_zh} if tally else None,
        "source": tally.source if tally else "",
    }


def _invited(invitation: Invitation) -> dict[str, Any]:
    return {
        "post": _post(invitation.post),
        "as": invitation.as_what,
        "matter": invitation.matter,
        "reply": invitation.reply,
        "came": invitation.came,
    }


def _case(pk: int | None, rows: Rows) -> str | None:
    return number_of(pk) if pk in rows.shown_cases else None  # type: ignore[arg-type]


def _item(item: Item, positions: Mapping[int, int], rows: Rows) -> dict[str, Any]:
    return {
        "n": positions[item.pk],
        "title": item.title,
        "text": item.text,
        "minutes": item.minutes,
        "presenter": _post(item.presenter),
        "why": item.why,
        "late": item.late,
        "case": _case(item.case_id, rows),
        "came": item.came,
        "summary": item.summary,
        "voices": [item.voices_then, item.voices_now] if item.voices_then is not None else None,
    }


def _opinion(opinion: Opinion, positions: Mapping[int, int], rows: Rows) -> dict[str, Any]:
    response = getattr(opinion, "response", None)
    return {
        "label": opinion.label,
        "said_at": _at(opinion.said_at),
        "place": _place(rows.places.get(opinion.place_id)),
        "words": opinion.public_words if opinion.is_shown else None,
        **({"erased": True} if opinion.withheld_for == WithheldFor.ERASED else {}),
        "item": positions.get(opinion.item_id),  # type: ignore[arg-type]
        "case": _case(opinion.case_id, rows),
        "response": response and {"kind": response.kind, "post": _post(response.post), "text": response.text},
    }


def _motion(motion: Motion, positions: Mapping[int, int]) -> dict[str, Any]:
    return {
        "n": motion.position,
        "item": positions.get(motion.item_id),
        "text": motion.text,
        "rule": motion.rule,
        "entitled": motion.entitled,
        "present": motion.present,
        "yes": motion.yes,
        "no": motion.no,
        "abstained": motion.abstained,
        "carried": motion.carried,
        "dropped": motion.dropped_at is not None,
    }


def _decision(decision: Decision, positions: Mapping[int, int], rows: Rows) -> dict[str, Any]:
    return {
        "item": positions.get(decision.item_id),
        "kind": decision.kind,
        "case": _case(decision.case_id, rows),
        "text": decision.text,
        **({"struck": decision.struck_because} if decision.struck_at else {}),
    }


def _undertaking(
    undertaking: Undertaking, positions: Mapping[int, int], labels: Mapping[int, str], rows: Rows
) -> dict[str, Any]:
    return {
        "post": _post(undertaking.post),
        "text": undertaking.text,
        "due_on": _on(undertaking.due_on),
        "opinion": labels.get(undertaking.opinion_id),  # type: ignore[arg-type]
        "item": positions.get(undertaking.item_id),  # type: ignore[arg-type]
        "case": _case(undertaking.case_id, rows),
    }
