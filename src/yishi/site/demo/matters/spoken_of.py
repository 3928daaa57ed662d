"""What many in the demo city speak of at once, so that a place has topics. All people and matters are invented."""

from ..shapes import Matter
from ..telling import M, explained, solved, take

GARAGE, PIT = "house.leak", "rubbish.drain"

STORIES: tuple[Matter, ...] = (
    M(
        "t-garage-1", GARAGE, "wangjiang/3", "web", "2d@08:20",
        "地下车库 3 栋入口那边顶上一直滴水。车顶滴了一层白印子，洗都洗不掉。", "taken",
        steps=(take("steward", "3h", "下午带物业一起去车库看。"),),
    ),
    M(
        "t-garage-2", GARAGE, "wangjiang/5", "qr", "5d@19:10",
        "地下车库又滴水了。5 栋这边拿脸盆接着，一晚上就满。", "taken",
        steps=(take("steward", "13h", "先放警示牌，绕着走。"),),
    ),
    M(
        "t-garage-3", GARAGE, "wangjiang/1", "web", "7d@20:40",
        "望江花园地下车库顶板渗水，一下雨就滴水。地上滑得很，昨天有人骑车摔了。", "waiting",
        steps=(
            take("steward", "12h"),
            explained(
                "steward", "3d@10:00",
                "顶板防水层老化，已请鉴定单位来看，要动用维修资金，正在一户一户征求意见。",
                "住宅专项维修资金的使用须经业主共同决定。",
            ),
        ),
    ),
    M(
        "t-garage-4", GARAGE, "wangjiang/2", "web", "46d@12:15",
        "地下车库滴水的事能不能一次修好？去年补过一回，今年同一个地方又滴水。", "lapsed",
        steps=(
            take("steward", "2h"),
            solved("steward", "4d@16:00", "物业补了三处裂缝，蓄水两天没有再滴。别处再滴请接着说。"),
        ),
    ),
    M(
        "t-pit-1", PIT, "hangyun/2/1", "qr", "1d@07:50",
        "下水道又堵了，二栋一单元门口全是脏水，孩子上学踩着砖头过。", "taken",
        answers=(("indoors", "no"),), steps=(take("steward", "1h", "先垫了几块木板。"),),
    ),
    M(
        "t-pit-2", PIT, "hangyun/2/2", "web", "3d@18:30",
        "二栋门口下水道堵了，脏水漫到路上，一楼厨房返味。", "taken",
        answers=(("indoors", "no"),), steps=(take("steward", "14h", "明早请疏通的师傅来。"),),
    ),
    M(
        "t-pit-3", PIT, "hangyun/3", "web", "12d@09:05",
        "下水道一个月堵三回，脏水漫出来。光疏通不管用，是不是管子太细了？", "taken",
        answers=(("indoors", "no"),), steps=(take("steward", "5h", "跟物业要管网图，一段一段查。"),),
    ),
)  # fmt: skip
