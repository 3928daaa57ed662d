"""What the public record calls a session, with the way to its page."""

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


call("session", Called(words, addresses))
