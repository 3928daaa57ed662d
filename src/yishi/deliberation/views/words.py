"""Pages about single lines: put right as they were said, and the slips by which whoever said them follows what comes of
them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.cases.models import Case
from yishi.record import Refused
from yishi.record.numbers import number

from .. import actions, following, papers_hall, parts_hall, rules
from ..forms.hall import PutRight
from ..models import Opinion
from .tabs import buildings_of, one_screen, unkept, written_by

MOST_SLIPS = 600
"""On one paper; a session with more prints them by number."""


@one_screen
@unkept
def put_right(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """What was taken down is put right, until the minutes are sealed."""
    session = written_by(request, pk)
    rows = session.opinions.select_related("session__place", "sheet", "place", "case")
    opinion = get_object_or_404(rows, pk=n)
    verdict = rules.may_put_right(request.actor, opinion)
    buildings = buildings_of(session)
    there = {"words": opinion.words, "who": opinion.said_by, "building": _building(opinion)}
    form = PutRight(
        request.POST if request.method == "POST" else None,
        buildings=buildings,
        initial=there if verdict else {},
    )
    if form.is_bound and form.is_valid():
        try:
            opinion = actions.put_right(
                request.actor, opinion, seen=request.POST.get("seen", "")[:64], **form.arguments()
            )
        except Refused as refused:
            if refused.moved_on:
                raise
            form.add_error(None, str(refused.reason))
        else:
            told = _("%(label)s is put right.") % {"label": opinion.label}
            if opinion.is_pending:
                told += " " + _("Somebody looks at the words before they are shown.")
            messages.success(request, told)
            return redirect("meet:moderate", pk=pk, n=n)
    context = {
        "session": session,
        "opinion": opinion,
        "form": form,
        "buildings": list(buildings.places.values()),
        "refused": "" if verdict else verdict.reason,
        "seen": request.POST.get("seen", "")[:64] or opinion.digest,
    }
    return render(request, "deliberation/hall/put_right.html", context, status=422 if form.errors else 200)


def _building(opinion: Opinion) -> str:
    return "" if opinion.place_id == opinion.session.place_id else opinion.place.name


@require_safe
@unkept
def print_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """Slips to cut apart, for whoever said something that became a case: of the whole session, or of one (`?n=`)."""
    session = written_by(request, pk)
    rows = parts_hall.shown_or_number(session).exclude(case=None)
    if one := number(request.GET.get("n")):
        rows = rows.filter(pk=one)
    found = list(rows[:MOST_SLIPS])
    seen = set(
        Case.objects.visible_to(request.actor)
        .filter(pk__in=[each.case_id for each in found])
        .values_list("pk", flat=True)
    )
    pairs = [
        (each, slip)
        for each in found
        if each.case_id in seen and (slip := following.slip(each, request)) is not None
    ]
    if not pairs:
        raise Http404
    answer = HttpResponse(papers_hall.slips(session, pairs), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="slips-{session.pk}.pdf"'
    return answer
