"""Who may write down what somebody asks about their own data, who agrees to it, and who may take it back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import DataRequest

NOT_HERE = _(
    "Such requests are written down and decided by the community committee, the council and the hotline."
)


def may_enter_request(actor: Any, _subject: Any = None) -> Verdict:
    """A post that writes down for others and may decide on requests; not about whoever sits there."""
    post = actor.post
    if post and actor.pk and post.can(Power.FILE) and post.can(Power.BREAK_GLASS):
        return YES
    return no(NOT_HERE)


def _waits(request: DataRequest) -> Verdict:
    if request.is_waiting:
        return YES
    return no(_("Meanwhile it is: %(state)s.") % {"state": request.get_state_display()}, moved_on=True)


def _decides(actor: Any, request: DataRequest) -> Verdict:
    if not actor.can(Power.BREAK_GLASS, request.place_path):
        return no(NOT_HERE)
    if actor.pk is None or actor.pk == request.person_id:
        return no(_("Nobody decides about a request of their own."))
    return YES


def may_agree_request(actor: Any, request: DataRequest) -> Verdict:
    """A second person, not the one who wrote it down."""
    if not (verdict := _decides(actor, request)):
        return verdict
    if actor.pk == request.entered_by_id:
        return no(_("A second person agrees, not the one who wrote it down."))
    return _waits(request)


def may_refuse_request(actor: Any, request: DataRequest) -> Verdict:
    """Also whoever wrote it down, when the person turns out to be another."""
    return _decides(actor, request) and _waits(request)


def may_hand_over(actor: Any, request: DataRequest) -> Verdict:
    """Once two people have agreed; for an hour again, where the first try failed."""
    if not (verdict := _decides(actor, request)):
        return verdict
    if request.can_be_handed_over:
        return YES
    if request.state == DataRequest.State.DONE:
        return no(_("It was handed over. Whoever wants it again asks again."), moved_on=True)
    return no(_("Two people must have agreed to it first."))


def may_disown_request(actor: Any, request: DataRequest) -> Verdict:
    """Whoever it is about, as long as nothing has been handed over or erased."""
    if actor.pk is None or actor.pk != request.person_id:
        return no(_("Only the person themselves can take it back."))
    if request.state == DataRequest.State.AGREED:
        return YES
    return _waits(request)
