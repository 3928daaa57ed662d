"""Photos of cases: whoever may know of the case may see them, and they can be nothing but pictures."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network import pictures
from yishi.network.actors import ANYONE
from yishi.record.doors import open_page

from .. import publishing
from ..models import Case, Photo
from .intake import jpeg

SHORT = 5 * 60
"""Seconds for which a photo is kept without asking: a face that was blackened must not live on in caches."""


@open_page
@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """One photo, `small` or `full`, kept for a short while by everybody where everybody may see it."""
    if size not in ("small", "full"):
        raise Http404(_("There is no such photo."))
    found = get_object_or_404(Photo, pk=pk)
    case = Case.objects.filter(pk=found.case_id)
    # Asked without the session first: what anybody may see needs no cookie, and a cache may share it.
    for_all = found.is_shown and case.visible_to(ANYONE).exists()
    if not for_all and not _may_see(request, found):
        raise Http404(_("There is no such photo."))
    etag = f'"{found.digest[:32]}-{size}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = jpeg(_load(found, size))
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={SHORT}" if for_all else "private, no-cache"
    if not for_all:
        patch_vary_headers(response, ["Cookie"])
    return response


def _may_see(request: HttpRequest, found: Photo) -> bool:
    case = Case.objects.visible_to(request.actor).filter(pk=found.case_id).first()
    return case is not None and (found.is_shown or publishing.sees_all_photos(case, request.actor))


def _load(photo: Photo, size: str) -> bytes:
    try:
        return pictures.load(photo.name, small=size == "small")
    except FileNotFoundError:
        raise Http404(_("There is no such photo.")) from None
