"""The time of a case: stopped and going on, extended, warned of, passed; and what its limit hangs on."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.network.powers import Role
from yishi.notices.actions import tell
from yishi.record import Refused, action, chore, clock, digest, emit, new_salt

from .. import clocks, events, notices, rules
from ..models import Case, Category, Extension, Pause, State, Stay
from .desks import begin, change, desk_link, tell_resident
from .stopping import go_on, overtake_extensions, stop
from .work import move_up

LATE = {
    "take": (notices.LATE_TO_TAKE, events.NotTakenInTime),
    "contact": (notices.LATE_TO_CONTACT, events.NotContactedInTime),
    "progress": (notices.LATE_TO_REPORT, events.NoProgressInTime),
}
"""How the holder and the rung above are told of a smaller limit that has passed, and what the record keeps."""


def set_clock(case: Case, **fields: Any) -> None:
    """Set fields that change the limit; the present stay shows the same one."""
    change(case, **fields)
    case.stays.filter(left_at=None).update(due_at=case.due_at)


# --- pause and resume ---


@action(may=rules.may_pause)
def pause(actor, case: Case, *, reason: str, text: str, until_on: date) -> Case:
    """The clock stands, for a reason everybody can read, until the desk lets it go on or the last day is over. Pausing
    takes the case."""
    if reason not in Pause.BY_HAND or not text.strip():
        raise Refused(_("A pause needs a reason that everybody can read."))
    today = clock.today()
    if not today < until_on <= today + timedelta(days=case.ladder.pause_days):
        raise Refused(
            _("The clock may stand for %(days)s days at most; please choose an earlier day after today.")
            % {"days": case.ladder.pause_days}
        )
    # like taking it: the desk works on it, and waits for somebody else
    change(case, state=State.HANDLING, **begin(case))
    until = clocks.end_of(until_on, case.ladder)
    kept, fields = stop(actor, case, reason, text=text, until_at=until)
    set_clock(case, **fields)
    emit(events.Paused(reason=reason, until_at=until, text=kept.digest), about=case, by=actor)
    tell_resident(case, notices.PAUSED, day=until_on)
    return case


@action(may=rules.may_resume)
def resume(actor, case: Case) -> Case:
    """The clock runs again with the time that was left; the resident is told the new limit."""
    ended, fields = go_on(case)
    set_clock(case, **fields)
    minutes = int(ended.lasted().total_seconds() // 60) if ended else 0
    emit(
        events.Resumed(reason=ended.reason if ended else "", minutes=minutes, due_at=case.due_at),
        about=case,
        by=actor,
    )
    tell_resident(case, notices.RESUMED, due=case.due_at)
    if actor.ref == "clock":
        _tell_holder(case, notices.RESUMED_DESK, due=case.due_at)
    return case


def _tell_holder(case: Case, kind: Any, **facts: Any) -> None:
    tell(kind, about=case, link=desk_link(case), post=case.holder, facts={"number": case.number, **facts})


# --- more time ---


@action(may=rules.may_ask_extension)
def ask_extension(actor, case: Case, *, text: str, until_on: date) -> Extension:
    """The desk asks the rung above for longer, in time and with a reason everybody can read; until it is answered the
    clock runs on."""
    _check_extension(case, text, until_on)
    overtake_extensions(case)
    judge = rules.judge_of_extension(case)
    if judge is None:
        raise Refused(_("There is nobody above who could grant more time."))
    kept = Extension.objects.create(
        case=case,
        judge=judge,
        due_then=case.due_at,
        until_on=until_on,
        text=clean(text),
        salt=new_salt(),
        post=actor.post,
        at=clock.now(),
    )
    change(case, state=State.HANDLING, **begin(case))
    asked = events.ExtensionAsked(until_on=until_on, judge=judge.ref, text=kept.digest)
    emit(asked, about=case, by=actor)
    facts = {"number": case.number, "day": until_on}
    tell(notices.EXTENSION_ASKED, about=case, link=desk_link(case), post=judge, facts=facts)
    return kept


def _check_extension(case: Case, text: str, until_on: date) -> None:
    if not text.strip():
        raise Refused(_("Please say why more time is needed; everybody can read it."))
    until = clocks.end_of(until_on, case.ladder)
    if not case.due_at < until <= case.due_at + timedelta(days=case.ladder.extend_days):
        raise Refused(
            _("The new day must lie after the present limit, and by %(days)s days at most.")
            % {"days": case.ladder.extend_days}
        )


@action(may=rules.may_answer_extension)
def answer_extension(
    actor, case: Case, *, granted: bool, text: str = "", until_on: date | None = None
) -> Case:
    """The rung above has granted more time, until the day asked for or an earlier one, or refused it with a reason. The
    resident is told when more was granted, and why it was asked for."""
    asked = case.extensions.waiting().select_related("post").get()
    until_on = until_on or asked.until_on
    until = clocks.end_of(until_on, case.ladder)
    if granted and not (asked.due_then < until and until_on <= asked.until_on):
        raise Refused(_("Please choose a day after the present limit and not later than the one asked for."))
    if not granted and not text.strip():
        raise Refused(_("A refusal needs a reason."))
    asked.granted, asked.granted_on = granted, until_on if granted else None
    asked.reply, asked.reply_salt, asked.decided_at = clean(text), new_salt(), clock.now()
    asked.save(update_fields=["granted", "granted_on", "reply", "reply_salt", "decided_at"])
    reply = digest(asked.reply_salt, asked.reply)
    if granted:
        _extend(actor, case, until, until_on, reply)
    else:
        change(case)
        emit(events.ExtensionRefused(text=reply), about=case, by=actor)
    kind = notices.EXTENSION_GRANTED if granted else notices.EXTENSION_REFUSED
    facts = {"number": case.number} | ({"day": until_on} if granted else {})
    tell(kind, about=case, link=desk_link(case), post=asked.post, facts=facts)
    return case


def _extend(actor: Any, case: Case, until: datetime, until_on: date, reply: str) -> None:
    # a pause since then has moved the limit further than was asked for
    set_clock(case, **clocks.fixed(case, max(until, case.due_at)))
    granted = events.ExtensionGranted(until_on=until_on, due_at=case.due_at, text=reply)
    emit(granted, about=case, by=actor)
    tell_resident(case, notices.EXTENDED, day=until_on)


# --- what the limit hangs on ---


@action(may=rules.may_set_urgency)
def set_urgency(actor, case: Case, *, urgency: str) -> Case:
    """How much it presses is set; the clock that runs gets the limit that goes with it."""
    was, before = case.urgency, case.due_at
    if was == urgency:
        raise Refused(_("It is marked so already."), moved_on=True)
    case.urgency = urgency
    set_clock(case, urgency=urgency, **clocks.relimited(case, before))
    emit(events.UrgencySet(was=was, now=urgency, due_at=case.due_at), about=case, by=actor)
    _tell_new_limit(actor, case, before)
    return case


@action(may=rules.may_recategorise)
def recategorise(actor, case: Case, *, category: Category) -> Case:
    """It is about something else than was thought; the clock that runs gets the limit that goes with it. An urgency
    that was set by hand stays."""
    was, before = case.category, case.due_at
    if was == category or category.parent_id is None:
        raise Refused(_("Please choose another kind of matter."))
    if case.urgency == was.urgency:
        case.urgency = category.urgency
    case.category = category
    fields = clocks.relimited(case, before)
    set_clock(case, category=category, urgency=case.urgency, **fields)
    emit(events.Recategorised(was=was.code, now=category.code, due_at=case.due_at), about=case, by=actor)
    _tell_new_limit(actor, case, before)
    return case


def _tell_new_limit(actor: Any, case: Case, before: datetime) -> None:
    if case.due_at == before:
        return
    tell_resident(case, notices.LIMIT_CHANGED, due=case.due_at)
    if actor.post != case.holder:
        _tell_holder(case, notices.LIMIT_CHANGED_DESK, due=case.due_at)


# --- what the clock does ---


@action(may=rules.may_warn)
def warn(actor, case: Case) -> Case:
    """The holder has been told, once for this limit, that it is near."""
    look_ahead(case, told_of_answer=True)
    emit(events.Warned(to=case.holder.ref, due_at=case.due_at), about=case, by=actor)
    _tell_holder(case, notices.DUE_SOON, due=case.due_at)
    return case


@action(may=rules.may_note_late)
def note_late(actor, case: Case) -> Case:
    """The holder and the rung above have been told, once, that it was not taken in time, that nobody got in touch in
    time, or that progress was not reported in time."""
    judge = rules.deciding_above(case, case.position, case.holder)
    told = {post.pk: post for post in (case.holder, judge) if post}
    for purpose, due_at in clocks.missed(case).items():
        kind, event = LATE[purpose]
        emit(event(holder=case.holder.ref, due_at=due_at), about=case, by=actor)
        facts = {"number": case.number, "due": due_at, "holder": case.holder.title_when_read}
        for post in told.values():
            tell(kind, about=case, link=desk_link(case), post=post, facts=facts)
    look_ahead(case, told_of_answer=False)
    return case


@chore("it only remembers when to look again; nothing happened")
def look_ahead(case: Case, *, told_of_answer: bool = True) -> None:
    """The moment at which the holder is next to be told of something."""
    was, case.warn_at = case.warn_at, clocks.next_warning(case, told_of_answer=told_of_answer)
    Case.objects.filter(pk=case.pk, warn_at=was).update(warn_at=case.warn_at)


@action(may=rules.may_escalate)
def escalate(actor, case: Case) -> Case:
    """The limit has passed: the case lies on the next rung, with a clock of its own, and all who wait for it know."""
    origin, was, former = case.position, case.due_at, case.holder
    change(case, breached_at=case.breached_at or was)
    move_up(actor, case, Stay.Why.OVERDUE)
    emit(events.Escalated(origin=origin, target=case.position, was_due_at=was), about=case, by=actor)
    tell_resident(case, notices.ESCALATED, holder=case.holder.title_when_read)
    facts = {"number": case.number, "holder": case.holder.title_when_read}
    tell(notices.ESCALATED_FROM, about=case, link=desk_link(case), post=former, facts=facts)
    return case


@action(may=rules.may_mark_overdue)
def mark_overdue(actor, case: Case) -> Case:
    """The limit has passed and nobody is above: it stays where it is, marked, and the council and the community
    committee have been told once."""
    change(case, breached_at=case.breached_at or case.due_at, breach_told=True)
    emit(events.Overdue(position=case.position, was_due_at=case.due_at), about=case, by=actor)
    for post in _those_above(case):
        facts = {"number": case.number, "holder": case.holder.title_when_read}
        tell(notices.OVERDUE, about=case, link=desk_link(case), post=post, facts=facts)
    return case


def _those_above(case: Case) -> list[Post]:
    """The holder, the council and the community committee of the place, none of them the body complained about and
    nobody whom the matter concerns."""
    posts = Post.objects.over(case.place_path).held().filter(role__in=(Role.COUNCIL, Role.COMMITTEE))
    if case.about_id:
        posts = posts.exclude(organisation=case.about_id)
    told = {post.pk: post for post in (case.holder, *posts)}
    return [post for post in told.values() if post.pk not in case.kept_out]


@action(may=rules.may_count_anew)
def count_anew(actor, case: Case) -> Case:
    """The limit is counted anew because the notice of days off is known now; whoever waits is told where it moved."""
    was, fields = case.due_at, clocks.recounted(case)
    set_clock(case, **fields)
    emit(
        events.CountedAnew(was=was, due_at=case.due_at, provisional=case.due_is_provisional),
        about=case,
        by=actor,
    )
    if case.due_at != was:
        tell_resident(case, notices.LIMIT_CHANGED, due=case.due_at)
        _tell_holder(case, notices.LIMIT_CHANGED_DESK, due=case.due_at)
    return case
