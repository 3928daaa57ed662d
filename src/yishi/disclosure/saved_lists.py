"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yishi.network import known as net
from yishi.network.saving import Column, Kind, Listed, Rows, declare

from .models import Theme


def _themes(_actor: Any, asked: QueryDict) -> Rows:
    place = net.with_code(asked.get("place", "")[:40])
    if place is None:
        raise Http404(_("There is no such place."))
    rows = Theme.objects.filter(place=place.pk)
    return Rows(
        rows.select_related("place", "category", "lead__organisation", "lead__place"), ("-month", "-id")
    )


declare(
    Listed(
        "themes",
        gettext_lazy("Themes of the month"),
        (
            Column(gettext_lazy("Which month?"), "month", Kind.DAY),
            Column(gettext_lazy("Theme of the month"), "title"),
            Column(gettext_lazy("Which matters is it about?"), "category.name"),
            Column(gettext_lazy("Why this one"), "why"),
            Column(gettext_lazy("Lead unit"), "lead.title_at_place"),
            Column(gettext_lazy("How it stands"), lambda each: each.get_state_display()),
            Column(gettext_lazy("What came of it"), "outcome"),
            Column(gettext_lazy("Code of the place"), "place.code"),
        ),
        _themes,
        beyond=False,
    ),
)
