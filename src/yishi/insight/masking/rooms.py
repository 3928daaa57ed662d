"""Where in a building somebody lives. Street, estate and building stay, for a repair needs them; unit and room go."""

import re
from collections.abc import Iterator

from .spans import Span

_CN = "〇零一二三四五六七八九十百幺两壹贰叁肆伍陆柒捌玖拾"
_N = rf"(?:[0-9]{{1,4}}[A-Z]?|[A-Z][0-9]{{0,2}}|[{_CN}]{{1,5}})"
_ROOM_N = rf"(?:[A-Z]?[0-9]{{2,4}}[A-Z]?|[{_CN}]{{2,5}})"
_BUILDING = rf"(?P<building>(?:{_N}|东|西|南|北) ?(?:号楼|栋|幢|座|#楼|#|号院|号|楼))"
_UNIT = rf"(?P<unit>{_N}|甲|乙|丙|丁|东|西|中|左|右) ?(?:单元|门(?!口|前|诊|卫|禁|市|牌|槛)|梯(?!间|口))"
_FLOOR = rf"(?P<floor>{_N}) ?(?:楼|层)"
_SIDE = (
    r"(?:左手边?|右手边?|左边|右边|[东西中南北边]户|[东西]边户|[东西]边(?:那?[家户])|靠[左右东西]边?(?:那?[家户])?"
    r"|左户|右户|左侧|右侧)"
)
_AFTER = r"(?! ?(?:年|元|块|万|平|米|㎡|m|个|户|人|次|天|月|日|点|分|岁|层|楼|级|栋|幢|度|公里|小时|路|线|多|余|几|套|间|家|号|%|[0-9.:/#]))"  # noqa: E501
_SUFFIX = (
    r"(?:室(?!内|外)|号房|房(?!价|产|租|贷|屋|改|东|子|源|管)|户(?!型|数|口|外|籍|均|居民|业主|停|家|人|村民|签|没|都|共|左右)"
    r"|号(?!楼|栋|幢|线|院|文|车|地|开|晚|早|上|下|中|之|前|后|到|至|、|-|是|左|停))"
)
_GAP = r"[ ,、\-·/的]{0,2}"
_ENDS = rf"(?:(?P<suffix> ?{_SUFFIX})|{_AFTER}(?![A-Z0-9a-z{_CN}]))"

_FULL = re.compile(rf"{_BUILDING}{_GAP}(?:{_UNIT}{_GAP})?(?:{_FLOOR}{_GAP})?(?P<room>{_ROOM_N}){_ENDS}")
_UNIT_ROOM = re.compile(rf"(?<![0-9{_CN}]){_UNIT}{_GAP}(?:{_FLOOR}{_GAP})?(?P<room>{_ROOM_N}){_ENDS}")
_FLOOR_SIDE = re.compile(
    rf"(?:{_UNIT}{_GAP})?(?<![0-9{_CN}])(?:{_FLOOR}|(?P<edge>[顶底][楼层]))的?(?P<side>{_SIDE})"
)
_UNIT_FLOOR = re.compile(
    rf"{_BUILDING}{_GAP}{_UNIT}{_GAP}(?P<floor>{_N}) ?(?:楼|层)(?=住|的?(?:住户|业主|那户|那家|人家|一户|这户|邻居))"
)
_DASHED = re.compile(
    r"(?<![0-9A-Za-z.*/\-])(?P<building>[0-9]{1,3}|[A-Z][0-9]?) ?[-#] ?(?:(?P<unit>[0-9]{1,2}) ?- ?)?"
    r"(?P<room>[0-9]{3,4})"
    r"(?P<suffix> ?(?:室|号房|房(?!价)|户(?!型)))?(?! ?(?:平|㎡|米|元|人|户|天(?!天)|套))(?![0-9A-Za-z\-*])"
)
_ALONE = re.compile(
    rf"(?<![0-9A-Za-z{_CN}*第\-.])(?P<room>[0-9]{{3,4}}|[{_CN}]{{3,5}}) ?(?:室(?!内|外|温)|号房|房(?!价|产|租|贷|屋|改|间|东|子|源|管|款))"  # noqa: E501
)
_LIVES = re.compile(
    rf"(?:住在?|家在|我家就?是?|房号是?|房间号是?|门牌号?是?|室号是?|楼上是?|楼下是?|对门是?|隔壁是?|邻居)[: ]{{0,2}}(?P<room>[0-9]{{3,4}}|[{_CN}]{{3,4}}){_AFTER}(?![0-9A-Za-z{_CN}])"  # noqa: E501
)
_VILLAGE = re.compile(
    rf"(?P<group>(?:[0-9]{{1,2}}|[{_CN}]{{1,3}}) ?(?:组|队)) ?(?P<room>[0-9]{{1,3}}|[{_CN}]{{1,4}}) ?号(?!楼|栋|线|地|车|文|井|杆|院)"  # noqa: E501
)
_OFFICE = re.compile(
    r"(?:居委会|村委会|社区|服务中心|办事|大厅|政务|法院|派出所|办公|会议|医院|学校|教室|局|街道办|律师|公司|站|大院|县委|市委|区委|科|一办).{0,6}$"
)
_NEAR = re.compile(
    rf"[0-9A-Z{_CN}东西南北甲乙丙丁中左右] ?(?:栋|幢|座|号楼|楼|层|#|号|单元|门|梯|室|房|户|组|队|-)|(?:住|家|邻居|楼上|楼下|对门|隔壁|门牌|号)[^。]{{0,4}}[0-9{_CN}]{{3}}"  # noqa: E501
)
"""Something like a room is near; most texts are done with that."""
_LOOK = 12
_DOOR_CUE = re.compile(r"住|家|户|房|室|单元|栋|幢|地址|门牌|业主")
_YEAR = re.compile(r"(?:19|20)\d\d")


