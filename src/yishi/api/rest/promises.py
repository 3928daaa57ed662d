"""Promises made at sessions: due, late, kept and not kept; and what whoever promised, or asked, says of them."""

from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from ninja import Field, Query

from yishi.deliberation import actions, rules
from yishi.deliberation.forms.outcomes import Say
from yishi.deliberation.models import Undertaking
from yishi.deliberation.opening import with_labels
from yishi.deliberation.views.promises import DOINGS, SHOWING
from yishi.record import clock

from . import lookups, meetings
from .acting import POST, RESIDENT, Act, Deed, Subject, by_rule, joined, made, runs
from .frame import Router, caller
from .paging import Listed, Page, beginning, mark
from .problems import invalid
from .sessions import there, whole

router = Router(tags=["promises"])
BY_DAY = ("due", "late")
_LAST_DAY = date(2990, 1, 1).toordinal()


class PromisesAsked(Listed):
    """What the list of promises can be asked."""

    place: str | None = Field(
        None,
        max_length=40,
        description="Code of a place: made at sessions of it and within it. Needed, unless `mine`.",
    )
    show: Literal["due", "late", "undated", "kept", "broken", "all"] = Field(
        "due", description="Due and late ones by their day, the first one first; others the newest first."
    )
    mine: bool = Field(False, description="Only what the key's post promised.")


@router.reads(
    "/promises", gives=Page[meetings.PromiseTold], summary="Promises, the first due first", chinese="承诺"
)
def promises(request: HttpRequest, asked: Query[PromisesAsked]) -> Any:
    """What was promised at sessions: who does what, by when, and whether it is kept."""
    asks = caller(request)
    rows = with_labels(Undertaking.objects.told())
    if asked.mine:
        rows = rows.filter(post=asks.shown.post_id or 0)
    elif not asked.place:
        raise invalid(place=_("This is missing."))
    if asked.place:
        rows = rows.at(lookups.named(asked.place, "place").path)
    if asked.show != "all":
        rows = rows.filter(SHOWING[asked.show][1])
    if asked.show == "late":
        rows = rows.late(clock.today())
    rows = _from(rows, asked)
    found = list(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    following = _mark(asked, shown[-1]) if len(found) > asked.limit else None
    return {"items": [meetings.promise(request, each) for each in shown], "next": following}


def _from(rows: Any, asked: PromisesAsked) -> Any:
    """In their order, from where the cursor says."""
    if asked.show not in BY_DAY:
        begin = beginning(asked.cursor, int)
        rows = rows.filter(pk__lt=begin[0]) if begin else rows
        return rows.order_by("-id")
    if begin := beginning(asked.cursor, int, int):
        on, pk = _day(begin[0]), begin[1]
        rows = rows.filter(Q(due_on__gt=on) | Q(due_on=on, pk__gt=pk))
    return rows.order_by("due_on", "id")


def _mark(asked: PromisesAsked, last: Undertaking) -> str:
    day = last.due_on.toordinal() if asked.show in BY_DAY and last.due_on else None
    return mark(last.pk) if day is None else mark(day, last.pk)


def _day(ordinal: int) -> date:
    if not 0 < ordinal < _LAST_DAY:
        raise invalid(cursor=_("A cursor is taken from `next` of the page before, as it stands there."))
    return date.fromordinal(ordinal)


def promise_of(number: str) -> Undertaking:
    """The promise with this number, unless it was written down wrongly. Raises Problem (404)."""
    rows = with_labels(Undertaking.objects.told()).select_related(
        "session__chair", "session__clerk", "opinion__person", "instead_of", "claimed_by"
    )
    found: Undertaking = there(rows, pk=whole(number))
    return found


@router.reads("/promises/{number}", gives=meetings.PromiseTold, summary="One promise", chinese="一项承诺")
def promise(request: HttpRequest, number: str) -> Any:
    """Who promised what for when, and what came of it."""
    return meetings.promise(request, promise_of(number))


# --- what is said of one ---


def _extend(act: Act, form: Any) -> dict[str, Any]:
    promise = actions.extend_undertaking(act.actor, act.about, once=act.once, **form.cleaned_data)
    return made("promise", promise.pk, f"/promises/{promise.pk}")


def _by_promiser(name: str, rule: Any, run: Any = None) -> Deed:
    form, action, title, _lead = DOINGS[name]
    return Deed(action.__name__, POST, title, by_rule(rule), run or runs(action), form)


OF_PROMISES = (
    *(
        deed
        for whose in (RESIDENT, POST)
        for deed in (
            Deed(
                "confirm_kept",
                whose,
                _l("Say that it is kept"),
                by_rule(rules.may_confirm_kept),
                runs(actions.confirm_kept),
            ),
            Deed(
                "deny_kept",
                whose,
                _l("Say that it is not kept yet"),
                by_rule(rules.may_deny_kept),
                runs(actions.deny_kept),
                Say,
            ),
        )
    ),
    _by_promiser("claim", rules.may_claim_kept),
    _by_promiser("extend", rules.may_extend_undertaking, _extend),
    _by_promiser("break", rules.may_break_undertaking),
)
"""Who asked, or was there, says whether it is kept; where nobody else can, the chair. Whoever promised does more."""
joined(
    router,
    Subject(
        "promise",
        "/promises/{number}",
        "promises",
        lambda _asks, number: promise_of(number),
        OF_PROMISES,
        lambda found: (f"/api/v1/promises/{found.pk}", reverse("meet:promise", args=[found.pk])),
        gives=meetings.PromiseTold,
        told=lambda request, _asks, found: meetings.promise(request, found),
        lock=Undertaking,
    ),
    offers="What this key may do to it now",
    does="Say something of a promise",
)
