"""Writes to plans of places and the zones on them."""

import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext as _

from yishi.record import Refused, action, clock, emit

from .. import events, pictures, rules
from ..models import Level, Place, Plan, Zone

MOST_CORNERS = 60
MOST_PLANS = 12
Point = tuple[int, int]


@action(may=rules.may_hang_plan)
def hang_plan(actor, place: Place, *, picture: pictures.Picture, name_zh: str, name_en: str = "") -> Plan:
    """The place has this plan; zones can be drawn on it."""
    if place.plans.hanging().count() >= MOST_PLANS:
        raise Refused(_("There are %(n)s plans already; please take one down first.") % {"n": MOST_PLANS})
    plan = Plan.objects.create(
        place=place,
        name_zh=name_zh,
        name_en=name_en,
        picture=pictures.keep(picture),
        digest=hashlib.sha256(picture.full).hexdigest(),
        width=picture.width,
        height=picture.height,
        hung_at=clock.now(),
    )
    emit(events.PlanHung(picture=plan.digest), about=plan, by=actor)
    return plan


@action(may=rules.may_draw_zone)
def draw_zone(actor, plan: Plan, *, place: Place, points: Sequence[Point]) -> Zone:
    """The place lies within this outline on the plan; where it had another, that is gone."""
    if place.closed_on or place.level == Level.HOUSEHOLD or not place.path.startswith(plan.place.path):
        raise Refused(_("Please choose a place that lies in %(place)s.") % {"place": plan.place.label})
    points = [(int(x), int(y)) for x, y in points]
    if wrong := wrong_with_outline(points, plan.width, plan.height):
        raise Refused(wrong)
    zone, _new = Zone.objects.update_or_create(plan=plan, place=place, defaults={"points": points})
    emit(events.ZoneDrawn(zone_of=place.ref, corners=len(points)), about=plan, by=actor)
    return zone


def wrong_with_outline(points: Sequence[Point], width: int, height: int) -> str:
    """What is wrong with corners, in pixels of a picture of this size; empty if nothing is."""
    if not 3 <= len(points) <= MOST_CORNERS:
        return _("A zone has at least three corners and at most %(n)s.") % {"n": MOST_CORNERS}
    if any(not (0 <= x <= width and 0 <= y <= height) for x, y in points):
        return _("The zone reaches beyond the picture.")
    if not twice_the_area(points):
        return _("The corners lie on one line; a zone needs some room.")
    return ""


def twice_the_area(points: Sequence[Point]) -> int:
    """Of the outline, by Gauss's formula."""
    ends = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in ends))


@action(may=rules.may_erase_zone)
def erase_zone(actor, plan: Plan, *, place: Place) -> Plan:
    """The place is not drawn on the plan any more."""
    if not plan.zones.filter(place=place).delete()[0]:
        raise Refused(_("What you were looking at is no longer there."), moved_on=True)
    emit(events.ZoneErased(zone_of=place.ref), about=plan, by=actor)
    return plan


@action(may=rules.may_take_down_plan)
def take_down_plan(actor, plan: Plan) -> Plan:
    """The plan is not shown any more."""
    plan.taken_down_at = clock.now()
    plan.save(update_fields=["taken_down_at"])
    emit(events.PlanTakenDown(), about=plan, by=actor)
    return plan
