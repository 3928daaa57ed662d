"""The ready texts and checklists every house begins with, as data; each place changes them as it likes.

They say what was done and what comes next, and never that we are glad it is fixed: whether it is, the neighbour says.
"""

from dataclasses import dataclass
from typing import Any

from yishi.cases.models import Category
from yishi.network.models import Place

from .actions import add_checklist, add_text
from .models import Checklist, ReplyText, Whose


@dataclass(frozen=True)
class Text:
    """One ready text; `kind` is the code of a category, `uses` are codes of `models.Use`."""

    code: str
    uses: str
    kind: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    months: tuple[int, int] | None = None


TEXTS: tuple[Text, ...] = (
    Text(
        "clutter-cleared", "solved", "stairs.clutter", "楼道已清理", "Stairwell cleared",
        "您反映的{地点}楼道堆物，我们{今天}上门和住户一起清走了，通道已经空出来，现场照片附在后面。要是又堆上了，随时在这里说一声，"
        "我们再来。",
        "The things piled in the stairwell at {place}: on {today} we went there and cleared them together with the "
        "household. The way is free; the photos show it. Should something be put there again, say so here and we come.",
    ),
    Text(
        "clutter-date", "promise note", "stairs.clutter", "楼道堆物：约定清理", "Stairwell: a day agreed",
        "已经上门和堆放的住户说好，{日期}前自己搬走；到时没搬的，由我们帮着清。",
        "We went to the household and agreed that it is moved by {day}; what is still there then we help to clear.",
    ),
    Text(
        "lane-free", "solved", "stairs.lane", "消防通道已腾空", "Fire lane free again",
        "{今天}到{地点}看过，占道的车和物品已经移开，地面标线也补清楚了。消防通道一刻也不能堵，再看到请马上告诉我们；"
        "有火情先打 119。",
        "We were at {place} on {today}: what blocked the fire lane has been moved and the marking repainted. It must "
        "never be blocked; tell us at once if it is. If there is a fire, ring 119 first.",
    ),
    Text(
        "lamp-mended", "solved", "stairs.light", "楼道灯已修", "Stairwell light mended",
        "{地点}的楼道灯{今天}换好了，晚上又试过一次，是亮的。同一层其他灯也顺手查了。",
        "The light at {place} was replaced on {today} and tried again after dark. The others on that floor were "
        "checked as well.",
    ),
    Text(
        "lift-waiting", "note promise pause", "lift.fault", "电梯：等配件", "Lift: waiting for a part",
        "维保单位查过了，是{原因}，配件预计{日期}到，到货当天装。这几天要抬重物或行动不便的邻居，请打{岗位}电话{电话}，我们上门帮忙。",
        "The upkeep company has looked: {reason}. The part is expected on {day} and is fitted that day. Until then, "
        "whoever needs a hand on the stairs may ring {post} at {phone}.",
    ),
    Text(
        "burst-made-safe", "note partly", "utilities.burst", "爆管：已先关阀", "Burst pipe: shut off first",
        "已经先关了阀门，水止住了。{下一步}。停水的楼层在楼下取水点接水，腿脚不便的邻居我们送上门。",
        "The valve was shut first and the water has stopped. {next}. Floors without water can fetch some downstairs; "
        "we carry it up for whoever cannot.",
    ),
    Text(
        "heating-checked", "explained note", "utilities.heating", "供暖：已测温", "Heating: measured",
        "{今天}上门测了室温，{做了什么}。家里温度还是上不来的话，请把房号告诉{岗位}，我们约热力公司一起入户看。",
        "We measured the rooms on {today}; {done}. If yours still does not get warm, tell {post} your flat and we come "
        "with the heating company.",
        (11, 3),
    ),
    Text(
        "drain-before-rain", "note promise", "rubbish.drain", "汛期：下水疏通", "Before the rains: drains",
        "汛期前这一片的雨水口和下水道统一疏通一遍，{地点}排在{日期}。下大雨时要是还返水，请马上告诉我们。",
        "Before the rainy season all drains here are cleared; {place} is due on {day}. If water still comes up in "
        "heavy rain, tell us at once.",
        (4, 9),
    ),
    Text(
        "noise-talked", "solved partly", "noise", "噪音：已上门沟通", "Noise: we talked",
        "我们{今天}上门说了这件事，对方答应午休和晚上十点以后不再出声，音量也调小。这两周我们会再来听一听；还是吵的话，请在这里写下时间。",
        "We called on them on {today}. They agreed to stop at midday and after ten at night, and to turn it down. We "
        "come and listen again in the next two weeks; if it goes on, please note the hours here.",
    ),
    Text(
        "leak-two-homes", "note ask_part", "neighbours.leak", "漏水：约两家一起看", "Leak: both homes together",
        "已经和楼上楼下都联系上，约好{日期}一起进门查漏点。先请物业关小上层阀门，楼下把怕水的东西挪开。",
        "We reached both homes and agreed to look for the leak together on {day}. Meanwhile the upper valve is turned "
        "down, and whatever water would spoil should be moved.",
    ),
    Text(
        "fees-explained", "explained", "property.fees", "物业费：收费依据", "Service charges: what they rest on",
        "您问的物业费，标准写在物业服务合同和小区公示栏里，现在执行的是{做了什么}。对明细有疑问，可以约{岗位}一起看账，电话{电话}。",
        "What you ask about: the charges stand in the service contract and on the notice board; in force is {done}. If "
        "a line is unclear, look at the accounts together with {post}, telephone {phone}.",
    ),
    Text(
        "shed-with-department", "hand_up ask_part", "house.shed", "违建：需执法部门", "Addition: needs the department",
        "现场看过，属于搭建，要由有执法权的部门认定和处理，社区没有这个权限。已经拍照留存，请按期限{期限}前到场。",
        "We looked at it: it is an addition, and only a department with the power to enforce can establish and settle "
        "that. Photos are kept; please come before {due}.",
    ),
    Text(
        "not-here", "decline send_back", "", "不归这里办：说明去处", "Not ours: where to go",
        "您反映的“{类别}”不由这里办理，原因是{原因}。请找{下一步}；跑一趟不方便的话，打{岗位}电话{电话}，我们帮您联系。",
        "“{category}” is not dealt with here, because {reason}. Please turn to {next}; if the way is hard for you, "
        "ring {post} at {phone} and we make the contact.",
    ),
    Text(
        "more-time", "ask_extension", "", "申请延期：说明进展", "More time: how it stands",
        "到{今天}已经做了：{做了什么}。还差：{下一步}，因为{原因}，原定{期限}前做不完。",
        "Done by {today}: {done}. Still to do: {next}. Because {reason} it cannot be finished by {due}.",
    ),
    Text(
        "we-looked", "note", "", "已到现场看过", "We have been there",
        "{今天}到{地点}看过了。情况是{做了什么}，接下来{下一步}。",
        "We were at {place} on {today}. We found: {done}. Next: {next}.",
    ),
    Text(
        "rang", "call", "", "电话已说明", "Said on the telephone",
        "已说明案件{编号}现在在{岗位}，{期限}前答复；对方同意上门查看。",
        "Told that case {number} lies with {post} and is answered by {due}; a visit was agreed.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class List:
    """One checklist: points as (Chinese, English, whether a photo is needed)."""

    kind: str
    whose: str
    points: tuple[tuple[str, str, bool], ...]


LISTS: tuple[List, ...] = (
    List("stairs.clutter", Whose.DESK, (
        ("敲门找到物品主人，约好搬走时间", "Found the owner and agreed on a day", False),
        ("通道净宽够一副担架通过", "The way is wide enough for a stretcher", False),
        ("清理后拍照", "A photo after clearing", True),
        ("提醒整层邻居，楼道不放东西", "Reminded the whole floor", False),
    )),
    List("charging.indoors", Whose.DESK, (
        ("当面说清楚车和电瓶不上楼的道理", "Explained why bikes and batteries stay down", False),
        ("指给他最近的充电棚", "Showed the nearest charging shed", False),
        ("一周后再去看一次", "Looked again after a week", False),
    )),
    List("lift.fault", Whose.DESK, (
        ("确认没有人困在里面", "Made sure nobody is inside", False),
        ("每层张贴停用告示", "Put up notices on every floor", True),
        ("问过行动不便的住户要不要帮忙", "Asked those who cannot take the stairs", False),
    )),
    List("lift.fault", Whose.UNIT, (
        ("到场时间已告知社区", "Told the community when they come", False),
        ("故障原因写明", "Named the cause of the fault", False),
        ("修好后试运行十次", "Ran it ten times after the repair", False),
    )),
    List("neighbours.leak", Whose.DESK, (
        ("两家都联系上", "Reached both homes", False),
        ("找到漏点并拍照", "Found the leak, with a photo", True),
        ("谁修、谁出钱，两家说定", "Agreed who mends and who pays", False),
    )),
)  # fmt: skip


def enter(actor: Any, place: Place) -> tuple[int, int]:
    """The place has the texts and checklists of the house; what is there already, or was put away, stays as it is.
    Gives how many texts and how many checklists were entered."""
    kinds = {category.code: category for category in Category.objects.all()}
    return _enter_texts(actor, place, kinds), _enter_lists(actor, place, kinds)


def _enter_texts(actor: Any, place: Place, kinds: dict[str, Category]) -> int:
    there = set(ReplyText.objects.filter(place=place).values_list("code", flat=True))
    new = [said for said in TEXTS if said.code not in there and (not said.kind or said.kind in kinds)]
    for position, said in enumerate(new):
        first, last = said.months or (None, None)
        add_text(
            actor, place, code=said.code, position=position, uses=said.uses, category=kinds.get(said.kind),
            title_zh=said.title_zh, title_en=said.title_en, text_zh=said.zh, text_en=said.en,
            season_from=first, season_until=last,
        )  # fmt: skip
    return len(new)


def _enter_lists(actor: Any, place: Place, kinds: dict[str, Category]) -> int:
    there = set(Checklist.objects.filter(place=place).values_list("category__code", "whose"))
    new = [said for said in LISTS if (said.kind, said.whose) not in there and said.kind in kinds]
    for said in new:
        points = [{"text_zh": zh, "text_en": en, "needs_photo": photo} for zh, en, photo in said.points]
        add_checklist(actor, place, category=kinds[said.kind], whose=said.whose, points=points)
    return len(new)
