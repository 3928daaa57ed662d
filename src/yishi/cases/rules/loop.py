"""Who may do what in the plain loop, and the reason when not."""

from typing import Any

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place, Post, within
from yishi.network.powers import Power, Role, roles_with
from yishi.record import YES, Verdict, clock, no

from ..models import Case, Channel, State, Visibility, Voice
from ..present import lacks

WHO = {
    "take": _("the desk it lies on; members on duty while it lies with the steward"),
    "note": _("the desk it lies on; a unit called in, among those who handle it"),
    "call": _("the desk it lies on; whoever may call back"),
    "add_photos": _("the desk it lies on"),
    "promise": _("the desk it lies on"),
    "hand_up": _("the desk it lies on, while there is a rung above"),
    "send_back": _(
        "the desk it lies on; once with a proposal, the second time the community committee rules"
    ),
    "rule": _("the community committee"),
    "ask_part": _("the desk it lies on"),
    "answer_part": _("a unit called in, until it has replied"),
    "answer": _("the desk it lies on"),
    "decline": _("the desk it lies on"),
    "confirm": _(
        "the resident, or a household that joined where the resident has stepped back; or, on the telephone, somebody "
        "who did not handle it"
    ),
    "contest": _(
        "the resident, or a household that joined where the resident has stepped back; or, on the telephone, somebody "
        "who did not handle it"
    ),
    "lapse": _("the clock"),
    "withdraw": _("the resident; while neighbours have joined, it goes on for them"),
}


def now_admits(case: Case, action: str) -> Verdict:
    """Whether the state the case is in admits the action."""
    if case.admits(action):
        return YES
    return no(
        _("Meanwhile the case has moved on: it is now %(state)s.") % {"state": case.get_state_display()},
        moved_on=True,
    )


def at_the_desk(actor: Any, case: Case, action: str) -> Verdict:
    """The state admits it and the actor sits at the desk the case lies on."""
    if actor.post is None or not (actor.post.can(Power.HANDLE) or actor.post.can(Power.VOLUNTEER)):
        return no(_("This is done by whoever handles cases; sign in with such a post."))
    if not (now := now_admits(case, action)):
        return now
    if actor.post.pk != case.holder_id:
        return no(_("The case lies on another desk."), moved_on=True)
    if case.concerned and is_concerned(actor, case):
        return no(_("This matter concerns you, so somebody else handles it."))
    return YES


def may_set_ladder(actor: Any, place: Any) -> Verdict:
    if actor.ref == "clock" or actor.can(Power.SET_UP, place.path):
        return YES
    return no(_("The ladder is set by the community committee."))


def may_set_category(actor: Any, _subject: Any = None) -> Verdict:
    """The operator, for the whole house."""
    if actor.ref == "clock" or (actor.post and actor.post.role == Role.OPERATOR):
        return YES
    return no(_("Kinds of matters are entered by the operator, for the whole house."))


def may_report(_actor: Any, _place: Any) -> Verdict:
    """Anybody may say something, with or without an account."""
    return YES


def may_file(actor: Any, place: Any) -> Verdict:
    if actor.can(Power.FILE, place.path):
        return YES
    return no(_("Reports for others are written down by stewards and clerks of the place."))


def may_take(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "take")):
        return now
    if case.concerned and is_concerned(actor, case):
        return no(_("This matter concerns you, so somebody else handles it."))
    if actor.post and actor.post.pk == case.holder_id:
        return YES
    if may_volunteer(actor, case):
        return YES
    return no(_("The case lies on another desk."))


def may_volunteer(actor: Any, case: Case) -> bool:
    """Members on duty help out while an order still lies with the first rung."""
    first = case.position == 1 and not is_complained_about(actor, case)
    return first and actor.can(Power.VOLUNTEER, case.place_path)


def may_note(actor: Any, case: Case) -> Verdict:
    if may_answer_part(actor, case):
        return YES
    return at_the_desk(actor, case, "note")


def may_call(actor: Any, case: Case) -> Verdict:
    if not may_see_contact(actor, case):
        return no(_("You may not see how to reach the resident."))
    if not (now := now_admits(case, "call")):
        return now
    return YES


