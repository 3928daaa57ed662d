"""Masks what points to a person before a text is shown in public: telephone, identity and card numbers, mail, plates,
room-level addresses. It is a first net; a person's look before publication is the second."""

import re
from collections.abc import Callable, Iterable

_GAP = r"[ \u3000\-—–·.]?"
_DIGIT = r"[0-9０-９]"


def _keep(head: int, tail: int) -> Callable[[re.Match[str]], str]:
    def shown(match: re.Match[str]) -> str:
        text = match.group(0)
        return text[:head] + "*" * (len(text) - head - tail) + (text[-tail:] if tail else "")

    return shown


_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (
        re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
        lambda m: m.group(0)[0] + "***@" + m.group(0).split("@")[1],
    ),
    # identity number before card and telephone: its digits would match both
    (re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{17}}[0-9０-９XxＸｘ](?!{_DIGIT})"), lambda m: "*" * 18),
    (re.compile(rf"(?<!{_DIGIT})(?:{_DIGIT}{{4}}[ -]?){{3,4}}{_DIGIT}{{1,4}}(?!{_DIGIT})"), _keep(0, 4)),
    (re.compile(rf"(?<!{_DIGIT})[1１][3-9３-９](?:{_GAP}{_DIGIT}){{9}}(?!{_DIGIT})"), _keep(3, 4)),
    (re.compile(r"(?<!\d)0\d{2,3}[-—－ ]?\d{7,8}(?!\d)"), _keep(4, 2)),
    (
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}(?![A-Z0-9])"
        ),
        _keep(2, 2),
    ),
    (re.compile(r"(?<=[QqＱ微]|信|号)[:： ]?[a-zA-Z0-9_-]{6,20}(?![a-zA-Z0-9])"), _keep(1, 0)),
    (
        re.compile(r"(单元|栋|幢|号楼|座)[ ]?\d{3,4}(室|号|户)?"),
        lambda m: m.group(1) + "***" + (m.group(2) or ""),
    ),
]


_NOBODY = {"业主", "住户", "居民", "邻居", "租户", "租客", "群众", "网友", "匿名"}
"""What people put down as a name that names nobody."""


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with what points to a person starred; with the names given, these too."""
    for pattern, shown in _RULES:
        text = pattern.sub(shown, text)
    for name in names:
        if len(name) > 1 and name not in _NOBODY:
            text = text.replace(name, mask_name(name))
    return text


def mask_name(name: str) -> str:
    """The family name and stars: 王**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """The first three and last four digits."""
    return phone[:3] + "*" * max(len(phone) - 7, 3) + phone[-4:] if len(phone) >= 7 else "*" * len(phone)
