"""The page of a session, and what those who lead it do with it before and around it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yishi.network.views.doing import asked_for, do, once, one_screen, sent, unkept
from yishi.record import Refused, clock
from yishi.record.changes import at
from yishi.record.doors import open_page
from yishi.record.kept import kept_for_strangers, shows

from .. import actions, parts_afterwards, parts_hall, parts_outcomes, parts_topics, rules
from ..actions.calling import days_ahead, rule_of
from ..changes import ROOM
from ..forms.calendar import (
    Announce,
    Begin,
    Call,
    Change,
    Do,
    End,
    Explain,
    Invite,
    Move,
    Reply,
    Skip,
    Uninvite,
)
from ..models import Invitation, Reason, Session, State
from .calendar import place_of, way_to
from .tabs import session_of

STEPS: dict[str, tuple[str, str, Any]] = {
    # of a state: the page where one goes on, icon and words of the button
    State.PLANNED: ("meet:hall", "pen", gettext_lazy("Hall")),
    State.ANNOUNCED: ("meet:hall", "pen", gettext_lazy("Hall")),
    State.UNDERWAY: ("meet:hall", "right", gettext_lazy("Into the hall")),
    State.HELD: ("meet:write_minutes", "pen", gettext_lazy("Write the minutes")),
    State.DRAFTED: ("meet:write_minutes", "pen", gettext_lazy("To the clerk’s page of the minutes")),
    State.SEALED: ("meet:post_minutes", "camera", gettext_lazy("They hang: keep the proof")),
}
PARTS = (parts_topics, parts_hall, parts_outcomes, parts_afterwards)
"""What the topics of the room show on the page."""

SOON = timedelta(hours=12)
"""So long before its hour the button to begin is offered."""
DOINGS: dict[str, tuple[type[Do], str, Promise]] = {
    # what stands in the address, and names the action: the form, icon and words of the button
    "announce": (Announce, "speak", gettext_lazy("Announce it")),
    "begin": (Begin, "right", gettext_lazy("Begin")),
    "end": (End, "check", gettext_lazy("End it")),
    "invite": (Invite, "people", gettext_lazy("Invite departments")),
    "change_session": (Change, "pen", gettext_lazy("Change")),
    "move_session": (Move, "calendar", gettext_lazy("Move")),
    "skip_session": (Skip, "cross", gettext_lazy("It does not take place")),
    "explain_missed": (Explain, "speak", gettext_lazy("Say why")),
}


@open_page
@require_safe
@kept_for_strangers
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one session: when and where, what is talked about, who came, what was said and promised, and
    what came of it."""
    found = session_of(pk)
    shows(ROOM, at(found.place.path))
    actor: Any = request.actor  # type: ignore[attr-defined]
    leads = found.is_led_by(actor)
    reasons = list(found.reasons.select_related("post"))
    context: dict[str, Any] = {
        "session": found,
        "way": way_to(found.place),
        "reasons": reasons,
        "leads": leads,
        "writes": found.is_written_by(actor),
        "doings": doings_of(found, actor),
        "step": _step(found) if found.is_written_by(actor) else None,
        "lacks_chair": leads and found.is_ahead and not rules.calling.has_chair(found),
        "invited": _invited(found) if leads else [],
        "mine": _mine(found, actor),
        "off_its_day": _is_off_its_day(found, reasons),
    }
    for part in PARTS:
        context |= part.of(found, actor)
    return render(request, "deliberation/calendar/session.html", context)


def _before_announcing(found: Session) -> dict[str, bool]:
    """What the form must know: whether it is late, and whether votes need a number nobody has said."""
    rule = rule_of(found)
    needs = rule.votes and (rule.needs_quorum or rule.tally.quorum_num is not None)
    return {
        "late": days_ahead(found) < rule.notice_days,
        "uncounted": needs and found.entitled is None,
    }


def _more_for(action: str, found: Session) -> dict[str, Any]:
    """What the form of an action must know of the session beside the session."""
    if action == "announce":
        return _before_announcing(found)
    if action == "move_session" and found.state == State.ANNOUNCED:
        return {"notice_days": rule_of(found).notice_days}
    return {}


def _is_off_its_day(found: Session, reasons: list[Reason]) -> bool:
    """Whether it is held on another day than its series says, because that is a day off."""
    moved = any(each.about == Reason.About.MOVED for each in reasons)
    return found.series_on is not None and localtime(found.starts_at).date() != found.series_on and not moved


