"""Who lives and works in the demo city. Every name, firm and telephone number is invented; the numbers follow the
form of mobile numbers but all begin with 1990000."""

from .places import COMMUNITIES, ESTATES, STREET, code_of
from .shapes import Organisation, Person, Post, Who

_OFFICES = {  # community: secretary, clerk, council secretary, hotline clerk
    "linjiang": ("郭守澜 Guo Shoulan", "梅小满 Mei Xiaoman", "陶继周 Tao Jizhou", "项云帆 Xiang Yunfan"),
    "guixiang": ("饶慧芸 Rao Huiyun", "程书越 Cheng Shuyue", "干启明 Gan Qiming", "蔡知秋 Cai Zhiqiu"),
    "matou": ("游大川 You Dachuan", "龚雨晴 Gong Yuqing", "兰伯安 Lan Bo'an", "查梦溪 Zha Mengxi"),
}

_ESTATES = {  # estate: branch secretary; stewards; members on duty
    "wangjiang": ("田立本 Tian Liben", ("桂春燕 Gui Chunyan", "邢志刚 Xing Zhigang"),
                  ("吕一鸣 Lü Yiming", "石红英 Shi Hongying", "贺子谦 He Ziqian")),
    "hangyun": ("童国梁 Tong Guoliang", ("居美玲 Ju Meiling",),
                ("岳长河 Yue Changhe", "戴晓雯 Dai Xiaowen", "康建设 Kang Jianshe")),
    "bishui": ("文若溪 Wen Ruoxi", ("聂海洋 Nie Haiyang", "祝爱莲 Zhu Ailian"),
               ("简博 Jian Bo", "尹佩佩 Yin Peipei", "苗振东 Miao Zhendong")),
    "liudi": ("殷德厚 Yin Dehou", ("涂金花 Tu Jinhua",), ("洪亮 Hong Liang", "樊素梅 Fan Sumei")),
    "guixiangyuan": ("卢照明 Lu Zhaoming", ("湛秋菊 Zhan Qiuju", "屈文斌 Qu Wenbin"),
                     ("关小平 Guan Xiaoping", "邹桂荣 Zou Guirong")),
    "dangui": ("晁建国 Chao Jianguo", ("管青松 Guan Qingsong", "冉晓红 Ran Xiaohong"),
               ("史可欣 Shi Kexin", "单志强 Shan Zhiqiang", "喻田田 Yu Tiantian")),
    "shuxiang": ("庄静 Zhuang Jing", ("席明月 Xi Mingyue",), ("司徒浩 Situ Hao", "闵佳 Min Jia")),
    "jinqiu": ("骆崇德 Luo Chongde", ("安秀兰 An Xiulan",),
               ("巴特尔 Bateer", "全惠珍 Quan Huizhen", "路遥远 Lu Yaoyuan")),
    "matouxincun": ("熊汉生 Xiong Hansheng", ("费菊香 Fei Juxiang",),
                    ("谈正平 Tan Zhengping", "皮燕子 Pi Yanzi", "储成 Chu Cheng")),
    "banyun": ("麻玉柱 Ma Yuzhu", ("舒桂枝 Shu Guizhi",), ("闻浩然 Wen Haoran", "易小军 Yi Xiaojun")),
    "dukou": ("冷水根 Leng Shuigen", ("向春桃 Xiang Chuntao", "车立新 Che Lixin"),
              ("鲍晓宇 Bao Xiaoyu", "宁静怡 Ning Jingyi")),
    "tingtao": ("欧阳泽 Ouyang Ze", ("甘露 Gan Lu",), ("霍启航 Huo Qihang", "柏梅子 Bai Meizi", "詹明哲 Zhan Mingzhe")),
}  # fmt: skip

