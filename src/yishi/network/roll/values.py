"""What stands in single cells of a roll: areas, shares, numbers, years. Each function gives the value or raises `Wrong`
with a sentence that says what to do."""

import re
import unicodedata
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yishi.record import clock

from ..models import Bond, Dwelling

NOTHING = {"", "无", "-", "--", "—", "/", "不详", "未知", "暂无", "空置", "N/A", "NA", "NULL"}
MOST_AREA = 10_000_000
"""In 0.01 m²: a hundred thousand m² behind one door are a slip of the hand."""
BONDS = {
    **dict.fromkeys(("", "业主", "产权人", "所有权人", "房主", "owner"), Bond.OWNER),
    **dict.fromkeys(("租户", "租客", "承租人", "租住", "tenant"), Bond.TENANT),
    **dict.fromkeys(("家属", "家庭成员", "配偶", "子女", "父母", "亲属", "同住人", "family"), Bond.FAMILY),
}
USES = {
    **dict.fromkeys(("住宅", "住房", "居住", "成套住宅", "home", "dwelling"), Dwelling.Use.HOME),
    **dict.fromkeys(("商铺", "商业", "门面", "店铺", "商业用房", "shop"), Dwelling.Use.SHOP),
    **dict.fromkeys(("车库", "车位", "地下车位", "garage"), Dwelling.Use.GARAGE),
    **dict.fromkeys(("其他", "其它", "办公", "仓储", "储藏室", "other", "other use"), Dwelling.Use.OTHER),
}
YES = {"是", "有", "住", "自住", "在住", "常住", "√", "Y", "YES", "1", "TRUE"}
NO = {"否", "不住", "未住", "空置", "×", "N", "NO", "0", "FALSE", "不在住"}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


class Wrong(Exception):
    """A cell cannot be taken; the sentence says what to do."""

    def __init__(self, reason: str | Promise):
        super().__init__(str(reason))


def plain(text: str) -> str:
    """Full-width letters made plain, invisible ones and outer blanks gone; a word for nothing is nothing."""
    if not text:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if not text.isprintable():
            text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t")
    text = text.strip()
    return "" if text.upper() in NOTHING else text


def area(text: str) -> int | None:
    """In 0.01 m²."""
    if not text:
        return None
    number = re.sub(r"\s*(㎡|m2|m²|M2|平方米|平米|平)$", "", text).replace(",", "").strip()
    found = re.fullmatch(r"([+-]?)(\d{1,12})(?:\.(\d*))?", number)
    if not found:
        raise Wrong(_("“%(text)s” is no area. Please give square metres such as 89.50.") % {"text": text})
    sign, whole, rest = found[1], found[2], (found[3] or "").rstrip("0")
    if len(rest) > 2:
        raise Wrong(
            _("“%(text)s” has more than two decimals. Please give the area of the title, such as 89.50.")
            % {"text": text}
        )
    cents = int(whole) * 100 + int(rest.ljust(2, "0") or 0)
    if sign == "-" or cents == 0:
        raise Wrong(
            _(
                "An area is larger than zero, and here stands “%(text)s”. Leave the cell empty if it is not known yet."
            )
            % {"text": text}
        )
    if cents > MOST_AREA:
        raise Wrong(
            _("“%(text)s” m² is more than one door can hold. Is the decimal point missing?") % {"text": text}
        )
    return cents


def share(text: str) -> Fraction | None:
    """An owner's part: 1/2, 50%, 0.5, 全部."""
    if not text:
        return None
    said = text.replace(" ", "")
    if said in ("全部", "单独所有", "独有"):
        return Fraction(1)
    try:
        if found := re.fullmatch(r"(\d{1,9})[/／](\d{1,9})", said):
            given = Fraction(int(found[1]), int(found[2]))
        elif found := re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)%", said):
            given = Fraction(found[1]) / 100
        elif re.fullmatch(r"[01](\.\d{1,9})?", said):
            given = Fraction(said)
        else:
            raise ValueError
    except (ValueError, ZeroDivisionError):
        raise Wrong(_("“%(text)s” is no share. Please write 1/2 or 50%%.") % {"text": text}) from None
    if not 0 < given <= 1:
        raise Wrong(_("A share lies above 0 and up to 1; here stands “%(text)s”.") % {"text": text})
    return given


