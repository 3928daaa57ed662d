"""Photos of cases: whoever may know of the case may see them, and they can be nothing but pictures."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network.actors import ANYONE
from yishi.record.doors import open_page

from .. import pictures
from ..models import Case, Photo
from .intake import jpeg

YEAR = 365 * 24 * 60 * 60


@open_page
@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """One photo, `small` or `full`. It never changes, so it is kept: by everybody where the case is public."""
    if size not in ("small", "full") or pk > 2**63 - 1:
        raise Http404(_("There is no such photo."))
    found = get_object_or_404(Photo, pk=pk)
    case = Case.objects.filter(pk=found.case_id)
    # Asked without the session first: what anybody may see needs no cookie, and a cache may share it.
    for_all = case.visible_to(ANYONE).exists()
    if not for_all and not case.visible_to(request.actor).exists():
        raise Http404(_("There is no such photo."))
    etag = f'"{found.digest[:32]}-{size}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = jpeg(_load(found, size))
    response["ETag"] = etag
    response["Cache-Control"] = f"{'public' if for_all else 'private'}, max-age={YEAR}, immutable"
    if not for_all:
        patch_vary_headers(response, ["Cookie"])
    return response


def _load(photo: Photo, size: str) -> bytes:
    try:
        return pictures.load(photo.name, small=size == "small")
    except FileNotFoundError:
        raise Http404(_("There is no such photo.")) from None
