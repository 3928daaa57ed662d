"""What can be done to a case: by its resident as on its page, by a holder as at the desk.

One table for both. A holder's part is what the desk offers to machines (`cases.doings`), a resident's stands here;
forms, rules and actions are those of the pages.
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from yishi.cases import actions, pace, rules
from yishi.cases.doings import at_desks
from yishi.cases.forms.feedback import Confirm, Contest, Withdraw
from yishi.cases.forms.judging import DoubtIt
from yishi.cases.forms.pressure import Objection
from yishi.cases.models import Case, State, Voice
from yishi.network.actors import Actor
from yishi.record import Refused, Verdict, no

from . import fields, told
from .cases import lookup
from .frame import ACTING, Caller, Problem, Router, caller, must_match
from .problems import missing

router = Router(tags=["doings"])
RESIDENT, POST = "resident", "post"


class Nothing(forms.Form):
    """It is done, and there is nothing to say with it."""


@dataclass(frozen=True)
class Doing:
    """One action: who does it, its form, its rule, and the doing of it. `variant`: which of several forms, sent as
    `kind`."""

    name: str
    whose: str
    form: type[forms.Form]
    label: Any
    may: Callable[[Any, Case], Verdict]
    run: Callable[..., Any]
    lead: Any = ""
    variant: str = ""

    def filled(self, actor: Actor, case: Case, *sent: Any) -> forms.Form:
        """Its form for this case, with what was sent, if anything."""
        if self.whose == RESIDENT:
            return self.form(*sent)
        return self.form(*sent, actor=actor, case=case)  # type: ignore[call-arg]

    def shape(self, title: str) -> dict[str, Any]:
        """What it takes, for the document."""
        return fields.schema(self.form, title)

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What the action takes."""
        return form.cleaned_data if self.whose == RESIDENT else form.arguments()  # type: ignore[attr-defined]


def _voice(actor: Actor, case: Case) -> Voice | None:
    return Voice.objects.visible_to(actor).of(case).select_related("case").first()


def _main(case: Case) -> Case:
    """Whoever joins a matter that was put together with another joins that one."""
    return case.merged_into if case.merged_into and case.state == State.MERGED else case


def _may_leave(actor: Actor, case: Case) -> Verdict:
    voice = _voice(actor, case)
    return rules.may_leave(actor, voice) if voice else no(_("You have not joined this matter."))


def _leave(actor: Actor, case: Case, *, once: str = "") -> None:
    voice = _voice(actor, case)
    if voice is None:
        raise Refused(_("You have not joined this matter."))
    actions.leave(actor, voice, once=once)


def _join(actor: Actor, case: Case, *, once: str = "") -> None:
    actions.join(actor, _main(case), once=once, language=get_language() or "zh-hans")


def _own(name: str, form: type[forms.Form], label: Any, **other: Any) -> Doing:
    may, run = other.get("may") or getattr(rules, f"may_{name}"), other.get("run") or getattr(actions, name)
    return Doing(name, RESIDENT, form, label, may, run)


OF_RESIDENTS = (
    _own("confirm", Confirm, _("Say that it is solved")),
    _own("contest", Contest, _("Say that it is not solved yet")),
    _own("withdraw", Withdraw, _("Withdraw it")),
    _own("nudge", Nothing, _("Ask how it stands")),
    _own(
        "join",
        Nothing,
        _("Say so too"),
        may=lambda actor, case: rules.may_join(actor, _main(case)),
        run=_join,
    ),
    _own("leave", Nothing, _("No longer be counted"), may=_may_leave, run=_leave),
    _own("object_parking", Objection, _("Object to the parking")),
    _own("doubt", DoubtIt, _("Doubt that it is solved")),
    _own("split", Nothing, _("Let mine go its own way again")),
    _own("settle", Nothing, _("Say that mine is solved")),
)
"""What a resident does about a case: their own, or one that troubles them as well."""


@functools.cache
def table() -> tuple[Doing, ...]:
    """Everything that can be done, residents first."""
    at_desk = [
        Doing(
            each.name,
            POST,
            each.form,
            getattr(each.form, "label", each.name),
            each.may,
            each.run,
            getattr(each.form, "lead", ""),
            each.variant,
        )
        for each in at_desks()
    ]
    return (*OF_RESIDENTS, *at_desk)


def whose(asks: Caller) -> str:
    """As whom a key acts."""
    return POST if asks.key and asks.key.post_id else RESIDENT


# What is told


class ChoiceTold(Schema):
    """One of several: `key` is sent, `name` is shown."""

    key: str
    name: str


