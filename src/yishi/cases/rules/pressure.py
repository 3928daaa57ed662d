"""Who may park a case and bring it back, nudge, supervise and whistle, and the reason when not."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Level, Place, Post, Residence, within
from yishi.network.powers import Power, roles_with
from yishi.record import YES, Verdict, clock, no

from ..models import Case, Parking, State, Summons, Supervision, Voice
from ..models.case import WORKABLE
from ..present import lacks
from .loop import at_the_desk, is_complained_about, is_reporter, judges, now_admits, units_to_call
from .voices import is_above

WHO = {
    "park": _("the desk it lies on, as a proposal to the rung above"),
    "decide_parking": _("the rung above the desk that proposed it"),
    "wake": _(
        "the clock, on the day or when enough households stand behind it; by hand the desk that parked it or a "
        "rung above"
    ),
    "object_parking": _("once, the resident or a neighbour of the estate somebody vouched for"),
    "rule_objection": _("the rung above the one that approved the parking"),
    "nudge": _("the resident, every few days; somebody above, with a remark"),
    "supervise": _("council, community committee and hotline, not over a rung above their own"),
    "raise_supervision": _("whoever supervises it"),
    "report_to_supervisor": _("the desk under supervision"),
    "end_supervision": _("whoever supervises it"),
    "whistle": _("the desk it lies on; the community committee"),
    "appear": _("the unit whistled for; whoever whistled"),
    "miss_summons": _("the clock"),
}

QUARTER = 4
"""A nudge is open after this part of the time (one of so many), and always when overdue."""


# --- the ladder, seen from a post ---


def rung_of(case: Case, post: Post | None) -> int | None:
    """The position of the rung a post stands on in the ladder of a case; None where it stands on none."""
    if post is None or not post.covers(case.place_path):
        return None
    return next((r.position for r in case.ladder.rungs.all() if r.role == post.role), None)


def supervises(actor: Any, case: Case) -> bool:
    """Whether the actor's post may supervise there, and is neither complained about nor below the case's rung."""
    if not actor.can(Power.SUPERVISE, case.place_path) or is_complained_about(actor, case):
        return False
    rung = rung_of(case, actor.post)
    return rung is None or rung > case.position


def deciding_above(case: Case, position: int, besides: Post) -> Post | None:
    """Who decides above a rung: the next one up, or at the top somebody else who supervises there. Nobody decides
    about their own desk."""
    if found := case.holder_from(position + 1):
        return found[1]
    posts = Post.objects.over(case.place_path).held().filter(role__in=roles_with(Power.SUPERVISE))
    posts = posts.exclude(organisation=besides.organisation_id).exclude(pk__in=case.kept_out)
    posts = posts.select_related("organisation", "place")
    if case.about_id:
        posts = posts.exclude(organisation=case.about_id)
    return posts.first()


# --- parking ---


def _parking(case: Case, *standings: str) -> Parking | None:
    if lacks(case, "parkings"):
        return None
    return case.parkings.filter(standing__in=standings).select_related("judge", "post").last()


def proposal_of(case: Case) -> Parking | None:
    """The proposal to park that waits for a word, or None."""
    found = _parking(case, Parking.Standing.PROPOSED) if case.state == State.HANDLING else None
    if found is None or case.holder_id != found.post_id:
        return None
    return found


def parking_of(case: Case) -> Parking | None:
    """The parking the case lies in now, or None."""
    return _parking(case, Parking.Standing.PARKED) if case.state == State.PARKED else None


def may_park(actor: Any, case: Case) -> Verdict:
    if not (verdict := at_the_desk(actor, case, "park")):
        return verdict
    if proposal_of(case):
        return no(_("A proposal to park it waits for its word already."), moved_on=True)
    if deciding_above(case, case.position, actor.post) is None:
        return no(_("There is nobody above who could approve it, and nobody parks a case alone."))
    return YES


def may_decide_parking(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "decide_parking")):
        return now
    if actor.post is None:
        return no(_("Whether a case may be parked is decided by the rung above."))
    found = proposal_of(case)
    if found is None:
        return no(_("No proposal to park it waits for a word."), moved_on=True)
    return _judges(actor, found, case)


def _judges(actor: Any, parking: Parking, case: Case) -> Verdict:
    """The post asked to decide; where nobody holds it any more, another one who supervises there."""
    if is_complained_about(actor, case) or actor.post.pk == parking.post_id:
        return no(_("Whether a case may be parked is decided by the rung above."))
    if actor.post.pk == parking.judge_id:
        return YES
    if actor.can(Power.SUPERVISE, case.place_path) and not parking.judge.holders():
        return YES
    return no(_("Whether a case may be parked is decided by the rung above."))


def may_wake(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "wake")):
        return now
    if actor.ref == "clock":
        return YES if why_back(case) else no(_("Neither the day nor the number of households is reached."))
    if actor.post is None or is_complained_about(actor, case):
        return no(_("A parked case is taken up again by the desk that parked it or a rung above."))
    if actor.post.pk == case.holder_id and actor.post.can(Power.HANDLE):
        return YES
    if is_above(actor, case) or supervises(actor, case):
        return YES
    return no(_("A parked case is taken up again by the desk that parked it or a rung above."))


def why_back(case: Case) -> str:
    """What brings a parked case back by itself now: `voices`, `day`, `silence`, or nothing yet."""
    found = parking_of(case)
    if found is None:
        return ""
    found.case = case
    if found.is_reached():
        return Parking.Back.VOICES
    if found.revisit_on <= clock.today():
        return Parking.Back.DAY
    due = found.objection_due()
    return Parking.Back.SILENCE if due and due < clock.now() else ""


def is_neighbour(actor: Any, case: Case) -> bool:
    """Whether the actor lives in the estate of the case, and somebody vouched for that."""
    if actor.pk is None:
        return False
    around = Place.objects.around(case.place_path)
    estate = around.filter(level=Level.ESTATE).values_list("path", flat=True).first() or case.place_path
    homes = Residence.objects.verified().filter(person=actor.pk)
    return homes.filter(within("place__path", estate)).exists()


def _says_so_too(actor: Any, case: Case) -> bool:
    """Whether the actor gave the case a voice from a home somebody vouched for."""
    voices = Voice.objects.visible_to(actor).of(case)
    return voices.filter(verified=True).exists()


def may_object_parking(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "object_parking")):
        return now
    found = parking_of(case)
    if found is None or found.objected_at:
        return no(_("An objection to this parking has been raised already; one is heard."), moved_on=True)
    if is_reporter(actor, case) or is_neighbour(actor, case) or _says_so_too(actor, case):
        return YES
    return no(_("The resident who raised it can object, or a neighbour of the estate somebody vouched for."))


def may_rule_objection(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "rule_objection")):
        return now
    if actor.post is None:
        return no(_("An objection is decided by the rung above."))
    found = parking_of(case)
    if found is None or not found.is_objected:
        return no(_("No objection waits to be decided."), moved_on=True)
    return _judges(actor, found, case)


# --- nudges ---


def may_nudge(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "nudge")):
        return now
    own = judges(actor, case)
    if not own:
        post = actor.post
        above = bool(post) and (is_above(actor, case) or supervises(actor, case))
        if not above or post.pk == case.holder_id or is_complained_about(actor, case):
            return no(_("The resident who raised it can nudge, or somebody above the desk."))
    opens = nudge_opens(case, None if own else actor.post)
    if opens > clock.now():
        return no(_("You can nudge again from %(when)s.") % {"when": _moment(opens)})
    return YES


def nudge_opens(case: Case, post: Post | None) -> datetime:
    """From when the resident (no post), or a post above, may nudge: a quarter of the time into the stay for the
    resident, and some days after their last nudge."""
    nudges = case.nudges.none() if lacks(case, "nudges") else case.nudges.filter(post=post)
    last = nudges.order_by("at").values_list("at", flat=True).last()
    again = last + timedelta(days=case.ladder.nudge_days) if last else case.reported_at
    if post or case.is_overdue():
        return again
    stay = case.stays.filter(left_at=None).first()
    if stay is None:
        return again
    return max(again, stay.arrived_at + (stay.due_at - stay.arrived_at) / QUARTER)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")


# --- supervision ---


def supervision_of(case: Case) -> Supervision | None:
    """The supervision the case is under, or None."""
    if lacks(case, "supervisions"):
        return None
    return case.supervisions.open().select_related("post", "whom").last()


def may_supervise(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "supervise")):
        return now
    if not supervises(actor, case) or actor.post.pk == case.holder_id:
        return no(
            _("Cases are supervised by the council, the community committee and the hotline, from above.")
        )
    if supervision_of(case):
        return no(_("The case is under supervision already."), moved_on=True)
    return YES


def _supervises_it(actor: Any, case: Case) -> Supervision | None:
    """The open supervision, if it is the actor's or their post may supervise there."""
    if actor.post is None or not actor.can(Power.SUPERVISE, case.place_path):
        return None
    found = supervision_of(case)
    if found is None or is_complained_about(actor, case) or actor.post.pk == found.whom_id:
        return None
    return found if found.post_id == actor.post.pk or supervises(actor, case) else None


