"""Lists of the desk for judging: whom to ask by telephone, whom to ask on paper, and what waits for a second person."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yishi.cases.models import Answer, CallBack, Case, RateRule, State, Stay, Visibility
from yishi.network.models import Post
from yishi.network.powers import Power
from yishi.record import clock


def to_ring(seen: Any, post: Post, days: int | None) -> Any:
    """Answered cases of the post's place whose resident may be asked by telephone now, by somebody who did not handle
    them: at once where they have no account and so cannot be asked on a page of their own, else after so many days
    without a word; and not before the next try after an attempt."""
    now = clock.now()
    waited = now - timedelta(days=days or 0)
    return (
        _strangers(seen, post)
        .exclude(contact_phone="")
        .filter(Q(reporter=None) | Q(answered_at__lt=waited))
        .exclude(_asked(now))
    )


def patience(post: Post) -> int | None:
    """After how many days without a word a resident of the place is rung up; None where the post rings nobody."""
    return RateRule.objects.over(post.place.path).call_after_days if post.can(Power.CALL_BACK) else None


def on_paper(seen: Any, post: Post) -> Any:
    """Answered cases whose resident left no number and has no account: they are asked with a slip in the letter box."""
    return _strangers(seen, post).filter(contact_phone="", reporter=None)


def _strangers(seen: Any, post: Post) -> Any:
    handled = Stay.objects.filter(post=post).values("case")
    rows = seen.at(post.place.path).filter(state=State.ANSWERED).exclude(visibility=Visibility.ANONYMOUS)
    if not post.can(Power.SEE_KEPT_CONTACT):
        rows = rows.exclude(visibility=Visibility.HOTLINE)
    if post.organisation_id:
        rows = rows.filter(Q(about=None) | ~Q(about=post.organisation_id))
    return rows.exclude(pk__in=handled)


def _asked(now: datetime) -> Exists:
    """The last answer has been asked about: for good, or until a later moment."""
    latest = Answer.objects.filter(case=OuterRef("case"), at__gt=OuterRef("answer__at"))
    calls = CallBack.objects.filter(case=OuterRef("pk")).exclude(Exists(latest))
    return Exists(calls.filter(Q(ended_at__isnull=False) | Q(next_try_at__gt=now)))


def lists(seen: Any, post: Post, days: int | None) -> list[dict[str, Any]]:
    """What a post that may call back, after so many days (`patience`), finds on its desk, as fields of a tab."""
    if not post.can(Power.CALL_BACK):
        return []
    waiting = seen.at(post.place.path).filter(exclusions__decided_at=None, exclusions__isnull=False)
    return [
        {
            "code": "call_back",
            "label": _("To ask by telephone"),
            "rows": to_ring(seen, post, days),
            "empty": _("Nobody waits to be asked."),
            "key": "answered_at",
        },
        {
            "code": "paper",
            "label": _("To ask on paper"),
            "rows": on_paper(seen, post),
            "empty": _("Nobody waits for a slip."),
            "key": "answered_at",
            "quiet": True,
        },
        {
            "code": "exclusions",
            "label": _("To leave out of the rates?"),
            "rows": waiting.exclude(exclusions__post=post),
            "empty": _("Nothing waits for a second person."),
            "key": "changed_at",
            "quiet": True,
        },
    ]


def of_community(actor: Any) -> Any:
    """Answered cases whose slips a post may print."""
    return Case.objects.visible_to(actor).at(actor.post.place.path).filter(state=State.ANSWERED)
