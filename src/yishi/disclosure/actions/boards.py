"""The month of a place hangs on a board, proved by a photo; what was entered wrongly is struck out."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yishi.cases.rates import Period
from yishi.deliberation.models import Kind, SessionRule
from yishi.insight.words import clean
from yishi.network.models import Place
from yishi.network.pictures import Picture, forget, keep
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules
from ..models import BoardPosting

MOST_BOARD = 80


def rule_of(place: Place) -> SessionRule:
    """For how long it hangs: as long as what open deliberation settles must, for that hangs there as well. Raises
    SessionRule.DoesNotExist where the house has no rules yet."""
    return SessionRule.objects.over(place.path, Kind.OPEN_DAY)


@action(may=rules.may_post_board)
def post_board(
    actor, place: Place, *, period: Period, board: str, posted_on: date, picture: Picture
) -> BoardPosting:
    """It hangs, as the photo shows, and its days have begun. Raises Refused for a day before the period began or to
    come, and where nobody has set for how long things hang."""
    if not period.since <= posted_on <= clock.today():
        raise Refused(_("The day of posting lies between the first day it tells of and today."))
    try:
        rule = rule_of(place)
    except SessionRule.DoesNotExist as missing:
        raise Refused(_("Nobody has set yet for how long things hang on a board here.")) from missing
    salt = new_salt()
    posting = BoardPosting.objects.create(
        place=place,
        since=period.since,
        until=period.until,
        board=clean(board)[:MOST_BOARD],
        posted_on=posted_on,
        until_on=posted_on + timedelta(days=max(rule.posting_days, 1) - 1),
        source=rule.source,
        picture=keep(picture),
        picture_digest=digest(salt, picture.full),
        width=picture.width,
        height=picture.height,
        salt=salt,
        post=actor.post,
        at=clock.now(),
    )
    emit(
        events.BoardPosted(
            since=posting.since,
            until=posting.until,
            posted_on=posting.posted_on,
            until_on=posting.until_on,
            picture=posting.picture_digest,
        ),
        about=posting,
        by=actor,
    )
    return posting


@action(may=rules.may_strike_posting)
def strike_posting(actor, posting: BoardPosting) -> BoardPosting:
    """It counts no more, and its photo is gone: it showed somebody, or was of another board."""
    name, posting.picture, posting.struck_at = posting.picture, "", clock.now()
    posting.save(update_fields=["picture", "struck_at"])
    emit(events.BoardPostingStruck(on=posting.at.astimezone().date()), about=posting, by=actor)
    transaction.on_commit(lambda: forget(name))
    return posting
