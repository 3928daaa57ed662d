"""The list of those who ask a desk for more time."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Extension
from yishi.network.models import Post
from yishi.network.powers import Power


def lists(seen: Any, post: Post) -> list[dict[str, Any]]:
    """What the lists are made of, as `tabs.Tab` takes it; `seen` are the cases the post may know of."""
    if not post.can(Power.HANDLE):
        return []
    asked = Extension.objects.waiting().filter(judge=post)
    since = asked.filter(case=OuterRef("pk")).order_by("at").values("at")[:1]
    rows = seen.filter(pk__in=asked.values("case")).annotate(extension_asked=Subquery(since))
    return [
        {
            "code": "extensions",
            "label": _("More time asked for"),
            "rows": rows,
            "empty": _("Nobody asks for more time."),
            "key": "extension_asked",
            "quiet": True,
        }
    ]
