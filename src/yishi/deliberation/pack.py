"""The preparation pack of a session: of each item the story of its matter in public words, what was decided of the same
before, and what similar estates did. Nothing in it is read that not everybody may read, so it is the same for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yishi.cases import learnt, story
from yishi.cases.models import Case, State
from yishi.cases.similar import kept_a_minute
from yishi.insight.similarity import ranked
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level
from yishi.record import clock

from . import earlier
from .models import Item, Session, SessionRule
from .parts_topics import items_of

STEPS = 12
ELSEWHERE, MOST_ELSEWHERE = 80, 3
WITHIN = timedelta(days=730)
FROM = 0.3


@dataclass(frozen=True)
class Elsewhere:
    """A matter like it that was solved in another place: where, how long it took, and what came of it."""

    case: Case
    where: str
    answer: str
    days: int
    percent: int


@dataclass
class Sheet:
    """One item as the pack tells it."""

    n: int
    item: Item
    case: Case | None = None
    words: str = ""
    ladder: list[Any] = field(default_factory=list)
    story: list[Any] = field(default_factory=list)
    left_out: int = 0
    before: list[earlier.Before] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)


def of(session: Session) -> list[Sheet]:
    """A sheet an item, in the order of the agenda. A few statements an item; an agenda has at most forty."""
    before = earlier.of(session)
    return [_sheet(session, n, item, before) for n, item in enumerate(items_of(session), start=1)]


def _sheet(session: Session, n: int, item: Item, before: Sequence[earlier.Before]) -> Sheet:
    sheet = Sheet(n, item, before=[each for each in before if each.matter == item.title])
    if item.topic is not None and item.topic.is_shown:
        sheet.words = item.topic.public_words
    case = item.shown_case  # type: ignore[attr-defined]
    if case is None:
        if sheet.words:
            sheet.elsewhere = kept_a_minute(
                ("elsewhere", f"topic {item.topic_id}", get_language()),
                lambda: _of_topic(session, item, sheet.words),
            )
        return sheet
    case = Case.objects.visible_to(ANYONE).with_labels(ladders=True).filter(pk=case.pk).first()
    if case is None:
        return sheet
    sheet.case, sheet.words = case, case.public_words or sheet.words
    moments = [each for each in story.of(case, ANYONE) if not each.internal]
    sheet.story, sheet.left_out = moments[-STEPS:], max(len(moments) - STEPS, 0)
    sheet.ladder = [step for step in story.ladder(case) if step.state != "future"]
    sheet.elsewhere = kept_a_minute(
        ("elsewhere", case.pk, get_language()),
        lambda: _elsewhere(case.place_path, sheet.words, case.category_id),
    )
    return sheet


def _of_topic(session: Session, item: Item, words: str) -> list[Elsewhere]:
    """What similar estates did of a topic that no case stands behind: by its words alone, of any kind."""
    path = item.topic.place_path if item.topic is not None else session.place_path
    return _elsewhere(path, f"{item.title} {words}", None)


def _elsewhere(path: str, words: str, category: int | None) -> list[Elsewhere]:
    """Solved matters of the same kind (None: of any) in other estates of the district, the likest first."""
    around = net.around(path)
    wide = next((each for each in around if each.level == Level.DISTRICT), around[0])
    own = next((each for each in around if each.level == Level.ESTATE), around[-1])
    rows = (
        Case.objects.visible_to(ANYONE)
        .at(wide.path)
        .filter(
            **({"category": category} if category else {}),
            state=State.CLOSED,
            reported_at__gte=clock.now() - WITHIN,
        )
        .exclude(place_path__startswith=own.path)
        .exclude(public_words="")
        .order_by("-reported_at", "-id")[:ELSEWHERE]
    )
    found = list(rows.select_related("place"))
    alike = ranked(words, [learnt.own_words(each.public_words) for each in found], learnt.weights(), FROM)
    return [_told(found[n], round(like.score * 100)) for n, like in alike[:MOST_ELSEWHERE]]


def _told(case: Case, percent: int) -> Elsewhere:
    answer = case.answers.order_by("at", "id").last()
    ended: datetime = case.ended_at or clock.now()
    words = answer.public_text if answer else ""
    return Elsewhere(case, case.place.label, words, max((ended - case.reported_at).days, 0), percent)


def day(at: Any) -> str:
    """A day, as people write it."""
    return date_format(localtime(at) if isinstance(at, datetime) else at, "DATE_FORMAT") if at else ""


def data(session: Session, base: str) -> dict[str, Any]:
    """The pack as its paper is set from. `base`: the address of the house."""
    begins, ends = localtime(session.starts_at), localtime(session.ends_at)
    sheets = of(session)
    return {
        "title": session.title,
        "address": f"{base}{reverse('meet:pack', args=[session.pk])}",
        "facts": [
            [str(_("When")), f"{day(begins)} {begins:%H:%M}–{ends:%H:%M}"],
            [str(_("Where")), f"{session.place.label} {session.spot}"],
            [str(_("Hosted by")), session.host.name],
            [str(_("Led by")), session.chair.title if session.chair else str(_("not named yet"))],
            [str(_("Each may speak")), str(_("up to %(n)s minutes") % {"n": speak_minutes(session)})],
        ],
        "frozen": _frozen(session),
        "words": {name: str(said) for name, said in _WORDS.items()},
        "items": [_line(each) for each in sheets],
    }


def speak_minutes(session: Session) -> int:
    """How long each may speak there at a time."""
    minutes: int = SessionRule.objects.figure(session, "speak_minutes")
    return minutes


def _frozen(session: Session) -> str:
    if session.frozen_at is None:
        return str(
            _("The agenda is not frozen yet; items may still come and go.")
            if session.is_ahead
            else _("The agenda as it stood when the session began.")
        )
    said = _("The agenda was frozen on %(day)s; what came later is heard, not decided.")
    return str(said % {"day": day(session.frozen_at)})


def _line(sheet: Sheet) -> dict[str, Any]:
    item = sheet.item
    return {
        "n": sheet.n,
        "title": item.title,
        "minutes": str(_("%(n)s minutes") % {"n": item.minutes}),
        "why": str(item.get_why_display()),
        "presenter": item.presenter.title if item.presenter else "",
        "late": item.late,
        "text": item.text,
        "case": sheet.case.number if sheet.case else "",
        "said": sheet.words,
        "voices": _voices(sheet),
        "ladder": [
            {"name": str(step.name), "holder": step.holder, "at": day(step.arrived_at)}
            for step in sheet.ladder
        ],
        "story": [
            {"at": day(moment.at), "title": str(moment.title), "who": moment.who, "text": moment.text[:400]}
            for moment in sheet.story
        ],
        "before": [
            {
                "title": one.title,
                "ended": str(one.ended),
                "at": day(one.at),
                "how": str(one.how)[:300],
                "votes": list(one.votes),
            }
            for one in sheet.before
        ],
        "elsewhere": [
            {"where": one.where, "title": one.case.title, "answer": one.answer[:400], "days": _days(one.days)}
            for one in sheet.elsewhere
        ],
    }


def _voices(sheet: Sheet) -> str:
    item = sheet.item
    if item.voices_then is not None:
        return str(
            _("Parked with %(then)s households behind it, back with %(now)s.")
            % {"then": item.voices_then, "now": item.voices_now}
        )
    if sheet.case is not None:
        return str(_("%(n)s households behind it.") % {"n": sheet.case.voices})
    if item.topic is not None:
        return str(_("%(n)s households behind it.") % {"n": item.topic.supports})
    return ""


def _days(days: int) -> str:
    return str(_("solved after %(n)s days") % {"n": days})


_WORDS: dict[str, str | Promise] = {
    "name": _("Preparation pack"),
    "late": _("Came late: is heard, not decided."),
    "matter": _("Matter"),
    "presenter": _("Presented by"),
    "said": _("What residents say"),
    "ladder": _("The way up the ladder"),
    "story": _("What happened"),
    "before": _("How earlier attempts at the same ended"),
    "elsewhere": _("What similar places did"),
    "none": _("Nothing stands on the agenda yet."),
}
