"""The keys of the desk, as a page; and whether single keys act for this person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yishi.record import Refused

from .. import actions, handkeys


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """All keys with what they do, and the switch."""
    if request.actor.post is None:
        raise Refused(_("The keys are for those who handle cases; sign in with such a post."))
    if request.method == "POST":
        on = request.POST.get("keys") == "on"
        actions.set_keys(request.actor, on=on)
        handkeys.forget(request.session)
        messages.success(
            request, _("Single keys act at the desk.") if on else _("Single keys do nothing now.")
        )
        return redirect("desk:keys")
    return render(request, "desk/keys.html", {"on": handkeys.act_for(request), "groups": handkeys.GROUPS})
