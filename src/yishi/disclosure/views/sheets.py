"""Sheets for buildings, lifts and doors, by the hundred: for whoever has a post there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.deliberation.views.tabs import unkept
from yishi.network import paper
from yishi.network.models import Place
from yishi.network.powers import Power
from yishi.record import Refused

from .. import doors_list, wall_sheets
from .briefing import PDF, base_of, place_of


@require_safe
@unkept
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Which sheets, and how many of them there are."""
    place = _kept(request, code)
    kinds = []
    for name, kind in wall_sheets.KINDS.items():
        many = wall_sheets.places(place, name).count()
        kinds.append(
            {
                "name": name,
                "label": kind.label,
                "many": many,
                "pages": wall_sheets.pages_of(min(many, wall_sheets.MOST), name),
                "too_many": many > wall_sheets.MOST,
            }
        )
    return render(
        request, "disclosure/sheets.html", {"place": place, "kinds": kinds, "most": wall_sheets.MOST}
    )


@require_safe
@unkept
def file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """All sheets of a kind as one PDF, given out page after page."""
    place = _kept(request, code)
    if kind not in wall_sheets.KINDS:
        raise Http404
    rows = list(wall_sheets.places(place, kind)[: wall_sheets.MOST])
    if not rows:
        raise Http404(_("There is no such place."))
    base = base_of(request)

    def address(each: Place) -> str:
        return base + reverse("cases:report_at", args=[each.code])

    try:
        pieces: Any = wall_sheets.file_of(rows, kind, address, f"{place.label_zh or place.name_zh}")
    except paper.NoType:
        return render(request, "network/plaques_no_type.html", status=503)
    answer = StreamingHttpResponse(pieces, content_type=PDF)
    answer["Content-Disposition"] = f'attachment; filename="sheets-{place.code}-{kind}.pdf"'
    return answer


@require_safe
@unkept
def doors(request: HttpRequest, code: str) -> HttpResponse:
    """The list for those who ring doors, building by building."""
    place = _kept(request, code)
    answer = HttpResponse(doors_list.as_pdf(place), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="doors-{place.code}.pdf"'
    return answer


def _kept(request: HttpRequest, code: str) -> Place:
    """The place, where whoever asks writes down what residents say there, or keeps it. Raises Refused."""
    place, actor = place_of(code), request.actor  # type: ignore[attr-defined]
    if not (actor.can(Power.FILE, place.path) or actor.can(Power.SET_UP, place.path)):
        raise Refused(_("Sheets by the hundred are printed by whoever has a post at this place."))
    return place