class FieldTold(Schema):
    """What can be said with a doing, as things stand: posts, units, days and the like are of what it is about."""

    name: str
    label: str
    hint: str | None
    kind: str = Field(description="pictures, picture, boolean, choices, choice, day, number or text.")
    needed: bool
    choices: list[ChoiceTold]


class DoingTold(Schema):
    """Something this key may do now."""

    name: str = Field(examples=["take"], description="POST to this address, followed by `/` and the name.")
    kind: str | None = Field(description="Where there are several forms: which one, sent as `kind`.")
    label: str
    lead: str
    fields: list[FieldTold]


class DoingsTold(Schema):
    """Everything this key may do now."""

    items: list[DoingTold]


@router.reads(
    "/cases/{number}/doings",
    gives=DoingsTold,
    summary="What this key may do to it now",
    chinese="现在可以办的事",
    keyed=True,
)
def doings(request: HttpRequest, number: str) -> Any:
    """The doings the rules admit as the case stands, with the choices there are. A key without the scope for acting is
    told of none."""
    asks = caller(request)
    scope = ACTING.post if asks.shown.post_id else ACTING.person
    if scope not in asks.shown.may:
        lookup(asks.cases, number)
        return {"items": []}
    case = lookup(asks.within_reach, number)
    mine = [each for each in table() if each.whose == whose(asks)]
    return {"items": [_told(each, asks.actor, case) for each in mine if each.may(asks.actor, case)]}


def _told(doing: Doing, actor: Actor, case: Case) -> dict[str, Any]:
    form = doing.filled(actor, case)
    return {
        "name": doing.name,
        "kind": doing.variant or None,
        "label": str(doing.label),
        "lead": str(doing.lead),
        "fields": [fields.told(name, field) for name, field in form.fields.items()],
    }


# What is done


@router.writes(
    "/cases/{number}/doings/{doing}",
    gives=told.CaseTold,
    summary="Do something to a case",
    operation_id="do",
)
def do(request: HttpRequest, number: str, doing: str) -> Any:
    """The case as it stands afterwards. Refused by the rules, it is answered by 403; where the case has moved on, by
    409; where something in it cannot be meant, by 422. Nothing is done then."""
    asks, body = caller(request), body_of(request)
    found = _chosen(asks, doing, body)
    case = lookup(asks.within_reach, number)
    if "If-Match" in request.headers:
        _locked(case)
        must_match(
            request, told.CaseTold, lambda: told.whole(request, lookup(asks.cases, number), asks.reader)
        )
    form = _filled(request, asks, found, case, body)
    found.run(asks.actor, case, once=asks.once, **found.arguments(form))
    now = Case.objects.with_labels(ladders=True).get(pk=case.pk)
    return told.whole(request, now, asks.reader)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The object that was sent; nothing sent says nothing. Raises Problem."""
    if not request.body.strip():
        return {}
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Problem(400) from None
    if not isinstance(found, dict):
        raise Problem(422, errors={"body": [_("This must be an object.")]})
    return found


def _chosen(asks: Caller, name: str, body: dict[str, Any]) -> Doing:
    """The doing of this name, for whom the key acts; of several kinds the one the body names. Raises Problem."""
    found = [each for each in table() if each.name == name and each.whose == whose(asks)]
    if not found:
        if any(each.name == name for each in table()):
            raise Problem(
                403,
                _("This is done by a key that acts for a resident.")
                if asks.key and asks.key.post_id
                else _("This is done by a key that acts for a post."),
            )
        raise missing()
    if not found[0].variant:
        return found[0]
    kind = body.pop("kind", None)
    chosen = next((each for each in found if each.variant == kind), None)
    if chosen is None:
        kinds = ", ".join(each.variant for each in found)
        raise Problem(422, errors={"kind": [_("This is one of: %(choices)s.") % {"choices": kinds}]})
    return chosen


def _filled(request: HttpRequest, asks: Caller, doing: Doing, case: Case, body: dict[str, Any]) -> forms.Form:
    """The form, in order. Raises Refused where the rules do not admit it, Problem where something is wrong with it."""
    blank = doing.filled(asks.actor, case)
    try:
        data, files = fields.put(blank.fields, body)
        if doing.whose == RESIDENT:
            pace.at_photos(request, sum(len(each) for _name, each in files.lists()))
        form = doing.filled(asks.actor, case, data, files)
        if form.is_valid():
            return form
        wrong = Problem(422, errors=fields.faults(form))
    except Problem as problem:
        wrong = problem
    if not (verdict := doing.may(asks.actor, case)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    raise wrong


def _locked(case: Case) -> None:
    """Nobody changes the case between what is compared and what is done."""
    Case.objects.select_for_update().filter(pk=case.pk).values_list("pk").first()
