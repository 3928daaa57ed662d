"""On the desk: sessions one leads, writes, or is invited to."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yishi.network.models import within
from yishi.network.powers import Power
from yishi.network.views.doing import unkept
from yishi.record import Refused, clock

from .. import listed
from ..models import AHEAD, Invitation, Series, Session, State

MOST = 60


@require_safe
@unkept
def mine(request: HttpRequest) -> HttpResponse:
    """What is to come, what is to be closed, what waits for a reply; and the series one keeps."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    post = actor.post
    if post is None:
        raise Refused(
            _("Sessions are led, written and prepared by posts. Everybody finds them in the calendar.")
        )
    now = clock.now()
    own = listed.with_what_is_shown(Session.objects.filter(Q(chair=post) | Q(clerk=post)))
    invited = Invitation.objects.filter(post=post, withdrawn_at=None, session__state__in=AHEAD)
    invited = invited.filter(session__starts_at__gt=now).select_related("session__place")
    ahead = listed.with_days(list(own.ahead()[:MOST]))
    context = {
        "post": post,
        "underway": [each for each in ahead if each.is_underway],
        "ahead": [each for each in ahead if not each.is_underway],
        "to_close": listed.with_days(
            list(own.filter(state__in=(State.HELD, State.DRAFTED)).order_by("ended_at", "id")[:MOST])
        ),
        "to_post": listed.with_days(list(own.unposted()[:MOST])),
        "missed": listed.with_days(
            list(own.filter(state=State.MISSED, reasons=None).order_by("-starts_at", "-id")[:20])
        ),
        "invited": _with_days(list(invited.order_by("session__starts_at", "id")[:MOST])),
        "calls": post.can(Power.CONVENE),
        "series": list(Series.objects.going_on().filter(_kept_by(post)).select_related("place")[:MOST])
        if post.can(Power.CONVENE)
        else [],
        "calendar": reverse("meet:calendar", args=[post.place.code]),
    }
    return render(request, "deliberation/calendar/mine.html", context)


def _kept_by(post: Any) -> Q:
    return within("place__path", post.place.path)


def _with_days(rows: list[Invitation]) -> list[Invitation]:
    listed.with_days([each.session for each in rows])
    return rows
