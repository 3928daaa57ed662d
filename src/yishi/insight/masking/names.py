"""Names of people: by a family name and what stands around it. A word list alone would star half the language, so a name
needs a witness: a cue before it, a title behind it, a telephone number beside it, or a name beside it in a list."""  # noqa: E501

import re
from collections.abc import Iterable, Iterator

from .spans import Span

NOBODY = {
    "业主",
    "住户",
    "居民",
    "邻居",
    "租户",
    "租客",
    "群众",
    "网友",
    "匿名",
    "市民",
    "村民",
    "先生",
    "女士",
}
"""What people put down as a name that names nobody."""

_DOUBLE = "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 端木 南宫 长孙 宇文 轩辕 百里 闻人 澹台 独孤".split()  # noqa: E501
_SINGLE = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊"
    "孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪尚毕耿芦左季管符辛苗"
    "詹曲靳祁路涂兰甘裴梅童翁霍游阮尤岳柯牟滕谷舒卜饶宁凌盛查单冉鲍华包屈房喻解蒲卫简时连车项闵邬吉党阳司费蒙席晏隋古强穆姬宫景米麦谈柏瞿沙鄢桂全甄褚"
    "植竺权郎鞠匡蔺冀艾晁肖付闫邝邸邰郜郗郦习楚敖仇佟佘佴冷凤刁匡卓卞厉原双台叶展峦巩巫干应廉弓宓宣宦寇封尧居屠岑巴师帅幸库仝伏储元充乌乐乜仉"
)
_COMMON_WORDS = set(
    "时应全原双台展干广但元充关强应宣居师幸解单连车阳司路安文方易常高万向全强古席景米房管时查左权原干和于白金石龙温康武乐习符申卫党包盛曲谈华欧尚"
)
"""Family names that are everyday words: they need a stronger witness."""
_GIVEN = set(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉梅华建国文辉力玲志春梅海荣生云龙晓燕飞鹏鑫波斌宇浩凯健俊帆雪慧莉倩婷雅琳晶欣颖雷振东亮林峰宏"
    "成光天祥福兴德顺发家永义忠良才武新立民安宁康乐利贵富旺昌盛和正清松柏竹菊莲荷香凤凰珍珠翠银金宝瑞祖孝仁礼智信长胜全有为树根水泉河江山石岩峻嵘岚"
    "雨晴晨曦阳月星辰思梦琪瑶佳怡诗涵欣悦子轩梓浩然博文泽雨彤萱若可心语桐依诺一诺美惠淑贞爱巧素芬芝莹洁琴瑛瑜璐薇蓉萍蕾群敬启先传学书礼绍继开来进步云"
    "卫运世守万千双喜庆元炳焕炎灿少培维彬彪昊旭昕昱晖朗杨柳枫桦楠榕森权根桥梁炜烨煜熙璇璋钧钢铭锋锐锦镇阔雄霖靖韬顺颂颜飚骏鸿鹤麟黎黛齐芸苗茜茂荔菁菲萌"
    "贤赞超跃达远迪逸遥邦郁野钊铁锁闯防际难雁霜露青革韵顶项领风饶馨驰腾魁鲁默冬夏秋春兵大小二三四五六七八九琦珂珊珺理琛琨璟甜田男留畅白百皓益盈真睿石祺"
    "禄秉秋科竞笑策筠纯纲绪绮缘翔翰耀聪肖胤臣自舒航艺艾节花芯芙苏英茹莎虎虹蝶行衍衡裕西言诚谦谨谷豪贝赫起路轶辛辰连邵重钰铮陆陵隆雯霄青韦飞首高魏鸣黄仪伊仲伦佑佩侠依俐保修倩健傲兆克全兰冠冰凌凡初利利劲力勤千卓南占原友双发吉名君启善喜嘉圆圣坚坤基城培增壮声夫奇奎妍妙妮姗娅娇婉婵媛嫣学孟季宗宜宝宪容宽宾寒寿尚尧展川州巍帅平年庆康庭弘强彦彩征徽忆志怀恒恩恺意慈懿成振捷政敏敬斐新方施旋时晋智曼朋本朝松果柔柯栋桃桐桑梓楚槐樱欢正武毅民永汉沁沛沐泓波洪洲流浦涓润淳淼清渊温游湘源溪满漫潇潮澄澜瀚灵炫烈焱熠燕爽牧玄玥玫玮珏班琰琳瑾甫申男登皎盛睦石社祯祺福秦程穗立竹章端笛筱紫红纪纳绣维美羽翎翠联胜舜良艳芊芹苑英茗荃莘莺菊萃蓓蓝薛蝉裴西观言让论诗诺谊豆贡超越辉迅达进逢道邦醒里金鉴钦钰铃锦镜长闻阳阿隽雅霁静非韶音顺飒驹骁骞鸽鹃鹭麒龄坪敖祎阡"
)
_ROLES = "先生|女士|小姐|太太|师傅|阿姨|大爷|大妈|大叔|大伯|大哥|大姐|大婶|叔叔|伯伯|婶婶|婆婆|爷爷|奶奶|嫂子|阿婆|阿公|爹爹|婆|姐|哥|嫂|姨|叔|总|老板|经理|同志|老师|医生|大夫|护士|教练|律师|工程师|保安|电工|水电工|保洁|房东|老人|老太太|老太"  # noqa: E501
_OFFICE = (
    "书记|副书记|主任|副主任|局长|副局长|科长|副科长|处长|县长|市长|区长|镇长|乡长|村长|院长|所长|副所长|站长|部长|队长|大队长|民警|警官|法官|检察官|网格员|网格长|楼栋长|支书|"
    "委员|代表|秘书长|社工|专干|干部|调解员|指导员|校长|司令|政委|主席|组长|小管家|片警|辅警|助理"
)
_BEFORE = (
    r"(?:我叫做?|我是|我名叫|名叫|名字叫|名字是|名字|姓名|叫做|大名|联系人|联络人|(?:业主|居民|住户|楼栋|楼)代表(?=[\s:：])|业主|户主|住户|本人|署名|落款|经办人|投诉人|举报人|报修人|反映人|申请人|当事人|报案人|来电人|委托人|签名|购房人|承租人|租户|租客|房东|邻居|男主人|女主人|开户名|户名|收款人|收件人|"
    r"我爱人|爱人|我妻子|妻子|我丈夫|丈夫|老公|老婆|老伴|我妈妈?|妈妈|母亲|我妈|我爸爸?|爸爸|父亲|我爸|岳父|岳母|公公|儿子|女儿|孙子|孙女|我哥哥?|哥哥|我姐姐?|姐姐|弟弟|妹妹|儿媳|女婿|孩子|小孩|学生|同学|同事|朋友|车主|司机|店主|店老板|老板|保安|保洁|嫌疑人|物业员工|员工|患者|病人|老人|孤寡老人|低保户|残疾人)"
)
_STRONG = re.compile(
    r"(?:我叫做?|名叫|名字叫|名字是|姓名|大名|联系人|联络人|户主|署名|落款|经办人|投诉人|举报人|报修人|反映人|申请人|当事人|签名|承租人|开户名|户名|收款人|收件人|车主)\W{0,3}$"
)
_LINK = r"[ :：,，是为叫(（/]{0,3}"
_SUR = "(?:" + "|".join(_DOUBLE) + f"|[{_SINGLE}])"
_HAN = "[\u4e00-\u9fff]"
_END = re.compile(r"$|[^\u4e00-\u9fff]|" + "|".join(
    [
        _ROLES,
        _OFFICE,
        *"住 在 的 电 手 联 家 现 今 已 于 来 说 反 因 从 和 与 跟 及 同 向 把 被 给 也 都 将 要 想 请 身 男 女 年 患 系 位 称 表 去 到 是 有 没 不 很 上 下 拒 独 占 堆 养 骂 打 做 摔 欠 一家 两 三 名下 名 等 曾 常 每 昨 前 又 还 就 对 为 户 业 老 以 未 本 号 微 买 经 就 代 自 才 生 天 晚 当 养 开 租".split(),  # noqa: E501
    ]
))  # fmt: skip
_ONE_MORE_WEEKDAY = re.compile(r"(?:周[一二三四五六]?[、,至到和]|[每上下本这]个?)周[一二三四五六日末]$")
"""周三、周六: nobody called 周."""
_CUED = re.compile(rf"{_BEFORE}{_LINK}(?={_SUR})")
_SIGNED = re.compile(rf"(?:^|[。!?！？\n])[ \n]*-{{2,4}} ?(?={_SUR})")
"""Two dashes before a name, as below a letter."""
_SPELT = re.compile(rf"{_LINK}(?P<name>{_SUR} {_HAN}(?: {_HAN})?)(?![ ]?{_HAN})")
"""With a blank between the characters, behind a word that asks for a name."""
_SUR_AND_GIVEN = re.compile(rf"姓(?P<sur>{_SUR}) ?,?名(?P<given>{_HAN}{{1,2}})(?!{_HAN})")
_TITLED = re.compile(rf"(?P<sur>{_SUR})(?P<given>{_HAN}{{0,2}}?)(?P<role>{_ROLES})(?![理监裁部务])")
_FAMILIAR = re.compile(
    r"(?P<call>[老小阿])(?P<sur>[王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑梁宋谢唐韩冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈姚卢姜崔谭陆汪范廖贾付邹孟熊秦邱尹薛闫侯陶黎贺顾毛郝龚邵钱严戴莫孔])(?![\u4e00-\u9fff])|(?P<call2>[老小])(?P<sur2>[王李张刘陈杨赵周吴徐孙朱胡郭何罗郑梁宋谢唐韩冯曹彭曾肖董潘袁蔡蒋杜程魏苏吕丁沈姚卢姜崔谭陆汪范廖贾付邹孟秦邱薛闫段侯陶贺顾郝龚邵严戴莫孔])(?=[住说家的他她和在把每天叫又也是经常总就不没去来帮给])"
)
_FAMILIAR_NEAR = re.compile(f"[老小阿][{_SINGLE}]")
_IN_A_LIST = re.compile(r"[、,，/ 和与及跟]{1,2}")
_MISTER = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mr\.|Mrs\.|Ms\.) ?(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_TAIL = set("对保提主班太小老大不有没区社街县市村镇省该各全本其中前后上下这那哪某每此同另新旧")
_NO_TITLE = {
    "对方", "保安", "提高", "主任", "主管", "高管", "班主任", "太平", "单元", "全家", "安全", "时候", "地方", "白天", "黄色", "金额", "万元", "关于", "由于", "对于", "至于", "属于", "位于", "多方", "双方", "官方", "警方", "校方", "甲方", "乙方", "三方", "我方", "连连", "广大", "应当", "管理", "路边", "房产", "房屋", "车主", "车辆", "师傅", "居民", "有关", "相关", "海关", "机关", "开关", "大门", "干部", "和平",  # noqa: E501
}  # fmt: skip
_NOT_NAMES = {
    "高层", "高空", "高速", "高峰", "高压", "高考", "高龄", "高度", "方便", "方面", "方式", "方案", "常见", "常年", "常住", "常常", "安全", "安装", "安静", "文明", "文化", "文件", "和平", "全部", "全家", "全体", "全是", "管理", "管道", "管家", "单位", "单元", "车位", "车主", "车库", "时候", "时间", "马上", "马路", "黄色", "白天", "白色", "金额", "石头", "石材", "龙头", "路面", "路灯", "路边", "路口", "应该", "应当", "解决", "连续", "关于", "关系", "关门", "向上", "向下", "易燃", "双方", "华南", "房子", "房屋", "房东", "房产", "居民", "居住", "居家", "强烈", "强行", "原来", "原因", "万元", "水电", "古树", "米饭", "江边", "江南", "海关", "于是", "由于", "任何", "任意", "温度", "党员", "党组", "卫生", "包括", "游客", "司机", "宁静", "谢谢", "谢绝", "许多", "何时", "何人", "何况", "毛病", "冷水", "师傅", "广场", "应急", "查看", "查询", "查处", "计划", "严重", "严格", "余额", "施工", "康复", "武装", "左边", "左右", "左手", "连着", "盛夏", "时常", "权利", "权益", "曾在", "曾经", "曾有", "查明", "查实", "台阶", "展示", "成员", "元旦", "祝愿", "祝您", "全责", "巫山", "武穴", "桂花", "柳树", "梅花", "兰花", "童车", "童年", "牛奶", "马桶", "雷雨", "申请", "申报", "莫名", "陆续", "向来", "甘蔗", "钱财", "钱款", "辛苦", "游泳", "翁婿", "时段", "解释", "景观", "景区", "席位", "单车", "单独", "单身", "尚未", "尚有", "章程", "纪律", "关爱", "关心", "关注", "强制", "乐于", "幸亏", "幸好", "库房", "师生", "巴士", "巴不", "冉冉",  # noqa: E501
}  # fmt: skip


def find(text: str, folded: str, phones: Iterable[int] = ()) -> Iterator[Span]:
    """Every name a witness speaks for, and those beside it in a list. `phones`: where numbers begin."""
    found: list[tuple[int, int, float]] = []
    for cue in _CUED.finditer(folded):
        if not _is_negated(folded, cue):
            strong = strong_cue(cue)
            found += _name_at(folded, cue.end(), 0.9 if strong else 0.75, loose=strong)
        if strong_cue(cue) and (spelt := _SPELT.match(folded, cue.end())):
            found.append((spelt.start("name"), spelt.end("name"), 0.7))
    for sign in _SIGNED.finditer(folded) if "--" in folded else ():
        found += _name_at(folded, sign.end(), 0.65, loose=True)
    for both in _SUR_AND_GIVEN.finditer(folded) if "姓" in folded else ():
        found.append((both.start("sur"), both.end("given"), 0.8))
    for at in phones:
        found += _before_phone(folded, at)
    for _start, end, sure in list(found):
        found += _neighbours(folded, end, sure)
    yield from (_shown(text, start, end, sure) for start, end, sure in dict.fromkeys(found))
    yield from _titled(text, folded)
    for match in _FAMILIAR.finditer(folded) if _FAMILIAR_NEAR.search(folded) else ():
        if not _in_a_word(folded, match.start()):
            yield Span(match.start(), match.end(), "name", 0.6, text[match.start()] + "*")
    for match in _MISTER.finditer(folded) if "M" in folded else ():
        start = match.start("name")
        yield Span(start, match.end(), "name", 0.7, text[start] + "***")


def strong_cue(cue: re.Match[str]) -> bool:
    """Whether the word before asks for a name, and for nothing else."""
    return bool(_STRONG.search(cue.group(0)))


def known(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Names that are known to belong to the matter, wherever they stand; the given name alone is not looked for."""
    for name in {n.strip() for n in names}:
        if len(name) > 1 and name not in NOBODY and "*" not in name:
            for match in re.finditer(re.escape(name), text):
                yield Span(match.start(), match.end(), "name", 1.0, mask_name(match.group(0)))


def mask_name(name: str) -> str:
    """The family name and stars: 王**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def _shown(text: str, start: int, end: int, sure: float) -> Span:
    return Span(start, end, "name", sure, mask_name(text[start:end]))


def _is_negated(folded: str, cue: re.Match[str]) -> bool:
    """`我是` within 如果我是 or `叫` within 叫号 and 叫停 is no cue."""
    word = cue.group(0)
    before = folded[max(cue.start() - 2, 0) : cue.start()]
    if word.startswith("叫"):
        return before[-1:] in set("呼号喊尖嚎鸣狗吼大被我他打吵乱名")
    return False


def _name_at(folded: str, at: int, sure: float, *, loose: bool) -> list[tuple[int, int, float]]:
    """The name that begins here, if one does: a family name, one or two characters more, and then something that ends it."""  # noqa: E501
    sur = 2 if folded[at : at + 2] in _DOUBLE else 1
    if sur == 1 and (at >= len(folded) or folded[at] not in _SINGLE):
        return []
    if folded[at : at + 2] in _NOT_NAMES:
        return []
    for given in (2, 1):
        end = at + sur + given
        name = folded[at + sur : end]
        if len(name) < given or not all("\u4e00" <= c <= "\u9fff" for c in name):
            continue
        if _office_follows(folded, end) or _holds_office(folded, at) or _PLACE_NEXT.match(folded, end):
            continue
        plain = len(name) == 2 and folded[at] not in _COMMON_WORDS and all(c in _GIVEN for c in name)
        if not (_END.match(folded, end) or plain):
            continue
        usual = all(c in _GIVEN for c in name)
        verb = given == 2 and not loose and name[1] in "住在的电手说家" and name[0] in _GIVEN
        rare = loose and folded[at] not in _COMMON_WORDS and _ends_plainly(folded, end)
        if (usual or rare) and not verb:
            return [(at, end, sure if usual else 0.6)]
    return []


def _ends_plainly(folded: str, end: int) -> bool:
    return end >= len(folded) or not ("\u4e00" <= folded[end] <= "\u9fff")


_OFFICE_NEXT = re.compile(rf"(?:{_OFFICE})")


def _office_follows(folded: str, end: int) -> bool:
    """Officials acting in office may stay."""
    return bool(_OFFICE_NEXT.match(folded, end))


_PLACE_NEXT = re.compile(
    "社区|小区|家园|花园|花苑|公寓|广场|村|镇|乡|街|路|苑|大道|居委|学校|小学|中学|公寓|馆|店|厂|老师公寓|医院|超市|酒店|公司|物业"
)
_OFFICE_HELD = re.compile(rf"(?:{_OFFICE})$")


def _holds_office(folded: str, at: int) -> bool:
    """An office stands right before the name: 党委委员黄某某同志."""
    return bool(_OFFICE_HELD.search(folded[max(at - 4, 0) : at]))


_BESIDE_PHONE = re.compile(
    rf"(?P<name>{_SUR}{_HAN}{{1,2}})(?:先生|女士)?[ :：,，、()（）]{{0,2}}(?:的?(?:联系|电话|手机|号码|方式|微信|tel|TEL|Tel|是|为|号|同号|[ :：,，()+])){{0,6}}$"  # noqa: E501
)


def _before_phone(folded: str, at: int) -> list[tuple[int, int, float]]:
    begin = max(at - 18, 0)
    match = _BESIDE_PHONE.search(folded[begin:at])
    if not match:
        return []
    start = begin + match.start("name")
    for first in (start, start + 1):
        end = begin + match.end("name")
        name = folded[first:end]
        if len(name) < 2 or name[0] not in _SINGLE or name[:2] in _NOT_NAMES or _OFFICE_NEXT.search(name):
            continue
        if all(c in _GIVEN for c in name[1:]) and not _in_a_word(folded, first):
            return [(first, end, 0.75)]
    return []


def _neighbours(folded: str, end: int, sure: float) -> list[tuple[int, int, float]]:
    """Further names of a list: 张伟、王秀英和李强."""
    found = []
    for _n in range(20):
        link = _IN_A_LIST.match(folded, end)
        if not link:
            break
        more = _name_at(folded, link.end(), min(sure, 0.7), loose=False)
        if not more:
            break
        found += more
        end = more[0][1]
    return found


def _titled(text: str, folded: str) -> Iterator[Span]:
    for match in _TITLED.finditer(folded):
        start, given, role = match.start(), match.group("given"), match.group("role")
        if (
            _ONE_MORE_WEEKDAY.search(folded, 0, start + 2)
            or folded[start : start + 2] in _NO_TITLE | _NOT_NAMES
            or folded[max(start - 1, 0) : start + 1] in _NO_TITLE
        ):
            continue
        if given and not all(c in _GIVEN for c in given) and not _rare_but_called(folded, match):
            continue
        weak = match.group("sur") in _COMMON_WORDS or len(role) == 1
        if (
            _holds_office(folded, start)
            or _in_a_word(folded, start)
            or (weak and _han(folded, start - 1) and not _opens(folded, start - 1))
        ):
            continue
        bare = len(role) == 1 and not given and (role in "婆姨总" or _han(folded, match.end()))
        if bare and not _opens(folded, match.end()):
            continue
        end = match.end("given") if given else match.end()
        yield _shown(text, start, end, 0.8 if given or not weak else 0.6)


def _rare_but_called(folded: str, match: re.Match[str]) -> bool:
    """A given name with one unusual character, before a title of two and behind what a person is spoken of with."""
    given, role, start = match["given"], match["role"], match.start()
    common = match["sur"] in _COMMON_WORDS or folded[start : start + 2] in _NOT_NAMES
    opened = not _han(folded, start - 1) or folded[start - 1] in "的找请叫给和"
    opened = opened and "的" not in given
    return len(given) == 2 and len(role) >= 2 and any(c in _GIVEN for c in given) and not common and opened


def _han(folded: str, at: int) -> bool:
    return 0 <= at < len(folded) and "\u4e00" <= folded[at] <= "\u9fff"


_OPENERS = set("的是找问和与跟给叫请位让向由被对把户栋楼室号家主说，。的在为了、同及")


def _opens(folded: str, at: int) -> bool:
    return not _han(folded, at) or folded[at] in _OPENERS


def _in_a_word(folded: str, at: int) -> bool:
    """Whether the character before makes a word of another kind with it: 保安师傅 is no Mr An."""
    return at > 0 and folded[at - 1 : at + 1] in _NO_TITLE
