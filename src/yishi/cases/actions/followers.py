"""Who else is told what the reporter is told: whose cases were put together with it, and all who joined."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse

from yishi.notices.actions import Told, tell_all
from yishi.notices.kinds import Kind

from .. import notices
from ..models import Case, State, Voice

IN_OTHER_WORDS = {notices.ANSWERED.code: notices.ANSWERED_JOINED}
"""Whoever joined is not asked to judge, so an answer is told to them without the question; unless whoever raised it has
stepped back, then they are asked instead."""
OWN_ALONE = {notices.MERGED.code, notices.SPLIT.code}
"""What happened to this one case, and not to those that were put together with it."""
REPORTERS_ALONE = {notices.LAPSED.code, *OWN_ALONE}
"""What is about a reporter's own silence or page."""


def tell_followers(case: Case, kind: Kind, facts: dict[str, Any]) -> None:
    """All of them are told in a few statements, however many they are; each once, with the number they know."""
    known = set(_who(case.reporter, case.contact_phone))
    wording = kind if case.is_left else IN_OTHER_WORDS.get(kind.code, kind)
    reporters_alone = OWN_ALONE if case.is_left else REPORTERS_ALONE
    if kind.code not in OWN_ALONE:
        tell_all(kind, about=case, to=_fresh(_reporters(case, kind, facts), known))
    if kind.code not in reporters_alone:
        tell_all(wording, about=case, to=_fresh(_voices(case, wording, facts), known))


def _fresh(to: Iterator[Told], known: set[str]) -> list[Told]:
    """Those not told yet."""
    chosen = []
    for each in to:
        who = _who(each.person, each.phone)
        if who and not known.issuperset(who):
            known.update(who)
            chosen.append(each)
    return chosen


def _who(person: Any, phone: str) -> list[str]:
    return [f"person {person.pk}"] if person else ([phone] if phone else [])


def _reporters(case: Case, kind: Kind, facts: dict[str, Any]) -> Iterator[Told]:
    for part in case.merged.filter(state=State.MERGED).select_related("reporter"):
        yield _told(kind, part, facts, part.reporter, part.contact_phone, part.language)


def _voices(case: Case, kind: Kind, facts: dict[str, Any]) -> Iterator[Told]:
    reachable = Q(person__isnull=False) | ~Q(contact_phone="")
    voices = Voice.objects.of(case).present().filter(reachable).select_related("person", "case")
    for voice in voices.order_by("pk"):
        yield _told(kind, voice.case, facts, voice.person, voice.contact_phone, voice.language)


def _told(kind: Kind, case: Case, facts: dict[str, Any], person: Any, phone: str, language: str) -> Told:
    wanted = {name: value for name, value in facts.items() if name in kind.places}
    link = reverse("cases:case", args=[case.number])
    return Told(link, {"number": case.number, **wanted}, person, phone, language)
