"""What was said at the sessions of the demo city, and what was answered. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One opinion: who said it ("" for nobody who gave a name), their building (0: none told), the words; what was
    answered (`answered`, `promised` or `taken`), by which post, the words of it; of a promise in how many days (0: no
    day was named) and after how many it was kept (0: it is not)."""

    who: str
    building: int
    words: str
    kind: str
    post: str
    reply: str
    due: int = 0
    kept: int = 0


_HOUSE, _URBAN, _KEEPER, _BRANCH = (
    "housing.department",
    "urban.department",
    "dangui.property",
    "dangui.branch",
)

YARD: tuple[Said, ...] = (
    Said("黎婶", 4, "晚上八点以后没有车位，消防通道上停了两排车。", "promised", _KEEPER,
         "重画车位线，消防通道装上隔离桩。", 14, 12),
    Said("余师傅", 7, "楼下的车位装了地锁，外面的人进不来，里面的人不用。", "promised", _URBAN,
         "先发通知，到期不拆的由我们来拆。", 10, 9),
    Said("", 2, "楼道里的旧柜子清过三次，过几个月又堆满了。", "promised", _BRANCH,
         "党员带头清，每月第一个星期六查一遍。", 15),
    Said("", 6, "物业的前台打电话没人接，上门也没人。", "promised", _KEEPER,
         "前台每天八点到二十点有人，电话写在门口。", 7, 5),
    Said("汪家", 1, "电梯每个月都要停两三天，老人上不了楼。", "promised", _KEEPER,
         "跟维保单位重新谈，坏了当天修。"),
    Said("", 3, "三栋后面的空地被人围起来种菜，浇的水味道大。", "promised", _URBAN,
         "上门做工作，把地恢复成草坪。", 18),
    Said("", 5, "公共收益去了哪里，从来没有公布过。", "promised", _KEEPER,
         "把去年的账贴出来，一笔一笔写清楚。", 12),
    Said("", 8, "夏天污水井往外冒，小孩从那里过。", "promised", _KEEPER,
         "请人来疏通，以后每季度通一次。", 6, 6),
    Said("", 4, "前年改造的时候说会加休息的凳子，后来没有了。", "promised", _HOUSE,
         "回去查当年的方案，给大家一个说法。"),
    Said("", 7, "门口的早点摊占着人行道，上学的孩子走在车道上。", "promised", _URBAN,
         "早上七点到八点半派人在门口。", 5, 4),
    Said("房家", 6, "维修资金怎么用，要多少人签字才能动？", "answered", _HOUSE,
         "要专有部分面积和人数都占三分之二以上的业主参加，参加的过半数同意；表格在社区可以拿。"),
    Said("", 2, "安置房的房产证什么时候能办下来？", "answered", _HOUSE,
         "二期的材料已经齐了，带身份证和安置协议到窗口就能办。"),
    Said("", 1, "物业费能不能一个季度交一次？", "answered", _KEEPER,
         "可以，到前台说一声就改。"),
    Said("", 3, "大件垃圾放在哪里？", "answered", _KEEPER,
         "放在八栋东边的围栏里，每个星期三清运。"),
    Said("", 8, "快递柜收不收过夜的钱？", "answered", _KEEPER,
         "不收，合同里写明了。"),
    Said("", 5, "租客要不要来登记？", "answered", _BRANCH,
         "要的，小管家可以上门登记，不用跑。"),
    Said("", 4, "装修的工人能不能走货梯？", "answered", _KEEPER,
         "能，从今天起装修一律走货梯。"),
    Said("覃家", 2, "二栋的雨棚松了，刮风的时候响一夜。", "taken", _BRANCH, "支部带回去，请物业一起看。"),
    Said("", 6, "六栋后面的棚子不够用，电线又从窗户往下拉。", "taken", _BRANCH, "支部带回去，算一算还缺多少个口。"),
    Said("", 7, "地下车库一下雨就进水。", "taken", _BRANCH, "支部带回去，先查排水泵。"),
    Said("", 0, "广场的灯十点就关，晚班回来一片黑。", "taken", _BRANCH, "支部带回去，跟物业商量关灯的时间。"),
    Said("", 3, "能不能给老人开一间打牌下棋的屋子？", "taken", _BRANCH, "支部带回去，看活动室能不能分一间。"),
    Said("", 1, "改造以后楼顶的水箱没有人洗过。", "taken", _BRANCH, "支部带回去，问清楚归谁管。"),
)  # fmt: skip
SHEETS = 2
"""How many write at once: the lines go to them in turn."""
SOLVED_AFTER = 9
"""Days after which the first two of those that were taken away were answered."""
SOLVED = (
    "雨棚的螺丝全部换过，支部和物业一起试过，刮风不响了。",
    "又装了二十四个充电口，拉下来的电线当天收走。",
)
CORRECTION = "第 A3 条里说的是三栋到五栋的地锁，不只一处。"
