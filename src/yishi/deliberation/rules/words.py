"""Who may put right what was taken down."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import Verdict, no

from ..models import Opinion, Sheet
from .hall import WRITERS, may_see_names
from .standing import by_writers

WHO = {"put_right": WRITERS}


def may_put_right(actor: Any, opinion: Opinion) -> Verdict:
    """Whoever writes the session down and reads the words as they were said, until the minutes are sealed. What
    somebody typed themselves on the wall stays theirs: for everybody it can be worded otherwise."""
    verdict = by_writers(actor, opinion.session, "put_right")
    if verdict and opinion.sheet.kind == Sheet.Kind.WALL:
        return no(
            _("Whoever asked typed this themselves. For everybody it can be worded otherwise, or not shown.")
        )
    return may_see_names(actor, opinion.session) if verdict else verdict
