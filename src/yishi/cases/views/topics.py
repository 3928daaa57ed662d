"""The page that says what a place speaks of: groups of similar matters, with their trend."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network.models import Place
from yishi.record.doors import open_page

from .. import story, topics
from .public import _way_down


@open_page
@require_safe
def of_place(request: HttpRequest, code: str) -> HttpResponse:
    """What many speak of at a place: 30 days, 90 days or a year."""
    place = get_object_or_404(Place.objects.visible_to(request.actor), code=code)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, topics.PERIODS) else topics.PERIODS[1]
    here = reverse("cases:topics", args=[place.code])
    return render(
        request,
        "cases/topics.html",
        {
            "place": place,
            "community": story.community_of(place).name,
            "way_down": _way(place),
            "look": topics.look(place, request.actor, days),
            "tabs": [
                {"label": label, "url": f"{here}?days={n}", "current": n == days}
                for n, label in zip(topics.PERIODS, (_("30 days"), _("90 days"), _("a year")), strict=True)
            ],
        },
    )


def _way(place: Place) -> list[dict]:
    """Down to the place, which is a link here, and this page at the end."""
    here = {"label": place.name, "url": reverse("cases:community", args=[place.code])}
    return [*(_way_down(place, ends_here=True)[:-1]), here, {"label": _("What people speak of"), "url": ""}]
