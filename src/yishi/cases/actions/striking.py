"""A decision of a session that was struck out: what it set going in a case and nobody has begun is taken back."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network.models import Post
from yishi.notices.actions import tell
from yishi.record import Refused, action, emit
from yishi.record.models import Entry

from .. import events, notices, rules
from ..models import Case, Note, Parking, State, Stay
from .desks import change, desk_link, keep_note, put_on_desk, tell_resident
from .pressure import bring_back


@action(may=rules.may_strike_at_session)
def strike_at_session(
    actor,
    case: Case,
    *,
    since: datetime,
    reason: str,
    promised: Sequence[tuple[Post, str, date | None]] = (),
    back: bool = False,
) -> Case:
    """What a session decided of the case at a moment (`since`) was struck out, and why stands in its story. Promises
    made by it that are not kept and parts that no unit has replied to leave the story, and the measures. With `back`
    the case, which the decision had settled or parked, lies with the council again, with a fresh clock. Raises Refused
    where somebody has begun by then."""
    if back and not rules.nobody_began(case, since):
        raise Refused(_("Somebody has begun with it meanwhile."), moved_on=True)
    struck = _take_out(case, promised, since)
    kept = keep_note(actor, case, Note.Kind.PROGRESS, _said(case, reason))
    emit(
        events.StruckAtSession(back=back, promises=struck, text=kept.digest, on=localtime(since).date()),
        about=case,
        by=actor,
    )
    holder = case.holder
    if back:
        _back(actor, case)
    else:
        change(case)
    tell_resident(case, notices.STRUCK)
    if actor.post != holder and not (back and case.holder == holder):
        tell(
            notices.STRUCK_ON_DESK,
            about=case,
            link=desk_link(case),
            post=holder,
            facts={"number": case.number},
        )
    return case


def _said(case: Case, reason: str) -> str:
    with translation.override(case.language):
        said = _(
            "The decision of the session was struck out, for it had been written down wrongly: %(reason)s"
        )
        return str(said) % {"reason": clean(reason)}


def _take_out(case: Case, promised: Sequence[tuple[Post, str, date | None]], since: datetime) -> int:
    """Gives how many promises with a day are gone; those without one stood among the notes."""
    units = [post.pk for post, _text, _day in promised]
    case.parts.filter(asked__in=units, at__gte=since, replied_at=None).delete()
    made = {(post.pk, clean(text), day) for post, text, day in promised}
    found = case.promises.filter(at__gte=since, kept_at=None)
    gone = [each.pk for each in found if (each.post_id, each.text, each.due_on) in made]
    case.promises.filter(pk__in=gone).delete()
    undated = {(post, text) for post, text, day in made if day is None}
    aloud = _promised_aloud(case, since)
    notes = case.notes.filter(kind=Note.Kind.PROGRESS, at__gte=since, post__in=units)
    spoken = [each.pk for each in notes if (each.post_id, each.text) in undated and each.digest in aloud]
    case.notes.filter(pk__in=spoken).delete()
    return len(gone)


def _promised_aloud(case: Case, since: datetime) -> set[str]:
    """The digests of what was promised at sessions from a moment on. Each note has a salt of its own, so that another
    one with the same words is another."""
    entries = Entry.objects.about(case.ref).filter(kind=events.PromisedAtSession.kind, at__gte=since)
    return {json.loads(fields)["text"] for fields in entries.values_list("fields", flat=True)}


def _back(actor: Any, case: Case) -> None:
    """To the desk it was settled or parked on."""
    if case.state == State.PARKED:
        bring_back(actor, case, Parking.Back.STRUCK)
        return
    before = case.stays.exclude(left_at=None).order_by("arrived_at", "id").last()
    if before is None:
        raise Refused(_("Meanwhile this has been settled."), moved_on=True)
    change(case, bound=False)
    put_on_desk(actor, case, before.post, position=before.position, why=Stay.Why.STRUCK, fresh=True)


__all__ = ["strike_at_session"]