def may_raise_supervision(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "raise_supervision")):
        return now
    found = _supervises_it(actor, case)
    if found is None:
        return no(_("Only whoever supervises the case can do this."))
    return YES if found.higher else no(_("There is no higher grade of supervision."))


def may_end_supervision(actor: Any, case: Case) -> Verdict:
    if _supervises_it(actor, case) is None:
        return no(_("Only whoever supervises the case can do this."))
    return YES


def may_report_to_supervisor(actor: Any, case: Case) -> Verdict:
    if actor.post is None or actor.post.can(Power.DO_PART):
        return no(_("Only the desk under supervision reports to its supervisor."))
    found = supervision_of(case)
    if found is None or actor.post.pk not in (found.whom_id, case.holder_id):
        return no(_("Only the desk under supervision reports to its supervisor."))
    if found.reported_at:
        return no(_("The report has been given already."), moved_on=True)
    return YES


# --- whistles ---


def may_whistle(actor: Any, case: Case) -> Verdict:
    if not (now := now_admits(case, "whistle")):
        return now
    if actor.can(Power.RULE, case.place_path) and not is_complained_about(actor, case):
        return YES
    verdict = at_the_desk(actor, case, "whistle")
    if verdict and not actor.post.can(Power.ASK_PART):
        return no(_("Units are called in by the steward, the branch or the community."))
    return verdict


def units_to_whistle(case: Case) -> Any:
    """Units that may be called on site: those that may be called in and are not awaited already."""
    return units_to_call(case).exclude(pk__in=case.summonses.open().values("asked"))


def awaited_by(actor: Any, case: Case) -> Any:
    """Summonses whose appearance the actor may put on the books: their own, and those they whistled for, as long as
    they have not said so yet."""
    if actor.post is None or lacks(case, "summonses"):
        return Summons.objects.none()
    own = case.summonses.open().filter(asked=actor.post)
    called = case.summonses.filter(post=actor.post, confirmed_at=None)
    return (own | called).select_related("asked__organisation", "asked__place")


def may_appear(actor: Any, case: Case) -> Verdict:
    if actor.post is None or case.is_over or case.state not in (*WORKABLE, State.RULING, State.ANSWERED):
        return no(_("Nobody is awaited on site here."))
    return YES if awaited_by(actor, case).exists() else no(_("Nobody is awaited on site here."))


def may_miss_summons(actor: Any, case: Case) -> Verdict:
    if actor.ref != "clock":
        return no(_("Only the clock notes that nobody came."))
    return YES
