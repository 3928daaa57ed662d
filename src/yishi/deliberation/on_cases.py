"""What the page of a case shows of sessions: said there, placed on an agenda, decided; each leads to its session."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.cases.story import Shown, register_upper

from . import events

ICONS: dict[str, str] = {
    events.RaisedAtSession.kind: "speak",
    events.PlacedOnAgenda.kind: "calendar",
    events.TakenOffAgenda.kind: "cross",
    events.Decided.kind: "check",
    events.TopicBecameMatter.kind: "speak",
    events.DecisionStruck.kind: "return",
    events.MatterSolved.kind: "check-circle",
    events.MatterReopened.kind: "return",
}


def shown(event: Any) -> Shown:
    """Its icon, the session it leads to, and of what came back from parking the households then and now."""
    ref = getattr(event, "session", "")
    url = reverse("meet:session", args=[ref.partition(":")[2]]) if ref else ""
    more: list[tuple[Any, Any]] = []
    if isinstance(event, events.PlacedOnAgenda):
        if event.voices_then:
            more = [(_("households behind it when it was parked"), event.voices_then)]
            more.append((_("households behind it now"), event.voices))
        elif event.voices > 1:
            more = [(_("households behind it"), event.voices)]
        url = f"{url}#item-{event.item.partition(':')[2]}"
    return Shown(ICONS.get(event.kind, "info"), url, _("To the session") if url else "", tuple(more))


register_upper("deliberation.", shown)
