"""Stories under pressure: parked and come back, parked now, supervised, whistled for. All people and matters are
invented."""

from ..shapes import Matter
from ..telling import (
    M,
    approve,
    came,
    doors,
    note,
    nudged,
    park,
    promise,
    report,
    supervise,
    take,
    up,
    whistle,
)

STORIES: tuple[Matter, ...] = (
    M(
        "b-heating-back", "utilities.heating", "bishui/2", "visit", "148d@09:30",
        "冬天屋里只有七八度。老人夜里不敢起身，上次大家嫌初装费贵没有装成，想请社区再问一次。",
        "handed_up", by="xie_yutong", written_by="steward",
        steps=(
            take("steward", "1h"),
            doors("steward", "3d@18:30", 11),
            park("steward", "2d@10:00", "majority",
                "全楼四十四户，愿意出初装费的只有十二户，够不上共同决定的数，现在装不成。",
                "活动室冬天白天开暖气，独居老人登记领电热毯，费用从居民活动经费里出。", 200, households=28),
            approve("branch", "1d@15:00", "同意先挂账。入秋再走一遍门，够二十八户马上重新办。"),
            doors("steward", "112d@19:00", 9),
            doors("member1", "20d@19:00", 7),
            take("steward", "14h"),
            up("steward", "1d@10:00", "户数够了。初装费怎么摊、管网从哪里接，要支部和社区出面谈。"),
            take("branch", "3h"),
            note("branch", "2d@16:00", "热力公司来看过现场，答应两周内给报价单，到时贴在单元门口。"),
        ),
    ),
    M(
        "l-lift", "other.suggestion", "liudi/1", "visit", "41d@15:00",
        "我们这栋能不能加装电梯。楼上七户里有五户是老人，买袋米都要歇三回。", "parked",
        by="wei_chunsheng", written_by="clerk",
        steps=(
            take("steward", "2h"),
            doors("steward", "4d@18:40", 8),
            park("steward", "2d@10:00", "money",
                "二十四户里只有九户愿意分摊，补贴之外每户还差两万多，钱凑不起来。",
                "一楼和三楼拐角各放一把折叠椅；小管家每周三、周六帮老人提东西上楼。", 180, households=16),
            approve("branch", "1d@16:30", "同意挂账。明年补贴政策出来，先开一次楼栋会。"),
            doors("member1", "21d@19:10", 3),
        ),
    ),
    M(
        "g-charging", "utilities.power", "guixiangyuan/6", "web", "30d@20:20",
        "车棚充电插座天天跳闸。晚上八点以后根本充不进去，只好飞线。", "parked", by="pan_chen",
        steps=(
            take("steward", "12h"),
            park("steward", "2d@10:00", "technical",
                "小区变压器容量用满了，供电公司的扩容排在明年春天，现在再加插座只会跳得更勤。",
                "夜里十一点到早上六点轮流充，车棚加装两只灭火器，飞线当场拆。", 120),
            approve("branch", "1d@11:00", "同意挂账到扩容完工，轮流充电的表每周贴一次。"),
        ),
    ),
    M(
        "w-roof", "house.leak", "wangjiang/2/1", "phone", "29d@09:20",
        "顶楼漏水漏了一个月。床上都放了盆，来电人说每次都答应，每次都没有来。", "overdue",
        by="ge_yuhua", written_by="hotline",
        steps=(
            take("steward", "3h"),
            promise("steward", "1d@10:00", 7, "一周内请防水队上屋面补好。"),
            nudged("9d@09:30"),
            nudged("4d@19:00"),
            supervise("council", "2d@10:00", "listed", "overdue",
                "承诺的日子过了一个多星期。请三天内带施工队上屋面，把哪天修、修多久写清楚。", 3),
            report("steward", "2d@17:00", "防水队后天进场，先铺临时油布，今天已经把三户的吊顶支住。"),
        ),
    ),
    M(
        "d-stalls", "noise.shop", "dangui", "phone", "5d@08:30",
        "西门烧烤摊的油烟和油污没人管。地上滑得站不住，昨晚又有人摔了。", "taken",
        by="fang_zimin", written_by="hotline",
        steps=(
            take("steward", "1h"),
            whistle("steward", "30m", "dept:urban dept:market dept:fire property", 3,
                "今天下午在西门碰头，看占道、油烟、液化气罐三件事。"),
            came("property", "40m"),
            came("dept:urban", "1h"),
            came("dept:market", "3h"),
            note("steward", "1h", "城管当场划了退线，市场监管晚到但开了整改单；消防没有等到，明天再请。"),
        ),
    ),
)  # fmt: skip
