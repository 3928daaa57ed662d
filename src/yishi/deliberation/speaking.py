"""Who may have answered or promised something at a session: those who are there first, then others over the place."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yishi.network.models import Post, within
from yishi.network.powers import Power, roles_with

from .models import Invitation, Session

MOST = 80
Group = tuple[str, list[Post]]


def posts_of(session: Session, around: str = "") -> list[Group]:
    """Groups of posts for a picker, each post once: those present, others invited, desks and units over the place
    (`around`: of the matter, where it lies deeper than the session), and desks within it."""
    rows = session.invitations.filter(withdrawn_at=None).select_related("post__organisation", "post__place")
    invited = list(rows.order_by("id")[:MOST])
    came = [each.post for each in invited if each.came in (Invitation.Came.CAME, Invitation.Came.DEPUTY)]
    there = [*came, *_of_the_session(session)]
    asked = [each.post for each in invited if each.came != Invitation.Came.ABSENT]
    absent = [each.post for each in invited]
    over = [*_over(around or session.place_path)[:MOST], *_within(session)[:MOST]]
    groups: list[Group] = []
    seen: set[int] = set()
    for label, posts in (
        (_("Here today"), there),
        (_("Invited"), [*asked, *absent]),
        (_("Others who are answerable here"), over),
    ):
        fresh = [post for post in dict.fromkeys(posts) if post.pk not in seen]
        seen.update(post.pk for post in fresh)
        if fresh:
            groups.append((label, fresh))
    return groups


def _of_the_session(session: Session) -> list[Post]:
    return [post for post in (session.chair, session.clerk) if post is not None]


def _over(path: str) -> Any:
    handles = Q(role__in=roles_with(Power.HANDLE)) | Q(role__in=roles_with(Power.DO_PART))
    rows = Post.objects.over(path).held().filter(handles)
    return rows.select_related("organisation", "place").order_by("-place__depth", "id")


def _within(session: Session) -> Any:
    rows = Post.objects.filter(within("place__path", session.place_path)).held()
    rows = rows.filter(role__in=roles_with(Power.HANDLE)).select_related("organisation", "place")
    return rows.order_by("place__path", "id")


def keyed(groups: list[Group]) -> dict[str, Post]:
    """By their keys, as a form sends them."""
    return {str(post.pk): post for _label, posts in groups for post in posts}


def choices(groups: list[Group]) -> list[tuple[str, Any]]:
    """As a picker offers them."""
    return [(label, [(str(post.pk), post.title_at_place) for post in posts]) for label, posts in groups]
