"""What holds for sessions, as data."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.network.models import Place
from yishi.record import Refused, action, clock, digest, emit, new_salt

from .. import events, rules
from ..models import SessionRule, TallyRule

SAYS = (
    *("name_zh", "name_en", "base", "share_num", "share_den", "more_than"),
    *("quorum_num", "quorum_den", "quorum_more_than", "source"),
)
"""What a version of a way of counting says."""


@action(may=rules.may_set_tally_rule, lock=False)
def set_tally_rule(
    actor, place: Place | None, *, code: str = "", kinds: Iterable[str] = (), **fields: Any
) -> TallyRule:
    """A way of counting holds at a place (None: everywhere) as given: a new one, or of the one with the code a new
    version, and whatever counted by the version before counts by this one from now on. Sessions that were announced and
    hands that were counted keep theirs. For `kinds` of session it is used at the place at once. Raises Refused where
    nothing is otherwise, where somebody set it anew meanwhile, and for a way of another place."""
    before = _version_before(place, code) if code else None
    now = clock.now()
    if before is not None:
        if all(getattr(before, name) == fields.get(name, getattr(before, name)) for name in SAYS):
            raise Refused(_("Nothing in it is otherwise than it was."))
        before.until_at = now
        before.save(update_fields=["until_at"])
    said = {name: getattr(before, name) for name in SAYS} if before is not None else {}
    kept = TallyRule.objects.create(
        code=code or _new_code(place), place=place, since_at=now, **{**said, **fields}
    )
    emit(
        events.TallyRuleSet(
            code=kept.code,
            base=kept.base,
            share_num=kept.share_num,
            share_den=kept.share_den,
            more_than=kept.more_than,
            quorum_num=kept.quorum_num,
            quorum_den=kept.quorum_den,
            source=digest(new_salt(), kept.source),
        ),
        about=kept,
        by=actor,
    )
    if before is not None:
        for rule in SessionRule.objects.filter(tally=before).select_related("place").order_by("id"):
            _keep(actor, rule, tally=kept)
    for kind in kinds:
        _keep(actor, _rule_at(place, kind), tally=kept, votes=True)
    return kept


def _version_before(place: Place | None, code: str) -> TallyRule | None:
    """The version that holds, locked; None where the code is new."""
    found = TallyRule.objects.select_for_update().filter(code=code, until_at=None).first()
    if found is not None and found.place_id != (place.pk if place else None):
        raise Refused(_("This way of counting is kept by another place. Enter one of your own instead."))
    return found


def _new_code(place: Place | None) -> str:
    """The next code of a place's own ways of counting."""
    own = TallyRule.objects.filter(place=place).values("code").distinct().count()
    return f"{place.pk if place else 'house'}.{own + 1}"


def _rule_at(place: Place | None, kind: str) -> SessionRule:
    """The place's own rule for a kind; where it has none, one that says what holds there now."""
    own = SessionRule.objects.filter(kind=kind, place=place).first()
    if own is None:
        own = SessionRule.objects.over(place.path if place else "", kind)
        own.pk, own.place = None, place
        own._state.adding = True
    return own


@action(may=rules.may_set_session_rule, lock=False)
def set_session_rule(actor, place: Place | None, *, kind: str, **fields: Any) -> SessionRule:
    """What holds for sessions of a kind at a place (None: everywhere) is as given; sessions that were announced keep
    what held then."""
    kept = SessionRule.objects.filter(kind=kind, place=place).first() or SessionRule(kind=kind, place=place)
    return _keep(actor, kept, **fields)


def _keep(actor: Any, kept: SessionRule, **fields: Any) -> SessionRule:
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save()
    emit(
        events.SessionRuleSet(
            session_kind=kept.kind,
            tally=kept.tally.code,
            notice_days=kept.notice_days,
            freeze_days=kept.freeze_days,
            posting_days=kept.posting_days,
            source=digest(new_salt(), kept.source),
        ),
        about=kept,
        by=actor,
    )
    return kept
