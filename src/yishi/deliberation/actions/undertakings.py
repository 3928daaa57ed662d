"""What is promised at a session, until it is kept or given up."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from yishi.insight.words import clean
from yishi.network import pictures
from yishi.network.models import Post
from yishi.network.pictures import Picture
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import tell
from yishi.notices.models import Message
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules
from .. import notices_outcomes as notices
from ..models import Item, Session, Undertaking

LATEST = timedelta(days=3 * 366)


@action(may=rules.may_undertake)
def undertake(
    actor,
    session: Session,
    *,
    post: Post,
    text: str,
    due_on: date | None = None,
    item: Item | None = None,
    case: Any = None,
) -> Undertaking:
    """A post has promised something aloud: what, and by when; without a day it is counted apart. Raises Refused where
    nothing is promised or the day lies before the session."""
    case = case or (item.case if item else None)
    return keep_promise(actor, session, post, text, due_on, item=item, case=case)


def keep_promise(
    actor, session: Session, post: Post, text: str, due_on: date | None, **about: Any
) -> Undertaking:
    """What `undertake` does, within another action. `about`: opinion, item, decision, case; and of one that stands in
    the place of another instead_of, put_off, first_due_on, missed_on."""
    said = clean(text)
    if not said:
        raise Refused(_("Please say what is promised."))
    check_day(session, due_on)
    kept = Undertaking.objects.create(
        session=session,
        place_path=session.place_path,
        post=post,
        text=said[:400],
        salt=new_salt(),
        due_on=due_on,
        at=clock.now(),
        **about,
    )
    before = about.get("instead_of")
    emit(
        events.Undertaken(
            by=post.ref, due_on=due_on, text=kept.digest, instead_of=before.ref if before else ""
        ),
        about=kept,
        by=actor,
    )
    if actor.post is None or actor.post.pk != post.pk:
        tell_post(notices.UNDERTAKEN, kept)
    return kept


def check_day(session: Session, due_on: date | None) -> None:
    """Raises Refused for a day that nothing can be promised for."""
    first = localtime(session.starts_at).date()
    if due_on is not None and not first <= due_on <= first + LATEST:
        raise Refused(_("A promise is for the day of the session or one after it, within three years."))


def strike(actor, undertaking: Undertaking) -> None:
    """It was written down wrongly: struck out and not counted, on the day it was."""
    undertaking.state, undertaking.settled_at = Undertaking.State.STRUCK, clock.now()
    undertaking.save(update_fields=["state", "settled_at"])
    emit(
        events.UndertakingStruck(
            text=undertaking.digest,
            undated=undertaking.due_on is None,
            on=localtime(undertaking.at).date(),
        ),
        about=undertaking,
        by=actor,
    )


@action(may=rules.may_claim_kept)
def claim_kept(
    actor,
    undertaking: Undertaking,
    *,
    evidence: str,
    kept_on: date | None = None,
    photos: Iterable[Picture] = (),
) -> Undertaking:
    """It is said to be kept, with what shows it; who asked is asked, or, where they cannot be reached, the chair.
    Raises Refused without evidence, or for a day to come or before it was promised."""
    said, today = clean(evidence), clock.today()
    kept_on = kept_on or today
    if not said:
        raise Refused(_("Please say what was done, so that anybody can go and look."))
    if not localtime(undertaking.at).date() <= kept_on <= today:
        raise Refused(_("It was kept on a day between the promise and today."))
    undertaking.state, undertaking.claimed_at = Undertaking.State.CLAIMED, clock.now()
    undertaking.evidence, undertaking.kept_on = said[:400], kept_on
    undertaking.claimed_by = actor.post
    undertaking.asked_at = clock.now() if _ask_who_asked(undertaking) else None
    for picture in photos:
        undertaking.picture = pictures.keep(picture)
        undertaking.picture_digest = digest(undertaking.salt, picture.full)
        break
    undertaking.save()
    emit(
        events.UndertakingClaimed(
            evidence=digest(undertaking.salt, said), picture=undertaking.picture_digest
        ),
        about=undertaking,
        by=actor,
    )
    return undertaking


def _ask_who_asked(undertaking: Undertaking) -> bool:
    """Who asked is asked whether it is kept; where they left no way to be reached, somebody who led the session is.
    Gives whether it was who asked."""
    until = clock.today() + timedelta(days=rules.silence_days(undertaking))
    if _tell_who_asked(notices.CLAIMED, undertaking, {"day": until}):
        return True
    _tell_who_led(notices.TO_CONFIRM, undertaking, {})
    return False


def _tell_who_asked(kind: Any, undertaking: Undertaking, facts: dict[str, Any]) -> bool:
    """Gives whether they could be told: by their account, or by the number they left where that can be written to."""
    opinion, case = undertaking.opinion, undertaking.case
    person = (opinion.person if opinion else None) or (case.reporter if case else None)
    phone = (opinion.contact_phone if opinion else "") or (case.contact_phone if case else "")
    to: dict[str, Any] = {"person": person} if person else {"phone": phone}
    return any(to.values()) and _tell(kind, undertaking, facts, **to) is not None


def _tell_who_led(kind: Any, undertaking: Undertaking, facts: dict[str, Any]) -> None:
    """The chair, or the nearest post that calls sessions there: the first that did not promise or say so itself."""
    near = Post.objects.over(undertaking.place_path).filter(role__in=roles_with(Power.CONVENE))
    chair = undertaking.session.chair
    leading = [*([chair] if chair else []), *near.filter(pk__in=Post.objects.held())]
    aside = (undertaking.post_id, undertaking.claimed_by_id)
    post = next((each for each in leading if each.pk not in aside), None)
    if post is not None:
        _tell(kind, undertaking, facts, post=post)


@action(may=rules.may_confirm_kept)
def confirm_kept(actor, undertaking: Undertaking) -> Undertaking:
    """The promise is kept: by the word of who asked; where nobody could be asked, of the chair, the host or somebody
    who was there; or because who was asked said nothing in time. Which of these it was stands there."""
    by = _confirmed_by(actor, undertaking)
    undertaking.state, undertaking.confirmed = Undertaking.State.KEPT, by
    undertaking.settled_at = clock.now()
    undertaking.save(update_fields=["state", "confirmed", "settled_at"])
    emit(events.UndertakingKept(confirmed=by, late=undertaking.was_late), about=undertaking, by=actor)
    return undertaking


def _confirmed_by(actor, undertaking: Undertaking) -> Undertaking.Confirmed:
    how = Undertaking.Confirmed
    if actor.ref == "clock":
        return how.ASKER if rules.solved_by_word(undertaking.case) else how.SILENCE
    if rules.is_asker(actor, undertaking):
        return how.ASKER
    return how.CHAIR if undertaking.session.is_led_by(actor) else how.THERE


@action(may=rules.may_deny_kept)
def deny_kept(actor, undertaking: Undertaking, *, text: str = "") -> Undertaking:
    """Who asked, or whoever may say it for them, says that it is not kept: it is open again, and whoever promised is
    told and reads what is missing."""
    if actor.ref == "clock":
        raise Refused(_("Silence denies nothing."))
    said = clean(text)
    undertaking.state, undertaking.claimed_at, undertaking.kept_on = Undertaking.State.OPEN, None, None
    undertaking.claimed_by, undertaking.asked_at = None, None
    undertaking.denied_at, undertaking.missing = clock.now(), said[:300]
    undertaking.save()
    emit(
        events.UndertakingDenied(text=digest(undertaking.salt, said) if said else ""),
        about=undertaking,
        by=actor,
    )
    tell_post(notices.DENIED, undertaking)
    return undertaking


@action(may=rules.may_break_undertaking)
def break_undertaking(actor, undertaking: Undertaking, *, reason: str) -> Undertaking:
    """The promise will not be kept, everybody reads why, and who asked is told."""
    _settle(undertaking, Undertaking.State.BROKEN, reason)
    emit(
        events.UndertakingBroken(reason=digest(undertaking.salt, undertaking.reason)),
        about=undertaking,
        by=actor,
    )
    if not _tell_who_asked(notices.GIVEN_UP, undertaking, {}):
        _tell_who_led(notices.CHAIR_GIVEN_UP, undertaking, {})
    return undertaking


@action(may=rules.may_extend_undertaking)
def extend_undertaking(actor, undertaking: Undertaking, *, due_on: date, reason: str) -> Undertaking:
    """A new promise stands in the place of this one, names it, and says why; who asked is told. Where the day was over
    the new one counts as late from the beginning. Raises Refused for a day that is not later. Gives the new one."""
    if due_on <= clock.today() or (undertaking.due_on and due_on <= undertaking.due_on):
        raise Refused(_("A promise is put off to a later day, one after today."))
    missed_on = undertaking.missed_on or (undertaking.due_on if undertaking.is_past else None)
    _settle(undertaking, Undertaking.State.EXTENDED, reason)
    emit(
        events.UndertakingExtended(due_on=due_on, reason=digest(undertaking.salt, undertaking.reason)),
        about=undertaking,
        by=actor,
    )
    fresh = keep_promise(
        actor,
        undertaking.session,
        undertaking.post,
        undertaking.text,
        due_on,
        opinion=undertaking.opinion,
        item=undertaking.item,
        decision=undertaking.decision,
        case=undertaking.case,
        instead_of=undertaking,
        put_off=undertaking.put_off + 1,
        first_due_on=undertaking.first_due_on or undertaking.due_on,
        missed_on=missed_on,
    )
    if not _tell_who_asked(notices.PUT_OFF, fresh, {"day": due_on}):
        _tell_who_led(notices.CHAIR_PUT_OFF, fresh, {"day": due_on})
    return fresh


def _settle(undertaking: Undertaking, state: str, reason: str) -> None:
    said = clean(reason)
    if not said:
        raise Refused(_("Please say why; everybody may read it."))
    undertaking.state, undertaking.reason, undertaking.settled_at = state, said[:300], clock.now()
    undertaking.save(update_fields=["state", "reason", "settled_at"])


@action(may=rules.may_warn_of_undertaking)
def warn_of_undertaking(actor, undertaking: Undertaking) -> Undertaking:
    """Whoever promised is reminded once, before the day."""
    undertaking.warned_at = clock.now()
    undertaking.save(update_fields=["warned_at"])
    emit(events.UndertakingWarned(due_on=_day(undertaking)), about=undertaking, by=actor)
    tell_post(notices.DUE_SOON, undertaking, {"day": _day(undertaking)})
    return undertaking


@action(may=rules.may_note_undertaking_late)
def note_undertaking_late(actor, undertaking: Undertaking) -> Undertaking:
    """The day is over and nobody said that it is kept: whoever promised and whoever led the session are told, once."""
    undertaking.late_at = clock.now()
    undertaking.save(update_fields=["late_at"])
    emit(events.UndertakingLate(due_on=_day(undertaking)), about=undertaking, by=actor)
    tell_post(notices.LATE, undertaking, {"day": _day(undertaking)})
    chair = undertaking.session.chair
    if chair is not None and chair.pk != undertaking.post_id:
        _tell(notices.LATE, undertaking, {"day": _day(undertaking)}, post=chair)
    return undertaking


def _day(undertaking: Undertaking) -> date:
    """The day it is due; asked only of one that has a day."""
    if undertaking.due_on is None:
        raise Refused(_("No day was named for this promise."), moved_on=True)
    return undertaking.due_on


def tell_post(kind: Any, undertaking: Undertaking, facts: dict[str, Any] | None = None) -> None:
    """Whoever promised is told."""
    _tell(kind, undertaking, facts or {}, post=undertaking.post)


def _tell(kind: Any, undertaking: Undertaking, facts: dict[str, Any], **to: Any) -> Message | None:
    place = undertaking.session.place.label_when_read
    link = reverse("meet:promise", args=[undertaking.pk])
    return tell(kind, about=undertaking, link=link, facts={"place": place, **facts}, **to)
