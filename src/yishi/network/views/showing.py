"""How a picture of the net that everybody may see is sent: it can be nothing but a picture, and is asked for once."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _

from .. import pictures


def jpeg(request: HttpRequest, name: str, digest: str, *, small: bool = False) -> HttpResponse:
    """The kept picture of this name; `digest` is the SHA-256 of the full one. Raises Http404 where it is gone."""
    etag = f'"{digest[:32]}{"s" if small else ""}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        try:
            response = HttpResponse(pictures.load(name, small=small), content_type="image/jpeg")
        except FileNotFoundError:
            raise Http404(_("There is no such picture.")) from None
    response["ETag"] = etag
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=300"
    return response
