"""The briefing of a place and period: as a page, as PDF and as a document to write on in (DOCX)."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.cases.changes import at, sums
from yishi.network import known as net
from yishi.network.models import Level, Place
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows
from yishi.record.views import in_groups

from .. import briefing, briefing_papers, periods, stories
from ..briefing import Briefing

BELOW = (Level.BUILDING, Level.UNIT, Level.HOUSEHOLD)
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def place_of(code: str) -> Place:
    """The place with this code. Raises Http404."""
    place = net.with_code(code)
    if place is None:
        raise Http404(_("There is no such place."))
    return place


def base_of(request: HttpRequest) -> str:
    """The address of the house, as it is known outside."""
    return settings.YISHI_ADDRESS or request.build_absolute_uri("/").rstrip("/")


@open_page
@require_safe
@kept_for_strangers
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The briefing to read."""
    place, period = place_of(code), periods.asked_for(request.GET)
    shows(at(place.path), sums(place.path))
    found = briefing.of(place, period)
    context = {
        "place": place,
        "briefing": found,
        "query": periods.query_of(period),
        "choices": periods.choices(period),
        "groups": in_groups(found.root),
        "how": stories.HOW,
        "standing": briefing_papers.standing_of(found),
        "checked": briefing_papers.checked(found),
        "children": [each for each in net.children(place.path) if each.level not in BELOW],
    }
    return render(request, "disclosure/briefing/page.html", context)


@open_page
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The briefing as PDF, to print and to send."""
    return _file(request, code, briefing_papers.as_pdf, PDF, "pdf")


@open_page
@require_safe
def docx(request: HttpRequest, code: str) -> HttpResponse:
    """The briefing as a document, to go on writing in."""
    return _file(request, code, briefing_papers.as_docx, DOCX, "docx")


def _file(
    request: HttpRequest, code: str, made: Callable[[Briefing, str], bytes], kind: str, ending: str
) -> HttpResponse:
    place, period = place_of(code), periods.asked_for(request.GET)
    address = f"{base_of(request)}{reverse('open:briefing', args=[place.code])}?{periods.query_of(period)}"
    answer = HttpResponse(made(briefing.of(place, period), address), content_type=kind)
    name = f"briefing-{place.code}-{periods.key_of(period)}.{ending}"
    answer["Content-Disposition"] = f'{"inline" if ending == "pdf" else "attachment"}; filename="{name}"'
    return answer
