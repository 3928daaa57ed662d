"""Being away: somebody else sits at the post for some days, and everything that lies there is seen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yishi.network import rules
from yishi.network.models import Appointment
from yishi.record import Refused

from .. import actions
from ..forms.absence import Absence


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Who stands in at the post one acts in, now and later; and naming somebody."""
    actor = request.actor
    if actor.post is None:
        raise Refused(_("You hold no post that somebody could stand in at."))
    may = rules.may_name_substitute(actor, actor.post)
    form = Absence(request.POST or None, actor=actor) if may else None
    if request.method == "POST":
        if form is None:
            raise Refused(may.reason)
        if form.is_valid():
            try:
                actions.name_stand_in(actor, actor.post, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused.reason))
            else:
                messages.success(
                    request,
                    _("Kept, and they have been told. They find your desk beside their own in these days."),
                )
                return redirect("desk:absence")
    standing = (
        Appointment.objects.standing_in().filter(post=actor.post).select_related("person", "stands_in_for")
    )
    mine = (
        Appointment.objects.standing_in()
        .filter(person=actor.pk)
        .select_related("post__organisation", "post__place", "stands_in_for")
    )
    context = {"form": form, "standing": standing, "mine": mine, "refusal": may.reason}
    return render(
        request, "desk/absence.html", context, status=422 if form is not None and form.errors else 200
    )


@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Back again, or unable to stand in any longer: nobody stands in any more."""
    seen = Appointment.objects.standing_in().select_related("post__place", "person", "stands_in_for")
    actions.end_stand_in(request.actor, get_object_or_404(seen, pk=pk))
    messages.success(request, _("Nobody stands in there any more."))
    return redirect("desk:absence")
