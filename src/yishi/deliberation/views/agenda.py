"""The agenda of a session: made, ordered, frozen and noted by whoever leads or writes it; and its preparation pack."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yishi.network.typesetting import code as scan
from yishi.network.typesetting import typeset
from yishi.network.views.doing import asked_for, do, once, sent
from yishi.record import Refused
from yishi.record.doors import open_page
from yishi.record.numbers import number

from .. import actions, pack, parts_topics, rules
from ..forms.calendar import asked_of
from ..forms.topics import AddItem, ChangeItem, Freeze, NoteItem, RemoveItem
from ..models import Item, Session, Topic
from ..rules.standing import NOT_LED
from .calendar import base_of, pdf
from .tabs import one_screen, session_of, unkept

HEARD = (Item.Came.HEARD, Item.Came.PUT_OFF, Item.Came.NOT_REACHED)


def _keeps(request: HttpRequest, session: Session) -> None:
    if not (session.is_led_by(request.actor) or session.is_written_by(request.actor)):  # type: ignore[attr-defined]
        raise Refused(NOT_LED)


@one_screen
@unkept
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as it stands, in its order; one more item; topics that wait; and freezing it."""
    session = session_of(pk)
    _keeps(request, session)
    actor: Any = request.actor  # type: ignore[attr-defined]
    may_add = rules.may_add_item(actor, session)
    form = AddItem(sent(request), posts=asked_of(session.place)) if may_add else None
    if request.method == "POST":
        asked_for(may_add)
        if form is not None and form.is_valid() and _added(request, session, form):
            messages.success(request, _("It stands on the agenda."))
            return redirect("meet:agenda", pk=session.pk)
    context = {
        "session": session,
        **parts_topics.of(session, actor),
        "form": form,
        "may_order": bool(rules.may_order_items(actor, session)),
        "may_note": session.admits("note_item") and session.is_written_by(actor),
        "key": secrets.token_urlsafe(12),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "deliberation/agenda/agenda.html", context, status=422 if wrong else 200)


def _added(request: HttpRequest, session: Session, form: AddItem) -> bool:
    try:
        actions.add_item(request.actor, session, once=once(request), **form.arguments())  # type: ignore[attr-defined]
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    return True


@require_POST
def add_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """A topic that waits comes onto the agenda."""
    session = session_of(pk)
    topic = get_object_or_404(Topic.objects.visible_to(request.actor), pk=number(request.POST.get("topic")))  # type: ignore[attr-defined]
    actions.add_item(request.actor, session, topic=topic)  # type: ignore[attr-defined]
    messages.success(request, _("It stands on the agenda."))
    return redirect("meet:agenda", pk=session.pk)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One item goes up or down by one."""
    session = session_of(pk)
    keys = list(session.items.filter(removed_at=None).order_by("position", "id").values_list("pk", flat=True))
    way = "up" if "up" in request.POST else "down"
    moved = number(request.POST.get(way))
    wanted = _moved(keys, moved, -1 if way == "up" else 1)
    if wanted != keys:
        actions.order_items(request.actor, session, order=wanted)  # type: ignore[attr-defined]
    return redirect(f"{reverse('meet:agenda', args=[session.pk])}#item-{moved}")


def _moved(keys: list[int], key: int, by: int) -> list[int]:
    """The keys with one of them a place further; as they were where it cannot go."""
    if key not in keys:
        return keys
    at = keys.index(key)
    to = at + by
    if not 0 <= to < len(keys):
        return keys
    found = list(keys)
    found[at], found[to] = found[to], found[at]
    return found


def _item(pk: int, n: int) -> Item:
    rows = Item.objects.select_related(
        "session__place", "session__chair", "session__clerk", "topic", "case", "presenter"
    )
    return get_object_or_404(rows, session=pk, pk=n)


@one_screen
@unkept
def change(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """An item is changed."""
    item = _item(pk, n)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_change_item(actor, item))
    first = {name: getattr(item, name) for name in ("title", "text", "minutes")} | {
        "presenter": item.presenter_id
    }
    frozen = item.session.frozen_at is not None
    form = ChangeItem(sent(request), posts=asked_of(item.session.place), frozen=frozen, initial=first)
    return do(
        request,
        form,
        lambda said: _none(actions.change_item(actor, item, once=once(request), **said)),
        title=_("Change the item “%(title)s”") % {"title": item.title},
        back=reverse("meet:agenda", args=[pk]),
    )


def _none(_result: Any) -> None:
    """Whatever it gave, the agenda follows."""


@one_screen
@unkept
def remove(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """An item is taken off."""
    item = _item(pk, n)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_remove_item(actor, item))
    form = RemoveItem(sent(request), frozen=item.session.frozen_at is not None)
    return do(
        request,
        form,
        lambda said: _none(actions.remove_item(actor, item, once=once(request), **said)),
        title=_("Take the item “%(title)s” off the agenda") % {"title": item.title},
        back=reverse("meet:agenda", args=[pk]),
    )


@one_screen
@unkept
def note(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """What became of an item is written down."""
    item = _item(pk, n)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_note_item(actor, item))
    may = [Item.Came.DECIDED] if item.came == Item.Came.DECIDED else HEARD
    form = NoteItem(
        sent(request),
        came=[(each.value, each.label) for each in may],
        initial={"came": item.came or may[0], "summary": item.summary},
    )
    return do(
        request,
        form,
        lambda said: _none(actions.note_item(actor, item, once=once(request), **said)),
        title=item.title,
        back=reverse("meet:agenda", args=[pk]),
    )


@one_screen
@unkept
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda is frozen and published."""
    session = session_of(pk)
    actor: Any = request.actor  # type: ignore[attr-defined]
    asked_for(rules.may_freeze_agenda(actor, session))
    return do(
        request,
        Freeze(sent(request)),
        lambda _said: _none(actions.freeze_agenda(actor, session, once=once(request))),
        title=_("Freeze and publish the agenda"),
        back=reverse("meet:agenda", args=[pk]),
    )


# --- the pack ---


@open_page
@require_safe
def pack_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The preparation pack as a page."""
    session = session_of(pk)
    context = {"session": session, "sheets": pack.of(session), "speak_minutes": pack.speak_minutes(session)}
    return render(request, "deliberation/agenda/pack.html", context)


@open_page
@require_safe
def pack_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The preparation pack on paper."""
    session = session_of(pk)
    data = pack.data(session, base_of(request))
    paper = typeset("deliberation/papers/pack.typ", {**data, "code": scan(data["address"])})
    return pdf(paper, f"session-{session.pk}-pack.pdf")
