"""Who is told of a session: the posts that are invited, its chair and clerk, and residents whose home lies there."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime

from yishi.network.models import Level, Post, Residence, in_language, within
from yishi.network.models.places import lazystr_of
from yishi.network.powers import Power, roles_with
from yishi.notices.actions import Told, tell, tell_all
from yishi.notices.kinds import Kind
from yishi.record import chore

from .models import Kind as SessionKind
from .models import Session

NEAR = (Level.COMMUNITY, Level.GRID, Level.ESTATE, Level.BUILDING, Level.UNIT)
"""Only of sessions of places so near residents are told; a city's they find in the calendar."""


def named(session: Session) -> Promise:
    """What messages call a session, in the language of whoever reads them: its place and kind. What it is about was
    typed by somebody and stays on its page."""
    place = session.place

    def said() -> str:
        return f"{in_language(place.label_zh, place.label_en)} {SessionKind(session.kind).label}"

    return lazystr_of(said)


def page(session: Session) -> str:
    """The address of its page."""
    return reverse("meet:session", args=[session.pk])


def facts(session: Session, **more: Any) -> dict[str, Any]:
    """What its messages say."""
    return {"session": named(session), "at": localtime(session.starts_at), **more}


def tell_residents(kind: Kind, session: Session, **more: Any) -> int:
    """Those whose home lies at the place, and who have not switched off news of the neighbourhood outside their inbox.
    Gives how many."""
    if session.place.level not in NEAR or session.kind == SessionKind.COUNCIL:
        return 0
    homes = Residence.objects.present().filter(within("place__path", session.place_path))
    link, said = page(session), facts(session, **more)
    told = (Told(link=link, facts=said, person=home.person) for home in homes.select_related("person"))
    return tell_all(kind, about=session, to=told)


@chore("what is told is already an event of the session", apart=False)
def tell_invited(kind: Kind, session: Session, leaders: Kind | None = None, **more: Any) -> int:
    """Every post that is invited and knows of it, and the chair and clerk, these of `leaders` where it is given. Gives
    how many."""
    asked = list(session.invitations.filter(withdrawn_at=None).select_related("post"))
    posts = {each.post_id: (kind, each.post) for each in asked if each.sent_at}
    for post in (session.chair, session.clerk):
        if post is not None:
            posts.setdefault(post.pk, (leaders or kind, post))
    for what, post in posts.values():
        tell(what, about=session, link=page(session), post=post, facts=facts(session, **more))
    session.invitations.filter(withdrawn_at=None, sent_at__isnull=False).update(told_of=session.changes)
    return len(posts)


def tell_leaders(kind: Kind, session: Session, key: str = "") -> None:
    """Whoever leads it: the chair where somebody holds that post, else the nearest post that calls sessions there; with
    a key once."""
    chair = session.chair
    if chair is None or not chair.holders():
        near = Post.objects.over(session.place_path).filter(role__in=roles_with(Power.CONVENE))
        chair = near.filter(pk__in=Post.objects.held()).first() or chair
    if chair is not None:
        tell(kind, about=session, link=page(session), post=chair, facts=facts(session), key=key)
