"""Everything that is kept about one person, as they may take it away with them (PIPL 45) and before it is erased."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Appointment, Occupant, Registration, Residence, RollReveal, SkillOffer
from yishi.network.sheets import harmless
from yishi.notices.models import Message
from yishi.people.models import Person
from yishi.record import clock

from . import held_above
from .models import (
    Answer,
    Case,
    DataRequest,
    Doubt,
    Erasure,
    Feedback,
    FormerReporter,
    Help,
    Note,
    Photo,
    Reveal,
    SecondLook,
    Voice,
    Volunteer,
)

OWN_NOTES = (Note.Kind.CALL, Note.Kind.WITHDRAW)
OWN_PHOTOS = (Photo.Stage.REPORT, Photo.Stage.CONTEST)

README = (
    "议事平台中与本人有关的全部资料。data.json 为全部内容；同名 CSV 文件可用表格软件打开（UTF-8）。\n"
    "Everything that is kept about you here. data.json holds all of it; each CSV file (UTF-8) opens in a spreadsheet.\n"
)


def _account(person: Person) -> list[dict[str, Any]]:
    names = ("username", "name", "email", "phone", "phone_verified", "language", "joined_at")
    return [{name: getattr(person, name) for name in names}]


def _homes(person: Person) -> list[dict[str, Any]]:
    rows = Residence.objects.filter(person=person).select_related("place")
    return [
        {
            "place": r.place.label_zh,
            "door": r.door,
            "claimed_at": r.claimed_at,
            "vouched_at": r.vouched_at,
            "left_at": r.left_at,
            "as_what": r.as_what,
            "proof": r.proof,
        }
        for r in rows
    ]


def _roll(person: Person) -> list[dict[str, Any]]:
    """What the roll of dwellings says of them, now and before."""
    rows = Occupant.objects.filter(person=person).select_related("dwelling__place").order_by("id")
    return [
        {
            "dwelling": f"{r.dwelling.place.label_zh} {r.dwelling.door}",
            "area_m2": r.dwelling.area_said,
            "bond": r.bond,
            "name": r.name,
            "phone": r.phone,
            "identity": r.identity,
            "share": f"{r.share_of}/{r.share_in}" if r.share_of else "",
            "born_in": r.born_in,
            "lives_here": r.lives_here,
            "from_on": r.from_on,
            "until_on": r.until_on,
        }
        for r in rows
    ]


def _roll_seen(person: Person) -> list[dict[str, Any]]:
    """Who looked them up on the roll, and what for."""
    mine = Occupant.objects.filter(person=person).values("dwelling")
    rows = RollReveal.objects.filter(dwelling__in=mine).select_related("post__organisation", "post__place")
    return [
        {"at": r.at, "post": r.post.title, "what": r.what, "reason": r.reason, "text": r.text} for r in rows
    ]


def _posts(person: Person) -> list[dict[str, Any]]:
    rows = Appointment.objects.filter(person=person).select_related("post__organisation", "post__place")
    return [{"post": r.post.title, "from_on": r.from_on, "until_on": r.until_on} for r in rows]


def _cases(cases: list[Case]) -> list[dict[str, Any]]:
    return [
        {
            "number": case.number,
            "reported_at": case.reported_at,
            "place": case.place.label_zh,
            "category": case.category.name_zh,
            "visibility": case.visibility,
            "state": case.state,
            "words": case.words,
            "public_words": case.public_words,
            "contact_name": case.contact_name,
            "contact_phone": case.contact_phone,
            "consent": case.consent or "",
        }
        for case in cases
    ]


def _said(cases: list[Case]) -> list[dict[str, Any]]:
    """What was answered, and what the resident said to it; where they stepped back, until then."""
    answers = Answer.objects.filter(case__in=cases).select_related("case")
    rows = [(a.at, a.case, "answer", a.whole) for a in answers]
    feedback = Feedback.objects.filter(case__in=cases).select_related("case")
    rows += [(f.at, f.case, "feedback", f.text) for f in feedback]
    notes = Note.objects.filter(case__in=cases, kind__in=OWN_NOTES).select_related("case")
    rows += [(n.at, n.case, n.kind, n.text) for n in notes]
    rows = _until_left(rows)
    return [
        {"at": at, "number": case.number, "kind": kind, "text": text}
        for at, case, kind, text in sorted(rows, key=lambda r: r[0])
    ]


def _until_left(rows: list[Any]) -> list[Any]:
    """Without what came to a case after its reporter had stepped back: that is of those who joined. A row begins with
    its moment and its case."""
    left = dict(
        FormerReporter.objects.filter(case__in={row[1].pk for row in rows}).values_list("case", "left_at")
    )
    return [row for row in rows if row[1].pk not in left or row[0] <= left[row[1].pk]]


def seen_by(case: Case) -> list[Reveal]:
    """Who was shown what of it, as the resident may read it: the post, not the person's name."""
    rows = case.reveals.select_related("post__organisation", "post__place")
    return [reveal for reveal in rows if reveal.told_at is None or reveal.told_at <= clock.now()]


def _seen(cases: list[Case]) -> list[dict[str, Any]]:
    return [
        {
            "at": r.at,
            "number": case.number,
            "post": r.post.title,
            "what": r.what,
            "reason": r.reason,
            "text": r.text,
        }
        for case in cases
        for r in seen_by(case)
    ]


