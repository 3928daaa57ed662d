"""Who may ask back, doubt a closure, take a second look, and leave an answer out of the rates."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place, Post, Residence
from yishi.network.powers import Power
from yishi.record import YES, Verdict, no

from ..models import Case, Exclusion, SecondLook, Visibility, Volunteer
from ..present import lacks
from .loop import handled_by, held_then, is_complained_about, is_reporter, may_see_contact, now_admits

WHO = {
    "call_back": _("whoever may call back and did not handle it"),
    "doubt": _("anybody who lives there, vouched for by somebody who knows them; once"),
    "propose_exclusion": _("the desk that answered, or whoever may call back"),
    "approve_exclusion": _("a second person who may call back and did not handle it"),
    "refuse_exclusion": _("a second person who may call back and did not handle it"),
}


def may_call_back(actor: Any, case: Case) -> Verdict:
    """Another person than those who handled it; nobody whose report was without a name is rung up."""
    if not (now := now_admits(case, "call_back")):
        return now
    if not actor.can(Power.CALL_BACK, case.place_path):
        return no(_("Residents are asked back by the branch, the community or the hotline."))
    if case.visibility == Visibility.ANONYMOUS or not case.contact_phone:
        return no(_("They left no number."))
    if not may_see_contact(actor, case):
        return no(_("You may not see how to reach the resident."))
    if is_reporter(actor, case):
        return no(_("This is your own matter. Please say on its public page whether it is solved."))
    if handled_by(actor, case):
        return no(_("Whoever handled a case does not close it."))
    if (
        case.call_backs.filter(answer=case.answers.order_by("at", "id").last())
        .exclude(ended_at=None)
        .exists()
    ):
        return no(_("They have been asked by telephone as often as they may be asked."), moved_on=True)
    return YES


def around_home(case: Case) -> str:
    """The path within which a neighbour lives: the building of the case, or its whole place above that."""
    building = Place.objects.around(case.place_path).filter(level=Level.BUILDING)
    return building.values_list("path", flat=True).first() or case.place_path


def lives_there(person: Any, case: Case) -> Residence | None:
    """The person's home in the building of the case (or within its place, above a building), if somebody vouched for
    it."""
    home = Residence.objects.verified().of(person) if person else None
    return home if home and home.place.path.startswith(around_home(case)) else None


def may_doubt(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "doubt")):
        return now
    if not case.in_the_open:
        return no(_("A matter that is not public is judged by whoever raised it alone."))
    if actor.person is None:
        return no(_("Please sign in first."))
    if is_reporter(actor, case):
        return no(_("This is your own matter. Please say on its public page whether it is solved."))
    if not lives_there(actor.person, case):
        return no(
            _(
                "This is for neighbours of the building, after the steward or the committee has vouched for their home."
            )
        )
    if handled_by(actor, case) or is_complained_about(actor, case):
        return no(_("Whoever handled a case does not judge it."))
    if case.doubts.filter(person=actor.pk).exists():
        return no(_("You have said so already."), moved_on=True)
    return YES


def may_offer_looks(actor: Any, _subject: Any = None) -> Verdict:
    if not Residence.objects.verified().of(actor.person):
        return no(
            _(
                "Second looks are taken by residents after the steward or the committee has vouched for their home."
            )
        )
    if Volunteer.objects.offering().filter(person=actor.pk).exists():
        return no(_("You have offered it already."), moved_on=True)
    return YES


def may_end_looks(actor: Any, volunteer: Volunteer) -> Verdict:
    if volunteer.ended_at:
        return no(_("This has ended already."), moved_on=True)
    return YES if actor.pk == volunteer.person_id else no(_("Only the volunteer ends this."))


def may_ask_look(actor: Any, _case: Case) -> Verdict:
    return YES if actor.ref == "clock" else no(_("Volunteers are drawn by lot, by the clock."))


def is_stranger(person: Any, case: Case) -> bool:
    """Whether somebody has no part in the case: did not raise or handle it, is not complained about, and lives in
    another building."""
    if person.pk == case.reporter_id:
        return False
    posts = Post.objects.held_by(person)
    if (
        case.stays.filter(Q(post__in=posts) | held_then(person.pk)).exists()
        or case.parts.filter(asked__in=posts).exists()
    ):
        return False
    if case.about_id and posts.filter(organisation=case.about_id).exists():
        return False
    home = Residence.objects.of(person)
    return not (home and home.place.path.startswith(around_home(case)))


def may_look(actor: Any, look: SecondLook) -> Verdict:
    """Whoever was asked, while the question still waits. Nobody verifies own work, own building or own household."""
    if look.ended_at:
        return no(_("This second look is no longer waiting for you."), moved_on=True)
    if actor.pk is None or actor.pk != look.person_id:
        return no(_("Somebody else was asked for this second look."))
    if not is_stranger(actor.person, look.case):
        return no(_("You have a part in this matter yourself, so somebody else takes the look."))
    return YES


def may_pass_look(actor: Any, look: SecondLook) -> Verdict:
    if look.ended_at:
        return no(_("This second look is no longer waiting for you."), moved_on=True)
    if actor.ref == "clock" or (actor.pk is not None and actor.pk == look.person_id):
        return YES
    return no(_("Somebody else was asked for this second look."))


def _may_exclude(actor: Any, case: Case) -> Verdict:
    if actor.post is None or is_complained_about(actor, case):
        return no(_("What the rates leave out is decided by two people of the desks."))
    return YES


def may_propose_exclusion(actor: Any, case: Case) -> Verdict:
    if not (verdict := _may_exclude(actor, case)):
        return verdict
    over = actor.can(Power.CALL_BACK, case.place_path)
    feedback = None if lacks(case, "feedback") else case.feedback.order_by("at", "id").last()
    if feedback is None or case.visibility == Visibility.ANONYMOUS:
        return no(_("No answer of a resident to this case is counted."))
    if not over and feedback.answer.post_id != actor.post.pk:
        return no(_("This is proposed by the desk that answered, or by whoever may call back."))
    if feedback.exclusions.exists():
        return no(_("This has been proposed already."), moved_on=True)
    return YES


def waiting_exclusion(case: Case) -> Exclusion | None:
    """The proposal that waits for a second person."""
    if lacks(case, "exclusions"):
        return None
    return case.exclusions.filter(decided_at=None).select_related("feedback__answer", "post").first()


def _may_decide(actor: Any, case: Case) -> Verdict:
    if not (verdict := _may_exclude(actor, case)):
        return verdict
    if not actor.can(Power.CALL_BACK, case.place_path):
        return no(_("This is decided by the branch, the community or the hotline."))
    proposed = waiting_exclusion(case)
    if proposed is None:
        return no(_("Nothing waits to be decided here."), moved_on=True)
    if actor.pk is None or actor.pk == proposed.person_id or actor.post.pk == proposed.post_id:
        return no(_("A second person decides, not the one who proposed it."))
    if handled_by(actor, case):
        return no(_("Whoever handled a case does not decide how it counts."))
    return YES


def may_approve_exclusion(actor: Any, case: Case) -> Verdict:
    return _may_decide(actor, case)


def may_refuse_exclusion(actor: Any, case: Case) -> Verdict:
    return _may_decide(actor, case)


def may_set_rate_rule(actor: Any, place: Place) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, place.path):
        return YES
    return no(_("The rule for rates is set by the community committee or the operator."))
