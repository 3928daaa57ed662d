"""Who may offer what they can do, who has reported where, and who gives tasks and evaluates them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Power


def may_offer_skill(actor: Any, _place: Any) -> Verdict:
    """Whoever has an account offers for themselves."""
    return YES if actor.person else no(_("Please sign in first."))


def may_enter_offer(actor: Any, place: Any) -> Verdict:
    """For somebody without an account, by whoever knows the people there."""
    if actor.ref == "clock" or actor.can(Power.VOUCH, place.path):
        return YES
    return no(
        _("Those without an account are entered by the steward, the branch or the community committee.")
    )


def _may_touch(actor: Any, offer: Any) -> Verdict:
    if offer.ended_at:
        return no(_("This offer has ended already."), moved_on=True)
    if actor.pk is not None and actor.pk == offer.person_id:
        return YES
    if offer.person_id is None and actor.can(Power.VOUCH, offer.place.path):
        return YES
    return no(_("What somebody offers is changed by themselves."))


def may_change_offer(actor: Any, offer: Any) -> Verdict:
    return _may_touch(actor, offer)


def may_end_offer(actor: Any, offer: Any) -> Verdict:
    """Themselves; for one without an account, the desks that know them."""
    return _may_touch(actor, offer)


# Double registration


def _keeps(actor: Any, path: str) -> bool:
    return actor.ref == "clock" or actor.can(Power.GIVE_TASKS, path)


def may_report_unit(actor: Any, community: Any) -> Verdict:
    if _keeps(actor, community.path):
        return YES
    return no(_("Units report to the community committee, which enters them."))


def may_enter_unit(actor: Any, community: Any) -> Verdict:
    """The committee, which keeps the bodies of its community."""
    return may_report_unit(actor, community)


def may_report_member(actor: Any, _community: Any) -> Verdict:
    return YES if actor.person else no(_("Please sign in first."))


def may_confirm_registration(actor: Any, registration: Any) -> Verdict:
    """The committee, or the branch of the estate; nobody confirms themselves."""
    if registration.is_over or registration.confirmed_on:
        return no(_("This registration has been settled meanwhile."), moved_on=True)
    if actor.pk is not None and actor.pk == registration.person_id:
        return no(_("Nobody confirms themselves."))
    if _keeps(actor, registration.helps_at.path):
        return YES
    return no(_("Registrations are confirmed by the community committee or the estate branch."))


def may_assign(actor: Any, registration: Any) -> Verdict:
    if registration.is_over:
        return no(_("This registration has ended."), moved_on=True)
    if _keeps(actor, registration.community.path):
        return YES
    return no(_("The community committee says which estate they help."))


def may_end_registration(actor: Any, registration: Any) -> Verdict:
    if registration.is_over:
        return no(_("This registration has ended."), moved_on=True)
    if actor.pk is not None and actor.pk == registration.person_id:
        return YES
    if _keeps(actor, registration.helps_at.path):
        return YES
    return no(_("A registration is ended by whoever reported, or by the community committee."))


def may_give_task(actor: Any, registration: Any) -> Verdict:
    if registration.is_over:
        return no(_("This registration has ended."), moved_on=True)
    if registration.confirmed_on is None:
        return no(_("This registration waits to be confirmed; tasks come after that."))
    if actor.post and _keeps(actor, registration.helps_at.path):
        return YES
    return no(_("Tasks are given by the community committee and the estate branch."))


def does(actor: Any, registration: Any) -> bool:
    """Whether the actor is the member, or speaks for the unit."""
    if actor.pk is not None and actor.pk == registration.person_id:
        return True
    held = {post.organisation_id for post in (actor.post, *actor.posts) if post}
    return registration.unit_id in held


def may_report_task(actor: Any, task: Any) -> Verdict:
    """Whoever it was given to; or whoever gives tasks there, where they say so on the telephone."""
    if task.done_on or task.grade:
        return no(_("This task has been reported already."), moved_on=True)
    if does(actor, task.registration) or _keeps(actor, task.registration.helps_at.path):
        return YES
    return no(_("A task is reported as done by whoever it was given to."))


def may_grade_task(actor: Any, task: Any) -> Verdict:
    """The post that gave it, or the committee above; once it was reported or its day is over."""
    if task.grade:
        return no(_("This task has been evaluated already."), moved_on=True)
    if task.done_on is None and not task.is_overdue:
        return no(_("A task is evaluated once it was reported as done, or its day is over."))
    if does(actor, task.registration):
        return no(_("Nobody evaluates their own work."))
    if actor.post and actor.post.pk == task.given_by_id:
        return YES
    if actor.post and _keeps(actor, task.registration.community.path):
        return YES
    return no(_("A task is evaluated by whoever gave it, or by the community committee."))


def may_note_reminder(actor: Any, _task: Any) -> Verdict:
    return YES if actor.ref == "clock" else no(_("The clock does this."))