def may_add_photos(actor: Any, case: Case) -> Verdict:
    return at_the_desk(actor, case, "add_photos")


def may_promise(actor: Any, case: Case) -> Verdict:
    return at_the_desk(actor, case, "promise")


def may_hand_up(actor: Any, case: Case) -> Verdict:
    verdict = at_the_desk(actor, case, "hand_up")
    if verdict and not case.holder_from(case.position + 1):
        return no(_("There is nobody above to hand it to."))
    return verdict


def may_send_back(actor: Any, case: Case) -> Verdict:
    verdict = at_the_desk(actor, case, "send_back")
    if verdict and case.bound:
        return no(_("A ruling holds: the case cannot be sent back again."))
    return verdict


def may_rule(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "rule")):
        return now
    if actor.can(Power.RULE, case.place_path) and actor.post.pk == case.holder_id:
        return YES
    return no(_("The community committee rules whose a case is."))


def may_ask_part(actor: Any, case: Case) -> Verdict:
    verdict = at_the_desk(actor, case, "ask_part")
    if verdict and not actor.post.can(Power.ASK_PART):
        return no(_("Units are called in by the steward, the branch or the community."))
    return verdict


def may_answer_part(actor: Any, case: Case) -> Verdict:
    """The unit has an open part in the case."""
    if (
        actor.post
        and not lacks(case, "parts")
        and case.parts.filter(asked=actor.post, replied_at=None).exists()
    ):
        return YES
    return no(_("Your unit has no open part in this case."))


def may_answer(actor: Any, case: Case) -> Verdict:
    return at_the_desk(actor, case, "answer")


def may_decline(actor: Any, case: Case) -> Verdict:
    return at_the_desk(actor, case, "decline")


def is_reporter(actor: Any, case: Case) -> bool:
    """By account, or by holding the code; nobody once they have taken back their voice and others go on."""
    if case.is_left:
        return False
    return case.pk in actor.follows or (actor.pk is not None and actor.pk == case.reporter_id)


def judges(actor: Any, case: Case) -> bool:
    """Whose word decides whether it is solved: whoever raised it; once they have stepped back, each household that
    joined."""
    if not case.is_left:
        return is_reporter(actor, case)
    return bool(actor.joined or actor.pk) and Voice.objects.visible_to(actor).of(case).exists()


def others_ask(case: Case) -> bool:
    """Whether another household than the reporter's has joined, so that it goes on without them."""
    return case.voices > 1 and Voice.objects.present().filter(case=case).exists()


def raised_a_part(actor: Any, case: Case) -> bool:
    """Whether the actor raised one of the cases that were put together with this one."""
    if not (actor.follows or actor.pk):
        return False
    mine = Q(pk__in=actor.follows)
    if actor.pk:
        mine |= Q(reporter=actor.pk)
    return case.merged.filter(mine, state=State.MERGED).exists()


def handled_by(actor: Any, case: Case) -> bool:
    """Whether the case has lain on the desk of a post the actor holds, whichever they act in now, or held while it lay
    there: whoever leaves a post does not come back as somebody else."""
    posts = {post.pk for post in (actor.post, *actor.posts) if post}
    if not posts and actor.pk is None:
        return False
    if case.stays.filter(Q(post__in=posts) | held_then(actor.pk)).exists():
        return True
    # at a session somebody answers on whose desk it never lay
    return case.channel == Channel.SESSION and case.answers.filter(post__in=posts).exists()


def held_then(person: int | None) -> Q:
    """Of stays: those on the desk of a post that somebody held in these days, though perhaps no longer."""
    if person is None:
        return Q(pk=None)
    ended = Q(post__appointments__until_on=None) | Q(
        post__appointments__until_on__gte=TruncDate(F("arrived_at"))
    )
    begun = Q(left_at=None) | Q(post__appointments__from_on__lte=TruncDate(F("left_at")))
    return Q(post__appointments__person=person) & ended & begun


