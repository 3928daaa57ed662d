"""Who may have a machine act for whom.

Nobody gets to see through a key what they may not see themselves: whoever holds a post may issue keys for it; whoever
keeps the posts of a place may do so for those that see no more than they do.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Post
from yishi.network.powers import POWERS, Power
from yishi.record import YES, Verdict, no

SIGHT = {Power.SEE_ALL, Power.SEE_CONTACT, Power.SEE_KEPT_CONTACT, Power.SEE_ROLL}
"""What opens something that is not for everybody."""


def _sees(role: str) -> set[Power]:
    found = POWERS[role] & SIGHT
    # a part of a case may be of one kept from the public, which is seen by whoever sees all
    return found | {Power.SEE_ALL} if Power.DO_PART in POWERS[role] else found


def _holds(actor: Any, post: Post) -> bool:
    return actor.pk is not None and post.pk in {each.pk for each in actor.posts}


def may_issue_key(actor: Any, holder: Any) -> Verdict:
    """`holder` is a post, or the person who asks."""
    if not isinstance(holder, Post):
        own = actor.pk is not None and holder is not None and holder.pk == actor.pk
        return YES if own else no(_("A key that acts for a resident is made by that resident alone."))
    if holder.closed_on:
        return no(_("This post has been closed."), moved_on=True)
    if actor.ref == "clock" or _holds(actor, holder):
        return YES
    if not actor.can(Power.SET_UP, holder.place.path):
        return no(
            _("A key for a post is made by whoever holds it, or by whoever keeps the posts of the place.")
        )
    if _sees(holder.role) <= _sees(actor.post.role):
        return YES
    return no(_("This post sees what you may not see. Whoever holds it makes the key themselves."))


def may_revoke_key(actor: Any, key: Any) -> Verdict:
    """Whoever could have issued it, and whoever keeps the posts of the place, whatever the post sees."""
    if key.revoked_on:
        return no(_("This key has been revoked meanwhile."), moved_on=True)
    if actor.ref == "clock" or (key.person_id and key.person_id == actor.pk):
        return YES
    if key.post and (_holds(actor, key.post) or actor.can(Power.SET_UP, key.post.place.path)):
        return YES
    return no(_("A key is revoked by whoever holds the post, or by whoever keeps the posts of the place."))
