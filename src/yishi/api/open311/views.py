"""The addresses of GeoReport v2. None of them knows a session; whoever writes shows a key."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response as conditional_get
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from yishi.cases.models.case import number_of, parse_number
from yishi.insight.words import clean
from yishi.record import Refused
from yishi.record.doors import open_page

from .. import limiting
from ..keys import BadKey, needed
from ..models import Scope
from . import asking, filing, kinds, told, updates
from .answers import KINDS, Wrong, answer, wrong

CHANGESET = "2026-11-23T00:00:00Z"
"""When what these addresses ask or tell last became another."""
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
TOKENS = "open311.token"
PART = 100
"""So many requests of a list weigh as much as one more question."""

View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """What all of these have in common: no cookie, the form of the answer, errors as GeoReport has them, and that other
    sites' pages may read what everybody may."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
        try:
            if form not in KINDS:
                raise Wrong(404, _("Answers come as .json or .xml."))
            response = view(request, *args, form=form, **kwargs)
        except Wrong as error:
            response = wrong(request, error, form)
        except BadKey as error:
            response = wrong(request, _of_key(request, error), form)
        except Refused as refused:
            response = wrong(request, Wrong(409 if refused.moved_on else 403, refused.reason), form)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return _if_new(request, response)

    return csrf_exempt(open_page(run))


def _if_new(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or a line that whoever asks has it already."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return conditional_get(request, etag, None, response) or response


def _of_key(request: HttpRequest, error: BadKey) -> Wrong:
    """403, as GeoReport has it for a key that is missing or wrong."""
    wait = 0 if error.missing or error.narrow else limiting.wait_after_wrong_key(request)
    if wait:
        return Wrong(429, _("Too many wrong keys came from here. Please wait."), wait=wait)
    return Wrong(403, error.reason)


def _read(request: HttpRequest, amount: int = 1) -> None:
    """Raises Wrong where this address has asked for more than its share."""
    if wait := limiting.wait_to_read(request, amount=amount):
        raise Wrong(429, _("This is more than we can answer at once. Please wait a little."), wait=wait)


@open_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What stands here for whoever writes a program: the addresses, and how one gets a key."""
    base = request.build_absolute_uri(reverse("api:open311")) + "v2"
    return render(request, "api/open311.html", {"base": base, "kinds": kinds.offered()[:1]})


@door
@require_safe
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where what is found."""
    _read(request)
    about_us = request.build_absolute_uri(reverse("api:open311"))
    found = {
        "changeset": CHANGESET,
        "contact": about_us,
        "key_service": request.build_absolute_uri(reverse("api:new_key")),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{about_us}v2",
                "changeset": CHANGESET,
                "type": "production" if settings.IN_PRODUCTION else "test",
                "formats": [kind.split(";")[0] for kind in KINDS.values()],
            }
        ],
    }
    return answer(found, form, "discovery")


@door
@require_safe
def service_list(request: HttpRequest, form: str) -> HttpResponse:
    """The kinds of matters."""
    _read(request)
    asking.jurisdiction(request.GET.get("jurisdiction_id", ""))
    return answer(kinds.listed(), form, "services")


@door
@require_safe
def service(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """What one of them asks."""
    _read(request)
    asking.jurisdiction(request.GET.get("jurisdiction_id", ""))
    kind = kinds.chosen(clean(code)[:60])
    if kind is None:
        raise Wrong(404, _("There is no service_code “%(code)s”.") % {"code": clean(code)[:60]})
    return answer(kinds.definition(kind), form, "service_definition")


@door
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """The requests of a place, or by POST one more."""
    if request.method == "POST":
        return _file(request, form)
    return _listed(request, form=form)


@require_safe
def _listed(request: HttpRequest, form: str) -> HttpResponse:
    asked = asking.requests(request.GET)
    _read(request, 1 + (len(asked.numbers) if asked.numbers is not None else asked.size) // PART)
    found = told.listed(request, asked)
    if asked.numbers is not None:
        updates.with_answers(found.requests, asked.numbers)
    return _with_next(request, answer(found.requests, form, "service_requests"), found.after)


def _with_next(request: HttpRequest, response: HttpResponse, after: str) -> HttpResponse:
    """The page, and where the next one is."""
    if after:
        query = {name: value for name, value in request.GET.items() if name not in ("page", "after")}
        following = f"{request.build_absolute_uri(request.path)}?{urlencode({**query, 'after': after})}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


@door
@require_safe
def one(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """One request, with what came of it."""
    _read(request)
    place = asking.jurisdiction(request.GET.get("jurisdiction_id", ""))
    pk = _key(number)
    found = told.one(request, pk) if pk else []
    if not found or (place and not updates.is_at(pk, place.path)):
        raise Wrong(404, _("There is no such request, or it is not public."))
    return answer(updates.with_answers(found, [pk]), form, "service_requests")


def _key(number: str) -> int:
    """The key of a case from what stands in an address, 0 for none."""
    plain = number if number.isascii() and number.isdecimal() else ""
    return parse_number(plain) or 0


@door
@require_safe
def token(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The request that was given this token when it was handed in."""
    _read(request)
    try:
        pk = int(signing.Signer(salt=TOKENS).unsign(token))
    except (signing.BadSignature, ValueError):
        raise Wrong(404, _("There is no such token.")) from None
    if not told.one(request, pk):
        raise Wrong(404, _("There is no such request, or it is not public."))
    return answer([{"service_request_id": number_of(pk), "token": token}], form, "service_requests")


def _file(request: HttpRequest, form: str) -> HttpResponse:
    key = needed(request, Scope.REPORT)
    if wait := limiting.wait_to_write(request, key):
        raise Wrong(429, _("This is more than we can answer at once. Please wait a little."), wait=wait)
    filed = filing.file(request, key)
    handed_in = {
        "service_request_id": filed.case.number,
        "token": signing.Signer(salt=TOKENS).sign(str(filed.case.pk)),
        "service_notice": filed.notice,
        "account_id": clean(request.POST.get("account_id", ""))[:80] or None,
        "extended_attributes": {"follow_code": filed.code},
    }
    return answer([handed_in], form, "service_requests")


@door
def request_updates(request: HttpRequest, form: str) -> HttpResponse:
    """What happened to requests since, or by POST what another system says of one."""
    if request.method == "POST":
        return _tell_update(request, form)
    return _updates(request, form=form)


@require_safe
def _updates(request: HttpRequest, form: str) -> HttpResponse:
    asked = updates.asked(request.GET)
    _read(request, 1 + asked.size // PART)
    found = updates.listed(asked)
    return _with_next(request, answer(found.updates, form, "service_request_updates"), found.after)


def _tell_update(request: HttpRequest, form: str) -> HttpResponse:
    key = needed(request, Scope.UPDATES)
    if wait := limiting.wait_to_write(request, key):
        raise Wrong(429, _("This is more than we can answer at once. Please wait a little."), wait=wait)
    return answer([{"update_id": filing.tell(request, key)}], form, "service_request_updates")


@door
def elsewhere(request: HttpRequest, rest: str, form: str) -> HttpResponse:
    """Nothing stands here."""
    raise Wrong(404, _("Nothing stands at this address."))
