"""Who may say so too, and who may put cases together or take one out again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import OPEN_STATES, Case, State, Visibility, Voice
from .loop import is_complained_about, is_reporter, now_admits, raised_a_part

WHO = {
    "join": _("any resident; a household counts once"),
    "cosign_for": _("whoever writes down for others there, at the door"),
    "merge": _("the desk that holds one of the two, or a rung above"),
    "split": _(
        "the desk that holds the main one, a rung above, or the resident of the one taken out; "
        "the clock, where the main one is withdrawn"
    ),
    "settle": _("the resident of the one put together with another, once that one is answered"),
}


def is_joinable(case: Case) -> bool:
    """Whether neighbours can join it now: it is open or just answered, and nobody keeps it from the public."""
    return case.visibility != Visibility.HOTLINE and case.admits("join")


def _may_add_a_voice(case: Case, action: str) -> Verdict:
    if case.visibility == Visibility.HOTLINE:
        return no(_("A matter that is not public cannot be joined."))
    return now_admits(case, action)


def may_join(actor: Any, case: Case) -> Verdict:
    """Any resident, with or without an account. Whoever acts in a post writes down for others instead."""
    if not (open_to_all := _may_add_a_voice(case, "join")):
        return open_to_all
    if actor.post:
        return no(_("Neighbours join as residents; at their door you write it down for them."))
    if is_reporter(actor, case) or raised_a_part(actor, case):
        return no(_("This is your own matter: your household is counted already."))
    return YES


def may_cosign_for(actor: Any, case: Case) -> Verdict:
    if not actor.can(Power.FILE, case.place_path) or is_complained_about(actor, case):
        return no(_("Voices at the door are written down by stewards and clerks of the place."))
    return _may_add_a_voice(case, "cosign_for")


def may_leave(actor: Any, voice: Voice) -> Verdict:
    if voice.withdrawn_at:
        return no(_("You are no longer counted here."), moved_on=True)
    if voice.pk in actor.joined or (actor.pk is not None and actor.pk == voice.person_id):
        return YES
    return no(_("Only whoever joined can withdraw their voice."))


def may_merge(actor: Any, case: Case) -> Verdict:
    """Whether the case may be put together with another at all; `may_put_together` asks about the two."""
    if not (actor.post and actor.post.can(Power.HANDLE)) or is_complained_about(actor, case):
        return no(_("Matters are put together by the desks that handle them."))
    if case.visibility == Visibility.HOTLINE:
        return no(_("A matter kept from the public is not put together with another."))
    if actor.post.pk != case.holder_id and not actor.post.covers(case.place_path):
        return no(_("The case lies on another desk."))
    return now_admits(case, "merge")


def may_put_together(actor: Any, case: Case, into: Case) -> Verdict:
    """Whether these two are put together by this actor: both in the open, about the same body or none, in one
    community; and whoever does it holds one of them or stands above both."""
    if not (verdict := may_merge(actor, case)):
        return verdict
    if case.pk == into.pk:
        return no(_("This is the same matter."))
    if into.visibility == Visibility.HOTLINE or is_complained_about(actor, into):
        return no(_("A matter kept from the public is not put together with another."))
    if into.state == State.MERGED or into.merged_into_id:
        return no(_("The other matter was itself put together with a third one."), moved_on=True)
    if into.state not in (*OPEN_STATES, State.PARKED, State.ANSWERED):
        return no(_("The other matter has ended."), moved_on=True)
    if case.about_id != into.about_id:
        return no(_("They complain about different bodies, so each goes its own way."))
    if _community(case.place_path) != _community(into.place_path):
        return no(_("They lie in different communities."))
    if actor.post.pk in (case.holder_id, into.holder_id):
        return YES
    if is_above(actor, case) and is_above(actor, into):
        return YES
    return no(_("Whoever puts two matters together holds one of them, or stands above both desks."))


def is_above(actor: Any, case: Case) -> bool:
    """Whether the actor's post stands on a rung above the one the case is on."""
    post = actor.post
    if not post or not post.covers(case.place_path):
        return False
    return any(r.role == post.role and r.position > case.position for r in case.ladder.rungs.all())


def _community(path: str) -> str:
    found = Place.objects.around(path).filter(level=Level.COMMUNITY).values_list("path", flat=True).first()
    return found or path


def may_split(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "split")):
        return now
    if is_reporter(actor, case) or actor.ref == "clock":
        return YES
    main = case.merged_into
    desk = actor.post and actor.post.can(Power.HANDLE) and not is_complained_about(actor, case)
    if main and desk and (actor.post.pk == main.holder_id or is_above(actor, main)):
        return YES
    return no(_("It is taken out by the desk that holds the main matter, or by whoever raised it."))


def may_settle(actor: Any, case: Case) -> Verdict:
    if not is_reporter(actor, case):
        return no(_("Only the resident who raised it can say so."))
    if not (now := now_admits(case, "settle")):
        return now
    if case.merged_into and case.merged_into.state not in (State.ANSWERED, State.LAPSED, State.CLOSED):
        return no(_("There is no answer yet."))
    return YES