_PROPERTY: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {  # firm: Chinese, English, {manager: estates}
    "anlan": ("安澜物业", "Anlan Property", {
        "滕卫东 Teng Weidong": ("wangjiang",),
        "仲秋实 Zhong Qiushi": ("bishui",),
        "白永年 Bai Yongnian": ("tingtao",),
    }),
    "linan": ("邻安物业", "Lin'an Property", {
        "匡世杰 Kuang Shijie": ("hangyun", "liudi"),
        "井小龙 Jing Xiaolong": ("matouxincun", "banyun"),
    }),
    "guixin": ("桂馨物业", "Guixin Property", {
        "阮梅 Ruan Mei": ("guixiangyuan", "shuxiang"),
        "牧远山 Mu Yuanshan": ("jinqiu",),
    }),
    "shunhe": ("顺和物业", "Shunhe Property", {
        "仇正义 Qiu Zhengyi": ("dangui",),
        "茅树新 Mao Shuxin": ("dukou",),
    }),
}  # fmt: skip

_NEAREST: dict[
    str, dict[int, tuple[str, tuple[str, ...]]]
] = {  # estate: {building: leader of its group, member households}
    "hangyun": {
        1: ("方启东 Fang Qidong", ("解玉莲 Xie Yulian", "时长庚 Shi Changgeng")),
        3: ("柴敏 Chai Min", ("费守信 Fei Shouxin",)),
        5: ("纪春和 Ji Chunhe", ("滑小芹 Hua Xiaoqin",)),
    },
    "wangjiang": {
        2: ("宫建民 Gong Jianmin", ("平素云 Ping Suyun", "伏安 Fu An")),
        3: ("贝玉珍 Bei Yuzhen", ("司空明 Sikong Ming",)),
    },
}

_OWNERS = {
    "bishui": "祁文涛 Qi Wentao",
    "hangyun": "米兰芳 Mi Lanfang",
}  # estate: director of its owners' committee
_TEAMS = {
    "linjiang": ("临江夜巡队", "Linjiang night watch", "车世安 Che Shi'an")
}  # community: team, its leader

_DEPARTMENTS = {  # key: Chinese, English, liaison
    "housing": ("住建部门", "Housing department", "钟维一 Zhong Weiyi"),
    "urban": ("城管部门", "Urban management", "粟铁军 Su Tiejun"),
    "fire": ("消防救援站", "Fire and rescue station", "凌致远 Ling Zhiyuan"),
    "water": ("供水公司", "Water supply company", "池清源 Chi Qingyuan"),
    "market": ("市场监管所", "Market supervision office", "权正 Quan Zheng"),
}

_RESIDENTS = (  # name, home, reads in large type
    ("柯桂芝 Ke Guizhi", "hangyun/3/3", True), ("赵连生 Zhao Liansheng", "hangyun/1/2", True),
    ("孙倩 Sun Qian", "hangyun/4/1", False), ("马国平 Ma Guoping", "hangyun/5/1", False),
    ("彭秋萍 Peng Qiuping", "wangjiang/1/1", False), ("林远 Lin Yuan", "wangjiang/3/2", False),
    ("许凤仙 Xu Fengxian", "wangjiang/5/3", True), ("曹思齐 Cao Siqi", "wangjiang/8", False),
    ("葛玉华 Ge Yuhua", "wangjiang/2/1", True), ("沈琳 Shen Lin", "bishui/1/2", False),
    ("万大鹏 Wan Dapeng", "bishui/4", False), ("谢雨桐 Xie Yutong", "bishui/2/1", False),
    ("何守义 He Shouyi", "bishui/5", True), ("韦春生 Wei Chunsheng", "liudi/1/2", True),
    ("丁丽 Ding Li", "liudi/2/3", False), ("罗玉梅 Luo Yumei", "guixiangyuan/2/1", True),
    ("潘晨 Pan Chen", "guixiangyuan/6", False), ("高建华 Gao Jianhua", "guixiangyuan/4/2", False),
    ("宋小雅 Song Xiaoya", "guixiangyuan/1/2", False), ("覃㙍生 Qin Tongsheng", "dangui/2/1", True),
    ("房梓敏 Fang Zimin", "dangui/6/3", False), ("黎彩凤 Li Caifeng", "dangui/4/2", True),
    ("余海涛 Yu Haitao", "dangui/7", False), ("汪晓倩 Wang Xiaoqian", "dangui/1/1", False),
    ("梁一帆 Liang Yifan", "shuxiang/2", False), ("杜若 Du Ruo", "shuxiang/4", False),
    ("袁梦 Yuan Meng", "shuxiang/1", False), ("钱伯年 Qian Bonian", "jinqiu/1/3", True),
    ("薛素琴 Xue Suqin", "jinqiu/3/1", True), ("雷继红 Lei Jihong", "jinqiu/4", True),
    ("范仲和 Fan Zhonghe", "jinqiu/5", True), ("金水莲 Jin Shuilian", "matouxincun/2/1", True),
    ("常青 Chang Qing", "matouxincun/4/3", False), ("廖保根 Liao Baogen", "matouxincun/6", True),
    ("艾琳 Ai Lin", "banyun/1/2", False), ("戚二宝 Qi Erbao", "banyun/3", True),
    ("江小北 Jiang Xiaobei", "dukou/2/2", False), ("段彩霞 Duan Caixia", "dukou/5", False),
    ("邵明 Shao Ming", "dukou/3/1", False), ("孟繁星 Meng Fanxing", "tingtao/1/2", False),
    ("崔莹 Cui Ying", "tingtao/4", False), ("尤佳宁 You Jianing", "tingtao/2/1", False),
)  # fmt: skip


