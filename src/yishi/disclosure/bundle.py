"""The month for the board on the wall: what was solved, what is open and overdue, what was promised and decided, when
the next sessions are, on as many sheets of A4 or A3 as it takes, in type that is read from an arm's length."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from yishi.cases.rates import Period
from yishi.deliberation import listed
from yishi.deliberation.models import Decision, Motion, Posting, SessionRule, Undertaking
from yishi.network.models import Place, within
from yishi.network.ringing import to_ring
from yishi.network.typesetting import code, typeset
from yishi.record import clock

from . import briefing, briefing_papers, periods, stories
from .actions.boards import rule_of
from .briefing import Briefing
from .models import BoardPosting

SIZES = {"a4": 14, "a3": 20}
"""Sizes of the paper, with the size of its type in points."""
MOST_SOLVED, MOST_ROWS, MOST_SESSIONS, MOST_PICTURED = 16, 8, 4, 2
AHEAD = timedelta(days=45)
"""How far ahead promises are shown."""
QUOTED = {
    "solved": pgettext_lazy("board", "matters solved, the residents say"),
    "talked_solved": pgettext_lazy("board", "matters solved at sessions"),
    "held": pgettext_lazy("board", "sessions held"),
    "opinions": pgettext_lazy("board", "opinions collected"),
    "kept": pgettext_lazy("board", "promises kept"),
    "openings": pgettext_lazy("board", "opening commitments done so far"),
}
"""The figures of the briefing that stand large at the top, and what they are called there."""


def hanging(place: Place) -> tuple[list[BoardPosting], list[Posting]]:
    """What hangs at a place and within it today: boards of the month, and minutes of sessions; the last hung first."""
    boards = (
        BoardPosting.objects.up().filter(within("place__path", place.path)).select_related("place", "post")
    )
    minutes = Posting.objects.up().filter(within("session__place_path", place.path))
    return list(boards[:40]), list(
        minutes.select_related("session__place").order_by("-posted_on", "-id")[:40]
    )


def former(place: Place) -> list[BoardPosting]:
    """What hung there before."""
    rows = BoardPosting.objects.standing().filter(until_on__lt=clock.today())
    return list(rows.filter(within("place__path", place.path)).select_related("place")[:20])


def rule_at(place: Place) -> SessionRule | None:
    """For how long things hang there, and by which rule; None where nobody has set it."""
    try:
        return rule_of(place)
    except SessionRule.DoesNotExist:
        return None


def as_pdf(place: Place, period: Period, size: str, address: str) -> bytes:
    """All sheets as one PDF. `size` is one of SIZES."""
    return typeset("disclosure/papers/board.typ", data_of(place, period, size, address))


def data_of(place: Place, period: Period, size: str, address: str) -> dict[str, Any]:
    """What the sheets show, as JSON holds it."""
    found, rule = briefing.of(place, period), rule_at(place)
    return {
        "size": size,
        "points": SIZES[size],
        "title": _("%(place)s: what was done in %(period)s") % {"place": place.label, "period": found.name},
        "place": place.label,
        "period": found.name,
        "address": address,
        "code": code(address),
        "tiles": list(_tiles(found)),
        "standing": briefing_papers.standing_of(found),
        "pictured": [briefing_papers.story_of(each) for each in found.stories if each.photos][:MOST_PICTURED],
        "solved": list(_solved(place, period)),
        "late": [
            {
                "title": each.title,
                "place": each.place,
                "who": each.holder,
                "due": _day(localtime(each.due_at)),
            }
            for each in found.late
        ],
        "due": list(_due(place)),
        "broken": [
            {
                "text": each.text,
                "who": each.who,
                "due": _day(each.due_on) if each.due_on else "",
                "reason": each.reason,
            }
            for each in found.broken
        ],
        "decisions": list(_decisions(place, period)),
        "sessions": [
            {
                "when": date_format(localtime(each.starts_at), "DATETIME_FORMAT"),
                "what": each.title,
                "where": f"{each.place.label} {each.spot}".strip(),
            }
            for each in listed.next_of(place.path, MOST_SESSIONS)
        ],
        "ring": [[post.title, post.phone] for post in to_ring(place)[:3]],
        "days": rule.posting_days if rule else 0,
        "source": rule.source if rule else "",
        "root": found.root[:16],
        "entries": found.head.size if found.head else 0,
        "words": _words(rule),
    }


def _tiles(found: Briefing) -> Iterator[list[str]]:
    there = found.figures
    for name, label in QUOTED.items():
        if name in there:
            yield [there[name].shown, str(label)]


def _solved(place: Place, period: Period) -> Iterator[dict[str, str]]:
    for case in stories.chosen(place, period)[:MOST_SOLVED]:
        ended = _day(localtime(case.ended_at)) if case.ended_at else ""
        yield {"title": case.title, "place": case.place.label, "number": case.number, "on": ended}


def _due(place: Place) -> Iterator[dict[str, str]]:
    """What is still to be kept, the next first."""
    today = clock.today()
    rows = Undertaking.objects.at(place.path).open().filter(due_on__gte=today, due_on__lte=today + AHEAD)
    for each in rows.select_related("post__organisation", "post__place").order_by("due_on", "id")[:MOST_ROWS]:
        yield {
            "text": each.public_text,
            "who": each.post.title,
            "due": _day(each.due_on) if each.due_on else "",
        }


def _decisions(place: Place, period: Period) -> Iterator[dict[str, str]]:
    """What was decided in the period, and the motions that were carried."""
    first, end = periods.span_of(period).moments
    made = Decision.objects.filter(struck_at=None, at__gte=first, at__lt=end)
    made = made.filter(within("item__session__place_path", place.path)).select_related("item__session")
    for each in made.order_by("-at", "-id")[:MOST_ROWS]:
        yield {
            "title": each.item.title,
            "text": f"{each.get_kind_display()}{_(':')} {each.public_text}"
            if each.text
            else each.get_kind_display(),
            "on": _day(localtime(each.at)),
        }
    carried = Motion.objects.filter(carried=True, dropped_at=None, counted_at__gte=first, counted_at__lt=end)
    carried = carried.filter(within("session__place_path", place.path), decisions=None)
    for motion in carried.order_by("-counted_at", "-id")[:MOST_ROWS]:
        count = {"yes": motion.yes, "no": motion.no, "abstained": motion.abstained}
        yield {
            "title": motion.public_text,
            "text": _("carried: %(yes)s in favour, %(no)s against, %(abstained)s abstained") % count,
            "on": _day(localtime(motion.counted_at)),
        }


def _day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def _words(rule: SessionRule | None) -> dict[str, str]:
    days = rule.posting_days if rule else 0
    return {
        "board": _("On the board"),
        "solved": pgettext("board", "Solved"),
        "before": _("Before"),
        "after": _("After"),
        "late": pgettext("heading", "Overdue"),
        "due": _("Promised, still to be kept"),
        "broken": _("Promises not kept"),
        "decisions": _("Decided"),
        "sessions": _("Next sessions"),
        "come": _("Everybody may come and speak."),
        "what": _("What"),
        "where": _("Where"),
        "who": _("Who"),
        "when": _("By when"),
        "was_due": _("Answer was due"),
        "on": pgettext("board", "On"),
        "nothing_late": _("No answer is overdue today."),
        "nothing_solved": _("In this period no matter was closed by a resident's word."),
        "posted": _("Posted on"),
        "until": _("hangs until"),
        "hangs": _("It hangs for %(days)s days, the day of posting included.") % {"days": days}
        if days
        else "",
        "body": _("Issued by (name and seal)"),
        "object": _("Something is not so? Say it: scan the code, or ring"),
        "object_here": _("Something is not so? Say it: scan the code."),
        "scan": _("Scan: every figure with its list, and how to check it."),
        "check": _("Head of the public record’s tree on that day begins with"),
    }
