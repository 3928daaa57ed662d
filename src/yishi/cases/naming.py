"""What the public record calls a case: by the number residents know, with the way to its page."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yishi.record.naming import Called, call

from .models import Case
from .models.case import number_of


def words(pk: int) -> str:
    """The case by its number."""
    return _("case %(number)s") % {"number": number_of(pk)}


def addresses(reader: Any, keys: Collection[int]) -> dict[int, str]:
    """The pages of those that the reader may see."""
    seen = Case.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True)
    return {pk: reverse("cases:case", args=[number_of(pk)]) for pk in seen}


call("case", Called(words, addresses))