class _Register:
    """Gives every name a key and the next telephone number."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}

    def add(self, name: str, phone: int, home: str = "", elder: bool = False) -> str:
        zh, en = name.split(" ", 1)
        key = en.lower().replace("'", "").replace("ü", "u").replace(" ", "_")
        if key in self.people:
            raise ValueError(f"two people would be called {key}")
        self.people[key] = Person(key, zh, en, f"1990000{phone:04}", home, elder)
        return key


class _Town:
    """Founds the bodies, creates the posts and finds somebody for each."""

    def __init__(self) -> None:
        self.register = _Register()
        self.organisations: list[Organisation] = []
        self.posts: dict[str, Post] = {}

    def body(self, key: str, kind: str, place: str, zh: str, en: str) -> str:
        self.organisations.append(Organisation(key, kind, place, zh, en))
        return key

    def post(
        self, scope: str, role: str, place: str, organisation: str, names: tuple[str, ...], phone: int
    ) -> None:
        holders = tuple(self.register.add(name, phone + number) for number, name in enumerate(names))
        self.posts[f"{scope}.{role}"] = Post(f"{scope}.{role}", role, place, organisation, holders)

    def street(self) -> None:
        team = self.body("operator", "operator", STREET, "演示平台运行组", "Operators of the demo")
        self.post("street", "operator", STREET, team, ("简明 Jian Ming",), 10)
        for number, (key, (zh, en, liaison)) in enumerate(_DEPARTMENTS.items()):
            office = self.body(f"department.{key}", "department", STREET, zh, en)
            self.post(key, "department", STREET, office, (liaison,), 11 + number)

    def community(self, key: str, phone: int) -> None:
        place, (secretary, clerk, council, hotline) = COMMUNITIES[key], _OFFICES[key]
        for role, zh, en, names, first in (
            ("committee", "党委", "committee", (secretary, clerk), 0),
            ("council", "党群议事会", "council", (council,), 2),
            ("hotline", "热线", "hotline", (hotline,), 3),
        ):
            body = self.body(f"{key}.{role}", role, place.code, f"{place.zh}{zh}", f"{place.en} {en}")
            self.post(key, role, place.code, body, names, phone + first)

    def estate(self, key: str, phone: int) -> None:
        estate, (secretary, stewards, members) = ESTATES[key], _ESTATES[key]
        branch = self.body(
            f"{key}.branch", "branch", estate.code, f"{estate.zh}党支部", f"{estate.en} branch"
        )
        board = self.body(
            f"{key}.stewards", "stewards", estate.code, f"{estate.zh}小管家", f"{estate.en} stewards"
        )
        self.post(key, "branch", estate.code, branch, (secretary,), phone)
        self.post(key, "steward", estate.code, board, stewards, phone + 2)
        self.post(key, "on_duty", estate.code, branch, members, phone + 5)

    def nearest(self, phone: int) -> None:
        """Building groups and member households, owners' committees and teams."""
        for key, buildings in _NEAREST.items():
            for number, (leader, homes) in buildings.items():
                place = code_of(f"{key}/{number}")
                where_zh, where_en = f"{ESTATES[key].zh}{number}栋", f"{ESTATES[key].en} building {number}"
                group = self.body(
                    f"{key}-{number}.group", "group", place, f"{where_zh}党小组", f"{where_en} group"
                )
                self.post(f"{key}-{number}", "group", place, group, (leader,), phone)
                for n, member in enumerate(homes, 1):
                    scope = f"{key}-{number}-{n}"
                    home = self.body(
                        f"{scope}.home",
                        "member_home",
                        place,
                        f"{where_zh}党员中心户{n}",
                        f"{where_en} member household {n}",
                    )
                    self.post(scope, "member_home", place, home, (member,), phone + n)
                phone += 5
        for key, director in _OWNERS.items():
            estate = ESTATES[key]
            body = self.body(
                f"{key}.owners",
                "owners",
                estate.code,
                f"{estate.zh}业主委员会",
                f"{estate.en} owners' committee",
            )
            self.post(key, "owners", estate.code, body, (director,), phone)
            phone += 1
        for key, (zh, en, leader) in _TEAMS.items():
            team = self.body(f"{key}.team", "team", COMMUNITIES[key].code, zh, en)
            self.post(key, "team", COMMUNITIES[key].code, team, (leader,), phone)
            phone += 1

    def property_companies(self, phone: int) -> None:
        for key, (zh, en, managers) in _PROPERTY.items():
            firm = self.body(f"property.{key}", "property", STREET, zh, en)
            for manager, estates in managers.items():
                for number, estate in enumerate(estates):
                    code = ESTATES[estate].code
                    if number == 0:
                        self.post(estate, "property", code, firm, (manager,), phone)
                        holders = self.posts[f"{estate}.property"].holders
                    else:
                        self.posts[f"{estate}.property"] = Post(
                            f"{estate}.property", "property", code, firm, holders
                        )
                phone += 1


