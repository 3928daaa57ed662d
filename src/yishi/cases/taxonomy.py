"""What neighbours speak about, in two levels, as data: the estate taxonomy every new tenant starts with.

Fourteen kinds of matter, each with its own finer ones. A finer one may carry a notice (what to know before sending),
a stop message (an emergency that must not wait for a web page, with the number to ring), questions that save the
holder a journey, a hint who receives it first and the usual number of days. All of it may be changed per tenant.
"""

from dataclasses import dataclass

# The numbers to ring, with where they come from. 110, 119, 120 and 122 are national short numbers of the telephone
# numbering plan; article 44 of the Fire Protection Law has everybody report a fire (119). 12315, 12345 and 12348 are
# national service lines. 96333 is a lift rescue line which many cities but not all have taken up, and gas companies
# have numbers of their own: both must be confirmed by the tenant. 95598 is the State Grid's line.
NUMBERS = {
    "110": ("报警", "Police", "national short number"),
    "119": ("火警与救援", "Fire and rescue", "national short number; Fire Protection Law, art. 44"),
    "120": ("急救", "Ambulance", "national short number"),
    "122": ("交通事故", "Traffic accidents", "national short number"),
    "12110": ("短信报警", "Police by text message", "national short number for text messages"),
    "12315": ("消费投诉", "Consumer complaints", "national service line of market supervision"),
    "12345": ("政务服务便民热线", "Public service line", "national service line"),
    "12348": ("法律援助", "Legal aid", "national service line of the justice administration"),
    "95598": ("供电报修", "Power faults", "State Grid"),
    "96333": ("电梯应急救援", "Lift rescue", "city lift rescue centres; not in every city, to be confirmed"),
}


EMERGENCIES = {
    *("lift.trapped", "utilities.gas_smell", "utilities.live_wire", "stairs.fire", "grounds.cover"),
    *("neighbours.violence", "care.fallen", "other.hurt", "house.bearing"),
}
"""What cannot wait for a working day."""
SKILLS = {
    "income.fund": "law",
    "parking.blocked": "mediation",
    "charging.wires": "electricity",
    "lift.added": "mediation law engineering",
    "utilities.burst": "plumbing",
    "utilities.water": "plumbing",
    "utilities.power": "electricity",
    "stairs.light": "electricity",
    "stairs.clutter": "driving mediation",
    "stairs.door": "carpentry",
    "rubbish.rubble": "driving",
    "rubbish.drain": "plumbing",
    "noise.dancing": "mediation",
    "noise.neighbour": "mediation",
    "grounds.path": "carpentry engineering",
    "house.leak": "plumbing engineering",
    "house.bearing": "engineering",
    "neighbours.leak": "plumbing mediation",
    "neighbours.quarrel": "mediation law",
    "neighbours.leash": "mediation",
    "neighbours.strays": "mediation",
    "care.visit": "care medicine",
    "care.ramp": "carpentry",
    "care.papers": "computing care",
    "other.question": "law",
    "other.owners": "law",
}
"""What a neighbour could help with, as codes of what people offer (`network.models.SkillOffer.Skill`), best first.
Never a kind that is dangerous to those who are not called out for it."""
UTILITIES = {
    *("utilities.burst", "utilities.water", "utilities.power", "utilities.heating"),
}
"""Water, power, gas and heat that fail."""
COMPLEX_FROM = 15
"""What usually takes so many days counts as complex."""


@dataclass(frozen=True)
class Question:
    """One extra thing asked for a category. `kind` is text, choice or yesno; a choice is (code, zh, en)."""

    key: str
    zh: str
    en: str
    kind: str = "text"
    choices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Stop:
    """What somebody in an emergency is told before anything else, and the numbers to ring, first one first."""

    zh: str
    en: str
    ring: tuple[str, ...]


