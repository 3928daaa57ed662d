"""Writes to outer systems and the matters both sides know."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.cases import actions as cases
from yishi.cases.models import Case, Category, Channel, Part
from yishi.insight.words import clean
from yishi.network.actors import acting
from yishi.network.models import Place, Post
from yishi.record import Refused, action, chore, clock, digest, emit, new_salt

from .. import events, rules
from ..models import Partner, Shared
from ..models.partners import PAUSED

FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)


@action(may=rules.may_set_partner, lock=False)
def set_partner(actor, post: Post, **what: Any) -> Partner:
    """From now on the outer system stands for the post: `label`, `address`, `token`, `jurisdiction`, `kinds`,
    `kind_else`, `gets`, `gives`."""
    if Partner.objects.going_on().filter(post=post).exists():
        raise Refused(_("Another system stands for this post already. Disconnect it first."))
    partner = Partner.objects.create(post=post, begun_on=clock.today(), **what)
    emit(events.PartnerSet(post=post.ref, gets=partner.gets, gives=partner.gives), about=partner, by=actor)
    return partner


@action(may=rules.may_change_partner)
def change_partner(
    actor, partner: Partner, *, label: str, kinds: str, kind_else: str, gets: bool, gives: bool
) -> Partner:
    """It is called otherwise, calls our kinds otherwise, or other things go to and fro. Whom it stands for and where it
    is stays: for that it is disconnected and connected anew."""
    partner.label, partner.kinds, partner.kind_else = label, kinds, kind_else
    partner.gets, partner.gives = gets, gives
    partner.save(update_fields=["label", "kinds", "kind_else", "gets", "gives"])
    emit(events.PartnerChanged(gets=gets, gives=gives), about=partner, by=actor)
    return partner


@action(may=rules.may_pause_partner)
def pause_partner(actor, partner: Partner) -> Partner:
    """Nothing is exchanged until somebody lets it go on; what came meanwhile is exchanged then."""
    partner.rests_until = PAUSED
    partner.save(update_fields=["rests_until"])
    emit(events.PartnerPaused(), about=partner, by=actor)
    return partner


@action(may=rules.may_resume_partner)
def resume_partner(actor, partner: Partner) -> Partner:
    """The exchange goes on with the next turn."""
    partner.rests_until, partner.failed, partner.failed_at = None, "", None
    partner.save(update_fields=["rests_until", "failed", "failed_at"])
    emit(events.PartnerResumed(), about=partner, by=actor)
    return partner


@action(may=rules.may_end_partner)
def end_partner(actor, partner: Partner) -> Partner:
    """Nothing is handed over or asked any more, and its key is forgotten; what both know stays."""
    partner.ended_on, partner.token = clock.today(), ""
    partner.save(update_fields=["ended_on", "token"])
    emit(events.PartnerEnded(), about=partner, by=actor)
    return partner


@action(may=rules.may_note_handed_out)
def note_handed_out(actor, part: Part, *, partner: Partner, number: str) -> Shared:
    """The outer system has taken the part, under a number of its own."""
    shared = Shared.objects.create(
        partner=partner, case=part.case, part=part, way=Shared.Way.OUT, number=number, since=clock.now()
    )
    emit(events.HandedOut(partner=partner.ref), about=part.case, by=actor)
    return shared


@action(may=rules.may_hear_back)
def hear_back(actor, shared: Shared, *, closed: bool, words: str, seen: str) -> Shared:
    """What the outer system said of the matter stands in its story, as the post's: its reply where it closed it there,
    a note among those who handle it before."""
    post, said = acting(shared.partner.post), clean(words)
    part = shared.part
    if closed and part and part.replied_at is None:
        cases.answer_part(post, shared.case, text=said or str(_("Closed there, without a word.")))
    elif said and not shared.case.is_over:
        cases.note(post, shared.case, text=said)
    shared.seen, shared.over = seen, closed
    shared.save(update_fields=["seen", "over"])
    told = events.HeardBack(partner=shared.partner.ref, closed=closed, text=digest(new_salt(), said))
    emit(told, about=shared.case, by=actor)
    return shared


@action(may=rules.may_bring_here, lock=False)
def bring_here(
    actor, partner: Partner, *, number: str, place: Place, category: Category, words: str, code: str
) -> Case:
    """What was said there is a matter here, written down by the post the system stands for."""
    case = cases.file(
        acting(partner.post), place, words=words, category=category, channel=Channel.API, code=code
    )
    Shared.objects.create(partner=partner, case=case, way=Shared.Way.IN, number=number, since=clock.now())
    emit(events.BroughtHere(partner=partner.ref), about=case, by=actor)
    return case


@chore("how far the talk with another machine is, is no fact of public life")
def note_told(shared: Shared, *, told: int, over: bool) -> None:
    """The outer system knows everything up to this entry."""
    shared.told, shared.over = told, over
    shared.save(update_fields=["told", "over"])


@chore("how far the talk with another machine is, is no fact of public life")
def note_seen(shared: Shared, seen: str) -> None:
    """So it stands there now."""
    shared.seen = seen
    shared.save(update_fields=["seen"])


@chore("how far the talk with another machine is, is no fact of public life")
def note_answered(partner: Partner, *, brought_until: datetime | None = None) -> None:
    """It answered; what went wrong before is over."""
    partner.heard_at, partner.failed, partner.failed_at = clock.now(), "", None
    partner.rests_until = _unless_paused(partner, None)
    partner.brought_until = brought_until or partner.brought_until
    partner.save(update_fields=["heard_at", "failed", "failed_at", "rests_until", "brought_until"])


@chore("that another machine is away is of the moment, and shown to whoever keeps the place")
def note_silent(partner: Partner, why: str) -> None:
    """It did not answer, or not sensibly: it is left alone, longer each time."""
    now = clock.now()
    since = partner.failed_at or now
    rest = min(max(FIRST_REST, now - since), LONGEST_REST)
    partner.failed, partner.failed_at = why[:80], since
    partner.rests_until = _unless_paused(partner, now + rest)
    partner.save(update_fields=["failed", "failed_at", "rests_until"])


def _unless_paused(partner: Partner, until: datetime | None) -> datetime | None:
    """Until when it rests, of this talk; somebody may have paused it while the talk went on."""
    now = Partner.objects.select_for_update().get(pk=partner.pk)
    return PAUSED if now.is_paused else until
