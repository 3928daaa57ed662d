"""The theme of the month: it is set with who leads, gets a plan whose steps are done one by one, and ends with what
came of it, or with why it was withdrawn."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.models import Place, Post
from yishi.notices.actions import tell
from yishi.record import Refused, action, clock, digest, emit, new_salt
from yishi.record.ways import way

from .. import events, notices, rules
from ..models import Step, Theme, first_of

MOST_STEPS = 40


def _for_everybody(text: str) -> str:
    """What is said here stands on public pages, so nobody's number or address stays in it."""
    return mask(clean(text), [])


@action(may=rules.may_set_theme, lock=False)
def set_theme(
    actor, place: Place, *, month: date, title: str, why: str, category: Category, lead: Post
) -> Theme:
    """The place makes this its theme of the month. Refused where that month has one already."""
    if not (title.strip() and why.strip()):
        raise Refused(_("A theme needs a name, and why it is the one."))
    salt = new_salt()
    theme = Theme(
        place=place,
        month=first_of(month),
        title=_for_everybody(title),
        why=_for_everybody(why),
        category=category,
        lead=lead,
        post=actor.post,
        at=clock.now(),
        salt=salt,
    )
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError as error:
        raise Refused(
            _("This month has its theme already. Withdraw that one first, with a reason.")
        ) from error
    emit(
        events.ThemeSet(
            month=theme.month,
            category=category.code,
            lead=lead.ref,
            text=digest(salt, f"{theme.title}\n{theme.why}"),
        ),
        about=theme,
        by=actor,
    )
    tell(notices.LEADS, about=theme, link=_page(theme), post=lead, facts={"place": place.label_when_read})
    return theme


@action(may=rules.may_plan_step)
def plan_step(actor, theme: Theme, *, post: Post, what: str, due_on: date) -> Step:
    """One more line of the plan. Refused for a day before the month of the theme."""
    if due_on < theme.month:
        raise Refused(_("A step is due in the month of its theme, or later."))
    many = theme.steps.count()
    if many >= MOST_STEPS:
        raise Refused(_("A plan has %(most)s steps at most.") % {"most": MOST_STEPS})
    salt = new_salt()
    step = Step.objects.create(
        theme=theme, number=many + 1, post=post, what=_for_everybody(what), due_on=due_on, salt=salt
    )
    emit(
        events.StepPlanned(step=step.number, unit=post.ref, due_on=due_on, text=digest(salt, step.what)),
        about=theme,
        by=actor,
    )
    facts = {"place": theme.place.label_when_read, "day": due_on}
    tell(notices.STEP, about=theme, link=_page(theme), post=post, facts=facts)
    return step


@action(may=rules.may_do_step)
def do_step(actor, step: Step, *, outcome: str) -> Step:
    """A step is done, and what was done said."""
    step.outcome, step.done_at = _for_everybody(outcome), clock.now()
    step.save(update_fields=["outcome", "done_at"])
    emit(events.StepDone(step=step.number, text=digest(step.salt, step.outcome)), about=step.theme, by=actor)
    return step


@action(may=rules.may_strike_step)
def strike_step(actor, step: Step, *, reason: str) -> Step:
    """A step is no longer part of the plan; it stays to be read, with why."""
    step.outcome, step.struck_at = _for_everybody(reason), clock.now()
    step.save(update_fields=["outcome", "struck_at"])
    emit(
        events.StepStruck(step=step.number, text=digest(step.salt, step.outcome)), about=step.theme, by=actor
    )
    return step


@action(may=rules.may_conclude_theme)
def conclude_theme(actor, theme: Theme, *, outcome: str) -> Theme:
    """What came of it. Refused while a step is neither done nor struck out."""
    if theme.steps.filter(done_at=None, struck_at=None).exists():
        raise Refused(
            _("Some steps are still to be done. Say what was done, or strike them out with a reason.")
        )
    return _end(theme, Theme.State.DONE, outcome, actor)


@action(may=rules.may_withdraw_theme)
def withdraw_theme(actor, theme: Theme, *, reason: str) -> Theme:
    """It is the theme no more; the page stays with the reason, and the month is free for another."""
    return _end(theme, Theme.State.WITHDRAWN, reason, actor)


def _end(theme: Theme, state: str, said: str, actor) -> Theme:
    theme.state, theme.outcome, theme.ended_at = state, _for_everybody(said), clock.now()
    theme.save(update_fields=["state", "outcome", "ended_at"])
    text = digest(theme.salt, theme.outcome)
    done = state == Theme.State.DONE
    event = events.ThemeConcluded(text=text) if done else events.ThemeWithdrawn(month=theme.month, text=text)
    emit(event, about=theme, by=actor)
    return theme


def _page(theme: Theme) -> str:
    return way("open:theme", theme.place.code, theme.pk)
