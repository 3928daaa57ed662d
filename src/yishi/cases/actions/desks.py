"""What several actions do in the same way: put a case on a desk, keep words and pictures, tell the resident."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from yishi.network.models import Post
from yishi.notices.actions import tell
from yishi.notices.kinds import Kind
from yishi.record import clock, digest, emit, new_salt

from .. import events, notices, pictures
from ..models import Case, Note, Photo, State, Stay


def change(case: Case, **fields: Any) -> None:
    """Set fields of the case and say when it changed."""
    for name, value in fields.items():
        setattr(case, name, value)
    case.changed_at = clock.now()
    case.save(update_fields=[*fields, "changed_at"])


def put_on_desk(actor, case: Case, post: Post, *, position: int, due_at: datetime, why: str) -> None:
    """The case leaves the desk it is on, if any, and lies on another, waiting to be taken."""
    now = clock.now()
    case.stays.filter(left_at=None).update(left_at=now)
    Stay.objects.create(case=case, position=position, post=post, why=why, arrived_at=now, due_at=due_at)
    change(
        case,
        holder=post,
        position=position,
        due_at=due_at,
        state=State.REPORTED,
        taken_at=None,
        ended_at=None,
    )
    emit(events.Dispatched(to=post.ref, position=position, due_at=due_at, why=why), about=case, by=actor)
    if actor.post == post:
        return
    kind = notices.NOT_SOLVED if why == Stay.Why.NOT_SOLVED else notices.ARRIVED
    facts = {"number": case.number, "due": due_at}
    if kind is notices.ARRIVED:
        facts["place"] = case.place.label_when_read
    tell(kind, about=case, link=desk_link(case), post=post, facts=facts)


def begin(case: Case) -> dict[str, Any]:
    """What it takes to have begun work: the present stay and the case say since when. Gives the case's fields."""
    now = clock.now()
    case.stays.filter(left_at=None, taken_at=None).update(taken_at=now)
    return {"taken_at": case.taken_at or now}


def keep_note(actor, case: Case, kind: str, text: str, *, public: bool = True, **codes: str) -> Note:
    """Words become part of the story."""
    return Note.objects.create(
        case=case,
        kind=kind,
        text=text,
        salt=new_salt(),
        public=public,
        post=actor.post,
        at=clock.now(),
        **codes,
    )


def keep_photos(
    actor, case: Case, stage: str, read: Iterable[pictures.Picture], *, at: datetime | None = None
) -> list[Photo]:
    """Pictures become part of the story; `at` is the moment of what they belong to."""
    kept = []
    for picture in read:
        salt = new_salt()
        photo = Photo.objects.create(
            case=case,
            stage=stage,
            name=pictures.keep(picture),
            width=picture.width,
            height=picture.height,
            salt=salt,
            digest=digest(salt, picture.full),
            post=actor.post,
            at=at or clock.now(),
        )
        emit(events.PhotoAdded(stage=stage, picture=photo.digest), about=case, by=actor)
        kept.append(photo)
    return kept


def minutes_since(moment: datetime) -> int:
    return max(int((clock.now() - moment).total_seconds() // 60), 0)


def tell_resident(case: Case, kind: Kind, **facts: Any) -> None:
    """The reporter is told by account or, without one, at the number they left; whoever left neither looks it up."""
    to: dict[str, Any] = {"person": case.reporter} if case.reporter else {"phone": case.contact_phone}
    if any(to.values()):
        link = reverse("cases:case", args=[case.number])
        tell(
            kind, about=case, link=link, language=case.language, facts={"number": case.number, **facts}, **to
        )


def desk_link(case: Case) -> str:
    return reverse("desk:case", args=[case.number])
