"""Who may be shown what was said in confidence, who is kept out, and who may ask for erasure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import YES, Verdict, clock, no

from ..models import BreakGlass, Case, Erasure, Reveal, Visibility
from ..present import lacks
from .loop import is_complained_about, is_reporter, may_see_contact

WHO = {
    "reveal": _("the desk it lies on and those above it, each time with a reason"),
    "ask_glass": _("a desk of the place that may not see the reporter, in danger to life"),
    "grant_glass": _("a second person of another body: hotline, community committee or council"),
    "refuse_glass": _("a second person of another body: hotline, community committee or council"),
    "keep_out": _("the resident; a clerk who may write down for them"),
    "ask_erasure": _("the resident; a clerk, for what came on paper"),
}


def sees_within(actor: Any, case: Case) -> bool:
    """Whether the reader is one of those who handle the case and so reads what they write to one another."""
    post = actor.post
    if not post or is_complained_about(actor, case):
        return False
    return post.pk == case.holder_id or (post.can(Power.SEE_CONTACT) and post.covers(case.place_path))


def may_read_words(actor: Any, case: Case) -> bool:
    """Whether the reader may open the words as they were said, for a reason: those who handle it; of a case kept to the
    hotline only the hotline, for the words may say who they are."""
    kept = case.visibility == Visibility.HOTLINE
    return sees_within(actor, case) and (not kept or may_see_contact(actor, case))


def may_reveal(actor: Any, case: Case) -> Verdict:
    if may_read_words(actor, case) or may_see_contact(actor, case):
        return YES
    return no(_("What was said in confidence is not shown to your post."))


def opened(actor: Any, case: Case) -> set[str]:
    """What of the case stays open to the reader: what they opened for a reason not long ago; and, on the desk the case
    lies on, what whoever took it opened by taking it."""
    if actor.post is None:
        return set()
    kept = case.__dict__.setdefault("_opened", {})
    key = (actor.post.pk, actor.pk)
    if key not in kept:
        if lacks(case, "reveals"):
            return kept.setdefault(key, set())
        found = {reveal.what for reveal in Reveal.objects.holding(actor).filter(case=case)}
        if case.holder_id == actor.post.pk and case.taken_at:
            taken = Reveal.objects.filter(case=case, post=actor.post, reason=Reveal.Reason.HANDLING)
            found |= {reveal.what for reveal in taken}
        kept[key] = found
    return kept[key]


def open_for(actor: Any, cases: list[Case]) -> None:
    """Ask once for a whole list what `opened` will be asked for each of it."""
    if actor.post is None or not cases:
        return
    found: dict[int, set[str]] = {case.pk: set() for case in cases}
    for reveal in Reveal.objects.holding(actor).filter(case__in=found):
        found[reveal.case_id].add(reveal.what)
    for case in cases:
        case.__dict__.setdefault("_opened", {})[actor.post.pk, actor.pk] = found[case.pk]


def sees_words(actor: Any, case: Case) -> bool:
    """Whether the words as they were said stand open to the reader now."""
    return may_read_words(actor, case) and Reveal.What.WORDS in opened(actor, case)


def sees_contact(actor: Any, case: Case) -> bool:
    """Whether name and number stand open to the reader now."""
    return may_see_contact(actor, case) and Reveal.What.CONTACT in opened(actor, case)


# --- danger to life ---


def _in_need(actor: Any, case: Case) -> Verdict:
    post = actor.post
    if post is None or actor.pk is None or is_complained_about(actor, case):
        return no(_("Who the reporter is is never shown to whoever the matter is about."))
    if not (post.can(Power.SEE_ALL) and (post.covers(case.place_path) or post.pk == case.holder_id)):
        return no(_("This is asked by a desk of the place."))
    return YES


def may_ask_glass(actor: Any, case: Case) -> Verdict:
    if not (verdict := _in_need(actor, case)):
        return verdict
    if may_see_contact(actor, case):
        return no(_("You may see how to reach the resident already; say what for."))
    if not (case.contact_phone or case.contact_name or case.reporter_id):
        return no(_("No name and no number is kept."))
    if case.glass.asked().filter(post=actor.post).exists():
        return no(_("It has been asked already; a second person decides."), moved_on=True)
    return YES


def waiting_glass(case: Case) -> BreakGlass | None:
    """What waits for a second person."""
    if not case.glass_asked_lately:
        return None
    return case.glass.asked().select_related("post__organisation", "post__place").first()


def _may_decide_glass(actor: Any, case: Case) -> Verdict:
    if not actor.can(Power.BREAK_GLASS, case.place_path) or is_complained_about(actor, case):
        return no(_("This is decided by the hotline, the community committee or the council."))
    asked = waiting_glass(case)
    if asked is None:
        return no(_("Nothing waits to be decided here, or the hour for it has passed."), moved_on=True)
    same_body = actor.post.organisation_id == asked.post.organisation_id
    if actor.pk is None or actor.pk == asked.person_id or same_body:
        return no(_("A second person of another body decides, not the one who asked."))
    return YES


def may_grant_glass(actor: Any, case: Case) -> Verdict:
    return _may_decide_glass(actor, case)


def may_refuse_glass(actor: Any, case: Case) -> Verdict:
    return _may_decide_glass(actor, case)


def may_tell_of_glass(actor: Any, _case: Case) -> Verdict:
    return YES if actor.ref == "clock" else no(_("The clock tells the resident when the day has come."))


# --- whom a matter concerns ---


def may_keep_out(actor: Any, case: Case) -> Verdict:
    if case.is_over:
        return no(_("The matter is over."), moved_on=True)
    if is_reporter(actor, case):
        return YES
    clerk = actor.can(Power.FILE, case.place_path) and not actor.can(Power.VOLUNTEER, case.place_path)
    if clerk and not is_complained_about(actor, case):
        return YES
    return no(_("This is said by the resident, or written down for them."))


def who_may_be_concerned(case: Case) -> Any:
    """Posts that would handle the case by its ladder, and members on duty there; but those kept out already."""
    roles = [rung.role for rung in case.ladder.steps] + ["on_duty"]
    posts = Post.objects.over(case.place_path).held().filter(role__in=roles)
    return posts.exclude(pk__in=case.kept_out).select_related("organisation", "place")


# --- erasure ---


def may_ask_erasure(actor: Any, case: Case) -> Verdict:
    """What one case holds: by whoever raised it; or a clerk of the place enters what came on paper."""
    if not lacks(case, "erasures") and case.erasures.filter(state=Erasure.State.WAITING).exists():
        return no(_("This has been asked for already."), moved_on=True)
    if is_reporter(actor, case):
        return YES
    if actor.can(Power.FILE, case.place_path) and may_see_contact(actor, case):
        return YES
    return no(_("Only the resident who raised it can ask for this."))


def may_ask_to_be_erased(actor: Any, _subject: Any = None) -> Verdict:
    """What an account holds: by its owner, who holds no post."""
    if actor.person is None:
        return no(_("Please sign in first."))
    if Post.objects.held_by(actor.person).exists():
        return no(
            _(
                "You hold a post, and who held which post stays on the record. Please have the term ended first."
            )
        )
    if actor.person.erasures.filter(state=Erasure.State.WAITING).exists():
        return no(_("This has been asked for already."), moved_on=True)
    return YES


def is_asker(actor: Any, erasure: Erasure) -> bool:
    """Whether the actor is whom it is about."""
    if erasure.case:
        return is_reporter(actor, erasure.case)
    return actor.pk is not None and actor.pk == erasure.person_id


def _still_waits(erasure: Erasure) -> Verdict:
    if erasure.state == Erasure.State.WAITING:
        return YES
    return no(_("Meanwhile it is: %(state)s.") % {"state": erasure.get_state_display()}, moved_on=True)


def may_cancel_erasure(actor: Any, erasure: Erasure) -> Verdict:
    if not (now := _still_waits(erasure)):
        return now
    return YES if is_asker(actor, erasure) else no(_("Only the person themselves can take it back."))


def may_erase(actor: Any, erasure: Erasure) -> Verdict:
    """The clock on its day; or the person themselves, who need not wait."""
    if not (now := _still_waits(erasure)):
        return now
    if actor.ref == "clock":
        return YES if erasure.due_at <= clock.now() else no(_("Its day has not come yet."))
    return YES if is_asker(actor, erasure) else no(_("Only the person themselves can do this."))


def may_refuse_erasure(actor: Any, erasure: Erasure) -> Verdict:
    if not (now := _still_waits(erasure)):
        return now
    path = erasure.at_path
    if erasure.case and is_complained_about(actor, erasure.case):
        return no(_("Whoever the matter is about does not decide this."))
    if actor.post and actor.post.can(Power.BREAK_GLASS) and (not path or actor.post.covers(path)):
        return YES
    return no(
        _("This is refused by the community committee, the council or the hotline, with the law's ground.")
    )


def may_set_retention(actor: Any, _subject: Any = None) -> Verdict:
    if actor.ref == "clock" or (actor.post and actor.post.can(Power.SET_UP)):
        return YES
    return no(_("How long what is kept is set by the community committee or the operator."))


def may_set_privacy_notice(actor: Any, _subject: Any = None) -> Verdict:
    return may_set_retention(actor)


def may_retain(actor: Any, _subject: Any = None) -> Verdict:
    return YES if actor.ref == "clock" else no(_("What has been kept long enough is erased by the clock."))
