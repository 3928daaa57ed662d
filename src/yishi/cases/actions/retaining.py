"""What has been kept long enough is erased, kind by kind, by rules of the house; and these rules are set."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yishi.network.actions import forget_occupants
from yishi.network.models import Occupant, RollReveal
from yishi.notices.actions import forget_messages
from yishi.notices.models import Message
from yishi.people.models import PrivacyNotice, RetentionRule
from yishi.people.retention import LEAST, USUAL
from yishi.record import Refused, action, clock, emit

from .. import events, held_above, rules
from ..held_above import Kept
from ..models import OPEN_STATES, Case, DataRequest, Erasure, FormerReporter, Note, Photo, Reveal, State
from .erasing import _forget_texts, drop_files, forget_contact, forget_words

PORTION = 100
"""Rows erased in one transaction: half a second of them, for others wait meanwhile."""
What = RetentionRule.What
GOES_ON = (*OPEN_STATES, State.PARKED, State.ANSWERED)


def _over(before: datetime, holding: Q) -> Any:
    """Matters that ended before and still hold it; and those that were put together with one of them, for they end with
    it. In two questions, each of which has an index to go by."""
    ended = ~Q(state__in=(*GOES_ON, State.MERGED)) & Q(ended_at__lt=before)
    with_main = Q(state=State.MERGED, merged_into__ended_at__lt=before) & ~Q(merged_into__state__in=GOES_ON)
    return Case.objects.filter(ended & holding).union(Case.objects.filter(with_main & holding), all=True)


def _with_contact(before: datetime) -> Any:
    return _over(before, ~Q(contact_name="", contact_phone=""))


def _with_words(before: datetime) -> Any:
    return _over(before, ~Q(words=""))


def _no_contact(rows: list[Case]) -> int:
    for case in rows:
        forget_contact(case)
    return len(rows)


def _no_words(rows: list[Case]) -> int:
    """As they were said; what everybody was shown stays."""
    for case in rows:
        shown = (case.title, case.public_words, case.wording, case.withheld_for)
        forget_words(case, leave_masked=False)
        FormerReporter.objects.filter(case=case).delete()  # nothing is left that could be given to them
        if shown[1]:
            case.title, case.public_words, case.wording, case.withheld_for = shown
            case.save(update_fields=["title", "public_words", "wording", "withheld_for"])
    return len(rows)


def _no_originals(rows: list[Photo]) -> int:
    for photo in rows:
        drop_files([photo.original])
        photo.original = ""
        photo.save(update_fields=["original"])
    return len(rows)


def _deleted(rows: list[Any]) -> int:
    if rows:
        type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


KEPT: dict[str, Kept] = {
    What.CONTACT: Kept(_with_contact, _no_contact),
    What.WORDS: Kept(_with_words, _no_words),
    What.CALLS: Kept(
        lambda before: (
            Note.objects.filter(kind=Note.Kind.CALL, at__lt=before).exclude(text="").order_by("id")
        ),
        _forget_texts,
    ),
    What.ORIGINALS: Kept(
        lambda before: (
            Photo.objects.filter(at__lt=before)
            .exclude(original="")
            .exclude(boxes=[])
            .exclude(case__state__in=GOES_ON)
            .order_by("id")
        ),
        _no_originals,
    ),
    What.REVEALS: Kept(lambda before: Reveal.objects.filter(at__lt=before).order_by("id"), _deleted),
    What.ERASURES: Kept(lambda before: Erasure.objects.filter(ended_at__lt=before).order_by("id"), _deleted),
    What.REQUESTS: Kept(
        lambda before: DataRequest.objects.filter(ended_at__lt=before).order_by("id"), _deleted
    ),
    What.MESSAGES: Kept(
        lambda before: Message.objects.filter(created_at__lt=before).order_by("id"),
        lambda rows: forget_messages(max(row.created_at for row in rows) + timedelta(seconds=1), len(rows)),
    ),
    What.ROLL: Kept(
        lambda before: Occupant.objects.filter(
            until_on__lt=timezone.localdate(before), erased_on=None
        ).order_by("id"),
        forget_occupants,
    ),
    What.ROLL_REVEALS: Kept(lambda before: RollReveal.objects.filter(at__lt=before).order_by("id"), _deleted),
}
"""What a rule of retention erases here; upper rooms have what they hold (`held_above`), and signed-in browsers,
counters and addresses have jobs of their own."""


def _kept(what: str) -> Kept | None:
    return KEPT.get(what) or held_above.kept(what)


def due(rule: RetentionRule) -> Any | None:
    """The rows whose time by this rule is over; None where another job looks after them."""
    kept = _kept(rule.what)
    return kept.over(clock.now() - timedelta(days=rule.keep_days)) if kept else None


@action(may=rules.may_retain)
def retain(actor, rule: RetentionRule) -> RetentionRule:
    """What this rule has kept long enough is gone: one portion of it."""
    rows, kept = due(rule), _kept(rule.what)
    count = kept.forget(list(rows[:PORTION])) if kept and rows is not None else 0
    rule.last_run_at, rule.last_count = clock.now(), count
    rule.save(update_fields=["last_run_at", "last_count"])
    emit(events.Retained(what=rule.what, count=count), about=rule, by=actor)
    return rule


@action(may=rules.may_set_retention, lock=False)
def set_retention(
    actor, _subject: None = None, *, what: str, keep_days: int, source: str = ""
) -> RetentionRule:
    """One kind of what points to a person is kept so many days.

    Raises Refused where a law asks for more.
    """
    what = What(what).value
    least, law = LEAST.get(what, (0, ""))
    if keep_days < least:
        raise Refused(_("%(law)s asks for at least %(days)s days here.") % {"law": law, "days": least})
    rule, _new = RetentionRule.objects.update_or_create(
        what=what, defaults={"keep_days": keep_days, "source": source or USUAL[what][1]}
    )
    emit(events.RetentionSet(what=what, days=keep_days), about=rule, by=actor)
    return rule


@action(may=rules.may_set_privacy_notice, lock=False)
def set_privacy_notice(
    actor, _subject: None = None, *, version: str, from_on: date, **fields: Any
) -> PrivacyNotice:
    """From this day on residents read this version, and agree to it where they leave a number."""
    notice = PrivacyNotice.objects.create(version=version, from_on=from_on, **fields)
    emit(events.NoticeSet(from_on=from_on), about=notice, by=actor)
    return notice
