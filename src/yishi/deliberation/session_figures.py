"""The figures of one session, and what stands behind each: the same query counts and lists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yishi.cases.models import Case

from .models import Invitation, Item, Opinion, Response, Session, Undertaking

CAME = (Invitation.Came.CAME, Invitation.Came.DEPUTY)
TITLES = {
    "opinions": _("opinions collected"),
    "answered": _("answered on the spot"),
    "promised": _("promised, with a day"),
    "undated": _("promised, without a day"),
    "taken": pgettext_lazy("opinions", "taken away"),
    "unanswered": _("without an answer yet"),
    "solved": _("solved so far"),
    "overdue": pgettext_lazy("promises and matters", "overdue"),
    "departments": _("departments that came"),
}
LISTS = tuple(TITLES)


@dataclass(frozen=True)
class Figures:
    """Of one session, now."""

    opinions: int
    answered: int
    promised: int
    undated: int
    taken: int
    unanswered: int
    solved: int
    overdue: int
    departments: int
    invited: int


def _undated() -> Exists:
    standing = Undertaking.objects.exclude(state=Undertaking.State.STRUCK)
    return Exists(standing.filter(opinion=OuterRef("pk"), due_on=None))


def _late() -> Exists:
    return Exists(Undertaking.objects.late().filter(opinion=OuterRef("pk")))


def _case_overdue() -> Exists:
    return Exists(Case.objects.overdue().filter(pk=OuterRef("case")))


def _conditions() -> dict[str, Q]:
    kind = Response.Kind
    promised = Q(response__kind=kind.PROMISED)
    return {
        "opinions": Q(),
        "answered": Q(response__kind=kind.ANSWERED),
        "promised": promised & ~Q(_undated()),
        "undated": promised & Q(_undated()),
        "taken": Q(response__kind=kind.TAKEN),
        "unanswered": Q(response=None),
        "solved": Q(solved_at__isnull=False),
    }


def said(session: Session) -> QuerySet[Opinion]:
    """What was said there, without what was taken off the wall."""
    return Opinion.objects.filter(session=session, hidden_at=None)


def counted(session: Session) -> Figures:
    """Five questions, however much was said."""
    wanted = {name: Count("pk", filter=condition) for name, condition in _conditions().items()}
    sums = said(session).aggregate(**wanted)
    roll = roll_of(session).aggregate(invited=Count("pk"), departments=Count("pk", filter=Q(came__in=CAME)))
    sums["solved"] += solved_items(session).count()
    return Figures(**sums, **roll, overdue=late_promises(session).count() + overdue_cases(session).count())


def opinions(session: Session, what: str) -> QuerySet[Opinion]:
    """The opinions behind a figure; of `overdue` those whose case is."""
    if what == "overdue":
        return overdue_cases(session)
    return said(session).filter(_conditions()[what])


def solved_items(session: Session) -> QuerySet[Item]:
    """What stood on its agenda and is solved; without what was said there as well, which counts once."""
    asked = Opinion.objects.filter(session=OuterRef("session"), case=OuterRef("case"), hidden_at=None)
    solved = Item.objects.filter(session=session, removed_at=None, solved_at__isnull=False)
    return solved.exclude(Exists(asked))


def late_promises(session: Session) -> QuerySet[Undertaking]:
    """What was promised there, and its day is over."""
    return Undertaking.objects.late().filter(session=session)


def overdue_cases(session: Session) -> QuerySet[Opinion]:
    """What was said there and became a case whose time is over; without what counts as a late promise already."""
    return said(session).filter(_case_overdue()).exclude(_late())


def roll_of(session: Session) -> QuerySet[Invitation]:
    """Those who were invited for a department or a company, to present or because they hold a matter."""
    return Invitation.objects.filter(session=session, withdrawn_at=None).exclude(as_what=Invitation.As.MEMBER)


def behind(session: Session, what: str) -> dict[str, Any]:
    """What a list shows: `opinions`, `undertakings`, `items` or `roll`."""
    if what == "departments":
        roll = roll_of(session).select_related("post__organisation", "post__place")
        return {"roll": list(roll.order_by("came", "id"))}
    rows = opinions(session, what).select_related(
        "sheet", "place", "response__post__organisation", "response__post__place"
    )
    found: dict[str, Any] = {"opinions": list(rows.order_by("said_at", "id"))}
    if what == "solved":
        found["items"] = list(
            solved_items(session).select_related("case", "topic").order_by("position", "id")
        )
    if what == "overdue":
        late = late_promises(session).select_related("post__organisation", "post__place", "opinion__sheet")
        found["undertakings"] = list(late.order_by("due_on", "id"))
    return found
