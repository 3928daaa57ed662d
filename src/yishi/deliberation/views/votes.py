"""For whoever writes a session down: motions, hands, and what is decided of the cases on the agenda."""

import secrets
from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.cases.models import Case
from yishi.record import Refused
from yishi.record.numbers import number

from .. import actions, present, rules, speaking
from ..actions.motions import heads_may_be_counted
from ..forms.outcomes import CountHands, Decide, Put, Strike
from ..models import Decision, Item, Motion, Session, TallyRule
from .tabs import one_screen, tabs, unkept, written_by


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:60]
    return f"{request.actor.pk}:{request.path}:{key}" if key else ""


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:60] or secrets.token_urlsafe(12)


def _items(session: Session) -> list[Item]:
    return list(session.items.filter(removed_at=None).select_related("case", "topic__case", "session"))


def _ways(session: Session) -> list[TallyRule]:
    """The ways of counting one may name before hands are raised: that of the session first, as it held when it was
    announced, then those that hold there now."""
    ways = list(TallyRule.objects.at(session.place_path).holding().order_by("id"))
    usual = session.tally
    return [usual, *(each for each in ways if each != usual)] if usual else ways


@one_screen
@unkept
def motions(request: HttpRequest, pk: int) -> HttpResponse:
    """The motions of the session, and one more."""
    session = written_by(request, pk)
    items = [item for item in _items(session) if not item.late]
    enough = rules.enough_are_there(session)
    votes = rules.votes_are_taken(session)
    may = session.admits("put_motion") and bool(votes) and bool(enough) and bool(items)
    form = None
    if may:
        ways = _ways(session)
        bound = request.POST if request.method == "POST" else None
        form = Put(bound, items=items, rules=ways, usual=session.tally)
    if request.method == "POST":
        if form is None:
            raise Refused(
                str(votes.reason or enough.reason) or _("Nothing can be voted on now."), moved_on=True
            )
        if form.is_valid():
            said = form.arguments()
            try:
                put = actions.put_motion(request.actor, said.pop("item"), once=_once(request), **said)
            except Refused as refused:
                if refused.moved_on:
                    raise
                form.add_error(None, str(refused.reason))
            else:
                return redirect("meet:count_hands", pk=put.pk)
    rows = session.motions.select_related("item", "tally").order_by("position")
    context = {
        "session": session,
        "tabs": tabs(session, "meet:motions"),
        "motions": list(rows[:60]),
        "form": form,
        "votes": votes,
        "enough": enough,
        "has_items": bool(items),
        "open": session.admits("put_motion"),
        "present": present.present_voters(session),
        "key": _key(request),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "deliberation/outcomes/motions.html", context, status=422 if wrong else 200)


def _motion(request: HttpRequest, pk: int) -> Motion:
    found = get_object_or_404(Motion.objects.select_related("session", "item", "tally"), pk=number(pk))
    written_by(request, found.session_id)
    return found


@one_screen
@unkept
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Raised hands are written down, and what comes of them stands there with its arithmetic."""
    motion = _motion(request, pk)
    verdict = rules.may_count_hands(request.actor, motion)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    session = motion.session
    bound = request.POST if request.method == "POST" else None
    heads = heads_may_be_counted(session)
    checked_in = present.present_voters(session)
    form = CountHands(bound, motion=motion, checked_in=checked_in, heads=heads)
    if form.is_bound and form.is_valid():
        try:
            counted = actions.count_hands(request.actor, motion, once=_once(request), **form.cleaned_data)
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, counted.outcome.arithmetic)
            return redirect("meet:motions", pk=session.pk)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:motions"),
        "motion": motion,
        "form": form,
        "checked_in": checked_in,
        "heads": heads,
        "key": _key(request),
    }
    return render(request, "deliberation/outcomes/count.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A motion is withdrawn."""
    motion = _motion(request, pk)
    actions.drop_motion(request.actor, motion)
    messages.success(request, _("The motion is withdrawn."))
    return redirect("meet:motions", pk=motion.session_id)


@require_safe
@unkept
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on the agenda, and what was decided of each."""
    session = written_by(request, pk)
    lines = [
        {
            "item": item,
            "case": case,
            "decisions": made,
            "may": bool(rules.may_decide(request.actor, item)) and all(each.struck_at for each in made),
        }
        for item, case, made in decided_of(session)
    ]
    context = {
        "session": session,
        "tabs": tabs(session, "meet:decisions"),
        "lines": lines,
        "enough": rules.enough_are_there(session),
        "strikes": session.admits("strike_decision"),
    }
    return render(request, "deliberation/outcomes/decisions.html", context)


def decided_of(session: Session) -> list[tuple[Item, Case | None, list[Decision]]]:
    """Each item of the agenda with its case and what was decided of it, what was struck out too."""
    made: dict[int, list[Decision]] = defaultdict(list)
    for each in _decisions(session):
        made[each.item_id].append(each)
    return [
        (item, item.case or (item.topic.case if item.topic else None), made[item.pk])
        for item in _items(session)
    ]


def _decisions(session: Session) -> list[Decision]:
    rows = Decision.objects.filter(item__session=session).select_related("case", "motion", "item")
    return list(
        rows.order_by("id").prefetch_related("undertakings__post__organisation", "undertakings__post__place")
    )


@one_screen
@unkept
def decide(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """What the session decided of one case is written down, and moves it; what has no case becomes one by it."""
    session = written_by(request, pk)
    rows = Item.objects.filter(session=session).select_related(
        "session", "case__holder", "topic__case__holder"
    )
    item = get_object_or_404(rows, pk=number(n))
    case = item.case or (item.topic.case if item.topic else None)
    verdict = rules.may_decide(request.actor, item)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    settles = case is not None and rules.settles(session, case)
    bound = request.POST if request.method == "POST" else None
    place = case or item.topic
    form = Decide(
        bound,
        groups=speaking.posts_of(session, place.place_path if place else session.place_path),
        motions=list(item.motions.filter(carried=True, dropped_at=None)),
        parks=settles,
        in_the_open=case is None or case.in_the_open,
        opens=case is None,
    )
    if form.is_bound and form.is_valid():
        try:
            actions.decide(request.actor, item, once=_once(request), case=case, **form.arguments())
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The decision is written down, and the matter has it on its page."))
            return redirect("meet:decisions", pk=session.pk)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:decisions"),
        "item": item,
        "case": case,
        "settles": settles,
        "form": form,
        "key": _key(request),
    }
    return render(request, "deliberation/outcomes/decide.html", context, status=422 if form.errors else 200)


@one_screen
@unkept
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision is struck out, with the reason everybody reads."""
    rows = Decision.objects.select_related("item__session", "case__holder", "motion")
    decision = get_object_or_404(rows, pk=number(pk))
    session = written_by(request, decision.item.session_id)
    verdict = rules.may_strike_decision(request.actor, decision)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    form = Strike(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            struck = actions.strike_decision(
                request.actor, decision, once=_once(request), **form.cleaned_data
            )
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            done = _("The decision is struck out.")
            messages.success(request, f"{done} {struck.get_left_display()}")
            return redirect("meet:decisions", pk=session.pk)
    left = Decision.Left(actions.left_of(decision, decision.case))
    context = {
        "session": session,
        "tabs": tabs(session, "meet:decisions"),
        "decision": decision,
        "left": left.label,
        "promises": list(decision.undertakings.open().select_related("post__organisation", "post__place")),
        "form": form,
        "key": _key(request),
    }
    return render(request, "deliberation/outcomes/strike.html", context, status=422 if form.errors else 200)
