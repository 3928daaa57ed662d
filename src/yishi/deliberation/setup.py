"""Setting up deliberation: how votes are counted, and what holds for each kind of session, with the sources."""

from dataclasses import dataclass
from typing import Any

from .actions import set_session_rule, set_tally_rule
from .models import Kind, SessionRule, TallyRule

COMMITTEE_LAW = "《城市居民委员会组织法》（2025年10月28日修订，2026年1月1日起施行）"
MEETINGS = COMMITTEE_LAW + "第四章（居民会议和居民代表会议）"
HOUSE = "本系统的规定"


@dataclass(frozen=True)
class Tally:
    """A way of counting, as `TallyRule` keeps it."""

    code: str
    zh: str
    en: str
    base: str
    source: str
    share: tuple[int, int] = (1, 2)
    more_than: bool = True
    quorum: tuple[int, int] | None = None
    quorum_more_than: bool = False


TALLIES = (
    Tally(
        "present_majority",
        "到会人员过半数赞成",
        "More than half of those present",
        TallyRule.Base.PRESENT,
        MEETINGS + "：居民会议、居民代表会议的决定由出席人员的过半数通过",
    ),
    Tally(
        "delegates",
        "三分之二以上代表到会，到会代表过半数赞成",
        "Two thirds of the representatives present, more than half of those present in favour",
        TallyRule.Base.PRESENT,
        MEETINGS + "：居民代表会议应有三分之二以上的居民代表出席，决定由出席人员的过半数通过",
        quorum=(2, 3),
    ),
    Tally(
        "yes_over_no",
        "赞成多于反对，弃权不计",
        "More yes than no; abstentions do not count",
        TallyRule.Base.CAST,
        "民间议事规则（罗伯特议事规则的中文简本）：赞成多于反对即通过，票数相同为不通过",
    ),
    Tally(
        "council_majority",
        "过半数成员到会，到会成员过半数赞成",
        "More than half of the members present, more than half of those in favour",
        TallyRule.Base.PRESENT,
        "党群议事会的通行做法（本系统的规定，可按当地章程修改）",
        quorum=(1, 2),
        quorum_more_than=True,
    ),
    Tally(
        "two_thirds_present",
        "到会人员三分之二以上赞成",
        "Two thirds of those present",
        TallyRule.Base.PRESENT,
        "重大事项的从严做法（本系统的规定，可按当地章程选用）",
        share=(2, 3),
        more_than=False,
    ),
)


@dataclass(frozen=True)
class Rule:
    """What holds for a kind of session, as `SessionRule` keeps it."""

    kind: str
    tally: str
    notice: int
    freeze: int
    posting: int
    source: str
    needs_quorum: bool = False
    households: int | None = None
    rungs: int | None = None
    votes: bool = True


OPEN_AFFAIRS = COMMITTEE_LAW + "第三十四条：居务公开不少于十五日"
TALKED_OVER = (
    COMMITTEE_LAW
    + "第三十二条（民主协商）、第三十四条：协商确定的事项及其落实情况属居务公开，公布不少于十五日"
)
"""Courtyard meetings, deliberation days, councils and buildings settle matters by 协商, so what they settled hangs
fifteen days; the seven days of older practice (四议两公开) are shorter and no longer do."""
DAYS = "其余期限（更正、答复异议、催办、承诺的提醒与默认等）为本系统的规定，可按当地章程修改"
RULES = (
    Rule(Kind.YARD, "yes_over_no", 3, 1, 15, f"{HOUSE}：坝坝会提前三天通知；{TALKED_OVER}"),
    Rule(
        Kind.OPEN_DAY,
        "present_majority",
        7,
        3,
        15,
        f"{HOUSE}：公开议事日提前七天公布议题；{TALKED_OVER}",
        households=10,
        rungs=2,
    ),
    Rule(
        Kind.PARTY_DAY,
        "present_majority",
        5,
        2,
        15,
        f"{HOUSE}：党群议事日提前五天公布；{TALKED_OVER}",
        households=10,
        rungs=2,
    ),
    Rule(
        Kind.COUNCIL,
        "council_majority",
        5,
        3,
        15,
        f"{HOUSE}：党群议事会提前五天通知成员，十户或两级未解决的事项列入议题；{TALKED_OVER}",
        needs_quorum=True,
        households=10,
        rungs=2,
    ),
    Rule(
        Kind.BUILDING, "yes_over_no", 3, 1, 15, f"{HOUSE}：楼栋议事提前三天通知，结果贴在楼道；{TALKED_OVER}"
    ),
    Rule(
        Kind.REPRESENTATIVES,
        "delegates",
        10,
        5,
        15,
        f"{MEETINGS}：三分之二以上代表出席，提前十日通知（居民会议的规定，代表会议参照）；{OPEN_AFFAIRS}",
        needs_quorum=True,
    ),
    Rule(
        Kind.GATE,
        "yes_over_no",
        1,
        0,
        7,
        f"{HOUSE}：物业接待日提前一天公布，只听取和答复，不作表决，情况公示七天",
        votes=False,
    ),
)


def enter_rules(actor: Any) -> int:
    """Every way of counting and every kind of session has its rule; what is there already stays untouched. Gives how
    many were entered."""
    tallies = {tally.code: tally for tally in TallyRule.objects.filter(place=None).holding()}
    entered = 0
    for said in TALLIES:
        if said.code not in tallies:
            tallies[said.code] = set_tally_rule(actor, None, **_fields(said))
            entered += 1
    there = set(SessionRule.objects.filter(place=None).values_list("kind", flat=True))
    for rule in RULES:
        if rule.kind in there:
            continue
        set_session_rule(
            actor,
            None,
            kind=rule.kind,
            notice_days=rule.notice,
            freeze_days=rule.freeze,
            tally=tallies[rule.tally],
            needs_quorum=rule.needs_quorum,
            posting_days=rule.posting,
            households=rule.households,
            rungs=rule.rungs,
            votes=rule.votes,
            source=f"{rule.source}；{DAYS}",
        )
        entered += 1
    return entered


def _fields(said: Tally) -> dict[str, Any]:
    return {
        "code": said.code,
        "name_zh": said.zh,
        "name_en": said.en,
        "base": said.base,
        "share_num": said.share[0],
        "share_den": said.share[1],
        "more_than": said.more_than,
        "quorum_num": said.quorum[0] if said.quorum else None,
        "quorum_den": said.quorum[1] if said.quorum else None,
        "quorum_more_than": said.quorum_more_than,
        "source": said.source,
    }
