"""What the page of a session shows of the hall: who came, and what was said. `of` gives it for `parts/people.html` and
`parts/opinions.html`; every query is bounded."""

from typing import Any

from django.db.models import Count, Q

from yishi.cases.similar import kept_a_minute
from yishi.network.models import Dwelling, RollPolicy, in_language

from . import present
from .models import Invitation, Opinion, Session
from .rules import may_ask_on_wall, may_check_in

SHOWN = 30
ORDER = ("said_at", "id")


def of(session: Session, actor: Any) -> dict[str, Any]:
    """Under `people` and `said`."""
    return {"people": people(session, actor), "said": said(session)}


def people(session: Session, actor: Any) -> dict[str, Any]:
    """Who came, as everybody may see it, and the roll of those who were invited."""
    roll = list(
        Invitation.objects.filter(session=session, withdrawn_at=None)
        .select_related("post__organisation", "post__place")
        .order_by("as_what", "id")[:60]
    )
    there = present.in_public(session)
    return {
        "present": there,
        "tells_apart": any(line.label for line in [*there.by_role, *there.by_building]),
        "quorum": present.quorum(session),
        "roll": roll,
        "was_called": any(each.came in Invitation.NOTED for each in roll),
        "may_check_in": bool(may_check_in(actor, session)),
        "wall": bool(may_ask_on_wall(actor, session)),
        "writes": session.is_written_by(actor),
        "begun": session.is_underway or session.is_over,
        "homes": homes_at(session.place_path),
    }


def homes_at(path: str) -> int:
    """Households on the roll of the place that meets, not older than a minute; 0 where there are none, or so few that
    the number would point at somebody."""

    def counted() -> int:
        homes = Dwelling.objects.present().inside(path).filter(use=Dwelling.Use.HOME).count()
        return homes if homes and homes >= RollPolicy.objects.present().small_cell else 0

    return kept_a_minute(("homes", path), counted)


def said(session: Session) -> dict[str, Any]:
    """The first of what was said, in the order in which it was; words only where everybody may read them. The rest is
    on the list behind the figure."""
    found = list(shown_or_number(session)[: SHOWN + 1])
    return {"opinions": found[:SHOWN], "more": len(found) > SHOWN, "sums": sums(session)}


def shown_or_number(session: Session) -> Any:
    """What was said, with what is needed to show it; what was hidden is left out."""
    rows = Opinion.objects.filter(session=session, hidden_at=None)
    return with_answers(rows).order_by(*ORDER)


def with_answers(rows: Any) -> Any:
    """Opinions with sheet, place, and what was said to them."""
    return rows.select_related(
        "sheet",
        "session",
        "place",
        "category",
        "case",
        "response__post__organisation",
        "response__post__place",
    )


def sums(session: Session) -> dict[str, int]:
    """How many were said, and what was said to them. One statement."""
    return Opinion.objects.filter(session=session, hidden_at=None).aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=Q(response__kind="answered")),
        promised=Count("pk", filter=Q(response__kind="promised")),
        taken=Count("pk", filter=Q(response__kind="taken")),
        open=Count("pk", filter=Q(response=None)),
    )


def by_category(session: Session) -> list[dict[str, Any]]:
    """Of the questions on the wall: how many of each kind, how many have an answer, and its share in percent."""
    rows = (
        Opinion.objects.filter(session=session, hidden_at=None)
        .on_the_wall()
        .order_by()
        .values("category", "category__name_zh", "category__name_en")
        .annotate(n=Count("pk"), answered=Count("response"))
    )
    return [
        {
            "key": row["category"],
            "name": in_language(row["category__name_zh"] or "", row["category__name_en"] or ""),
            "n": row["n"],
            "answered": row["answered"],
            "percent": row["answered"] * 100 // row["n"],
        }
        for row in sorted(rows, key=lambda row: (-row["n"], row["category"] or 0))
    ]