def doings_of(found: Session, actor: Any) -> list[dict[str, Any]]:
    """What this reader may do with it now, the next thing first."""
    offered = []
    for name, (_form, icon, label) in DOINGS.items():
        if not found.admits(name) or not getattr(rules, f"may_{name}")(actor, found):
            continue
        if name == "begin" and found.starts_at > clock.now() + SOON:
            continue
        url = reverse("meet:do", args=[found.pk, name])
        offered.append({"url": url, "icon": icon, "label": label, "name": name})
    return offered


def _step(found: Session) -> dict[str, Any] | None:
    """The page on which whoever writes the session down goes on with it; None where nothing is left to be done."""
    name, icon, label = STEPS.get(found.state, ("", "", ""))
    if found.state == State.SEALED and found.postings.exists():
        return None
    if not name:
        return None
    return {"url": reverse(name, args=[found.pk]), "icon": icon, "label": label, "first": not found.is_ahead}


def _invited(found: Session) -> list[Invitation]:
    rows = found.invitations.filter(withdrawn_at=None).select_related("post__organisation", "post__place")
    return list(rows.order_by("as_what", "id")[:60])


def _mine(found: Session, actor: Any) -> Invitation | None:
    """The invitation of the post in which somebody looks."""
    if actor.post is None:
        return None
    return found.invitations.filter(post=actor.post, withdrawn_at=None).first()


@one_screen
@unkept
def doing(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One thing is done with a session."""
    if action not in DOINGS:
        raise Http404
    found = session_of(pk)
    asked_for(getattr(rules, f"may_{action}")(request.actor, found))  # type: ignore[attr-defined]
    shape = DOINGS[action][0]
    more = _more_for(action, found)
    form = shape(sent(request), session=found, **more)
    act = getattr(actions, action)
    there = reverse("meet:session", args=[found.pk])
    return do(
        request,
        form,
        lambda said: _no_row(act(request.actor, found, once=once(request), **said)),  # type: ignore[attr-defined]
        title=str(form.label),
        back=there,
        then=reverse("meet:hall", args=[found.pk]) if action == "begin" else "",
    )


def _no_row(_result: Any) -> None:
    """Whatever it gave, the page one came from follows."""


@one_screen
@unkept
def call(request: HttpRequest, code: str) -> HttpResponse:
    """A session comes into the calendar of a place."""
    place = place_of(code)
    asked_for(rules.may_call_session(request.actor, place))  # type: ignore[attr-defined]
    if place.closed_on:
        raise Refused(_("This place is closed; no session can be called here."), moved_on=True)
    own = request.actor.post.organisation_id if request.actor.post else None  # type: ignore[attr-defined]
    form = Call(sent(request), place=place, initial={"host": own})

    def act(said: dict[str, Any]) -> HttpResponse:
        made = actions.call_session(request.actor, place, once=once(request), **said)  # type: ignore[attr-defined]
        messages.success(request, form.done)
        return redirect("meet:session", pk=made.pk)

    title = _("Call a session: %(place)s") % {"place": place.label}
    return do(request, form, act, title=title, back=reverse("meet:calendar", args=[place.code]))


def invitation_of(pk: int) -> Invitation:
    """The invitation with this number. Raises Http404."""
    rows = Invitation.objects.select_related(
        "session__place", "session__chair", "post__organisation", "post__place"
    )
    return get_object_or_404(rows, pk=pk)


@one_screen
@unkept
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The post that is invited says whether it comes."""
    found = invitation_of(pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_reply_to_invitation(actor, found))
    form = Reply(sent(request), initial={"reply": found.reply or None, "text": found.reply_text})
    return do(
        request,
        form,
        lambda said: _no_row(actions.reply_to_invitation(actor, found, once=once(request), **said)),
        title=_("Do you come? %(session)s") % {"session": found.session.title},
        back=reverse("meet:session", args=[found.session_id]),
    )


@one_screen
@unkept
def uninvite(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation is taken back."""
    found = invitation_of(pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_uninvite(actor, found))
    form = Uninvite(sent(request))
    return do(
        request,
        form,
        lambda said: _no_row(actions.uninvite(actor, found, once=once(request), **said)),
        title=_("Take the invitation back: %(who)s") % {"who": found.post.title},
        back=reverse("meet:session", args=[found.session_id]),
    )