@dataclass(frozen=True)
class Category:
    """One kind of matter. `receiver` is steward, property, branch, committee or `department:<key>`; `days` the
    usual number of days to an answer (0 for a heading)."""

    code: str
    parent: str
    zh: str
    en: str
    notice_zh: str = ""
    notice_en: str = ""
    stop: Stop | None = None
    questions: tuple[Question, ...] = ()
    receiver: str = "steward"
    days: int = 0


def _top(code: str, zh: str, en: str) -> Category:
    return Category(code, "", zh, en)


def _sub(
    code: str, zh: str, en: str, to: str, days: int, *ask: Question, note=("", ""), stop=None
) -> Category:
    return Category(code, code.split(".")[0], zh, en, note[0], note[1], stop, ask, to, days)


def _yes(key: str, zh: str, en: str) -> Question:
    return Question(key, zh, en, "yesno")


FIRE = Stop(
    "看到火苗或浓烟，请先离开，再打 119。楼道有烟就不要下楼，关好门，用湿毛巾堵住门缝，到窗口呼救。",
    "If you see flames or thick smoke, get out first, then ring 119. If the stairs are full of smoke, stay in, shut "
    "the door, seal the gap with wet cloth and call from a window.",
    ("119",),
)
GAS = Stop(
    "闻到煤气味：不要开关任何电器，不要点火；开窗、关阀，马上到屋外去，再打燃气公司抢修电话或 119。",
    "You smell gas: touch no switch, light nothing; open a window, close the valve, go outside, and only then ring "
    "the gas company or 119.",
    ("119",),
)
LIFT = Stop(
    "有人困在电梯里：按轿厢里的呼叫按钮，打 96333 或 119。不要扒门、不要跳，靠墙站稳，等人来。",
    "Somebody is trapped in the lift: press the call button, ring 96333 or 119. Do not force the doors or jump; "
    "stand against the wall and wait.",
    ("96333", "119"),
)
HURT = Stop(
    "有人受伤或突然不舒服：先打 120，讲清小区、楼栋、单元。不要随便搬动伤者，派个人到门口接救护车。",
    "Somebody is hurt or suddenly unwell: ring 120 first and say estate, building and unit. Do not move the person; "
    "send someone to the gate for the ambulance.",
    ("120",),
)
CRIME = Stop(
    "有人正在打人、威胁、偷抢：先保证自己安全，马上打 110。不方便说话，可以发短信到 12110。",
    "Somebody is being beaten, threatened or robbed: keep yourself safe and ring 110 at once. If you cannot speak, "
    "text 12110.",
    ("110",),
)
WIRE = Stop(
    "电线掉在地上或冒火花：离开 8 米以外，别让人靠近，打 95598；起火打 119。",
    "A wire is down or sparking: stay at least 8 metres away, keep others off, ring 95598; if it burns, 119.",
    ("95598", "119"),
)
FALLEN = Stop(
    "老人摔倒起不来，或敲门没人应、电话打不通：先打 120，门打不开再打 110，同时告诉我们。",
    "An older person has fallen and cannot rise, or answers neither door nor telephone: ring 120, and 110 if the "
    "door is locked; then tell us.",
    ("120", "110"),
)
BITTEN = Stop(
    "被猫狗咬伤、抓伤：先用肥皂水冲 15 分钟，马上去能打狂犬疫苗的医院；伤得重打 120。",
    "Bitten or scratched: wash the wound with soap and water for 15 minutes and go at once to a hospital that "
    "vaccinates against rabies; if it is serious, ring 120.",
    ("120",),
)

_SINCE = Question("since", "有多久了？", "How long has it been like this?", "choice", (
    ("today", "今天才有", "Since today"), ("week", "这几天", "For some days"),
    ("month", "个把月", "About a month"), ("long", "很久了", "A long time"),
))  # fmt: skip
_WHEN = Question("when", "一般在什么时候？", "At what times?", "choice", (
    ("day", "白天", "Daytime"), ("noon", "中午", "Midday rest"),
    ("evening", "晚上", "Evening"), ("night", "半夜", "At night"),
))  # fmt: skip
_FLOOR = Question("floor", "在几楼、哪个位置？", "Which floor, and where exactly?")
_HOME = Question("home", "什么时候家里有人，方便上门？", "When is somebody at home for a visit?")
_CAR = Question(
    "car", "车是什么样子？（车牌可以不写全）", "What does the vehicle look like? (no full plate needed)"
)

