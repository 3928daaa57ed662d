"""Who writes down what comes of it, keeps and confirms promises, counts hands and decides; and the reason when not."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Case, State
from yishi.cases.rules import is_reporter, lies_with_the_council
from yishi.record import YES, Verdict, clock, no

from .. import present
from ..models import (
    AFTERWARDS,
    Attendance,
    Decision,
    Item,
    Motion,
    Opinion,
    Session,
    SessionRule,
    Undertaking,
)
from .standing import by_writers

WRITERS = _("the clerk, the chair, or whoever keeps the sheet there")
WHO = {
    "respond": WRITERS,
    "take_away": _("the clock, once the session is over"),
    "put_motion": WRITERS,
    "drop_motion": WRITERS,
    "count_hands": WRITERS,
    "decide": WRITERS,
    "strike_decision": WRITERS,
    "undertake": WRITERS,
}
LATE_ITEM = _(
    "This came onto the agenda after it was frozen. It can be heard here, and be decided at the next session."
)
NOT_PROMISED = _(
    "A promise is kept, put off or given up by whoever made it, or by those who lead the session."
)


def may_respond(actor: Any, opinion: Opinion) -> Verdict:
    """Until the minutes are sealed; what was taken off the wall gets no answer."""
    verdict = by_writers(actor, opinion.session, "respond")
    if verdict and opinion.hidden_at is not None:
        return no(_("This is not shown any more, so there is nothing to answer."), moved_on=True)
    return verdict


def may_take_away(actor: Any, opinion: Opinion) -> Verdict:
    """What nobody responded to is taken away by itself once the session is over."""
    if actor.ref != "clock":
        return no(_("Only the clock takes away what nobody responded to."))
    waits = opinion.session.state in AFTERWARDS and opinion.hidden_at is None and opinion.case_id is None
    return YES if waits else no(_("This has been dealt with meanwhile."), moved_on=True)


# --- promises ---


def may_undertake(actor: Any, session: Session) -> Verdict:
    return by_writers(actor, session, "undertake")


def _holds(actor: Any, post: int | None) -> bool:
    """Whether they act in the post, or hold it beside the one they act in."""
    return post is not None and any(each.pk == post for each in (actor.post, *actor.posts) if each)


def is_promiser(actor: Any, undertaking: Undertaking) -> bool:
    """Whether they act in the post that promised it, or hold it too."""
    return _holds(actor, undertaking.post_id)


def said_so(actor: Any, undertaking: Undertaking) -> bool:
    """Whether they said themselves that it is kept."""
    return _holds(actor, undertaking.claimed_by_id)


def was_there(actor: Any, undertaking: Undertaking) -> bool:
    """Whether their account was checked in at the session, and neither came for a department or company nor belongs to
    the house that promised."""
    if actor.pk is None or any(
        each.organisation_id == undertaking.post.organisation_id
        for each in (actor.post, *actor.posts)
        if each
    ):
        return False
    there = undertaking.session.attendances.there().exclude(role=Attendance.Role.OFFICIAL)
    return there.filter(person=actor.pk).exists()


def is_asker(actor: Any, undertaking: Undertaking) -> bool:
    """Whether it was promised to them: by account, or by the code of the case."""
    opinion, case = undertaking.opinion, undertaking.case
    if opinion is not None and actor.pk is not None and opinion.person_id == actor.pk:
        return True
    return case is not None and is_reporter(actor, case)


def reads_what_is_missing(actor: Any, undertaking: Undertaking) -> bool:
    """What is missing is told to whoever promised, and to those who lead and write the session; who asked knows it."""
    return (
        is_promiser(actor, undertaking)
        or undertaking.session.is_written_by(actor)
        or is_asker(actor, undertaking)
    )


def silence_days(undertaking: Undertaking) -> int:
    """After so many days without a word a claim counts as kept, by the rule of the session."""
    days: int = SessionRule.objects.figure(undertaking.session, "silence_days")
    return days


def _open(undertaking: Undertaking) -> Verdict:
    if undertaking.state == Undertaking.State.OPEN:
        return YES
    return no(
        _("This promise stands otherwise by now: %(state)s.") % {"state": undertaking.badge_label},
        moved_on=True,
    )


def _by_promiser_or_leaders(actor: Any, undertaking: Undertaking) -> Verdict:
    promised = actor.post is not None and actor.post.pk == undertaking.post_id
    if not (promised or undertaking.session.is_written_by(actor)):
        return no(NOT_PROMISED)
    return _open(undertaking)


def may_claim_kept(actor: Any, undertaking: Undertaking) -> Verdict:
    return _by_promiser_or_leaders(actor, undertaking)


def may_break_undertaking(actor: Any, undertaking: Undertaking) -> Verdict:
    return _by_promiser_or_leaders(actor, undertaking)


def may_extend_undertaking(actor: Any, undertaking: Undertaking) -> Verdict:
    return _by_promiser_or_leaders(actor, undertaking)


def may_confirm_kept(actor: Any, undertaking: Undertaking) -> Verdict:
    """Who asked; where nobody could be asked, the chair, the host or somebody who was there; the clock, after the
    silence of who was asked. Never whoever promised, and never whoever said that it is kept."""
    if undertaking.state != Undertaking.State.CLAIMED:
        return no(_("Nobody has said that this promise is kept, or it is settled already."), moved_on=True)
    if actor.ref == "clock":
        since = clock.now() - timedelta(days=silence_days(undertaking))
        claimed = undertaking.claimed_at
        if solved_by_word(undertaking.case):
            return YES
        if undertaking.asked_at is None:
            return no(_("Nobody could be asked whether it is kept, so silence says nothing."))
        return YES if claimed and claimed <= since else no(_("There is time to say something still."))
    if is_promiser(actor, undertaking):
        return no(_("Whoever promised does not judge whether it is kept."))
    if said_so(actor, undertaking):
        return no(_("You said yourself that it is kept; somebody else confirms it."))
    if is_asker(actor, undertaking):
        return YES
    if undertaking.session.is_led_by(actor) or was_there(actor, undertaking):
        if undertaking.asked_at is None:
            return YES
        return no(_("Who asked for it is asked whether it is kept; nobody else says so for them."))
    return no(
        _("Only who asked for it can say whether it is kept. Open it with the number and code of the matter.")
    )


may_deny_kept = may_confirm_kept


def may_warn_of_undertaking(actor: Any, undertaking: Undertaking) -> Verdict:
    if actor.ref != "clock":
        return no(_("Only the clock reminds of promises."))
    if undertaking.warned_at is not None:
        return no(_("It was reminded of already."), moved_on=True)
    return _open(undertaking)


def may_note_undertaking_late(actor: Any, undertaking: Undertaking) -> Verdict:
    if actor.ref != "clock":
        return no(_("Only the clock reminds of promises."))
    if undertaking.late_at is not None or not undertaking.is_past:
        return no(_("It is not late, or that is known already."), moved_on=True)
    return YES


# --- motions ---


def enough_are_there(session: Session) -> Verdict:
    """Whether so many came that the session may decide, where its kind demands that."""
    if not session.needs_quorum:
        return YES
    there = present.quorum(session)
    if there is None:
        return no(
            _(
                "Nobody has said how many may vote, so nobody can say whether enough came. This may be heard only."
            )
        )
    if there.is_reached:
        return YES
    return no(
        _(
            "%(present)s of %(entitled)s came and %(needed)s are needed: everything may be heard, nothing decided."
        )
        % {"present": there.present, "entitled": there.entitled, "needed": there.needed}
    )


def may_be_decided(item: Item) -> Verdict:
    """Only what stood on the agenda when it was frozen, and where enough came."""
    if item.removed_at is not None:
        return no(_("This was taken off the agenda."), moved_on=True)
    if item.late:
        return no(LATE_ITEM)
    return enough_are_there(item.session)


def votes_are_taken(session: Session) -> Verdict:
    """Whether sessions of its kind put anything to the vote at all."""
    if SessionRule.objects.figure(session, "votes"):
        return YES
    return no(
        _(
            "A %(kind)s hears and answers; nothing is put to the vote here. What is to be voted on comes onto the "
            "agenda of a session that decides."
        )
        % {"kind": session.get_kind_display()}
    )


def may_put_motion(actor: Any, item: Item) -> Verdict:
    verdict = by_writers(actor, item.session, "put_motion")
    return verdict and votes_are_taken(item.session) and may_be_decided(item)


def may_drop_motion(actor: Any, motion: Motion) -> Verdict:
    verdict = by_writers(actor, motion.session, "drop_motion")
    if verdict and motion.dropped_at is not None:
        return no(_("This motion was withdrawn already."), moved_on=True)
    if verdict and motion.decisions.standing().exists():
        return no(_("Something was decided by this motion, so it stands."))
    return verdict


def may_count_hands(actor: Any, motion: Motion) -> Verdict:
    """Once: of two who count at once the second is told what the first wrote down."""
    verdict = by_writers(actor, motion.session, "count_hands")
    if verdict and motion.dropped_at is not None:
        return no(_("This motion was withdrawn already."), moved_on=True)
    if verdict and motion.counted_at is not None:
        return no(
            _(
                "Somebody has written down the count of this motion already: %(yes)s for, %(no)s against, "
                "%(abstained)s abstaining."
            )
            % {"yes": motion.yes, "no": motion.no, "abstained": motion.abstained},
            moved_on=True,
        )
    return verdict and may_be_decided(motion.item)


# --- decisions ---


def may_decide(actor: Any, item: Item) -> Verdict:
    """What lies with the council is settled by the council; elsewhere a session says who of itself does what."""
    return by_writers(actor, item.session, "decide") and may_be_decided(item)


def may_strike_decision(actor: Any, decision: Decision) -> Verdict:
    """Until the minutes are sealed; once."""
    verdict = by_writers(actor, decision.item.session, "strike_decision")
    if verdict and decision.struck_at is not None:
        return no(_("This decision was struck out already."), moved_on=True)
    return verdict


def settles(session: Session, case: Case) -> bool:
    """Whether the session is the council's, and the case lies with it: then its decision moves the case."""
    council = session.host_id == case.holder.organisation_id or session.kind in ("council", "party_day")
    return council and lies_with_the_council(case)


# --- solved ---


def solved_by_word(case: Case | None) -> bool:
    """Whether the resident said that it is solved; of one put together with another, or the other's did."""
    if case is None:
        return False
    main = case.merged_into if case.state == State.MERGED else case
    return main is not None and main.state == State.CLOSED


def may_note_solved(actor: Any, case: Case) -> Verdict:
    if actor.ref == "clock" and solved_by_word(case):
        return YES
    return no(_("Only the clock notes what is solved, by the resident's word."))


def may_note_reopened(actor: Any, case: Case) -> Verdict:
    if actor.ref == "clock" and not solved_by_word(case):
        return YES
    return no(_("Only the clock notes what is solved, by the resident's word."))
