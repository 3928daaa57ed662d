"""Showing what was said in confidence, for a reason that the resident can read; and keeping out whom a matter
concerns."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.actors import Actor
from yishi.network.models import Post
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import tell
from yishi.people.models import PrivacyNotice
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, notices, rules
from ..models import BreakGlass, Case, Channel, Concern, Reveal, Stay
from ..models.case import WORKABLE
from .desks import change, desk_link, put_on_desk, tell_resident


@action(may=rules.may_reveal)
def reveal(actor, case: Case, *, what: str, reason: str, text: str = "") -> Case:
    """The post reads the words as they were said, or name and number, for some hours; the resident can see who and why.

    Raises Refused where the post may open the one and asks for the other, or where another reason stays unsaid.
    """
    _may_open(actor, case, what)
    if reason in (Reveal.Reason.HANDLING, Reveal.Reason.DANGER):
        raise Refused(_("Please choose a reason."))
    if reason == Reveal.Reason.OTHER and not clean(text):
        raise Refused(_("Please say what for."))
    show(actor, case, Reveal.What(what).value, Reveal.Reason(reason).value, clean(text))
    return case


def _may_open(actor: Any, case: Case, what: str) -> None:
    contact = what == Reveal.What.CONTACT
    if contact and not rules.may_see_contact(actor, case):
        raise Refused(_("You may not see how to reach the resident."))
    if not contact and not rules.may_read_words(actor, case):
        raise Refused(_("What was said in confidence is not shown to your post."))


def show(
    actor: Any, case: Case, what: str, reason: str, text: str = "", until: datetime | None = None
) -> Reveal:
    """It is on the books that the post was shown it, and on the record."""
    now = clock.now()
    kept = Reveal.objects.create(
        case=case,
        what=what,
        reason=reason,
        text=text,
        salt=new_salt() if text else "",
        person=actor.person,
        post=actor.post,
        at=now,
        until=until or now + timedelta(hours=PrivacyNotice.objects.present().reveal_hours),
        sitting=None if until else actor.sitting,
    )
    case.__dict__.pop("_opened", None)
    emit(events.Revealed(what=what, reason=reason, text=kept.digest), about=case, by=actor)
    return kept


def open_for_handling(actor: Any, case: Case) -> None:
    """Whoever takes a case must know what was said: that is reason enough, and is on the books once. What was brought
    in from another system was answered there; nobody opens it here."""
    if case.channel == Channel.IMPORT or not rules.may_read_words(actor, case):
        return
    if not case.reveals.filter(post=actor.post, reason=Reveal.Reason.HANDLING).exists():
        show(actor, case, Reveal.What.WORDS, Reveal.Reason.HANDLING)


# --- danger to life ---


@action(may=rules.may_ask_glass)
def ask_glass(actor, case: Case, *, reason: str, text: str) -> Case:
    """Danger to life: a second person of another body is asked to let this post see who the reporter is."""
    now, minutes = clock.now(), PrivacyNotice.objects.present().glass_minutes
    case.glass.filter(post=actor.post, decided_at=None).update(decided_at=now)  # nobody had decided in time
    kept = BreakGlass.objects.create(
        case=case,
        reason=BreakGlass.Reason(reason).value,
        text=clean(text),
        salt=new_salt(),
        person=actor.person,
        post=actor.post,
        asked_at=now,
        decide_by=now + timedelta(minutes=minutes),
    )
    change(case, glass_asked_at=now)
    emit(events.GlassAsked(reason=kept.reason, text=kept.digest), about=case, by=actor)
    facts = {"number": case.number, "due": kept.decide_by}
    for post in _second_people(case, actor.post):
        _tell_desk(notices.GLASS_ASKED, case, post, facts)
    return case


def _tell_desk(kind: Any, case: Case, post: Post, facts: dict[str, Any]) -> None:
    tell(kind, about=case, link=desk_link(case), post=post, facts=facts)


def _second_people(case: Case, besides: Post) -> list[Post]:
    posts = Post.objects.over(case.place_path).held().filter(role__in=roles_with(Power.BREAK_GLASS))
    posts = posts.exclude(organisation=besides.organisation_id).exclude(pk__in=case.kept_out)
    return list(posts.exclude(organisation=case.about_id) if case.about_id else posts)


@action(may=rules.may_grant_glass)
def grant_glass(actor, case: Case, *, law: str = "", later_days: int = 0) -> Case:
    """The one who asked sees, for an hour, who the reporter is. The resident is told at once; later only for a reason
    of law, and not later than the house allows."""
    asked, now, notice = rules.waiting_glass(case), clock.now(), PrivacyNotice.objects.present()
    if asked is None:
        raise Refused(_("Nothing waits to be decided here, or the hour for it has passed."), moved_on=True)
    law = BreakGlass.Law(law).value
    days = min(max(later_days, 0), notice.delay_days) if law else 0
    asked.decided_by, asked.decided_post, asked.decided_at = actor.person, actor.post, now
    asked.granted, asked.until = True, now + timedelta(minutes=notice.glass_minutes)
    asked.law, asked.tell_at, asked.told = law, now + timedelta(days=days), not days
    asked.save()
    change(case, glass_until=max(asked.until, case.glass_until or asked.until))
    shown = show(
        Actor(person=asked.person, post=asked.post),
        case,
        Reveal.What.CONTACT,
        Reveal.Reason.DANGER,
        until=asked.until,
    )
    if days:
        shown.told_at = asked.tell_at
        shown.save(update_fields=["told_at"])
    emit(
        events.GlassBroken(reason=asked.reason, until=asked.until, told_later=bool(days)),
        about=case,
        by=actor,
    )
    _tell_desk(notices.GLASS_BROKEN, case, asked.post, {"number": case.number, "until": asked.until})
    if not days:
        tell_resident(case, notices.NAME_SHOWN)
    return case


@action(may=rules.may_refuse_glass)
def refuse_glass(actor, case: Case) -> Case:
    """Who the reporter is stays hidden."""
    asked = rules.waiting_glass(case)
    if asked is None:
        raise Refused(_("Nothing waits to be decided here, or the hour for it has passed."), moved_on=True)
    asked.decided_by, asked.decided_post, asked.decided_at = actor.person, actor.post, clock.now()
    asked.save(update_fields=["decided_by", "decided_post", "decided_at"])
    emit(events.GlassRefused(), about=case, by=actor)
    _tell_desk(notices.GLASS_REFUSED, case, asked.post, {"number": case.number})
    return case


@action(may=rules.may_tell_of_glass)
def tell_of_glass(actor, case: Case) -> Case:
    """The resident is told what could not be told them at the time."""
    due = case.glass.filter(granted=True, told=False, tell_at__lte=clock.now())
    if not due.update(told=True):
        raise Refused(_("There is nothing to tell."), moved_on=True)
    emit(events.ToldOfGlass(), about=case, by=actor)
    tell_resident(case, notices.NAME_SHOWN)
    return case


# --- whom a matter concerns ---


@action(may=rules.may_keep_out)
def keep_out(actor, case: Case, *, post: Post) -> Case:
    """The matter concerns whoever holds this post: in none of their posts do they see or handle it, and if it lies with
    them it goes to the next rung.

    Raises Refused for a post that has nothing to do with the case, or where nobody else is there to handle it.
    """
    if not rules.who_may_be_concerned(case).filter(pk=post.pk).exists():
        raise Refused(_("This post would not handle the matter anyway."))
    for person in post.holders() or [None]:
        Concern.objects.get_or_create(
            case=case,
            post=post,
            person=person,
            defaults={"by_resident": actor.post is None, "at": clock.now()},
        )
    change(case, concerned=True)
    case.__dict__.pop("kept_out", None)
    emit(events.KeptOut(by_resident=actor.post is None), about=case, by=actor)
    if case.holder_id in case.kept_out and case.state in WORKABLE:
        _to_somebody_else(actor, case)
    return case


def _to_somebody_else(actor: Any, case: Case) -> None:
    found = case.holder_from(case.position) or case.holder_from(1)
    if found is None:
        raise Refused(_("There is nobody else to handle it. Please ring the community committee."))
    rung, other = found
    put_on_desk(actor, case, other, position=rung.position, why=Stay.Why.CONCERNED)
