"""A case on paper for whoever goes there: what, where, until when, what to look at, and room to write."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yishi.cases import receipts, story
from yishi.cases.models import Case
from yishi.cases.models.case import parse_number
from yishi.record import Refused, clock

from .. import checks
from .case import contact, lookup

MOST = 50
"""Slips at once; a walk has fewer stops, and a printer patience."""
SIZES = ("a4", "a5")
unkept = cache_control(private=True, no_store=True)


@require_safe
@unkept
def work_slip(request: HttpRequest, number: str) -> HttpResponse:
    """The slip of one case."""
    found = lookup(request, number)
    if request.actor.post is None:  # type: ignore[attr-defined]
        return redirect("cases:case", number=found.number)
    return _print(request, [found], reverse("desk:case", args=[found.number]))


@require_safe
@unkept
def work_slips(request: HttpRequest) -> HttpResponse:
    """Several at once, `?n=…&n=…`, in the order asked for; what one may not see is left out, and said."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.post is None:
        raise Refused(_("Work slips are printed by those who hold a post."))
    asked = list(dict.fromkeys(request.GET.getlist("n")))
    pks = [pk for number in asked[:MOST] if (pk := parse_number(number[:20])) is not None]
    rows = Case.objects.visible_to(actor).with_labels().select_related("ladder", "about", "reporter")
    found = {case.pk: case for case in rows.filter(pk__in=pks)}
    shown = [found[pk] for pk in pks if pk in found]
    return _print(request, shown, reverse("desk:home"), missing=len(asked) - len(shown))


def _print(request: HttpRequest, cases: list[Case], back: str, missing: int = 0) -> HttpResponse:
    size = request.GET.get("size", "")
    size = size if size in SIZES else "a4"
    kept = request.GET.copy()
    other = SIZES[1 - SIZES.index(size)]
    kept["size"] = other
    context = {
        "slips": [_slip(request, case) for case in cases],
        "size": size,
        "other": other.upper(),
        "other_url": f"?{kept.urlencode()}",
        "back": back,
        "missing": missing,
        "printed_at": clock.now(),
    }
    return render(request, "desk/work_slip.html", context)


def _slip(request: HttpRequest, case: Case) -> dict[str, Any]:
    """All that stands on one slip; words and how to reach the resident as on the page of the case, never more."""
    actor = request.actor  # type: ignore[attr-defined]
    address = request.build_absolute_uri(reverse("desk:case", args=[case.number]))
    return {
        "case": case,
        "qr": receipts.qr(address),
        "ladder": story.ladder(case),
        "promise": case.promises.filter(kept_at=None).last(),
        **checks.panel(actor, case),
        **contact(actor, case),
    }