def _may_judge(actor: Any, case: Case, action: str) -> Verdict:
    if not (now := now_admits(case, action)):
        return now
    if handled_by(actor, case):
        return no(_("Whoever handled a case does not close it."))
    if judges(actor, case) or (action == "contest" and raised_a_part(actor, case)):
        return YES
    if actor.can(Power.CALL_BACK, case.place_path):
        return YES if may_see_contact(actor, case) else no(_("You may not see how to reach the resident."))
    return no(
        _("Only the resident who raised it can say whether it is solved. Open it with its number and code.")
    )


def may_confirm(actor: Any, case: Case) -> Verdict:
    return _may_judge(actor, case, "confirm")


def may_contest(actor: Any, case: Case) -> Verdict:
    return _may_judge(actor, case, "contest")


def may_lapse(actor: Any, case: Case) -> Verdict:
    if actor.ref != "clock":
        return no(_("Only the clock ends a case in silence."))
    return now_admits(case, "lapse")


def may_withdraw(actor: Any, case: Case) -> Verdict:
    if not is_reporter(actor, case):
        return no(_("Only the resident who raised it can withdraw it."))
    return now_admits(case, "withdraw")


def is_complained_about(actor: Any, case: Case) -> bool:
    """Whether the case complains about a body the actor serves, or concerns them, in whichever of their posts they act
    now."""
    posts = [post for post in (actor.post, *actor.posts) if post]
    if case.about_id is not None and case.about_id in {post.organisation_id for post in posts}:
        return True
    return bool(case.concerned) and is_concerned(actor, case)


def is_concerned(actor: Any, case: Case) -> bool:
    """Whether the case concerns the actor themselves, or a post they hold, and so is none of their business."""
    kept = case.__dict__.setdefault("_concerned", {})
    key = (actor.pk, actor.post.pk if actor.post else None)
    if key not in kept:
        held = {post.pk for post in (actor.post, *actor.posts) if post}
        mine = Q(person=actor.pk) if actor.pk else Q(pk=None)
        kept[key] = case.concerns.filter(mine | Q(post__in=held)).exists()
    return kept[key]


def may_see_contact(actor: Any, case: Case) -> bool:
    """Who may see how to reach the reporter: the desk the case lies on and those above, never a unit complained about
    and never one merely called in. Of a case kept to the hotline only the hotline (PIPL art. 6: no more than is
    needed). And for an hour whoever two people let see it because of danger to life.
    """
    post = actor.post
    if not post or is_complained_about(actor, case):
        return False
    if not post.covers(case.place_path) and post.pk != case.holder_id:
        return False
    if case.visibility == Visibility.HOTLINE:
        return post.can(Power.SEE_KEPT_CONTACT) or is_glass_broken(actor, case)
    return post.can(Power.SEE_CONTACT) or post.pk == case.holder_id or is_glass_broken(actor, case)


def is_glass_broken(actor: Any, case: Case) -> bool:
    """Whether two people agreed that this one, in this post, may see who the reporter is, and the hour is not over."""
    if case.glass_until is None or case.glass_until <= clock.now():
        return False
    return case.glass.open().filter(post=actor.post, person=actor.pk).exists()


def units_to_call(case: Case) -> Any:
    """Posts that may be called in: departments and property companies over the place, not the one complained about,
    and no property company in a case kept to the hotline."""
    posts = Post.objects.over(case.place_path).held().select_related("organisation", "place")
    roles = roles_with(Power.DO_PART)
    if case.visibility == Visibility.HOTLINE:
        roles = [r for r in roles if r != "property"]
    posts = posts.filter(role__in=roles).exclude(pk__in=case.kept_out)
    return posts.exclude(organisation=case.about_id) if case.about_id else posts


def desks_to_propose(case: Case) -> Any:
    """Posts a case may be sent to instead: desks on the ladder anywhere in the same community."""
    around = Place.objects.around(case.place_path)
    community = around.filter(level=Level.COMMUNITY).values_list("path", flat=True).first() or case.place_path
    posts = Post.objects.held().filter(within("place__path", community), role__in=roles_with(Power.HANDLE))
    posts = (
        posts.exclude(pk__in=[case.holder_id, *case.kept_out])
        .select_related("organisation", "place")
        .order_by("place__path", "id")
    )
    return posts.exclude(organisation=case.about_id) if case.about_id else posts