def _photos(cases: list[Case]) -> list[dict[str, Any]]:
    rows = Photo.objects.filter(case__in=cases, post=None, stage__in=OWN_PHOTOS).select_related("case")
    mine = _until_left([(p.at, p.case, p) for p in rows])
    return [{"number": case.number, "stage": p.stage, "at": at, "shown": p.is_shown} for at, case, p in mine]


def _joined(person: Person) -> list[dict[str, Any]]:
    rows = Voice.objects.filter(person=person).select_related("case")
    return [{"number": v.case.number, "joined_at": v.joined_at, "withdrawn_at": v.withdrawn_at} for v in rows]


def _judged(person: Person) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"number": d.case.number, "at": d.at, "kind": "doubt", "text": d.text}
        for d in Doubt.objects.filter(person=person).select_related("case")
    ]
    rows += [
        {"number": s.case.number, "at": s.ended_at or s.asked_at, "kind": "second look", "text": s.text}
        for s in SecondLook.objects.filter(person=person).select_related("case")
    ]
    offered = Volunteer.objects.filter(person=person)
    return rows + [{"number": "", "at": v.offered_at, "kind": "volunteers", "text": ""} for v in offered]


def _helping(person: Person) -> list[dict[str, Any]]:
    """What they offered, where they reported, what they were asked to do."""
    offers = SkillOffer.objects.filter(person=person).select_related("place")
    rows: list[tuple[Any, ...]] = []
    rows += [(o.offered_at, "offer", o.place.label_zh, f"{o.skill} {o.times}", o.ended_at) for o in offers]
    asked = Help.objects.filter(person=person).select_related("case__place")
    rows += [(a.at, "asked", a.case.place.label_zh, f"{a.skill} {a.reply}", a.came_at) for a in asked]
    reported = Registration.objects.filter(person=person).select_related("community")
    for registration in reported.prefetch_related("tasks"):
        where = registration.community.label_zh
        rows.append((registration.from_on, "reported", where, "", registration.until_on))
        rows += [(t.given_on, "task", where, t.title, t.done_on) for t in registration.tasks.all()]
    return [
        {"at": at, "kind": kind, "place": place, "text": text, "ended": ended}
        for at, kind, place, text, ended in rows
    ]


def _messages(person: Person) -> list[dict[str, Any]]:
    rows = Message.objects.filter(person=person).order_by("created_at")
    return [{"at": m.created_at, "kind": m.kind, "link": m.link, "read_at": m.read_at} for m in rows]


def _erasures(person: Person) -> list[dict[str, Any]]:
    rows = Erasure.objects.filter(person=person)
    return [{"asked_at": e.asked_at, "due_at": e.due_at, "state": e.state, "hold": e.hold} for e in rows]


def _requests(person: Person) -> list[dict[str, Any]]:
    rows = DataRequest.objects.filter(person=person)
    return [
        {
            "asked_on": r.asked_on,
            "kind": r.kind,
            "came": r.came,
            "checked": r.checked,
            "state": r.state,
            "due_on": r.due_on,
            "ended_at": r.ended_at,
        }
        for r in rows
    ]


def raised_by(person: Person) -> Any:
    """Matters the person raised, also those they stepped back from later."""
    return Case.objects.filter(Q(reporter=person) | Q(former__person=person))


def of_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything about the person, by kind."""
    cases = list(raised_by(person).select_related("place", "category"))
    own: dict[str, Callable[[Person], list[dict[str, Any]]]] = {
        "account": _account,
        "homes": _homes,
        "roll": _roll,
        "roll_seen_by": _roll_seen,
        "posts": _posts,
        "joined": _joined,
        "judged": _judged,
        "helping": _helping,
        "messages": _messages,
        "erasures": _erasures,
        "requests": _requests,
    }
    found = {**{name: read(person) for name, read in own.items()}, **of_cases(cases)}
    for room in held_above.rooms():
        found |= room.of_person(person)
    return found


def of_cases(cases: list[Case]) -> dict[str, list[dict[str, Any]]]:
    """What cases hold about whoever raised them, by kind."""
    return {"cases": _cases(cases), "said": _said(cases), "photos": _photos(cases), "seen_by": _seen(cases)}


def as_zip(found: dict[str, list[dict[str, Any]]]) -> bytes:
    """All of it as JSON, and each kind as CSV, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", README)
        packed.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1, default=str))
        for name, rows in found.items():
            if rows:
                packed.writestr(f"{name}.csv", "\ufeff" + _as_csv(rows))
    return out.getvalue()


def _as_csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


GOES = (
    _("your name and number, here and with your matters"),
    _(
        "your words as you said them, and the digest that stands for them on the record no longer means anything"
    ),
    _("what you said to answers, and what was noted of telephone calls with you"),
    _("photos you sent"),
    _("where you live, in which matters you joined, and what you were told"),
    _(
        "your telephone, identity number and year of birth on the roll of dwellings, and your name, unless you own one"
    ),
)
STAYS = (
    _(
        "that there was a matter, where, when and how it was dealt with: others rely on it, and it names nobody"
    ),
    _("what offices answered"),
    _("counts, in which nobody can be found"),
    _("of an owner name and share on the roll, as long as they own it: the owners' decisions count by it"),
    _("that you asked for this, so that it can be shown that it was done"),
)
