"""How a picture is sent: it can be nothing but a picture, and whoever may keep it asks for it once."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from .. import pictures

SHORT = 5 * 60
"""Seconds for which a picture is kept without asking: a face that was blackened must not live on in caches."""


def picture(name: str, *, small: bool = False) -> HttpResponse:
    """The kept picture of this name. Raises Http404 where it is gone."""
    try:
        return harmless(pictures.load(name, small=small))
    except FileNotFoundError:
        raise Http404(_("There is no such picture.")) from None


def harmless(content: bytes) -> HttpResponse:
    """A JPEG that no browser takes for a page."""
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response


def is_small(size: str) -> bool:
    """Which of the two an address asks for, `small` or `full`. Raises Http404 for anything else."""
    if size not in ("small", "full"):
        raise Http404(_("There is no such picture."))
    return size == "small"


def jpeg(
    request: HttpRequest, name: str, digest: str, *, small: bool = False, for_all: bool = True
) -> HttpResponse:
    """The kept picture of this name, kept for a short while by everybody, or by its reader alone where it is not
    `for_all`; `digest` is the SHA-256 of the full one. Raises Http404 where it is gone."""
    etag = f'"{digest[:32]}{"s" if small else ""}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = picture(name, small=small)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={SHORT}" if for_all else "private, no-cache"
    if not for_all:
        patch_vary_headers(response, ["Cookie"])
    return response
