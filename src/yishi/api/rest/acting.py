"""What can be done to anything but a case: to sessions and their parts, topics, promises, series, at places.

As with cases one table says it, a line for each action: whose it is, its form, its rule, and the doing of it; forms,
rules and actions are those of the pages. A `Subject` is what lines are about: where it stands among the addresses and
how it is found; `joined` gives it the two addresses each subject has, `…/doings` and `…/doings/{doing}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, Signature
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from yishi.network.actors import Actor
from yishi.record import Refused, Verdict

from . import fields
from .doings import POST, RESIDENT, DoingsTold, Nothing, body_of, whose
from .frame import ACTING, Answer, Caller, Problem, Router, caller, must_match
from .problems import missing


@dataclass(frozen=True)
class Act:
    """One sending: who asks, and what it is about."""

    request: HttpRequest
    asks: Caller
    about: Any

    @property
    def actor(self) -> Actor:
        """As whom it is done."""
        return self.asks.actor

    @property
    def once(self) -> str:
        """The name of this sending for the action, empty where it has none."""
        return self.asks.once


class Made(Schema):
    """What came to be by it."""

    what: str = Field(
        examples=["line"], description="session, topic, line, item, motion, decision, promise …"
    )
    number: str = Field(examples=["W7"], description="Its number; of a line its label.")
    api: str | None = Field(description="Where it is read.")
    code: str | None = Field(
        None,
        description="Of a topic written down for somebody: follows it without an account. Hand it to them.",
    )


class Done(Schema):
    """It is done. What it was about is read at `api` as it stands now."""

    api: str = Field(description="Where what it was about is read.")
    url: str = Field(description="Its page.")
    made: Made | None = Field(description="What came to be by it, if anything with a number of its own.")


def _blank(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda _act, *sent: form(*sent)


@dataclass(frozen=True)
class Deed:
    """One action: who does it, its form, its rule, and the doing of it, which may give what came to be. `fill` makes
    the form for what it is about; `more` names fields a form has only then, `sometimes` those it may lack then, both
    for the document. `variant`: which of several forms, sent as `kind`."""

    name: str
    whose: str
    label: Any
    may: Callable[[Act], Verdict]
    run: Callable[[Act, Any], dict[str, Any] | None]
    form: type[forms.Form] = Nothing
    fill: Callable[..., forms.Form] | None = None
    more: Mapping[str, forms.Field] = field(default_factory=dict)
    sometimes: frozenset[str] = frozenset()
    variant: str = ""

    @property
    def lead(self) -> Any:
        """What its page says first."""
        return getattr(self.form, "lead", "")

    def filled(self, act: Act, *sent: Any) -> forms.Form:
        """Its form for what it is about, with what was sent, if anything."""
        form = (self.fill or _blank(self.form))(act, *sent)
        fields.begin(form)
        return form

    def shape(self, title: str) -> dict[str, Any]:
        """What it takes, for the document; where it depends, nothing must be sent."""
        found = fields.schema_of({**self.form.base_fields, **self.more}, title)
        asked = [name for name in found.get("required", []) if name not in self.sometimes]
        found.pop("required", None)
        return {**found, "required": asked} if asked else found


def by_rule(may: Callable[[Any, Any], Verdict]) -> Callable[[Act], Verdict]:
    """The rule asks who acts and what it is about, and nothing else."""
    return lambda act: may(act.actor, act.about)


def arguments_of(form: Any) -> dict[str, Any]:
    """What a form gives to its action."""
    return form.arguments() if hasattr(form, "arguments") else form.cleaned_data


def runs(action: Callable[..., Any]) -> Callable[[Act, Any], None]:
    """The action takes what the form gives, and nothing came to be with a number of its own."""

    def run(act: Act, form: Any) -> None:
        action(act.actor, act.about, once=act.once, **arguments_of(form))

    return run


def made(what: str, number: Any, path: str = "") -> dict[str, Any]:
    """What came to be, as it is told; `path`: where it is read."""
    return {"what": what, "number": str(number), "api": path and f"/api/v1{path}"}


@dataclass(frozen=True)
class Subject:
    """What can have something done to it. `path`: where it stands, its parts within `{}`; `find` gives it to whoever
    may act on it, or raises Problem; `told` is as it is read, for If-Match; `where` gives its address and that of its
    page. `lock`: the table whose row is held meanwhile."""

    name: str
    path: str
    tag: str
    find: Callable[..., Any]
    deeds: tuple[Deed, ...]
    where: Callable[[Any], tuple[str, str]]
    gives: Any = None
    told: Callable[..., Any] | None = None
    lock: type[Model] | None = None
    status: int = 200


SUBJECTS: dict[str, Subject] = {}
"""By the address under which something is done to them, as the document has it."""


def joined(router: Router, subject: Subject, *, offers: str, does: str) -> None:
    """Give the subject its two addresses. `offers`, `does`: what the document calls them."""
    SUBJECTS[f"{subject.path}/doings/{{doing}}"] = subject
    parts = [part.split("}")[0] for part in subject.path.split("{")[1:]]

    def doings(request: HttpRequest, **where: str) -> Any:
        return offered(subject, request, **where)

    def do(request: HttpRequest, doing: str, **where: str) -> Any:
        return done(subject, request, doing, **where)

    doings.__doc__ = (
        "The doings the rules admit as things stand, with the choices there are. A key without the scope for acting is "
        "told of none."
    )
    do.__doc__ = (
        "Where it is read as it stands afterwards. Refused by the rules, it is answered by 403; where it has moved on, "
        "by 409; where something in it cannot be meant, by 422. Nothing is done then."
    )
    doings.__name__, do.__name__ = f"{subject.name}_doings", f"do_{subject.name}"
    _with_parts(doings, parts)
    _with_parts(do, [*parts, "doing"])
    router.reads(f"{subject.path}/doings", gives=DoingsTold, summary=offers, keyed=True, tags=[subject.tag])(
        doings
    )
    router.writes(
        f"{subject.path}/doings/{{doing}}",
        gives=Done,
        summary=does,
        status=subject.status,
        tags=[subject.tag],
        operation_id=f"do_{subject.name}",
    )(do)


def _with_parts(view: Callable, names: list[str]) -> None:
    """The view says which parts its address has, as if they were written down."""
    kind = Parameter.POSITIONAL_OR_KEYWORD
    asked = [Parameter(name, kind, annotation=str) for name in names]
    view.__signature__ = Signature([Parameter("request", kind), *asked])  # type: ignore[attr-defined]
    view.__annotations__ = dict.fromkeys(names, str)


# What is told


def offered(subject: Subject, request: HttpRequest, **where: str) -> dict[str, Any]:
    """What this key may do to it now."""
    asks = caller(request)
    scope = ACTING.post if asks.shown.post_id else ACTING.person
    about = subject.find(asks, **where)
    if scope not in asks.shown.may:
        return {"items": []}
    act = Act(request, asks, about)
    mine = [each for each in subject.deeds if each.whose == whose(asks)]
    return {"items": [_told(each, act) for each in mine if each.may(act)]}


def _told(deed: Deed, act: Act) -> dict[str, Any]:
    form = deed.filled(act)
    return {
        "name": deed.name,
        "kind": deed.variant or None,
        "label": str(deed.label),
        "lead": str(getattr(form, "lead", "")),
        "fields": [fields.told(name, each) for name, each in form.fields.items()],
    }


# What is done


def done(subject: Subject, request: HttpRequest, name: str, **where: str) -> Answer:
    """It is done; the answer says where it is read."""
    asks, body = caller(request), body_of(request)
    deed = _chosen(subject, asks, name, body)
    about = subject.find(asks, **where)
    if "If-Match" in request.headers:
        _compare(subject, request, asks, about, where)
    act = Act(request, asks, about)
    made = deed.run(act, _filled(deed, act, body))
    api, url = subject.where(about)
    told: dict[str, Any] = {"api": _whole(request, api), "url": _whole(request, url), "made": None}
    headers: dict[str, str] = {}
    if made:
        address = made.get("api")
        told["made"] = {**made, "api": _whole(request, address) if address else None}
        headers = {"Location": told["made"]["api"]} if address else {}
    return Answer(told, headers)


def _whole(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _compare(subject: Subject, request: HttpRequest, asks: Caller, about: Any, where: dict[str, str]) -> None:
    """Raises Problem where it stands otherwise than the request says. Of what has no state of its own nothing is
    compared, and nothing is done."""
    told = subject.told
    if told is None:
        if request.headers["If-Match"].strip() == "*":
            return
        raise Problem(412)
    if subject.lock is not None:
        rows = subject.lock._base_manager.select_for_update().filter(pk=about.pk)
        rows.values_list("pk").first()
    must_match(request, subject.gives, lambda: told(request, asks, subject.find(asks, **where)))


def _chosen(subject: Subject, asks: Caller, name: str, body: dict[str, Any]) -> Deed:
    """The deed of this name, for whom the key acts; of several kinds the one the body names. Raises Problem."""
    named = [each for each in subject.deeds if each.name == name]
    found = [each for each in named if each.whose == whose(asks)]
    if not named:
        raise missing()
    if not found:
        by_resident = named[0].whose == RESIDENT
        raise Problem(
            403,
            _("This is done by a key that acts for a resident.")
            if by_resident
            else _("This is done by a key that acts for a post."),
        )
    if not found[0].variant:
        return found[0]
    kind = body.pop("kind", None)
    chosen = next((each for each in found if each.variant == kind), None)
    if chosen is None:
        kinds = ", ".join(each.variant for each in found)
        raise Problem(422, errors={"kind": [_("This is one of: %(choices)s.") % {"choices": kinds}]})
    return chosen


def _filled(deed: Deed, act: Act, body: dict[str, Any]) -> forms.Form:
    """The form, in order. Raises Refused where the rules do not admit it, Problem where something is wrong with it."""
    verdict = deed.may(act)
    if not verdict:
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    blank = deed.filled(act)
    data, files = fields.put(blank.fields, body)
    fields.as_it_stands(blank, body, data)
    form = deed.filled(act, data, files)
    if not form.is_valid():
        raise Problem(422, errors=fields.faults(form))
    return form


__all__ = [
    "POST",
    "RESIDENT",
    "SUBJECTS",
    "Act",
    "Deed",
    "Done",
    "Made",
    "Nothing",
    "Subject",
    "arguments_of",
    "by_rule",
    "joined",
    "made",
    "runs",
]
