"""What every page of the desk shows for the hands: the list of keys, where they act for this person."""

from typing import Any

from django import template

from .. import handkeys

register = template.Library()


@register.inclusion_tag("desk/keys_dialog.html", takes_context=True)
def keys_dialog(context: dict[str, Any]) -> dict[str, Any]:
    """The dialog with all keys, for whoever has a post and has not switched them off."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    on = bool(request and actor and actor.post and handkeys.act_for(request))
    return {"on": on, "groups": handkeys.GROUPS}
