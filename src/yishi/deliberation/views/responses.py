"""For whoever writes a session down: what was said to each opinion, worked off one after another in the hall."""

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.cases import similar
from yishi.cases.models import Case
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.numbers import number

from .. import actions, door, following, parts_hall, rules, speaking
from ..forms.outcomes import Respond
from ..models import Opinion, Response, Session
from .tabs import browser_of, one_screen, session_of, tabs, unkept, written_by

SHOWN = 40
ALIKE = 4


@require_safe
@unkept
def responses(request: HttpRequest, pk: int) -> HttpResponse:
    """Every opinion and what was said to it; those that wait first, or all."""
    session = written_by(request, pk)
    waiting = request.GET.get("show") != "all"
    rows = parts_hall.shown_or_number(session)
    rows = rows.filter(response=None) if waiting else rows
    page, after = _page(rows, session, request.GET.get("after"))
    context = {
        "session": session,
        "tabs": tabs(session, "meet:responses"),
        "opinions": page,
        "next": after,
        "waiting": waiting,
        "sums": parts_hall.sums(session),
        "may": session.admits("respond"),
        "with_slips": Opinion.objects.filter(session=session, hidden_at=None).exclude(case=None).exists(),
    }
    return render(request, "deliberation/outcomes/responses.html", context)


def _page(rows: Any, session: Session, after: Any) -> tuple[list[Opinion], int | None]:
    rows = _after(rows, session, number(after))
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], found[SHOWN - 1].pk if len(found) > SHOWN else None


def _after(rows: Any, session: Session, after: int) -> Any:
    last = Opinion.objects.filter(pk=after, session=session).values_list("said_at", "pk").first()
    if not last:
        return rows
    at, pk = last
    return rows.filter(Q(said_at__gt=at) | Q(said_at=at, pk__gt=pk))


@one_screen
@unkept
def respond(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """One opinion, and what was said to it; then the next that waits."""
    session = written_by(request, pk)
    rows = parts_hall.with_answers(Opinion.objects.filter(session=session))
    opinion = get_object_or_404(rows, pk=number(n))
    old: Response | None = getattr(opinion, "response", None)
    groups = speaking.posts_of(session, opinion.place.path)
    alike = _alike(request, opinion)
    bound = request.POST if request.method == "POST" else None
    form = Respond(bound, groups=groups, alike=alike, initial=_as_it_was(session, opinion, old))
    if bound is not None and form.is_valid():
        try:
            actions.respond(
                request.actor,
                opinion,
                seen=bound.get("seen", "")[:64],
                once=_once(request),
                **form.arguments(),
            )
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            return _on(request, session, opinion)
    verdict = rules.may_respond(request.actor, opinion)
    context = {
        "session": session,
        "tabs": tabs(session, "meet:responses"),
        "opinion": opinion,
        "old": old,
        "form": form,
        "seen": bound.get("seen", "") if bound is not None else (old.digest if old else ""),
        "refused": "" if verdict else verdict.reason,
        "left": session.opinions.waiting().count(),
        "photos": list(opinion.photos.all()),
        "key": (bound.get("key", "") if bound is not None else "")[:60] or secrets.token_urlsafe(12),
    }
    return render(request, "deliberation/outcomes/respond.html", context, status=422 if form.errors else 200)


def _alike(request: HttpRequest, opinion: Opinion) -> list[Case]:
    """Open cases that may be the same matter; none once it is a case."""
    if opinion.case_id is not None:
        return []
    found = similar.likely_same(opinion.words, opinion.place, opinion.category, request.actor, limit=ALIKE)
    return [each.case for each in found if not each.case.is_over]


def _as_it_was(session: Session, opinion: Opinion, old: Response | None) -> dict[str, Any]:
    """What the form begins with: the response to be corrected, else whoever spoke last."""
    if old is None:
        last = (
            Response.objects.filter(opinion__session=session).order_by("-at").values_list("post", flat=True)
        )
        return {"post": str(last.first() or "")}
    promise = opinion.undertakings.open().first() if old.kind == Response.Kind.PROMISED else None
    day = promise.due_on if promise else None
    return {
        "kind": old.kind,
        "post": str(old.post_id),
        "text": old.text,
        "within": "on" if day else "",
        "due_on": day,
    }


def _on(request: HttpRequest, session: Session, opinion: Opinion) -> HttpResponse:
    opinion.refresh_from_db()
    said = _("%(label)s is written down.") % {"label": opinion.label}
    if opinion.case:
        said += " " + _("Its case is %(number)s.") % {"number": opinion.case.number}
    messages.success(request, said)
    waiting = parts_hall.shown_or_number(session).filter(response=None)
    following = _after(waiting, session, opinion.pk).first() or waiting.first()
    if following is None or request.POST.get("then") == "list":
        return redirect("meet:responses", pk=session.pk)
    return redirect("meet:respond", pk=session.pk, n=following.pk)


def _once(request: HttpRequest) -> str:
    key = request.POST.get("key", "")[:60]
    return f"{request.actor.pk}:{request.path}:{key}" if key else ""


@open_page
@require_safe
@unkept
def opinion(request: HttpRequest, pk: int, label: str) -> HttpResponse:
    """The number read out at a session leads to what came of it: its words where everybody may read them, what was said
    to it, and its case. Whoever said it, and the clerk for them, find the number and code that open the case."""
    session = session_of(pk)
    letter = "".join(char for char in label.upper() if char.isalpha())[:3]
    rows = parts_hall.with_answers(Opinion.objects.filter(session=session, hidden_at=None))
    digits = "".join(char for char in label if char.isascii() and char.isdigit())[:9]
    found = get_object_or_404(rows, sheet__letter=letter, number=number(digits))
    case = found.case
    seen = case is not None and Case.objects.visible_to(request.actor).filter(pk=case.pk).exists()
    writes, own = session.is_written_by(request.actor), _is_own(request, found)
    context = {
        "session": session,
        "opinion": found,
        "case": case if seen else None,
        "undertakings": list(found.undertakings.told().select_related("post__organisation", "post__place")),
        "may_look": writes,
        "own": own,
        "slip": following.slip(found, request) if own or (writes and seen) else None,
        "case_at": reverse("cases:case", args=[case.number]) if case and seen else "",
    }
    return render(request, "deliberation/outcomes/opinion.html", context)


def _is_own(request: HttpRequest, found: Opinion) -> bool:
    """Whether whoever looks said it: signed in, or on the wall with this browser."""
    if found.person_id is not None and found.person_id == request.actor.pk:
        return True
    browser = browser_of(request)
    return bool(found.browser and browser) and found.browser == door.mark_for(found.session_id, browser)
