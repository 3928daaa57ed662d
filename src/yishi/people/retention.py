"""How long what points to a person is kept where a house has not said otherwise, and by which rule."""

from .models import RetentionRule

What = RetentionRule.What
USUAL: dict[str, tuple[int, str]] = {
    What.CONTACT: (180, "《个人信息保护法》第十九条、第四十七条：处理目的已实现即应删除；天数为本站设定"),
    What.WORDS: (1095, "《个人信息保护法》第十九条；与处理情况记录保存三年（第五十六条）一致"),
    What.CALLS: (365, "《个人信息保护法》第十九条；天数为本站设定"),
    What.ORIGINALS: (180, "《个人信息保护法》第十九条、第二十八条；天数为本站设定"),
    What.MESSAGES: (365, "《个人信息保护法》第十九条；天数为本站设定"),
    What.ADDRESSES: (30, "《个人信息保护法》第十九条；天数为本站设定"),
    What.REVEALS: (1095, "《个人信息保护法》第五十六条：处理情况记录至少保存三年"),
    What.SESSIONS: (90, "《个人信息保护法》第十九条；天数为本站设定"),
    What.ATTEMPTS: (1, "《个人信息保护法》第十九条；天数为本站设定"),
    What.ERASURES: (1095, "《个人信息保护法》第五十条、第五十六条：至少保存三年"),
    What.REQUESTS: (1095, "《个人信息保护法》第五十条、第五十六条：至少保存三年"),
    What.ROLL: (
        1095,
        "《个人信息保护法》第十九条；业主共同决定可在一年内请求撤销（法释〔2009〕7号第十二条），天数为本站设定",
    ),
    What.ROLL_REVEALS: (1095, "《个人信息保护法》第五十六条：处理情况记录至少保存三年"),
    What.MET: (
        365,
        "《个人信息保护法》第十九条；到场与发言可在一年内被查证（法释〔2009〕7号第十二条），天数为本站设定",
    ),
    What.MET_WORDS: (1095, "《个人信息保护法》第十九条；与处理情况记录保存三年（第五十六条）一致"),
    What.TOPICS: (180, "《个人信息保护法》第十九条、第四十七条：处理目的已实现即应删除；天数为本站设定"),
    What.TOPIC_WORDS: (1095, "《个人信息保护法》第十九条；与处理情况记录保存三年（第五十六条）一致"),
}
"""Days and source, by what is kept."""
LEAST: dict[str, tuple[int, str]] = {
    What.REVEALS: (1095, "《个人信息保护法》第五十六条"),
    What.ERASURES: (1095, "《个人信息保护法》第五十六条"),
    What.REQUESTS: (1095, "《个人信息保护法》第五十六条"),
    What.ROLL_REVEALS: (1095, "《个人信息保护法》第五十六条"),
}
"""Days a law asks for at least, and which law, by what is kept."""


def days(what: str) -> int:
    """For how many days the house keeps one kind."""
    stored = RetentionRule.objects.filter(what=what).values_list("keep_days", flat=True).first()
    return USUAL[what][0] if stored is None else stored


def in_force() -> list[RetentionRule]:
    """A rule for everything that is kept: the house's own, or the usual one (not stored)."""
    stored = {rule.what: rule for rule in RetentionRule.objects.all()}
    return [
        stored.get(what) or RetentionRule(what=what, keep_days=days, source=source)
        for what, (days, source) in USUAL.items()
    ]
