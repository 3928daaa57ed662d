"""Telephone, identity and card numbers: runs of digits, however they are written and parted, judged by their own rules.

The text is walked once. Digits with small gaps between them make a run; a run is cut where the gap is more than a sign
or one of a few words, and its stretches are tried against each kind. A run is never longer than `LONGEST`, so the work
grows with the text and no faster.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from stdnum import luhn
from stdnum.cn import ric

from .folding import DIGITS, INVISIBLE, digit_of, is_plain
from .spans import DOUBT, Span, starred

LONGEST = 64
_GAPS = set(" -.·,_/~()[]【】" + INVISIBLE)
_WORDS = (
    "然后是",
    "后面是",
    "接下来",
    "中间是",
    "中间",
    "然后",
    "接着",
    "后面",
    "再加",
    "加上",
    "空格",
    "再",
    "转",
    "杠",
)
_MOST_GAP = 4
_LOOK = 14
_PHONE_CUE = re.compile(
    r"电话|手机|联系|号码|致电|来电|拨打|打我|呼|微信|短信|tel|phone|mob|call|热线|回复我|☎|📞", re.I
)
_LAND_CUE = re.compile(r"电话|座机|固话|联系|致电|拨打|tel|phone|传真", re.I)
_ID_CUE = re.compile(r"身份|证件|证号|ID", re.I)
_CARD_CUE = re.compile(
    r"银行|卡号|账号|帐号|账户|帐户|借记|储蓄|信用卡|工行|农行|建行|中行|打到|转到|收款", re.I
)
_NO_PERSON = re.compile(
    r"(?:编号|单号|订单|流水|案号|型号|序列|发票|条码|信用代码|工单|批号|备案|文号|登记号|版本|户号|表号|合同号|邮编|图号|快递|学号|许可证|资质|产权证|No\.?)\D{0,4}$",
    re.I,
)
_AMOUNT_AFTER = re.compile(r"\s?(?:元|块|万|亿|平方|㎡|m²|米|吨|度|千瓦|人次|户|%)")
_GROUPS = {
    (11,), (3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 8), (7, 4), (5, 6), (6, 5), (4, 7), (4, 3, 4), (3, 5, 3), (5, 3, 3),
    (3, 2, 2, 2, 2), (2, 3, 3, 3), (3, 3, 3, 2), (3, 4, 2, 2), (1, 10), (2, 9), (2, 2, 2, 2, 3), (3, 6, 2), (1,) * 11,
}  # fmt: skip
"""How the eleven digits of a mobile number are parted by people; figures in a list are parted otherwise."""
_EXTENSION = re.compile(r" ?(?:转|分机号?|ext\.?) ?[0-9]{1,5}(?![0-9])", re.I)
_PROVINCES = {
    *map(str, range(11, 16)), *map(str, range(21, 24)), *map(str, range(31, 38)), *map(str, range(41, 47)),
    *map(str, range(50, 55)), *map(str, range(61, 66)), "71", "81", "82", "83",
}  # fmt: skip
_AREA_3 = ("010", "020", "021", "022", "023", "024", "025", "027", "028", "029")


@dataclass(frozen=True)
class Digit:
    """One digit of a run: where it stands and what it counts."""

    at: int
    value: str


@dataclass(frozen=True)
class Stretch:
    """So many digits of a run in a row: their value, where they end in the text and in the run, how they are parted."""

    number: str
    at: int
    end: int
    parts: tuple[int, ...]
    plain: int


Found = tuple[Span | None, int]
"""A span, or None for a number that may stay; and the index in the run where it ends."""


def find(text: str, folded: str, offices: Iterable[str] = ()) -> Iterator[Span]:
    """Every number of a person in the text. `offices`: numbers of posts and offices, which everybody may ring."""
    open_to_all = {digits for number in offices if (digits := re.sub(r"\D", "", number).removeprefix("86"))}
    for run in _runs(folded):
        yield from Run(text, folded, run, open_to_all).spans()


_PROMISING = re.compile(rf"[{DIGITS}](?:[^\u4e00-\u9fff,;:!?。]?[{DIGITS}]){{2}}")
"""Where a number may begin: three digits almost in a row. What is before needs no slower look."""


def _runs(folded: str) -> Iterator[list[Digit]]:
    """Every run of five digits or more, with the gaps within it."""
    at = 0
    while promising := _PROMISING.search(folded, at):
        run, at = _run_at(folded, promising.start())
        if len(run) >= 5:
            yield run


def _run_at(folded: str, at: int) -> tuple[list[Digit], int]:
    """The run that begins here and where the walk goes on."""
    run: list[Digit] = []
    while at < len(folded) and len(run) < LONGEST:
        if value := digit_of(folded[at]):
            run.append(Digit(at, value))
            at += 1
        elif skip := _gap(folded, at):
            at += skip
        else:
            break
    return run, at


def _gap(folded: str, at: int) -> int:
    """How many characters from here part two digits of one number; 0 where something else begins."""
    end = at
    while end < len(folded) and end - at < _MOST_GAP and folded[end] in _GAPS:
        end += 1
    for word in _WORDS:
        if folded.startswith(word, end):
            end += len(word)
            while end < len(folded) and end - at < 8 and folded[end] in _GAPS:
                end += 1
            break
    return end - at if end < len(folded) and digit_of(folded[end]) else 0


def _touches(folded: str, at: int) -> bool:
    """Whether a star, letter or digit stands there, so that what is beside it is a part of something longer."""
    return 0 <= at < len(folded) and (folded[at] == "*" or (folded[at].isascii() and folded[at].isalnum()))


class Run:
    """A run of digits and the numbers in it, from left to right, none over another."""

    def __init__(self, text: str, folded: str, digits: list[Digit], offices: set[str]):
        self.text, self.folded, self.digits, self.offices = text, folded, digits, offices
        self.gaps = {n for n, (a, b) in enumerate(pairwise(digits), 1) if b.at - a.at > 1}
        meet = {n for n, (a, b) in enumerate(pairwise(digits), 1) if self._ascii(a) != self._ascii(b)}
        self.edges = {0, len(digits), *self.gaps, *meet}

    def _ascii(self, digit: Digit) -> bool:
        return self.folded[digit.at].isascii()

    def spans(self) -> Iterator[Span]:
        begin = 0
        while begin < len(self.digits):
            found = self._at(begin) if begin in self.edges else None
            if found is None:
                begin += 1
                continue
            span, begin = found
            if span:
                yield span

    def _at(self, begin: int) -> Found | None:
        if _touches(self.folded, self.digits[begin].at - 1):
            return None
        before = self.folded[max(self.digits[begin].at - _LOOK, 0) : self.digits[begin].at]
        for judge in (self._identity, self._card, self._mobile, self._landline, self._long):
            found = judge(begin, before)
            if found:
                return found
        return None

    def _stretch(self, begin: int, length: int) -> Stretch | None:
        """So many digits from here, if a number can end there."""
        end = begin + length
        if end > len(self.digits) or end not in self.edges:
            return None
        at = self.digits[end - 1].at + 1
        if _touches(self.folded, at):
            return None
        return self._cut(begin, end, at)

    def _cut(self, begin: int, end: int, at: int) -> Stretch:
        cuts = sorted(n for n in self.gaps if begin < n < end)
        digits = self.digits[begin:end]
        parts = tuple(b - a for a, b in pairwise([begin, *cuts, end]))
        plain = sum(is_plain(self.folded[d.at]) for d in digits)
        return Stretch("".join(d.value for d in digits), at, end, parts, plain)

    def _span(self, begin: int, found: Stretch, kind: str, sure: float, keep: Iterable[int] = ()) -> Found:
        span = Span(self.digits[begin].at, found.at, kind, sure)
        return starred(self.text, span, set(keep)), found.end

    # identity numbers

    def _identity(self, begin: int, before: str) -> Found | None:
        cued = bool(_ID_CUE.search(before))
        if _NO_PERSON.search(before) and not cued:
            return None
        for found in (self._with_x(begin), self._stretch(begin, 18), self._stretch(begin, 15)):
            if found and (sure := _identity_sure(found.number, cued)):
                return self._span(begin, found, "id", sure)
        return None

    def _with_x(self, begin: int) -> Stretch | None:
        end = begin + 17
        if end > len(self.digits):
            return None
        at = self.digits[end - 1].at + 1
        while at < len(self.folded) and self.folded[at] in " -":
            at += 1
        if at < len(self.folded) and self.folded[at] in "xX" and not _touches(self.folded, at + 1):
            found = self._cut(begin, end, at + 1)
            return Stretch(found.number + "X", at + 1, end, found.parts, found.plain)
        return None

    # cards

    def _card(self, begin: int, before: str) -> Found | None:
        cued = bool(_CARD_CUE.search(before))
        if _NO_PERSON.search(before) and not cued:
            return None
        for length in range(19, 12, -1):
            found = self._stretch(begin, length)
            if found and found.plain >= 8 and (sure := _card_sure(found, cued)):
                return self._span(begin, found, "card", sure, range(length - 4, length))
        return None

    # telephones

    def _mobile(self, begin: int, before: str) -> Found | None:
        prefix = "".join(d.value for d in self.digits[begin : begin + 4])
        country = next((c for c in ("0086", "86") if prefix.startswith(c)), "")
        begin += len(country)
        if begin + 11 > len(self.digits) or self.digits[begin].value != "1":
            return None
        found = self._stretch(begin, 11)
        if found is None or found.number[1] not in "3456789" or found.plain < 4:
            return None
        cued = bool(country or _PHONE_CUE.search(before))
        if not cued and not self._is_mobile_unasked(begin, found, before):
            return None
        if found.number in self.offices:
            return None, found.end
        sure = 0.95 if cued or len(found.parts) <= 3 else 0.7
        return self._span(begin, found, "phone", sure, (0, 1, 2, 7, 8, 9, 10))

    def _is_mobile_unasked(self, begin: int, found: Stretch, before: str) -> bool:
        """Without a word for telephone before it, it must be parted as one and be no amount and no file number."""
        amount = len(found.parts) == 1 and _AMOUNT_AFTER.match(self.folded, found.at)
        return (
            found.parts in _GROUPS
            and self._even(begin, found)
            and not _NO_PERSON.search(before)
            and not amount
        )

    def _even(self, begin: int, found: Stretch) -> bool:
        """Whether the gaps are all of one kind, as in a number and unlike in a list of figures."""
        digits = self.digits[begin : found.end]
        gaps = {self.folded[a.at + 1 : b.at].strip() for a, b in pairwise(digits) if b.at - a.at > 1}
        return len(gaps) <= 1 or all(gap.strip(" ,") in ("", *_WORDS) for gap in gaps)

    def _landline(self, begin: int, before: str) -> Found | None:
        first = "".join(d.value for d in self.digits[begin : begin + 4])
        area = 3 if first.startswith(_AREA_3) else 4 if re.match(r"0[3-9]\d\d", first) else 0
        cued = bool(_LAND_CUE.search(before))
        if (_NO_PERSON.search(before) and not cued) or not (area or (cued and first[0] in "2345678")):
            return None
        for length in (8, 7):
            found = self._stretch(begin, area + length)
            if not found or not _is_landline(found, area):
                continue
            local = found.number[area:]
            if found.number in self.offices or any(o.endswith(local) and len(o) > 7 for o in self.offices):
                return None, found.end
            keep = (*range(area), area + length - 2, area + length - 1)
            return self._span(begin, self._with_extension(found), "landline", 0.9 if cued else 0.8, keep)
        return None

    def _with_extension(self, found: Stretch) -> Stretch:
        """The same with the extension behind it: 0713-6270008转802."""
        behind = _EXTENSION.match(self.folded, found.at)
        if behind is None:
            return found
        past = sum(digit.at < behind.end() for digit in self.digits)
        return Stretch(found.number, behind.end(), max(past, found.end), found.parts, found.plain)

    def _long(self, begin: int, before: str) -> Found | None:
        """A long number of no known kind: it stays, and leaves a doubt."""
        end = min(n for n in self.edges if n > begin)
        found = self._cut(begin, end, self.digits[end - 1].at + 1)
        if found.plain < 9:
            return None
        start = self.digits[begin].at
        return Span(start, found.at, DOUBT, 0.3, self.text[start : found.at]), end


def _identity_sure(number: str, cued: bool) -> float:
    """0 where it can be none. Of 18 the check digit speaks, of 15 and of one mistyped the region and the day."""
    if number[:2] in _PROVINCES and _born(number):
        if len(number) == 18:
            return 0.99 if ric.calc_check_digit(number) == number[-1] else 0.85
        return 0.9 if cued else 0.6
    return 0.6 if cued else 0.0


def _born(number: str) -> bool:
    day = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        return 1900 <= date(int(day[:4]), int(day[4:6]), int(day[6:])).year <= 2099
    except ValueError:
        return False


def _card_sure(found: Stretch, cued: bool) -> float:
    """Luhn's check digit and the first digit of an issuer speak; after a word for cards a mistyped one counts too."""
    together = (
        len(found.parts) == 1 or all(n == 4 for n in found.parts[:-1]) or (cued and max(found.parts) >= 4)
    )
    if not together:
        return 0.0
    known = found.number[0] in "3456" and luhn.is_valid(found.number)
    if known:
        return 0.95 if cued or found.number.startswith("62") else 0.7
    return 0.7 if cued and len(found.number) >= 15 else 0.0


def _is_landline(found: Stretch, area: int) -> bool:
    local = found.number[area:]
    a_day = not area and re.fullmatch(r"20[0-3]\d[01]\d[0-3]\d", local)
    return (
        local[0] in "2345678" and len(found.parts) <= 4 and found.plain >= len(found.number) - 2 and not a_day
    )
