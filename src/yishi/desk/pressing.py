"""Lists of a desk that show what is under pressure: parkings to decide, what lies parked, what should be supervised,
what is, and who is awaited on site. Each is shown only where something lies in it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from yishi.cases.models import OPEN_STATES, Case, Feedback, Ladder, Parking, State, Summons, Supervision
from yishi.network.models import Post, within
from yishi.network.powers import Power
from yishi.record import clock

TO_SUPERVISE = "to_supervise"
NUDGES = 3
"""So many nudges, or twice sent back or not solved, and supervision is proposed."""
TWICE = 2


def lists(seen: Any, post: Post, days: tuple[int, ...]) -> list[dict[str, Any]]:
    """What the lists are made of, as `tabs.Tab` takes it; `seen` are the cases the post may know of, `days` its
    `patience`."""
    found = []
    if post.can(Power.HANDLE) or post.can(Power.SUPERVISE):
        found += [_to_decide(seen, post), _supervised(seen, post), _parked(seen, post)]
    if post.can(Power.SUPERVISE):
        found.append(_to_supervise(seen, post, days))
    if post.can(Power.ASK_PART) or post.can(Power.DO_PART) or post.can(Power.SUPERVISE):
        found.append(_whistles(seen, post))
    return found


def _moment_of(rows: Any, name: str) -> Subquery:
    return Subquery(rows.filter(case=OuterRef("pk")).order_by(name).values(name)[:1])


def _to_decide(seen: Any, post: Post) -> dict[str, Any]:
    """Proposals and objections that wait for this post's word, the longest waiting first."""
    asked = Parking.objects.filter(judge=post).order_by()
    proposed, objected = asked.proposed(), asked.objected()
    # one after the other: PostgreSQL takes ten times as long to plan the two as one condition on two tables
    rows = seen.filter(pk__in=proposed.values("case").union(objected.values("case"))).annotate(
        asked_since=Coalesce(_moment_of(objected, "objected_at"), _moment_of(proposed, "at"))
    )
    return _list(
        "to_decide", _("Parkings to decide"), rows, _("No parking waits for your word."), "asked_since"
    )


def _parked(seen: Any, post: Post) -> dict[str, Any]:
    """What this desk parked, the longest first."""
    rows = seen.filter(holder=post, state=State.PARKED)
    return _list(
        "parked", pgettext_lazy("list", "Parked"), rows, _("Nothing of yours lies parked."), "changed_at"
    )


def _supervised(seen: Any, post: Post) -> dict[str, Any]:
    """What is under supervision: on this desk, by this desk, or, for whoever may supervise, anywhere below."""
    watched = Supervision.objects.open()
    of_ours = Q(whom=post) | Q(post=post) | Q(case__holder=post)
    if post.can(Power.SUPERVISE):
        of_ours |= within("case__place_path", post.place.path)
    rows = seen.filter(pk__in=watched.filter(of_ours).values("case"))
    rows = rows.annotate(supervised_since=_moment_of(watched, "at"))
    return _list(
        "supervised", _("Under supervision"), rows, _("Nothing is under supervision."), "supervised_since"
    )


def _to_supervise(seen: Any, post: Post, days: tuple[int, ...]) -> dict[str, Any]:
    """Open cases of the place that meet a reason for supervision and are under none: overdue for some days (the ladder
    says how many), twice not solved, twice sent back, nudged three times. The longest overdue first."""
    rows = seen.at(post.place.path).filter(state__in=OPEN_STATES).exclude(holder=post)
    if post.organisation_id:
        rows = rows.filter(Q(about=None) | ~Q(about=post.organisation_id))
    rows = rows.filter(~Exists(Supervision.objects.open().filter(case=OuterRef("pk"))))
    rows = rows.annotate(not_solved=_contested()).filter(
        _too_late(days) | Q(returns__gte=TWICE) | Q(nudged__gte=NUDGES) | Q(not_solved__gte=TWICE)
    )
    return _list(
        TO_SUPERVISE, _("Proposed for supervision"), rows, _("Nothing calls for supervision."), "due_at"
    )


def _contested() -> Subquery:
    """How often somebody said of a case that it is not solved."""
    said = Feedback.objects.filter(case=OuterRef("pk"), solved=False).order_by()
    return Subquery(said.values("case").annotate(times=Count("pk")).values("times"))


def called_for(cases: Collection[int]) -> dict[int, list[str]]:
    """What calls for the supervision of each case, besides that it is overdue; one question."""
    rows = Case.objects.filter(pk__in=cases).annotate(not_solved=_contested()).order_by()
    return {
        pk: [words for words in (_nudged(nudged), _sent_back(returns), _not_solved(contested or 0)) if words]
        for pk, nudged, returns, contested in rows.values_list("pk", "nudged", "returns", "not_solved")
    }


def _nudged(n: int) -> str:
    return ngettext("Nudged %(n)s time", "Nudged %(n)s times", n) % {"n": n} if n >= NUDGES else ""


def _sent_back(n: int) -> str:
    return ngettext("Sent back %(n)s time", "Sent back %(n)s times", n) % {"n": n} if n >= TWICE else ""


def _not_solved(n: int) -> str:
    said = ngettext("Called not solved %(n)s time", "Called not solved %(n)s times", n)
    return said % {"n": n} if n >= TWICE else ""


def patience(post: Post) -> tuple[int, ...]:
    """The different numbers of days after which a ladder calls for supervision; none where the post supervises
    nobody."""
    if not post.can(Power.SUPERVISE):
        return ()
    return tuple(sorted(Ladder.objects.order_by().values_list("watch_days", flat=True).distinct()))


def _too_late(patient: tuple[int, ...]) -> Q:
    """Overdue for more days than the ladder of the case has patience for."""
    found = Q(pk=None)
    for days in patient:
        ladders = Ladder.objects.filter(watch_days=days).order_by().values("pk")  # no join: see _to_decide
        found |= Q(ladder__in=ladders, due_at__lt=clock.now() - timedelta(days=days))
    return found


def _whistles(seen: Any, post: Post) -> dict[str, Any]:
    """Where this unit is awaited, whom this desk awaits, and for whoever supervises whom nobody saw in time."""
    awaited = Summons.objects.open()
    concerned = Q(asked=post) | Q(post=post)
    if post.can(Power.SUPERVISE):
        concerned |= Q(appear_by__lt=clock.now())
    waiting = awaited.filter(concerned)
    rows = seen.filter(state__in=(*OPEN_STATES, State.ANSWERED), pk__in=waiting.values("case"))
    rows = rows.annotate(appear_by=_moment_of(waiting, "appear_by"))
    return _list("whistles", _("Awaited on site"), rows, _("Nobody is awaited on site."), "appear_by")


def _list(code: str, label: Any, rows: Any, empty: Any, key: str) -> dict[str, Any]:
    return {"code": code, "label": label, "rows": rows, "empty": empty, "key": key, "quiet": True}
