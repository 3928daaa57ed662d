"""Keeping ready texts: shared ones are set and put away for all to see, their own everybody keeps for themselves."""

from typing import Any

from yishi.network.models import Place
from yishi.people.models import Person
from yishi.record import action, chore, emit

from .. import events, rules
from ..models import ReplyText


@action(may=rules.may_add_text)
def add_text(actor, place: Place, **fields: Any) -> ReplyText:
    """All desks of the place and within it have this text (fields of `ReplyText`) to choose."""
    text = ReplyText.objects.create(place=place, **fields)
    _emit_set(actor, text, new=True)
    return text


@action(may=rules.may_change_text)
def change_text(actor, text: ReplyText, **fields: Any) -> ReplyText:
    """The text says this from now on, and is in use again where it had been put away."""
    _put(text, fields)
    _emit_set(actor, text, new=False)
    return text


@action(may=rules.may_retire_text)
def retire_text(actor, text: ReplyText) -> ReplyText:
    """It is offered to nobody any more; what was written with it stays as it is."""
    _put(text, {"active": False})
    emit(events.ReplyTextRetired(), about=text, by=actor)
    return text


def _emit_set(actor: Any, text: ReplyText, *, new: bool) -> None:
    code = text.category.code if text.category else ""
    emit(events.ReplyTextSet(category=code, uses=len(text.for_uses), new=new), about=text, by=actor)


def _put(text: ReplyText, fields: dict[str, Any]) -> None:
    for name, value in {"active": True, **fields}.items():
        setattr(text, name, value)
    text.save()


@chore("a text somebody keeps for themselves is nobody else's business")
def keep_own_text(person: Person, text: ReplyText | None = None, **fields: Any) -> ReplyText:
    """Somebody has this text of their own, a new one or the given one in other words."""
    text = text or ReplyText(owner=person)
    _put(text, fields)
    return text


@chore("a text somebody kept for themselves is nobody else's business")
def drop_own_text(text: ReplyText) -> None:
    """Their own text is gone."""
    text.delete()
