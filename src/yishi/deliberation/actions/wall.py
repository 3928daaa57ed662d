"""The question wall: opened and closed, asked on, supported, looked after."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Category
from yishi.insight.masking import mask
from yishi.insight.words import clean
from yishi.network.models import Place
from yishi.record import Refused, action, chore, clock, digest, emit

from .. import events, rules
from ..models import HiddenFor, Opinion, Session, Sheet, Wall, WallSupport
from .sheets import Line, opened, opinion_of, shown_at_once, title_of, touch

MOST_LIVE = 3
"""Questions on the projector at a time; more are too small to read from the last row."""


@action(may=rules.may_open_wall)
def open_wall(actor, session: Session) -> Session:
    """Residents may type into the wall; what points to a person waits there for a look."""
    if session.wall_open:
        raise Refused(_("The wall is open already."), moved_on=True)
    if not session.sheets.filter(kind=Sheet.Kind.WALL).exists():
        opened(actor, session, f"wall-{session.pk}", Sheet.Kind.WALL)
        Wall.objects.create(session=session)
    session.wall_open = True
    session.save(update_fields=["wall_open"])
    emit(events.WallOpened(), about=session, by=actor)
    touch(session.pk)
    return session


@action(may=rules.may_close_wall)
def close_wall(actor, session: Session) -> Session:
    """Nothing more is asked or supported; how many did goes into the record."""
    session.wall_open = False
    session.save(update_fields=["wall_open"])
    asked = session.opinions.on_the_wall()
    behind = asked.aggregate(n=Sum("supports"))["n"] or 0
    emit(events.WallClosed(questions=asked.count(), supports=behind), about=session, by=actor)
    touch(session.pk)
    return session


@action(may=rules.may_ask_on_wall, lock=False)
def ask_on_wall(
    actor,
    session: Session,
    *,
    words: str,
    browser: str,
    line: str,
    building: Place | None = None,
    category: Category | None = None,
) -> Opinion:
    """A question stands on the wall with its number: at once where nothing points to a person and the house lets such
    words be shown, else once somebody has looked at it. `browser` is what the browser is known by (`door.mark_for`)."""
    sheet = Sheet.objects.select_for_update().get(session=session, kind=Sheet.Kind.WALL)
    number = (sheet.opinions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    opinion = opinion_of(session, sheet, number, Line(line, words, building=building))
    opinion.browser, opinion.category, opinion.person = browser, category, actor.person
    opinion.attendance = session.attendances.there().filter(browser=browser).first() if browser else None
    opinion.save()
    is_shown = bool(shown_at_once(session, [opinion]))
    emit(
        events.Asked(label=opinion.label, words=opinion.digest, of_day=session.of_day),
        about=opinion,
        by=actor,
    )
    if is_shown:
        said = digest(opinion.salt, opinion.public_words)
        emit(events.OpinionShown(words=said, by="rule"), about=opinion, by=actor)
    touch(session.pk)
    return opinion


@chore("a tap; how often people stood behind the questions goes into the record when the wall is closed")
def support(session_pk: int, opinion_pk: int, browser: str) -> bool:
    """One browser stands behind a question that is shown on an open wall. Says whether it is counted now; it was not
    where it had been before, or the question is not there."""
    there = Opinion.objects.shown().on_the_wall().filter(pk=opinion_pk, session=session_pk)
    if not there.filter(session__wall_open=True).exists():
        return False
    try:
        with transaction.atomic():
            WallSupport.objects.create(opinion_id=opinion_pk, browser=browser, at=clock.now())
    except IntegrityError:
        return False
    Opinion.objects.filter(pk=opinion_pk).update(supports=F("supports") + 1)
    touch(session_pk)
    return True


@action(may=rules.may_moderate)
def moderate(
    actor,
    opinion: Opinion,
    *,
    show: bool = False,
    words: str | None = None,
    hide: str = "",
    back: bool = False,
    marked: bool | None = None,
    live: bool | None = None,
) -> Opinion:
    """Whoever looks after what is said lets everybody read it (`show`, in other `words` if need be, masked again),
    takes it off for a reason that is on the record (`hide`), puts it `back`, keeps it in view (`marked`) or on the
    projector (`live`). Raises Refused where nothing of this would change anything."""
    changed: dict[str, Any] = {}
    if hide and opinion.hidden_at is None:
        changed |= {"hidden_at": clock.now(), "hidden_because": HiddenFor(hide).value, "live": False}
        gone = events.OpinionHidden(reason=changed["hidden_because"], of_day=opinion.session.of_day)
        emit(gone, about=opinion, by=actor)
    elif back and opinion.hidden_at is not None:
        changed |= {"hidden_at": None, "hidden_because": ""}
        emit(events.OpinionBack(of_day=opinion.session.of_day), about=opinion, by=actor)
    elif show and (not opinion.is_shown or words is not None):
        changed |= _shown(opinion, words)
        said = digest(opinion.salt, changed["public_words"])
        emit(events.OpinionShown(words=said, by="person"), about=opinion, by=actor)
    changed |= _put_forward(actor, opinion, marked, live)
    if not changed:
        raise Refused(_("This stands there already."), moved_on=True)
    for name, value in changed.items():
        setattr(opinion, name, value)
    opinion.save(update_fields=list(changed))
    touch(opinion.session_id)
    return opinion


def _shown(opinion: Opinion, words: str | None) -> dict[str, Any]:
    said = mask(clean(words), [opinion.said_by]) if words else opinion.draft_words
    title = title_of(said) if words else opinion.draft_title
    return {
        "wording": "approved",
        "title": title,
        "public_words": said,
        "draft_words": said,
        "draft_title": title,
    }


def _put_forward(actor, opinion: Opinion, marked: bool | None, live: bool | None) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if marked is not None and marked != opinion.marked:
        changed["marked"] = marked
    if live is not None and live != opinion.live:
        _fits_on_the_projector(opinion, live)
        changed["live"] = live
    if changed:
        told = events.OpinionMarked(
            marked=changed.get("marked", opinion.marked), live=changed.get("live", opinion.live)
        )
        emit(told, about=opinion, by=actor)
    return changed


def _fits_on_the_projector(opinion: Opinion, live: bool) -> None:
    if live and (not opinion.is_shown or opinion.hidden_at is not None):
        raise Refused(_("Please look at its words first: everybody reads what is on the projector."))
    if live and opinion.session.opinions.filter(live=True).count() >= MOST_LIVE:
        raise Refused(
            _("At most %(most)s questions stand on the projector. Please take one off first.")
            % {"most": MOST_LIVE}
        )