CATEGORIES: tuple[Category, ...] = (
    _top("property", "物业服务", "Property service"),
    _sub("property.repairs", "报修没人管", "Repairs not attended to", "property", 3,
         Question("reported", "之前报过修吗？什么时候？", "Was it reported before? When?")),
    _sub("property.manner", "服务态度", "Manner of service", "branch", 5,
         note=("说的是物业或小管家，他们看不到是谁说的。", "Whoever you speak about never sees who said it.")),
    _sub("property.fees", "物业费", "Service charges", "property", 7,
         Question("bill", "哪一段时间的费用？", "Which period is it about?")),
    _sub("property.gate", "门岗和巡逻", "Gate and patrols", "property", 3, _WHEN),
    _sub("property.rules", "装修管理", "Rules for refurbishing", "property", 3, _FLOOR),
    _top("income", "公共收益", "Common income"),
    _sub("income.published", "收支公示", "Publishing the accounts", "branch", 10,
         note=("电梯广告、停车、场地的收入，扣掉合理成本归业主共有（民法典第二百八十二条）。",
               "Income from common parts, less reasonable cost, belongs to the owners (Civil Code, art. 282).")),
    _sub("income.adverts", "电梯广告和场地出租", "Lift adverts and letting of space", "property", 7),
    _sub("income.spending", "钱怎么用", "How the money is spent", "committee", 15),
    _sub("income.fund", "维修资金", "Repair fund", "department:housing", 15,
         note=("动用维修资金要业主共同决定（民法典第二百七十八条）。",
               "Using the repair fund is decided by the owners together (Civil Code, art. 278).")),
    _top("parking", "停车", "Parking"),
    _sub("parking.blocked", "堵路、乱停", "Blocking the way", "property", 1, _CAR,
         note=("堵住了救护车、消防车，请直接打 122 或 119。",
               "If an ambulance or fire engine cannot pass, ring 122 or 119 directly.")),
    _sub("parking.spaces", "车位不够", "Too few spaces", "branch", 15),
    _sub("parking.fees", "停车收费", "Parking fees", "property", 7),
    _sub("parking.bikes", "非机动车乱停", "Bicycles in the way", "steward", 3),
    _sub("parking.abandoned", "僵尸车", "Abandoned vehicles", "property", 10, _CAR, _SINCE),
    _top("charging", "电动车充电", "E-bike charging"),
    _sub("charging.shed", "充电棚不够", "Too few charging sheds", "branch", 15),
    _sub("charging.wires", "飞线充电", "Charging by hanging wires", "steward", 1, _FLOOR, stop=FIRE),
    _sub("charging.indoors", "车或电瓶上楼", "Bikes or batteries brought indoors", "steward", 1, _FLOOR, stop=FIRE),
    _sub("charging.broken", "充电桩坏了", "Charger out of order", "property", 3,
         Question("number", "桩上的编号？", "The number on the charger?")),
    _sub("charging.price", "充电价格", "Price of charging", "department:market", 10),
    _top("lift", "电梯", "Lifts"),
    _sub("lift.trapped", "有人困在电梯里", "Somebody trapped in the lift", "property", 1, stop=LIFT),
    _sub("lift.fault", "停梯、异响、抖动", "Stopped, noisy or shaking", "property", 1,
         Question("which", "哪一部电梯？", "Which lift?"), _SINCE),
    _sub("lift.checked", "年检和保养", "Inspection and upkeep", "department:market", 7),
    _sub("lift.added", "加装电梯", "Adding a lift", "branch", 15,
         Question("neighbours", "同单元的邻居商量过吗？", "Have the neighbours of the unit talked about it?", "yesno")),
    _top("utilities", "水电气暖", "Water, power, gas, heat"),
    _sub("utilities.gas_smell", "闻到煤气味", "Smell of gas", "property", 1, stop=GAS),
    _sub("utilities.live_wire", "电线掉落、冒火花", "Wire down or sparking", "property", 1, stop=WIRE),
    _sub("utilities.burst", "水管爆了", "Burst pipe", "property", 1, _FLOOR,
         note=("先关自家水阀，再打物业电话，这里同时登记。",
               "Close your valve and ring the property company; this entry runs alongside.")),
    _sub("utilities.water", "停水、水压、水质", "Water: supply, pressure, quality", "department:water", 2, _SINCE),
    _sub("utilities.power", "停电、电表", "Power and meters", "property", 2, _SINCE),
    _sub("utilities.gas", "燃气安装和检修", "Gas fitting and checks", "property", 5, _HOME),
    _sub("utilities.heating", "供暖", "Heating", "committee", 10),
    _top("stairs", "楼道和消防", "Stairs and fire safety"),
    _sub("stairs.fire", "着火、冒烟", "Fire or smoke", "property", 1, stop=FIRE),
    _sub("stairs.clutter", "楼道堆东西", "Things piled in the stairwell", "steward", 2, _FLOOR,
         _yes("blocked", "人还能正常走过去吗？", "Can people still pass?")),
    _sub("stairs.lane", "消防通道被占", "Fire lane blocked", "property", 1,
         note=("占用消防通道违反消防法第二十八条，请拍下当时的样子。",
               "Blocking a fire lane breaks the Fire Protection Law, art. 28; please take a photograph.")),
    _sub("stairs.equipment", "灭火器、消火栓", "Extinguishers and hydrants", "property", 3, _FLOOR),
    _sub("stairs.light", "楼道灯", "Stairwell light", "property", 2, _FLOOR),
    _sub("stairs.door", "单元门、门禁", "Entrance door", "property", 3),
    _sub("stairs.dirty", "楼道卫生、墙面", "Dirty stairs, walls", "property", 3, _FLOOR),
    _top("rubbish", "垃圾卫生", "Rubbish and cleanliness"),
    _sub("rubbish.pile", "垃圾没人清", "Rubbish left lying", "property", 1, _SINCE),
    _sub("rubbish.bins", "垃圾桶、分类点", "Bins and sorting points", "property", 5),
    _sub("rubbish.rubble", "装修垃圾、大件", "Rubble and bulky things", "property", 3),
    _sub("rubbish.drain", "下水道、化粪池", "Drains and cesspits", "property", 2,
         _yes("indoors", "已经漫到屋里了吗？", "Has it come up indoors?")),
    _sub("rubbish.pests", "老鼠、蟑螂、蚊虫", "Rats, roaches, mosquitoes", "property", 5),
    _top("noise", "噪音", "Noise"),
    _sub("noise.works", "装修噪音", "Noise of refurbishing", "property", 2, _WHEN),
    _sub("noise.dancing", "广场舞、音响", "Square dancing, loudspeakers", "steward", 5, _WHEN),
    _sub("noise.neighbour", "楼上楼下吵", "Noise from neighbours", "steward", 5, _WHEN),
    _sub("noise.shop", "店铺噪音、油烟", "Noise or fumes of shops", "department:urban", 7, _WHEN),
    _sub("noise.machines", "水泵、空调等设备声", "Pumps and machinery", "property", 7, _WHEN),
    _top("grounds", "绿化和公共设施", "Green and common facilities"),
    _sub("grounds.lamp", "路灯不亮", "Lamp out", "property", 3,
         Question("pole", "灯杆编号或旁边是哪里？", "Number on the pole, or what is beside it?")),
    _sub("grounds.path", "路面、台阶坏了", "Broken path or steps", "property", 7),
    _sub("grounds.cover", "井盖缺失、松动", "Manhole cover missing or loose", "property", 1,
         note=("先拿显眼的东西挡一下，别让老人孩子靠近。",
               "Put something visible beside it and keep children and older people away.")),
    _sub("grounds.green", "树枝、草坪要修剪", "Trees and lawns to be trimmed", "property", 7),
    _sub("grounds.dug", "毁绿、占绿", "Green dug up or taken", "steward", 7),
    _sub("grounds.play", "健身、儿童设施", "Fitness and play equipment", "property", 7,
         _yes("danger", "现在用会不会伤到人？", "Could somebody be hurt by it now?")),
    _sub("grounds.barrier", "道闸、监控", "Barriers and cameras", "property", 5),
    _top("house", "房屋和违建", "Houses and illegal building"),
    _sub("house.leak", "屋顶、外墙渗水", "Roof or wall leaking", "property", 15, _FLOOR,
         Question("warranty", "房子交付几年了？", "How many years since handover?")),
    _sub("house.facade", "外墙皮、瓷砖脱落", "Plaster or tiles coming off", "property", 2, _FLOOR),
    _sub("house.shed", "私搭乱建", "Illegal additions", "department:urban", 15),
    _sub("house.bearing", "拆承重墙", "Load-bearing wall removed", "department:housing", 2, _FLOOR),
    _sub("house.business", "住房改作生意", "Homes turned into businesses", "committee", 15),
    _sub("house.thrown", "高空抛物", "Things thrown from above", "property", 2, _WHEN, stop=HURT),
    _sub("house.loose", "花盆、外机没固定", "Loose pots or air conditioners", "steward", 2, _FLOOR),
    _top("neighbours", "邻里和宠物", "Neighbours and pets"),
    _sub("neighbours.leak", "楼上漏水到楼下", "Leak from the flat above", "steward", 5, _HOME),
    _sub("neighbours.quarrel", "邻居闹矛盾", "Quarrel with a neighbour", "steward", 7),
    _sub("neighbours.violence", "打人、威胁、家暴", "Violence or threats", "committee", 1, stop=CRIME),
    _sub("neighbours.leash", "遛狗不牵绳、狗粪", "Dogs off the lead, droppings", "steward", 5),
    _sub("neighbours.bitten", "被猫狗咬了", "Bitten by a dog or cat", "steward", 1, stop=BITTEN),
    _sub("neighbours.strays", "流浪猫狗、养鸡鸭", "Strays, poultry", "steward", 7),
    _top("care", "养老助残", "Care for older and disabled people"),
    _sub("care.fallen", "老人摔倒、联系不上", "Older person fallen or not answering", "steward", 1, stop=FALLEN),
    _sub("care.visit", "上门看看、帮个忙", "A visit or a hand", "steward", 2, _HOME),
    _sub("care.ramp", "坡道、扶手", "Ramps and rails", "branch", 15),
    _sub("care.meals", "吃饭、日间照料", "Meals and day care", "committee", 7),
    _sub("care.papers", "证件、补贴代办", "Papers and allowances", "committee", 5,
         note=("请不要在这里写身份证号、银行卡号。", "Please do not write identity or bank card numbers here.")),
    _top("other", "咨询、建议和其他", "Questions, suggestions, anything else"),
    _sub("other.question", "想问一下", "A question", "committee", 2),
    _sub("other.suggestion", "出个主意", "A suggestion", "branch", 10),
    _sub("other.owners", "业委会、业主大会", "Owners' committee and assembly", "committee", 15),
    _sub("other.praise", "说声谢谢", "A thank-you", "steward", 5),
    _sub("other.crime", "偷盗、诈骗", "Theft or fraud", "committee", 1, stop=CRIME),
    _sub("other.hurt", "有人受伤、不舒服", "Somebody hurt or unwell", "steward", 1, stop=HURT),
    _sub("other.matter", "说不清归哪类", "None of these", "steward", 5),
)  # fmt: skip

BY_CODE = {category.code: category for category in CATEGORIES}
LEAVES = tuple(category for category in CATEGORIES if category.parent)
