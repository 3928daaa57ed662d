"""What holds for sessions, as data."""

from typing import Any

from yishi.network.models import Place
from yishi.record import action, digest, emit, new_salt

from .. import events, rules
from ..models import SessionRule, TallyRule


@action(may=rules.may_set_tally_rule, lock=False)
def set_tally_rule(actor, tally: TallyRule | None, **fields: Any) -> TallyRule:
    """A way of counting is there, or is as given."""
    kept = tally or TallyRule()
    for name, value in fields.items():
        setattr(kept, name, value)
    kept.save()
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
    return kept


@action(may=rules.may_set_session_rule, lock=False)
def set_session_rule(actor, place: Place | None, *, kind: str, **fields: Any) -> SessionRule:
    """What holds for sessions of a kind at a place (None: everywhere) is as given; sessions that were announced keep
    what held then."""
    kept = SessionRule.objects.filter(kind=kind, place=place).first() or SessionRule(kind=kind, place=place)
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
