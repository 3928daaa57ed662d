"""The lists of this room that can be saved as a file (`network/saving.py`)."""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy

from yishi.network.saving import Column, Kind, Listed, Rows, declare

from . import rules
from .models import Delivery


def _outbox(actor: Any, _asked: QueryDict) -> Rows:
    """What failed, addresses hidden as on the page."""
    if not rules.may_see_outbox(actor):
        raise Http404
    return Rows(Delivery.objects.visible_to(actor).troubled().select_related("message"), ("-id",))


declare(
    Listed(
        "outbox",
        gettext_lazy("Outbox"),
        (
            Column(gettext_lazy("Which message"), "message.title"),
            Column(gettext_lazy("By which channel"), "channel_name"),
            Column(gettext_lazy("To whom"), "masked_address"),
            Column(gettext_lazy("Times tried"), "attempts", Kind.NUMBER),
            Column(gettext_lazy("Why it failed"), "reason"),
            Column(gettext_lazy("How it stands"), lambda each: each.get_state_display()),
            Column(gettext_lazy("Next try"), "next_try_at", Kind.MOMENT),
        ),
        _outbox,
    ),
)
