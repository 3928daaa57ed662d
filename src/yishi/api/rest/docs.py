"""The document of the interface, and a page of ours made from it that needs nobody else's program."""

import functools
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yishi.record.doors import open_page

from . import describing
from .frame import etag_of
from .reference import reference


@functools.cache
def _written() -> bytes:
    return json.dumps(describing.document(), ensure_ascii=False, separators=(",", ":")).encode()


def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: the same for everybody."""
    response = HttpResponse(_written(), content_type="application/json; charset=utf-8")
    etag = response.headers["ETag"] = etag_of(_written())
    response.headers["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag, None, response) or response


@open_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation with what it takes and gives, to be read and printed."""
    found = reference(get_language() or "zh-hans")
    return render(request, "api/rest.html", {**found, "base": request.build_absolute_uri("/").rstrip("/")})