def find(text: str, folded: str) -> Iterator[Span]:
    """Every unit with room, and every room, of the text."""
    if not _NEAR.search(folded):
        return
    for pattern, sure in ((_FULL, 0.9), (_UNIT_ROOM, 0.85), (_ALONE, 0.75), (_LIVES, 0.7), (_VILLAGE, 0.6)):
        for match in pattern.finditer(folded):
            if not _is_office(folded, match) and not _is_count(match):
                yield _from_unit_on(text, match, sure)
    for match in _FLOOR_SIDE.finditer(folded):
        start = match.start(next(name for name in ("unit", "floor", "edge") if match.group(name)))
        yield Span(start, match.end(), "room", 0.7, "***")
    for match in _UNIT_FLOOR.finditer(folded):
        yield _from_unit_on(text, match, 0.6, room="floor")
    for match in _DASHED.finditer(folded):
        if _is_dashed_room(folded, match):
            yield _from_unit_on(text, match, 0.8)


def _is_office(folded: str, match: re.Match[str]) -> bool:
    return bool(_OFFICE.search(folded[max(match.start() - _LOOK, 0) : match.start()]))


def _is_count(match: re.Match[str]) -> bool:
    """A round word such as 十一 or 一百 is a number of things, and a year is no room."""
    room, groups = match.group("room"), match.groupdict()
    suffix = (groups.get("suffix") or "").strip()
    if match.re is _FULL and not groups["unit"] and _is_row_of_buildings(match, room, suffix):
        return True
    if not room[0].isascii() and ("百" in room or (match.re is _ALONE and "十" in room)):
        return True
    return bool(
        match.re is _FULL and not suffix and groups["building"].endswith("号")
        and not groups["unit"] and (_YEAR.fullmatch(room) or not room[0].isascii())
    )  # fmt: skip


def _is_row_of_buildings(match: re.Match[str], room: str, suffix: str) -> bool:
    """12栋25 and 10#、12# count buildings, 10栋460户 counts homes, 5号-13号 are days."""
    short = suffix in ("", "户") and room[0].isascii() and sum(c.isdigit() for c in room) < 3
    homes = suffix == "户" and re.search(r"[共有计]", match.string[max(match.start() - 6, 0) : match.start()])
    return bool(short or homes or (suffix == "号" and match.group("building").endswith("号")))


def _is_dashed_room(folded: str, match: re.Match[str]) -> bool:
    """3-2-501 is a room; 20-11-2020 is a day, and 3-501 alone may be anything."""
    room = match.group("room")
    if match.group("suffix"):
        return not _is_office(folded, match)
    likely = 1 <= int(room[:-2]) <= 60
    cued = bool(_DOOR_CUE.search(folded[max(match.start() - 8, 0) : match.start()]))
    if match.group("unit"):
        return (likely and not _YEAR.fullmatch(room)) or cued
    return cued and likely


def _from_unit_on(text: str, match: re.Match[str], sure: float, room: str = "room") -> Span:
    """From the unit's number, or the room's, to the room's number: 1幢*单元***室."""
    parts = list(dict.fromkeys(n for n in ("unit", "floor", room) if match.groupdict().get(n)))
    start, shown = match.start(parts[0]), []
    at = start
    for name in parts:
        shown += [text[at : match.start(name)], "***" if name == "room" else "*"]
        at = match.end(name)
    return Span(start, at, "room", sure, "".join(shown))
