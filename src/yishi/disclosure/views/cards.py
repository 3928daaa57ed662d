"""Pictures for shared addresses: of a matter, a place, a session."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.cases.models import Case
from yishi.deliberation.models import Session
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.record.doors import open_page

from .. import cards


@open_page
@require_safe
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Of a matter that everybody may see: whoever asks, since a shared picture is kept by others."""
    case = Case.objects.visible_to(ANYONE).select_related("place", "category").by_number(number)
    if case is None:
        raise Http404
    return _answer(request, case.title, case.place.label, case.get_state_display())


@open_page
@require_safe
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Of a place."""
    place = net.with_code(code)
    if place is None:
        raise Http404
    return _answer(request, _("What neighbours say gets done"), place.label, "")


@open_page
@require_safe
def of_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a session."""
    session = get_object_or_404(Session.objects.visible_to(ANYONE).select_related("place"), pk=pk)
    return _answer(request, session.title, session.place.label, session.get_state_display())


def _answer(request: HttpRequest, title: str, where: str, stands: str) -> HttpResponse:
    told = (title, where, str(stands), str(settings.YISHI_SITE_NAME or _("Yishi")))
    tag = f'"{hashlib.sha256("|".join(told).encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(cards.drawn(*told), content_type="image/png")
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, max_age=3600)
    return answer