def phone(text: str) -> str:
    """A number one can ring, as digits; mobile, landline with area code, or extension with a dash."""
    if not text:
        return ""
    _not_rounded(text)
    digits = re.sub(r"[\s\-—–().]", "", text)
    digits = re.sub(r"^(\+?86|0086)(?=1[3-9]\d{9}$)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}", digits):
        return digits
    raise Wrong(
        _(
            "“%(text)s” is no telephone number: a mobile has 11 digits. Leave the cell empty if it is not known."
        )
        % {"text": text[:30]}
    )


def _not_rounded(text: str) -> None:
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        raise Wrong(
            _("“%(text)s”: the spreadsheet has rounded this number. Make the column text and type it again.")
            % {"text": text}
        )


def identity(text: str) -> str:
    """An identity number with its check digit (GB 11643), or the number of another paper."""
    if not text:
        return ""
    _not_rounded(text)
    number = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{17}[\dX]", number):
        if not _is_day(number[6:14]):
            raise Wrong(
                _(
                    "In the identity number, digits 7 to 14 are no date of birth. Please look at the paper again."
                )
            )
        if CHECKS[sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=False)) % 11] != number[17]:
            raise Wrong(
                _(
                    "The last place of the identity number does not fit the others, so one of them is mistyped. "
                    "Please look at the paper again, or leave the cell empty."
                )
            )
        return number
    if re.fullmatch(r"(?=.*[A-Z])[A-Z0-9()]{5,20}", number):
        return number
    raise Wrong(
        _(
            "An identity number has 18 places; here stand %(n)d. Please look at the paper again, "
            "or leave the cell empty."
        )
        % {"n": len(number)}
    )


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1900 <= year <= clock.today().year and 1 <= month <= 12 and 1 <= day <= 31


def born_by(number: str) -> int | None:
    """The year of birth that an identity number holds."""
    return int(number[6:10]) if re.fullmatch(r"\d{17}[\dX]", number) else None


def born(text: str) -> int | None:
    """A year; of a whole date only the year is taken."""
    if not text:
        return None
    found = re.match(r"(\d{4})(?=$|\D|(?:\d{2}){1,2}$)", text)
    if found and 1900 <= int(found[1]) <= clock.today().year:
        return int(found[1])
    raise Wrong(_("“%(text)s” is no year of birth such as 1958.") % {"text": text[:30]})


def floor(text: str) -> int | None:
    """A floor; below the ground with a minus."""
    if not text:
        return None
    found = re.fullmatch(r"(-|负|B|b|地下)?\s*(\d{1,3})\s*(层|楼|F|f)?(?:[/共].*)?", text)
    if not found:
        raise Wrong(_("“%(text)s” is no floor such as 5 or -1.") % {"text": text[:30]})
    return -int(found[2]) if found[1] else int(found[2])


def use(text: str) -> str:
    """One of the uses; empty where nothing is said."""
    if not text:
        return ""
    if found := USES.get(text.lower()):
        return found.value
    raise Wrong(
        _("“%(text)s” is no use known here. Please write 住宅, 商铺, 车库 or 其他.") % {"text": text[:30]}
    )


def bond(text: str) -> str:
    """What somebody is to the dwelling."""
    if found := BONDS.get(text.lower()):
        return found.value
    raise Wrong(
        _("“%(text)s” is no relation known here. Please write 业主, 租户 or 家属.") % {"text": text[:30]}
    )


def lives(text: str) -> bool | None:
    """Whether they live there; None where nothing is said."""
    said = text.upper()
    if not said or said in YES or said in NO:
        return None if not said else said in YES
    raise Wrong(_("Please write 是 or 否; here stands “%(text)s”.") % {"text": text[:30]})


_BETWEEN = re.compile(r"[;；、,，\n]+")


def several(text: str) -> list[str]:
    """The parts of a cell that holds more than one."""
    return [part for part in map(plain, _BETWEEN.split(text)) if part] if text else []


def named(text: str) -> tuple[str, Fraction | None, str]:
    """Of `张三 1/2 13800000000` in any order: name, share, telephone."""
    names, part, number = [], None, ""
    for word in text.replace("(", " ").replace(")", " ").split():
        if re.fullmatch(r"[\d.]+[/／]\d+|[\d.]+%", word):
            part = share(word)
        elif re.fullmatch(r"[+\d][\d-]{6,}", word):
            number = phone(word)
        else:
            names.append(word)
    # 张 三 is one name of two characters; a Latin name keeps its blanks
    glue = "" if all(not word.isascii() for word in names) else " "
    return glue.join(names), part, number
