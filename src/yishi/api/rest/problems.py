"""What went wrong, as RFC 9457 has it: one shape for every error, with a sentence in the reader's language that says
what to do, and nothing of what the reader may not know."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

MEDIA_TYPE = "application/problem+json"
Errors = Mapping[str, Sequence[Any]]


class ProblemDocument(Schema):
    """An error. `type` leads to a word about its kind; `errors` names what is wrong by field."""

    type: str = Field(description="Address of a word about this kind of error.")
    title: str = Field(description="What kind of error it is, in the reader's language.")
    status: int = Field(description="The status of the answer.", ge=400, le=599)
    detail: str = Field(description="What is wrong here and what to do, in the reader's language.")
    errors: dict[str, list[str]] | None = Field(
        default=None, description="With 422: sentences by the field or parameter they are about."
    )


KINDS: dict[int, tuple[str, Any, Any]] = {
    # status: (slug, title, what stands behind it)
    400: (
        "unreadable",
        _("It cannot be read"),
        _("The request is no JSON, or a header is none of its kind."),
    ),
    401: ("key", _("A key is needed"), _("No key was shown, or it is unknown, revoked or over.")),
    403: (
        "not-allowed",
        _("You may not do this"),
        _("The key is not good for that, or the rules forbid it."),
    ),
    404: (
        "not-found",
        _("There is no such thing here"),
        _("There is none, or it is not for whoever asks to know of."),
    ),
    405: (
        "method",
        _("Not by this method"),
        _("The address is there, but not for this method; see the header Allow."),
    ),
    409: (
        "moved-on",
        _("Meanwhile it has moved on"),
        _("The matter stands otherwise by now, or the same sending is still being worked on."),
    ),
    412: (
        "changed",
        _("It was changed meanwhile"),
        _("What If-Match names is not how it stands now. Read it again."),
    ),
    413: ("too-large", _("This is too much to send at once"), _("Send fewer or smaller pictures.")),
    415: ("media-type", _("Only JSON is read here"), _("Send Content-Type: application/json.")),
    422: (
        "invalid",
        _("Something in it cannot be meant"),
        _("Errors tells, field by field, what is wrong; nothing was done."),
    ),
    429: (
        "too-much",
        _("Too much in too little time"),
        _("Wait as many seconds as the header Retry-After says."),
    ),
    500: ("fault", _("Something broke here"), _("It is our fault, and it was noted. Nothing was done.")),
    503: ("away", _("We cannot answer just now"), _("Try again a little later. Nothing was done.")),
}


class Problem(Exception):
    """Raised wherever something cannot be answered. `errors`: sentences by field; `wait`: seconds for Retry-After."""

    def __init__(
        self,
        status: int,
        detail: str | Promise = "",
        *,
        errors: Errors | None = None,
        wait: int = 0,
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(str(detail))
        self.status, self.detail, self.errors, self.wait = status, detail, errors, wait
        self.headers = dict(headers or {})


def invalid(**errors: str | Promise) -> Problem:
    """What cannot be meant, a sentence a field."""
    return Problem(422, errors={name: [sentence] for name, sentence in errors.items()})


def missing() -> Problem:
    """Not there, or not for whoever asks: the two are answered alike."""
    return Problem(404)


def as_answer(problem: Problem) -> HttpResponse:
    """The problem as it is sent."""
    slug, title, meant = KINDS.get(problem.status, KINDS[500])
    said: dict[str, Any] = {
        "type": f"{reverse('api:rest_docs')}#problem-{slug}",
        "title": str(title),
        "status": problem.status,
        "detail": str(problem.detail or meant),
    }
    if problem.errors is not None:
        said["errors"] = {name: [str(each) for each in found] for name, found in problem.errors.items()}
    response = HttpResponse(
        json.dumps(said, ensure_ascii=False).encode(errors="replace"),
        content_type=MEDIA_TYPE,
        status=problem.status,
    )
    if problem.wait:
        response.headers["Retry-After"] = str(problem.wait)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response
