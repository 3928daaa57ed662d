"""Photos of cases: whoever may know of the case may see them, and they can be nothing but pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network.actors import ANYONE
from yishi.network.views.showing import is_small, jpeg
from yishi.record.doors import open_page

from .. import publishing
from ..models import Case, Photo


@open_page
@require_safe
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """One photo, `small` or `full`, kept for a short while by everybody where everybody may see it."""
    small = is_small(size)
    found = get_object_or_404(Photo, pk=pk)
    case = Case.objects.filter(pk=found.case_id)
    # Asked without the session first: what anybody may see needs no cookie, and a cache may share it.
    for_all = found.is_shown and case.visible_to(ANYONE).exists()
    if not for_all and not _may_see(request, found):
        raise Http404(_("There is no such picture."))
    return jpeg(request, found.name, found.digest, small=small, for_all=for_all)


def _may_see(request: HttpRequest, found: Photo) -> bool:
    case = Case.objects.visible_to(request.actor).filter(pk=found.case_id).first()
    return case is not None and (found.is_shown or publishing.sees_all_photos(case, request.actor))
