"""Who could help with a case, and who was asked, as the desk it lies on sees it."""

from dataclasses import dataclass
from typing import Any

from yishi.cases import helping, present, rules
from yishi.cases.models import Case, Help
from yishi.network.models import SkillOffer

from .forms.fields import said


@dataclass
class Asked:
    """Somebody who was asked: by name and, once they said yes, by number."""

    asked: Help
    who: str
    number: str
    said: str
    by_phone: bool
    may_answer: bool
    may_come: bool


def panel(actor: Any, case: Case) -> dict[str, Any]:
    """Suggestions for the desk the case lies on; who was asked, for all who handle it."""
    may_ask = bool(actor.post) and bool(rules.may_ask_helper(actor, case))
    asked = present.rows(case, "helps")
    if not may_ask and not asked:
        return {}
    skills = helping.skills_for(case) if may_ask else []
    labels = [str(SkillOffer.Skill(skill).label) for skill in skills]
    return {
        "helping": {
            "may_ask": may_ask,
            "needed": labels,
            "suggested": helping.suggested(case, actor, skills),
            "asked": _told(actor, case, asked) if may_ask else [],
            "count": len(asked),
        }
    }


def _told(actor: Any, case: Case, asked: list[Help]) -> list[Asked]:
    keys = [each.offer_id for each in asked if each.offer_id]
    offers = SkillOffer.objects.select_related("person").in_bulk(keys) if keys else {}
    return [_line(actor, each, offers.get(each.offer_id)) for each in asked]


def _line(actor: Any, asked: Help, offer: SkillOffer | None) -> Asked:
    asked.offer = offer
    by_phone = offer is not None and offer.person_id is None
    told = offer is not None and (by_phone or asked.reply == Help.Reply.YES)
    number = offer.number if offer and told else ""
    return Asked(
        asked,
        offer.who if offer else "",
        number,
        said(number),
        by_phone,
        by_phone and bool(rules.may_answer_help(actor, asked)),
        bool(rules.may_note_help_came(actor, asked)),
    )