def _build() -> _Town:
    town = _Town()
    town.street()
    for number, key in enumerate(_OFFICES):
        town.community(key, 101 + number * 10)
    for number, key in enumerate(_ESTATES):
        town.estate(key, 201 + number * 10)
    town.property_companies(401)
    town.nearest(601)
    for number, (name, home, elder) in enumerate(_RESIDENTS, 501):
        town.register.add(name, number, code_of(home), elder)
    return town


_TOWN = _build()
PEOPLE: dict[str, Person] = _TOWN.register.people
ORGANISATIONS: tuple[Organisation, ...] = tuple(_TOWN.organisations)
POSTS: dict[str, Post] = _TOWN.posts
RESIDENTS = {key: person for key, person in PEOPLE.items() if person.home}

_DESKS = {  # who in a storyline: role of the desk, and which of those who share it
    "steward": ("steward", 0),
    "steward2": ("steward", 1),
    "member1": ("on_duty", 0),
    "member2": ("on_duty", 1),
    "member3": ("on_duty", 2),
    "branch": ("branch", 0),
    "secretary": ("committee", 0),
    "clerk": ("committee", 1),
    "council": ("council", 0),
    "hotline": ("hotline", 0),
    "property": ("property", 0),
}


def who_is(who: str, where: str) -> Who:
    """Whom a storyline means by `steward`, `property`, `dept:water` … in the estate that `where` lies in.

    Raises KeyError or IndexError where the estate has nobody of that kind.
    """
    if who.startswith("dept:"):
        post = POSTS[f"{who.removeprefix('dept:')}.department"]
        return Who(post.holders[0], post.key)
    estate, (role, number) = where.split("/")[0], _DESKS[who]
    post = POSTS.get(f"{estate}.{role}") or POSTS[f"{ESTATES[estate].community}.{role}"]
    return Who(post.holders[number], post.key)
