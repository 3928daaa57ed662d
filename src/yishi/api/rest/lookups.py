"""What a program looks up before it says anything: kinds of matters, and places."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from yishi.cases import choosing, known
from yishi.cases.models import Category, Question
from yishi.insight.words import clean
from yishi.network import known as net
from yishi.network.actors import ANYONE
from yishi.network.models import Level, Place

from .frame import Router
from .paging import Listed, Page, beginning, mark
from .problems import invalid, missing

router = Router(tags=["lookups"])


class Choice(Schema):
    """One of several answers to a question: `key` is sent, `name` is shown."""

    key: str
    name: str


class QuestionTold(Schema):
    """What is asked beside the words when a matter of this kind is raised; nothing of it must be answered."""

    id: int = Field(description="Its key in `answers` of a report.")
    text: str
    choices: list[Choice] = Field(description="None: answered in words.")


class Kind(Schema):
    """A kind of matters. Matters are of a kind, not of a group."""

    code: str = Field(examples=["shared.stairwell"])
    name: str
    group: str = Field(description="Code of the group of kinds it belongs to.", examples=["shared"])
    group_name: str
    stop: str | None = Field(description="An emergency: what to do at once, instead of writing.")
    stop_number: str | None = Field(description="The number to ring then.")
    notice: str | None = Field(description="What to know before raising such a matter.")
    questions: list[QuestionTold]


class Kinds(Schema):
    """All kinds, in the order of the pages."""

    items: list[Kind]


class PlaceTold(Schema):
    """A place of the tree: a street, a community, an estate, a building …"""

    code: str = Field(examples=["421182001901-01-03"])
    label: str = Field(description="Its name with those of the places it lies in, as far as needed.")
    name: str
    level: str = Field(examples=["building"])
    inside: str | None = Field(description="Code of the place it lies in.")
    can_report: bool = Field(description="Whether a matter can be raised from here.")


class PlacesAsked(Listed):
    """What the list of places can be asked."""

    q: str | None = Field(None, max_length=60, description="Words of the name.")
    inside: str | None = Field(None, max_length=40, description="Code of a place: those within it.")
    level: Level | None = Field(None, description="Of this level alone.")


@router.reads("/categories", gives=Kinds, summary="Kinds of matters", chinese="事项类别")
def categories(request: HttpRequest) -> Any:
    """The kinds a matter can be of, with what to do in an emergency and what else is asked. They change seldom: keep
    the answer and ask with If-None-Match."""
    return {"items": [_kind(kind, top) for top in known.tops() for kind in choosing.finer(top)]}


def _kind(kind: Category, top: Category) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name,
        "group": top.code,
        "group_name": top.name,
        "stop": kind.stop or None,
        "stop_number": (kind.stop and kind.stop_number) or None,
        "notice": kind.notice or None,
        "questions": [_asked(each) for each in known.questions(kind.pk)],
    }


def _asked(question: Question) -> dict[str, Any]:
    choices = question.choices if question.kind != Question.Kind.TEXT else ()
    told = [{"key": key, "name": str(name)} for key, name in choices]
    return {"id": question.pk, "text": question.text, "choices": told}


@router.reads("/places", gives=Page[PlaceTold], summary="Places", chinese="地点")
def places(request: HttpRequest, asked: Query[PlacesAsked]) -> Any:
    """Places in the order of the tree, narrowed by words, by the place they lie in, by level."""
    rows = Place.objects.visible_to(ANYONE).living()
    if asked.inside:
        rows = rows.inside(named(asked.inside, "inside").path)
    if asked.level:
        rows = rows.filter(level=asked.level)
    for word in clean(asked.q or "").split()[:6]:
        rows = rows.filter(label_zh__icontains=word) | rows.filter(label_en__icontains=word)
    if begin := beginning(asked.cursor, int):
        last = Place.objects.filter(pk=begin[0]).values_list("path", flat=True).first()
        if last is None:
            raise invalid(cursor=_("A cursor is taken from `next` of the page before, as it stands there."))
        rows = rows.filter(path__gt=last)
    found = list(rows.order_by("path")[: asked.limit + 1])
    shown = found[: asked.limit]
    following = mark(shown[-1].pk) if len(found) > asked.limit else None
    return {"items": told(shown), "next": following}


@router.reads("/places/{code}", gives=PlaceTold, summary="One place", chinese="某个地点")
def place(request: HttpRequest, code: str) -> Any:
    """The place with this code; of one that was closed, what it goes on as is found by its own code."""
    found = with_code(code)
    if found is None:
        raise missing()
    return told([found])[0]


def with_code(code: str) -> Place | None:
    """The place with this code; none for a household, which is nobody's business."""
    wanted = clean(code)[:40]
    found = net.with_code(wanted) if wanted else None
    return found if found and found.level != Level.HOUSEHOLD else None


def named(code: str, name: str) -> Place:
    """The place a field or parameter of this name means by its code. Raises Problem."""
    found = with_code(code)
    if found is None:
        raise invalid(**{name: _("There is no place with the code “%(code)s”.") % {"code": clean(code)[:40]}})
    return found


def told(rows: list[Place]) -> list[dict[str, Any]]:
    """Places as they are told; the places they lie in are asked for once."""
    above = {each.path[: -Place.steplen] for each in rows if each.depth > 1}
    codes = dict(Place.objects.filter(path__in=above).values_list("path", "code"))
    return [
        {
            "code": each.code,
            "label": each.label,
            "name": each.name,
            "level": each.level,
            "inside": codes.get(each.path[: -Place.steplen]),
            "can_report": each.level in choosing.LEVELS,
        }
        for each in rows
    ]
