"""What this room holds of people: for how long, what of it somebody takes away with them, and how it is erased."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yishi.cases.held_above import Kept, Room, register
from yishi.people.models import Person, RetentionRule

from . import actions
from .models import Attendance, Correction, Objection, Opinion, Session, Support, Topic, Undertaking
from .models.topics import WANTED

What = RetentionRule.What


# --- whose time is over ---


def _met(before: datetime) -> QuerySet[Session]:
    """Sessions that were over before and still name somebody."""
    return Session.objects.filter(names_gone_at=None, ends_at__lt=before).order_by("ends_at", "id")


def _with_words(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(words_gone_at=None, ends_at__lt=before).order_by("ends_at", "id")


def _settled(before: datetime) -> QuerySet[Topic]:
    """Topics that are no longer to come: one that was joined, with the one it was joined with."""
    goes_on = Q(state__in=WANTED) | Q(joined_into__state__in=WANTED)
    return Topic.objects.filter(settled_at__lt=before).exclude(goes_on).order_by("settled_at", "id")


KEPT = {
    What.MET.value: Kept(_met, actions.forget_who_met),
    What.MET_WORDS.value: Kept(_with_words, actions.forget_what_was_said),
    What.TOPICS.value: Kept(
        lambda before: _settled(before).filter(names_gone_at=None), actions.forget_who_is_behind
    ),
    What.TOPIC_WORDS.value: Kept(
        lambda before: _settled(before).filter(words_gone_at=None), actions.forget_topic_words
    ),
}


# --- what one person may take away ---


def of_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All of it, by kind."""
    return {
        "sessions_came": [_came(each) for each in _of(Attendance, person)],
        "sessions_said": [_said(each) for each in _of(Opinion, person, "sheet", "place")],
        "topics": [_topic(each) for each in Topic.objects.filter(person=person).select_related("place")],
        "supports": [_support(each) for each in _supports(person)],
        "corrections": [_correction(each) for each in _corrections(person)],
        "objections": [_objection(each) for each in _of(Objection, person)],
        "promises": [_promise(each) for each in _promises(person)],
    }


def _of(model: Any, person: Person, *more: str) -> Any:
    return model.objects.filter(person=person).select_related("session__place", *more).order_by("id")


def _supports(person: Person) -> Any:
    return Support.objects.filter(person=person).select_related("topic__place").order_by("id")


def _corrections(person: Person) -> Any:
    rows = Correction.objects.filter(attendance__person=person, number=None)
    return rows.select_related("session__place").order_by("id")


def _promises(person: Person) -> Any:
    """What was promised to them, and whether they said that it was kept."""
    rows = Undertaking.objects.filter(opinion__person=person).exclude(state=Undertaking.State.STRUCK)
    return rows.select_related("session__place", "post__organisation", "post__place").order_by("id")


def _session(session: Session) -> dict[str, Any]:
    return {"session": session.title, "begins": session.starts_at}


def _came(each: Attendance) -> dict[str, Any]:
    building = each.building.label_zh if each.building else ""
    return {
        **_session(each.session),
        "at": each.at,
        "name": each.name,
        "as": each.role,
        "building": building,
        "how": each.how,
        "struck_out_at": each.removed_at,
    }


def _said(each: Opinion) -> dict[str, Any]:
    return {
        **_session(each.session),
        "number": each.label,
        "at": each.said_at,
        "place": each.place.label_zh,
        "name": each.said_by,
        "phone": each.contact_phone,
        "words": each.words,
        "public_words": each.public_words,
        "supports": each.supports,
    }


def _topic(each: Topic) -> dict[str, Any]:
    return {
        "number": each.pk,
        "at": each.at,
        "place": each.place.label_zh,
        "words": each.words,
        "public_words": each.public_words,
        "phone": each.contact_phone,
        "state": each.state,
        "reason": each.reason,
        "supports": each.supports,
    }


def _support(each: Support) -> dict[str, Any]:
    topic = each.topic
    return {"topic": topic.pk, "title": topic.title, "place": topic.place.label_zh, "at": each.at}


def _correction(each: Correction) -> dict[str, Any]:
    said = {"at": each.at, "text": each.text, "shown": each.shown}
    return {**_session(each.session), **said, "state": each.state, "reason": each.reason}


def _objection(each: Objection) -> dict[str, Any]:
    return {
        **_session(each.session),
        "number": each.number,
        "at": each.at,
        "text": each.text,
        "shown": each.shown,
        "phone": each.contact_phone,
        "answer": each.answer,
        "upheld": each.upheld,
    }


def _promise(each: Undertaking) -> dict[str, Any]:
    return {
        **_session(each.session),
        "by": each.post.title,
        "text": each.text,
        "due_on": each.due_on,
        "state": each.state,
        "confirmed": each.confirmed,
        "missing": each.missing,
        "settled_at": each.settled_at,
    }


register(
    "deliberation",
    Room(
        kept=KEPT,
        of_person=of_person,
        erase=actions.erase_from_sessions,
        erase_of_case=actions.erase_behind_case,
        goes=(
            _("that it was you who came to a session, proposed a topic or stood behind it"),
            _("what you said at sessions, also in their minutes; which then say when words were erased"),
        ),
        stays=(
            _("how many came, spoke and stood behind a topic, and what was answered and promised there"),
            _("a correction of yours that was accepted: it is the text of the minutes, and names nobody"),
        ),
    ),
)
