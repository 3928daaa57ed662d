"""Names and words that are erased: by the clock, once they have been kept long enough; or all of one person, at their
wish. Counts, buildings and what everybody reads without a name stay; the record holds digests alone, and their salts go
with the texts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from yishi.cases.actions.erasing import drop_files
from yishi.cases.models import Case, Photo, WithheldFor, Wording
from yishi.people.models import Person
from yishi.record import chore, clock, new_salt

from ..following import source_of
from ..models import (
    Attendance,
    Correction,
    EarlierWords,
    Minutes,
    Objection,
    Opinion,
    OpinionPhoto,
    Session,
    Support,
    Topic,
    Undertaking,
    WallSupport,
)
from .sheets import touch

_BY_RULE = "a rule of retention that was set before; that it was gone through is on the record"
_AT_THEIR_WISH = "part of the erasure of a person, which is on the record"
_NOT_SHOWN = {
    "title": "",
    "public_words": "",
    "wording": Wording.WITHHELD,
    "withheld_for": WithheldFor.ERASED,
}


# --- by the clock ---


@chore(_BY_RULE)
def forget_who_met(rows: Sequence[Session]) -> int:
    """Of those who came to these sessions and who spoke there it stays how many, from which buildings and as what; who
    they were is gone. Gives how many sessions."""
    keys = [row.pk for row in rows]
    Attendance.objects.filter(session__in=keys).update(person=None, name="", household="", browser="")
    Opinion.objects.filter(session__in=keys).update(said_by="", contact_phone="", browser="")
    EarlierWords.objects.filter(opinion__session__in=keys).update(said_by="")
    Objection.objects.filter(session__in=keys).update(contact_phone="")
    WallSupport.objects.filter(opinion__session__in=keys).delete()
    Session.objects.filter(pk__in=keys).update(names_gone_at=clock.now())
    return len(keys)


@chore(_BY_RULE)
def forget_what_was_said(rows: Sequence[Session]) -> int:
    """What was said at these sessions, proposed for their minutes and objected to is gone as it was said; what
    everybody reads of it stays. Gives how many sessions."""
    keys = [row.pk for row in rows]
    opinions = Opinion.objects.filter(session__in=keys)
    opinions.update(words="", draft_words="", draft_title="", salt=new_salt())
    EarlierWords.objects.filter(opinion__session__in=keys).delete()
    Correction.objects.filter(session__in=keys, opinion=None).update(text="", salt=new_salt())
    Objection.objects.filter(session__in=keys).update(text="", salt=new_salt())
    Undertaking.objects.filter(session__in=keys).update(missing="")
    Session.objects.filter(pk__in=keys).update(words_gone_at=clock.now())
    return len(keys)


@chore(_BY_RULE)
def forget_who_is_behind(rows: Sequence[Topic]) -> int:
    """Of these topics, which are settled, it stays how many households stood behind them. Gives how many topics."""
    keys = [row.pk for row in rows]
    behind = Support.objects.filter(topic__in=keys)
    behind.filter(beside=True).delete()  # not counted, and without its household it would be
    behind.update(household=None, browser="")
    Topic.objects.filter(pk__in=keys).update(contact_phone="", code_hash="", names_gone_at=clock.now())
    return len(keys)


@chore(_BY_RULE)
def forget_topic_words(rows: Sequence[Topic]) -> int:
    """The words of these topics are gone as they were said. Gives how many topics."""
    keys = [row.pk for row in rows]
    kept = {"salt": new_salt(), "words_gone_at": clock.now()}
    Topic.objects.filter(pk__in=keys).update(words="", draft_words="", draft_title="", **kept)
    return len(keys)


# --- at somebody's wish ---


def said_by(person: Person) -> QuerySet[Opinion]:
    """What somebody said at sessions, as their account knows it."""
    return Opinion.objects.filter(person=person)


@chore(_AT_THEIR_WISH)
def erase_from_sessions(person: Person) -> int:
    """Sessions, minutes and topics hold nothing of the person any more, but that somebody came, spoke, proposed and
    stood behind it. Gives how many texts are gone."""
    asked = Undertaking.objects.filter(Q(opinion__person=person) | Q(case__reporter=person)).exclude(
        missing=""
    )
    gone = asked.update(missing="")
    gone += _erase_opinions(said_by(person))
    gone += _erase_corrections(Correction.objects.filter(attendance__person=person, number=None))
    gone += _erase_objections(Objection.objects.filter(person=person))
    gone += _erase_topics(Topic.objects.filter(person=person))
    _erase_supports(person)
    Attendance.objects.filter(person=person).update(person=None, name="", household="", browser="")
    return gone


@chore(_AT_THEIR_WISH)
def erase_behind_case(case: Case) -> int:
    """What was said at a session and became this case is gone there, too. Gives how many texts."""
    Undertaking.objects.filter(case=case).update(missing="")
    return _erase_opinions([each for each in case.opinions.all() if case.source == source_of(each)])


def _erase_opinions(found: Iterable[Opinion]) -> int:
    opinions = list(found)
    if not opinions:
        return 0
    keys = [each.pk for each in opinions]
    _drop_photos(keys)
    _out_of_minutes(opinions)
    EarlierWords.objects.filter(opinion__in=keys).delete()
    gone: dict[str, Any] = {
        "person": None,
        "said_by": "",
        "contact_phone": "",
        "browser": "",
        "words": "",
        "draft_words": "",
        "draft_title": "",
        "salt": new_salt(),
        **_NOT_SHOWN,
    }
    Opinion.objects.filter(pk__in=keys).update(**gone)
    for session in sorted({each.session_id for each in opinions}):
        touch(session)
    return len(keys)


def _drop_photos(opinions: Sequence[int]) -> None:
    """Photos of what they said; files that a case goes on showing stay."""
    rows = OpinionPhoto.objects.filter(opinion__in=opinions)
    names = set(rows.values_list("name", flat=True))
    drop_files(sorted(names - set(Photo.objects.filter(name__in=names).values_list("name", flat=True))))
    rows.delete()


def _out_of_minutes(opinions: Sequence[Opinion]) -> None:
    """The compiled minutes say of these lines that the words were erased; sealed ones say when, for their text is no
    longer the one that was sealed."""
    with_sheet = Opinion.objects.filter(pk__in=[each.pk for each in opinions]).select_related("sheet")
    labels: dict[int, set[str]] = {}
    for each in with_sheet:
        labels.setdefault(each.session_id, set()).add(each.label)
    for minutes in Minutes.objects.select_for_update().filter(session__in=labels).order_by("pk"):
        lines = [
            line
            for line in minutes.compiled.get("opinions", ())
            if line["label"] in labels[minutes.session_id] and line["words"] is not None
        ]
        for line in lines:
            line["words"], line["erased"] = None, True
        if lines:
            minutes.erased_at = clock.now() if minutes.is_sealed else None
            minutes.save(update_fields=["compiled", "erased_at"])


def _erase_corrections(found: QuerySet[Correction]) -> int:
    """As they were proposed. What was accepted is the minutes' own text, worded by whoever decided."""
    keys = list(found.values_list("pk", flat=True))
    rows = Correction.objects.filter(pk__in=keys)
    rows.exclude(state=Correction.State.ACCEPTED).update(shown="")
    return rows.update(text="", salt=new_salt(), attendance=None)


