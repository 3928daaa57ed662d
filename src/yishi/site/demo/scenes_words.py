"""Names and sentences of the full city, made of small parts by number: the same number gives the same words."""

from yishi.network.models import Organisation

SURNAMES = "苏钟卢汪贾邹侯邵孟秦江阎尹薛雷贺倪龚程邱骆欧阮詹洪岳柯祝冉"
GIVEN_1 = "若书云清雨文景晓春秋佳永志海思家玉素建国明远立新婉晨子"
GIVEN_2 = "岚舟禾远溪宁川桐舒衡洁朗言松荷萱庭山月波筠澄霖遥穗苗"
ESTATE_1 = (
    "云岭", "青禾", "松涛", "锦溪", "梧桐", "明湖", "石榴", "白鹭", "芳草", "春申",
    "南塘", "晴川", "翠微", "丹枫", "兰台", "竹里", "听雨", "怀远", "和风", "星河",
    "望岳", "枕水", "双桥", "红枫", "银杏", "槐荫", "杏林", "莲池", "鹿鸣", "静安里",
    "东篱", "画桥", "清泉", "长堤", "柳浪", "稻香", "落霞", "紫藤", "海棠", "文昌",
)  # fmt: skip
ESTATE_2 = ("花园", "新村", "家园", "小区", "名苑", "雅居", "公馆", "嘉苑", "里", "华庭", "佳园", "新城")
PHASES = ("", "二期", "三期", "四期")
OPENINGS = (
    "单元门口装夜灯", "修好坏了的健身器材", "给车棚加两处充电口", "清理楼道里的旧家具", "楼前台阶加一段扶手",
    "补上小广场的地砖", "把晾衣杆修直加固", "给独居老人装门铃", "重画消防通道的线", "疏通东边的下水道",
    "门口添两张长椅", "修剪挡光的树枝", "换掉漏水的总水阀", "给信箱重新编号", "楼道里装防滑条",
    "设一个旧衣回收箱", "把公告栏移到门厅", "为孩子划一块玩耍的地方", "修好小区大门的门禁", "快递架搭一个雨棚",
)  # fmt: skip
PROOFS = (
    "已经做好，楼长带着三户邻居看过。", "本周完工，门口贴了照片，欢迎来看。", "做完试用了一周，没有人再反映。",
    "和物业一起办好，费用已在公告栏公布。", "党员和志愿者周末动手做完，材料是邻居凑的。",
)  # fmt: skip
ENDS = {
    Organisation.Kind.BRANCH: "党支部",
    Organisation.Kind.STEWARDS: "红色小管家",
    Organisation.Kind.COMMITTEE: "居委会",
}


def person_name(number: int) -> str:
    """An invented name."""
    mixed = number * 7919 + 13
    second = GIVEN_2[mixed // 53 % len(GIVEN_2)] if mixed % 5 else ""
    return SURNAMES[mixed % len(SURNAMES)] + GIVEN_1[mixed // 29 % len(GIVEN_1)] + second


def estate_name(number: int) -> str:
    """An invented name of an estate; the first 1,900 differ."""
    first = ESTATE_1[number % len(ESTATE_1)]
    second = ESTATE_2[number // len(ESTATE_1) % len(ESTATE_2)]
    return f"{first}{second}{PHASES[number // (len(ESTATE_1) * len(ESTATE_2)) % len(PHASES)]}"


def body_name(place: str, kind: str) -> str:
    """The branch, the stewards or the committee of a place."""
    return f"{place}{ENDS[Organisation.Kind(kind)]}"


def opening(number: int) -> str:
    """One thing a branch promises."""
    return OPENINGS[number * 7 % len(OPENINGS)]


def proof(number: int) -> str:
    """What became of it."""
    return PROOFS[number * 3 % len(PROOFS)]


def phone(number: int) -> str:
    """A number no exchange gives out."""
    return f"0713-000{number:04d}"
