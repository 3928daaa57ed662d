"""Who stands at a door for machines: the key that a request shows, and for whom it acts.

A key stands in the header `Authorization: Bearer …` or `X-Api-Key`, or in the field `api_key` of a form that is sent
(which is how Open311 has it). Never in an address: addresses are written into logs.
"""

import secrets

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case, Visibility
from yishi.cases.models.case import CaseQuerySet
from yishi.network.actors import ANYONE, Actor

from . import actions
from .models import MARK, Key, Scope


class BadKey(Exception):
    """A key that opens nothing, or not this. `missing`: none was shown."""

    def __init__(self, reason: str | Promise, *, missing: bool = False, narrow: bool = False):
        super().__init__(str(reason))
        self.reason, self.missing, self.narrow = reason, missing, narrow


def new_token() -> str:
    """A key as it is handed over: 256 random bits behind a mark of 48."""
    return f"ys_{secrets.token_hex(6)}_{secrets.token_urlsafe(32)}"


def shown(request: HttpRequest) -> str:
    """The key as the request shows it, empty where it shows none."""
    header = request.headers.get("Authorization", "")
    scheme, _blank, token = header.partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    if named := request.headers.get("X-Api-Key", "").strip():
        return named
    return request.POST.get("api_key", "").strip() if request.method == "POST" else ""


def holder(request: HttpRequest) -> Key | None:
    """The key the request shows, with its post and place; None where it shows none. Raises `BadKey` for one that opens
    nothing: unknown, revoked, over, or of somebody who is not there any more."""
    token = shown(request)
    if not token:
        return None
    found = MARK.fullmatch(token)
    rows = Key.objects.valid().select_related("post__place", "post__organisation", "person")
    key = rows.filter(mark=found[1]).first() if found else None
    if key is None or found is None or not key.secret_is(found[2]):
        raise BadKey(_("This key opens nothing: it is unknown, revoked or over."))
    actions.note_used(key)
    return key


def needed(request: HttpRequest, scope: str) -> Key:
    """The key the request shows, good for a scope. Raises `BadKey` (`missing`, `narrow`)."""
    key = holder(request)
    if key is None:
        raise BadKey(_("This needs a key."), missing=True)
    if scope not in key.may:
        raise BadKey(_("This key is not good for that."), narrow=True)
    return key


def actor_of(key: Key | None) -> Actor:
    """Whoever a key acts for: the post alone, without anybody's own matters; or the person, without their posts."""
    if key is None:
        return ANYONE
    if key.post:
        return Actor(post=key.post, posts=(key.post,))
    return Actor(person=key.person)


def cases(key: Key | None) -> CaseQuerySet:
    """The cases a machine may read: what everybody may, with a key for reading what its holder may. A case kept from
    the public goes to no machine, save to the one that acts for whoever raised it."""
    if key is None or Scope.READ not in key.may:
        return Case.objects.visible_to(ANYONE)
    found = Case.objects.visible_to(actor_of(key))
    if key.person_id:
        return found
    return found.exclude(visibility=Visibility.HOTLINE)


def told_to(key: Key) -> CaseQuerySet:
    """The cases a machine may send news of: what its post knows of, save what is kept from the public."""
    return Case.objects.visible_to(actor_of(key)).exclude(visibility=Visibility.HOTLINE)
