"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yishi.network.saving import Column, Kind, Listed, Rows, declare

from .models import Key


def _keys(actor: Any, _asked: QueryDict) -> Rows:
    """The keys one may know of; what opens with them is kept nowhere."""
    if actor.pk is None:
        raise Http404
    rows = Key.objects.visible_to(actor)
    return Rows(rows.select_related("post__organisation", "post__place", "person", "issued_by"), ("-id",))


declare(
    Listed(
        "keys",
        gettext_lazy("Keys for machines"),
        (
            Column(gettext_lazy("Name"), "label"),
            Column(
                gettext_lazy("Acts for"),
                lambda key: key.post.title_at_place if key.post else _("for myself, as a resident"),
            ),
            Column(gettext_lazy("It may"), lambda key: " · ".join(map(str, key.scope_labels))),
            Column(gettext_lazy("Begins with"), lambda key: f"ys_{key.mark}"),
            Column(gettext_lazy("Made"), "issued_on", Kind.DAY),
            Column(gettext_lazy("Last used"), "used_on", Kind.DAY),
            Column(gettext_lazy("Revoked"), "revoked_on", Kind.DAY),
            Column(gettext_lazy("until, that day included"), "ends_on", Kind.DAY),
        ),
        _keys,
    ),
)
