"""Who notes that somebody went round."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

from ..powers import Role

GO_ROUND = (Role.STEWARD, Role.BRANCH, Role.GROUP, Role.COMMITTEE)


def may_note_visit(actor: Any, place: Any) -> Verdict:
    """Whoever goes round there: the steward, the branch, the group leader and the community committee."""
    if actor.post and actor.post.role in GO_ROUND and actor.post.covers(place.path):
        return YES
    return no(_("Visits are noted by the steward, the group leader, the branch or the community committee."))
