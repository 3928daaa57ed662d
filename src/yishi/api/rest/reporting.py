"""A matter as a program raises it: what the screens of a report ask, at once; the same action stands behind."""

from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Schema

from yishi.cases import actions, choosing, known, pace
from yishi.cases.actions.intake import new_code
from yishi.cases.forms.fields import Telephone
from yishi.cases.forms.intake import LEAST_WORDS, MOST_ANSWER, MOST_WORDS, serving
from yishi.cases.models import Case, Category, Channel, Question, Visibility
from yishi.insight.words import clean
from yishi.network.actors import ANYONE
from yishi.network.models import Organisation, Place
from yishi.network.pictures import MOST_PHOTOS

from ..open311 import kinds
from ..open311.filing import code_of
from . import pictures
from .frame import Caller
from .problems import Problem, invalid


class Report(Schema, extra="forbid"):
    """A matter: where, what it is about, and what is the matter."""

    place: str = Field(
        max_length=40,
        description="Code of the building or estate it is in (see /places).",
        examples=["421182001901-01-03"],
    )
    category: str = Field(
        max_length=60, description="Code of its kind (see /categories).", examples=["shared.stairwell"]
    )
    words: str = Field(
        min_length=LEAST_WORDS,
        max_length=MOST_WORDS,
        description="In one's own words. Names and numbers are hidden before anybody else reads them.",
        examples=["三栋一单元楼道灯坏了三天，老人晚上不敢下楼。"],
    )
    answers: dict[str, str] = Field(
        default_factory=dict,
        description="Answers to the questions of the kind: id of the question → key of a choice, or words.",
        max_length=40,
    )
    calm: bool = Field(
        False,
        description="With a kind that has `stop`: the number was rung, and nobody is in danger any more.",
    )
    visibility: Literal["public", "hotline", "anonymous"] = Field(
        "public", description="`hotline`: kept from the public; `anonymous`: nobody is to know who said it."
    )
    about: str | None = Field(
        None, max_length=60, description="Code of the body it complains about, which then does not handle it."
    )
    name: str = Field("", max_length=40, description="How to address whoever said it. Never shown.")
    phone: str = Field("", max_length=30, description="To ring them. Never shown.")
    photos: list[pictures.Picture] = Field(default_factory=list, max_length=MOST_PHOTOS)


class Filed(Schema):
    """A matter that was raised."""

    number: str = Field(examples=["596"])
    code: str | None = Field(description="Follows it without an account. Told once; keep it.")
    state: str
    holder: str = Field(description="Who deals with it first.")
    url: str


def file(request: HttpRequest, asks: Caller, body: Report) -> dict[str, Any]:
    """What was said is a case. Raises Problem, Refused."""
    kind, place = _kind(body), _place(body)
    code = code_of(asks.once) if asks.once else new_code()
    what: dict[str, Any] = {
        "words": "\n".join([_words(body), *_answered(body, kind)]),
        "category": kind,
        "channel": Channel.API,
        "code": code,
        "visibility": body.visibility,
        "about": _about(body, place),
        "contact_name": " ".join(clean(body.name).split()),
        "contact_phone": _phone(body),
        "language": get_language() or "zh-hans",
        "photos": pictures.read(body.photos, "photos"),
    }
    if Visibility(body.visibility) == Visibility.ANONYMOUS:
        what |= {"contact_name": "", "contact_phone": ""}
    if asks.shown.post_id is None:
        pace.at_report(request)
        pace.at_photos(request, len(body.photos))
    act = actions.file if asks.shown.post_id else actions.report
    return _told(request, act(asks.actor, place, once=asks.once, **what), code)


def _told(request: HttpRequest, case: Case, code: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "code": code if case.code_is(code) else None,
        "state": case.state,
        "holder": case.holder.title,
        "url": request.build_absolute_uri(f"/cases/{case.number}/"),
    }


def _kind(body: Report) -> Category:
    kind = kinds.chosen(clean(body.category))
    if kind is None:
        raise invalid(category=_("There is no kind of matter with this code."))
    if kind.stop and not body.calm:
        raise invalid(
            calm=_("%(stop)s If nobody is in danger any more, send %(calm)s.")
            % {"stop": kind.stop, "calm": "calm: true"}
        )
    return kind


def _place(body: Report) -> Place:
    found = choosing.find_place(ANYONE, body.place)
    if found is None:
        raise invalid(
            place=_("There is no place with the code “%(code)s”.") % {"code": clean(body.place)[:40]}
        )
    return found


def _words(body: Report) -> str:
    words = clean(body.words.replace("\r\n", "\n").replace("\r", "\n"))
    if len(words) < LEAST_WORDS:
        raise invalid(words=_("Please write a few words; one sentence is enough."))
    return words


def _answered(body: Report, kind: Category) -> list[str]:
    asked = {str(question.pk): question for question in known.questions(kind.pk)}
    if unknown := [each for each in body.answers if each not in asked]:
        raise Problem(
            422,
            errors={
                f"answers.{each}"[:100]: [_("This kind of matter asks no such question.")] for each in unknown
            },
        )
    return [
        f"{question.text_zh}{_choice(question, said, pk)}"
        for pk, question in asked.items()
        if (said := clean(body.answers.get(pk, ""))[:MOST_ANSWER])
    ]


def _choice(question: Question, said: str, pk: str) -> str:
    if question.kind == Question.Kind.TEXT:
        return " ".join(said.split())
    keys = [kept for kept, _shown in question.choices]
    if said in keys:
        return said
    raise Problem(
        422, errors={f"answers.{pk}": [_("This is one of: %(choices)s.") % {"choices": ", ".join(keys)}]}
    )


def _about(body: Report, place: Place) -> Organisation | None:
    if not body.about:
        return None
    found = next((each for each in serving(place.path) if each.code == clean(body.about or "")), None)
    if found is None:
        raise invalid(about=_("No body with this code serves the place."))
    return found


def _phone(body: Report) -> str:
    try:
        return str(Telephone(required=False).clean(body.phone))
    except ValidationError as error:
        raise invalid(phone=error.messages[0]) from None
