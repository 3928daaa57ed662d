"""What the public record calls a session, with the way to its page; and what belongs to one, by its number."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yishi.record.naming import Called, call

from .models import Session


def words(pk: int) -> str:
    """The session by its number."""
    return _("session %(number)s") % {"number": pk}


def addresses(reader: Any, keys: Collection[int]) -> dict[int, str]:
    """The pages of those that the reader may see."""
    seen = Session.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: reverse("meet:session", args=[pk]) for pk in seen}


def nowhere(_reader: Any, _keys: Collection[int]) -> dict[int, str]:
    """They are read on the page of their session, which the record finds by its own entries."""
    return {}


call("session", Called(words, addresses))
call("topic", Called(lambda pk: _("topic %(number)s") % {"number": pk}, nowhere))
call("motion", Called(lambda pk: _("vote %(number)s") % {"number": pk}, nowhere))
call("series", Called(lambda pk: _("series of sessions %(number)s") % {"number": pk}, nowhere))
call("opinion", Called(lambda pk: _("opinion %(number)s") % {"number": pk}, nowhere))
call("undertaking", Called(lambda pk: _("promise %(number)s") % {"number": pk}, nowhere))
