"""Who could help with a case: offers nearby that fit what its category or its desk says is needed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When

from yishi.network import known as net
from yishi.network.models import Appointment, Level, SkillOffer, within
from yishi.people.phones import is_mobile, mobile

from . import present
from .models import Case, Help, Voice

MOST = 3
_LOOKED_AT = 20
_NEAR = {Level.BUILDING: 3, Level.ESTATE: 2, Level.COMMUNITY: 1}


def skills_for(case: Case) -> list[str]:
    """What would help, by code: what the category says, and what the desk added."""
    needs = [need.skill for need in present.rows(case, "needs")]
    return list(dict.fromkeys([*needs, *case.category.skills_that_help]))


def possible(case: Case, skills: Sequence[str]) -> QuerySet[SkillOffer]:
    """Offers that may be asked, the nearest first (`near`: 3 same building, 2 same estate, 1 same community): of
    somebody known there, with no part in the case, and not asked for it before."""
    paths = {place.level: place.path for place in net.around(case.place_path) if place.level in _NEAR}
    widest = paths.get(Level.COMMUNITY, case.place_path)
    near: list[Any] = [
        When(within("place__path", paths[level]), then=Value(rank))
        for level, rank in _NEAR.items()
        if level in paths
    ]
    offers = SkillOffer.objects.present().known().filter(within("place__path", widest), skill__in=skills)
    offers = offers.filter(Q(person=None) | Q(person__is_active=True)).exclude(_has_a_part(case))
    offers = offers.annotate(near=Choice(*near, default=Value(0), output_field=IntegerField()))
    return offers.select_related("person", "place").order_by("-near", "offered_at", "pk")


def _has_a_part(case: Case) -> Q:
    """Whoever raised it or joined it, whom it is about or concerns, and who was asked already."""
    voices = Voice.objects.filter(case=case, person__isnull=False)
    apart = Q(person__in=voices.values("person"))
    apart |= Q(person__in=case.concerns.filter(person__isnull=False).values("person"))
    apart |= Q(pk__in=Help.objects.filter(case=case, offer__isnull=False).values("offer"))
    if case.reporter_id:
        apart |= Q(person=case.reporter_id)
    if case.about_id:
        serving = Appointment.objects.on().filter(post__organisation=case.about_id)
        apart |= Q(person__in=serving.values("person"))
    return apart


def suggested(case: Case, actor: Any, skills: Sequence[str], most: int = MOST) -> list[SkillOffer]:
    """Up to so many to ask, nearest first; never whoever asks, and never the reporter by the number they left."""
    if not skills:
        return []
    number = _plain(case.contact_phone)
    found = [
        offer
        for offer in possible(case, skills)[:_LOOKED_AT]
        if not (actor.pk and offer.person_id == actor.pk) and not (number and _plain(offer.number) == number)
    ]
    busy = _busy(found)
    return sorted(found, key=lambda offer: (-offer.near, busy.get(offer.pk, 0)))[:most]  # type: ignore[attr-defined]


def _busy(offers: list[SkillOffer]) -> dict[int | None, int]:
    """How often each of them is asked just now: who has nothing to do comes first."""
    if not offers:
        return {}
    going_on = Help.objects.filter(offer__in=offers, came_at=None).exclude(reply=Help.Reply.NO)
    return dict(going_on.order_by().values_list("offer").annotate(Count("pk")))


def _plain(number: str) -> str:
    return mobile(number) if number and is_mobile(number) else number or ""
