"""Who lives and works in the demo city. Every name, firm and telephone number is invented; the numbers follow the
form of mobile numbers but all begin with 1990000."""

from .places import COMMUNITIES, ESTATES, STREET, code_of
from .shapes import ROLES, Organisation, Person, Post

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

_PROPERTY = {  # firm: Chinese, English, {manager: estates}
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


def _build() -> tuple[dict[str, Person], tuple[Organisation, ...], dict[str, Post]]:
    register, organisations, posts = _Register(), [], {}

    def post(scope: str, who: str, role: str, place: str, organisation: str, holder: str, of: tuple[str, str]) -> None:
        zh, en = ROLES[role]
        posts[f"{scope}.{who}"] = Post(
            f"{scope}.{who}", role, place, organisation, holder, f"{of[0]}{zh}", f"{of[1]} {en}"
        )

    organisations.append(Organisation("street", "street_office", STREET, "武穴街道办事处（演示）", "Street office (demo)"))
    for number, (key, (zh, en, liaison)) in enumerate(_DEPARTMENTS.items()):
        organisations.append(Organisation(f"dept.{key}", "department", STREET, zh, en))
        holder = register.add(liaison, 11 + number)
        post("street", key, "department_liaison", STREET, f"dept.{key}", holder, (zh, en))
    post("street", "operator", "operator", STREET, "street", register.add("简明 Jian Ming", 10), ("", "Street"))
    for number, (key, names) in enumerate(_OFFICES.items()):
        place = COMMUNITIES[key]
        of, phone = (place.zh, place.en), 101 + number * 10
        committee, council = f"{key}.committee", f"{key}.council"
        organisations += (
            Organisation(committee, "community_committee", place.code, f"{of[0]}党委", f"{of[1]} committee"),
            Organisation(council, "council", place.code, f"{of[0]}党群议事会", f"{of[1]} council"),
        )
        holders = [register.add(name, phone + index) for index, name in enumerate(names)]
        whos = (
            ("secretary", "community_secretary", committee),
            ("clerk", "community_clerk", committee),
            ("council", "council_secretary", council),
            ("hotline", "hotline_clerk", committee),
        )
        for holder, (who, role, organisation) in zip(holders, whos, strict=True):
            post(key, who, role, place.code, organisation, holder, of)
    for number, (key, (secretary, stewards, members)) in enumerate(_ESTATES.items()):
        estate = ESTATES[key]
        of, phone, branch = (estate.zh, estate.en), 201 + number * 10, f"{key}.branch"
        organisations.append(Organisation(branch, "estate_branch", estate.code, f"{of[0]}党支部", f"{of[1]} branch"))
        post(key, "branch", "branch_secretary", estate.code, branch, register.add(secretary, phone), of)
        for role, who, names, first in (
            ("steward", "steward", stewards, 1),
            ("member_on_duty", "member", members, 4),
        ):
            for index, name in enumerate(names, 1):
                suffix = "" if who == "steward" and index == 1 else str(index)
                holder = register.add(name, phone + first + index)
                post(key, f"{who}{suffix}", role, estate.code, branch, holder, of)
    phone = 401
    for key, (zh, en, managers) in _PROPERTY.items():
        estates = tuple(ESTATES[one].code for some in managers.values() for one in some)
        organisations.append(Organisation(f"property.{key}", "property_company", STREET, zh, en, estates))
        for manager, looked_after in managers.items():
            holder, phone = register.add(manager, phone), phone + 1
            for one in looked_after:
                estate = ESTATES[one]
                of = (f"{estate.zh}{zh}", f"{estate.en}, {en},")
                post(one, "property", "property_manager", estate.code, f"property.{key}", holder, of)
    for number, (name, home, elder) in enumerate(_RESIDENTS, 501):
        register.add(name, number, code_of(home), elder)
    return register.people, tuple(organisations), posts


PEOPLE, ORGANISATIONS, POSTS = _build()
RESIDENTS = {key: person for key, person in PEOPLE.items() if person.home}


def post_of(who: str, where: str) -> Post:
    """Who a storyline means: `steward`, `property`, `clerk`, `dept:water` … of the estate `where` lies in."""
    if who.startswith("dept:"):
        return POSTS[f"street.{who.removeprefix('dept:')}"]
    estate = where.split("/")[0]
    return POSTS.get(f"{estate}.{who}") or POSTS[f"{ESTATES[estate].community}.{who}"]