def _erase_objections(found: QuerySet[Objection]) -> int:
    """That somebody objected, and what was answered, stays."""
    return found.update(person=None, contact_phone="", text="", shown="", salt=new_salt())


def _erase_topics(found: QuerySet[Topic]) -> int:
    """Where neighbours still want it talked about, what everybody reads goes on without its proposer."""
    topics = list(found.select_for_update().order_by("pk"))
    for topic in topics:
        goes_on = topic.is_wanted and topic.is_shown
        fields: dict[str, Any] = {
            "person": None,
            "contact_phone": "",
            "code_hash": "",
            "words": topic.public_words if goes_on else "",
            "draft_words": topic.public_words if goes_on else "",
            "salt": new_salt(),
        }
        if not goes_on:
            fields |= {"draft_title": "", **_NOT_SHOWN}
        Topic.objects.filter(pk=topic.pk).update(**fields)
    return len(topics)


def _erase_supports(person: Person) -> None:
    """The household counts on: by another entry of it where topics were joined, else as one of which nothing is
    known."""
    mine = Support.objects.filter(person=person)
    mine.filter(beside=True).delete()
    for row in mine.exclude(household=None).select_related("topic"):
        main = row.topic.joined_into_id or row.topic_id
        together = Q(topic=main) | Q(topic__joined_into=main)
        if Support.objects.filter(together, household=row.household).exclude(pk=row.pk).exists():
            row.delete()
    mine.update(person=None, household=None, browser="")
