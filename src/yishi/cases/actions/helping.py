"""Asking those who help: the desk says what is needed and asks, the helper answers, and it is noted that they came."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import SkillOffer, SkillRule
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, emit, new_salt

from .. import events, helping, notices, rules
from ..models import Case, Category, Help, Need, State
from .desks import begin, change, desk_link, tell_resident

MOST_NEEDS = 3


@action(may=rules.may_set_helping_skills)
def set_helping_skills(
    actor, category: Category, *, skills: Sequence[str], source: str, reason: str
) -> Category:
    """From now on these skills are proposed for matters of the category, the first one first; why, and after which
    rule, can be read."""
    wanted = list(dict.fromkeys(skills))
    if len(wanted) > MOST_NEEDS or not set(wanted) <= set(SkillOffer.Skill.values):
        raise Refused(_("Please choose at most %(n)s skills of the list.") % {"n": MOST_NEEDS})
    category.skills = " ".join(wanted)
    category.save(update_fields=["skills"])
    SkillRule.objects.create(
        category=category.code,
        skills=category.skills,
        source=clean(source),
        reason=clean(reason),
        set_on=clock.today(),
        set_by=actor.post,
    )
    emit(events.HelpingSkillsSet(skills="/".join(wanted)), about=category, by=actor)
    return category


@action(may=rules.may_set_need)
def set_need(actor, case: Case, *, skills: Sequence[str]) -> Case:
    """These would help with the case, besides what its category says."""
    wanted = list(dict.fromkeys(SkillOffer.Skill(skill).value for skill in skills))
    if len(wanted) > MOST_NEEDS:
        raise Refused(_("Please choose at most three."))
    case.needs.exclude(skill__in=wanted).delete()
    there = set(case.needs.values_list("skill", flat=True))
    now = clock.now()
    Need.objects.bulk_create(
        Need(case=case, skill=skill, post=actor.post, at=now) for skill in wanted if skill not in there
    )
    change(case)
    emit(events.NeedSet(skills="/".join(wanted)), about=case, by=actor)
    return case


@action(may=rules.may_ask_helper)
def ask_helper(actor, case: Case, *, offer: SkillOffer, text: str) -> Help:
    """Somebody who offered is asked. With an account they are told and answer on their page; without one the desk rings
    them. Neither learns who raised it."""
    if not helping.possible(case, [offer.skill]).filter(pk=offer.pk).exists() or offer.person_id == actor.pk:
        raise Refused(_("This helper cannot be asked for this case any more."), moved_on=True)
    asked = Help.objects.create(
        case=case,
        offer=offer,
        person=offer.person,
        skill=offer.skill,
        text=clean(text),
        salt=new_salt(),
        post=actor.post,
        at=clock.now(),
    )
    change(case, state=State.HANDLING, **begin(case))
    emit(events.HelperAsked(skill=asked.skill, text=asked.digest), about=case, by=actor)
    if offer.person:
        facts = {"place": case.place.label_when_read, "skill": SkillOffer.Skill(asked.skill).label}
        link = reverse("cases:help", args=[asked.pk])
        tell(notices.HELP, about=case, link=link, person=offer.person, facts=facts)
    return asked


@action(may=rules.may_answer_help)
def answer_help(actor, asked: Help, *, comes: bool) -> Help:
    """Whoever was asked says yes or no; the desk is told, and at a yes the resident too."""
    case = asked.case
    asked.reply, asked.replied_at = (Help.Reply.YES if comes else Help.Reply.NO), clock.now()
    asked.save(update_fields=["reply", "replied_at"])
    emit(events.HelperAnswered(skill=asked.skill, comes=comes), about=case, by=actor)
    change(case)
    facts = {"number": case.number, "skill": SkillOffer.Skill(asked.skill).label}
    if actor.post is None or actor.post.pk != case.holder_id:
        kind = notices.HELPER_COMES if comes else notices.HELPER_CANNOT
        tell(kind, about=case, link=desk_link(case), post=case.holder, facts=facts)
    if comes:
        tell_resident(case, notices.HELPER_FOUND, skill=facts["skill"])
    return asked


@action(may=rules.may_note_help_came)
def note_help_came(actor, asked: Help) -> Help:
    """The helper was there."""
    asked.came_at = clock.now()
    asked.save(update_fields=["came_at"])
    change(asked.case)
    emit(events.HelperCame(skill=asked.skill), about=asked.case, by=actor)
    return asked
