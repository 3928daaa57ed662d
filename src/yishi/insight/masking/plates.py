"""Number plates of vehicles (ordinary, new energy, trailer, border), and papers that are named before their number."""

import re
from collections.abc import Iterator

from .spans import Span, starred

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PARTED = r"[ ·.\-_,:]{0,2}"
_SUFFIX = "学警挂港澳领试"
_PLATE = re.compile(
    rf"[{_PROVINCE}]{_PARTED}[A-Z]{_PARTED}((?:[A-Z0-9][ .\-]?){{4,6}}(?<![ .\-]))[{_SUFFIX}]?(?![A-Z0-9*])"
)
_CUED = re.compile(
    rf"(?:车牌|牌照|牌号|车号|[{_PROVINCE}]牌)(?:号码|号|为|是|[ :,]){{0,4}}"
    r"(?P<plate>[A-Z]{0,2}[ ·.\-]?[A-Z][ ·.\-]?(?P<body>[A-Z0-9]{5,6}))(?![A-Z0-9*])"
)
"""Named as a plate, and written without its province or with another sign for it."""
_NEAR = re.compile(rf"[{_PROVINCE}]{_PARTED}[A-Za-z]|[证照牌号]")
_PAPER = re.compile(
    r"(?:护照|通行证|台胞证|港澳证|居留证|回乡证|军官证|士兵证|驾驶证|驾照)(?:号码|号|为|是|[: ,]){0,4}([A-Z]{0,2} ?[0-9]{3,12}(?: [0-9]{3,5}){0,3})(?![A-Z0-9])"  # noqa: E501
)
_SERVICE = re.compile(r"[军士兵警残退](?:官|人|员|役)?字第? ?([0-9]{5,10}) ?号")
"""Papers of those who serve or served: 军字第0012345号."""


def find(text: str, folded: str) -> Iterator[Span]:
    """Every plate, and every passport or pass that is named as one."""
    if not _NEAR.search(folded):
        return
    upper = "".join(c.upper() if c.isascii() else c for c in folded)
    for match in _PLATE.finditer(upper):
        body, last = re.sub(r"[ .\-]", "", match.group(1)), match.group(0)[-1]
        if _is_plate(body, last in _SUFFIX):
            yield starred(text, Span(match.start(), match.end(), "plate", 0.9), {0, 3, 4})
    for match in _CUED.finditer(upper):
        if sum(c.isdigit() for c in match["body"]) >= 3:
            yield starred(text, Span(match.start("plate"), match.end("plate"), "plate", 0.7), {0, 3, 4})
    papers = [match for match in _PAPER.finditer(upper) if sum(c.isdigit() for c in match[1]) >= 7]
    for match in [*papers, *_SERVICE.finditer(upper)]:
        yield starred(text, Span(match.start(1), match.end(1), "paper", 0.9), set())


def _is_plate(body: str, suffixed: bool) -> bool:
    """Five signs with three digits at least; six of new energy, marked by a letter at one end; four before a suffix."""
    digits = sum(c.isdigit() for c in body)
    if len(body) == 4:
        return suffixed and digits >= 3
    if len(body) == 5:
        return digits >= 3
    return digits >= 4 and (body[0].isalpha() or body[-1].isalpha())
