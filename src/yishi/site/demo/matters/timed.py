"""Stories about time: a clock that stands, one that stood twice, more time granted, a limit that passed. All people and
matters are invented."""

from ..shapes import Matter
from ..telling import M, call, goes_on, granted, more_time, note, stopped, take, went_up

STORIES: tuple[Matter, ...] = (
    M(
        "l-gutter",
        "house.leak",
        "liudi/2",
        "web",
        "8d@08:20",
        "一下雨，楼顶的水就顺着外墙往下淌。五楼和六楼的窗台都泡起了皮。",
        "taken",
        by="wei_chunsheng",
        steps=(
            take("steward", "2h"),
            call("steward", "3h", "约好第二天上午上顶楼看。"),
            note("steward", "1d@10:30", "天沟的接缝裂了两处，做防水的师傅看过，要等屋面干透才能补。"),
            stopped(
                "steward",
                "2d@09:00",
                "weather",
                "预报这几天都有雨，屋面湿着没法做防水。放晴两天后马上开工。",
                12,
            ),
        ),
    ),
    M(
        "g-handrail",
        "stairs.door",
        "guixiangyuan/3",
        "phone",
        "9d@15:10",
        "单元门的闭门器坏了，门关得太重，夜里一响整栋楼都醒。",
        "taken",
        caller="三栋的住户",
        written_by="hotline",
        steps=(
            take("steward", "3h"),
            stopped(
                "steward",
                "1d@10:00",
                "resident",
                "装新闭门器要从楼下住户家里接电，人出差了，约好回来再装。",
                6,
            ),
            goes_on("steward", "2d@18:00"),
            note("steward", "1d@10:00", "住户回来了，电接好了，门也拆下来看过。"),
            more_time("steward", "2d@09:30", "原来那种闭门器停产了，厂家换的新款要等十天左右到货。", 10),
            granted("branch", "5h", "同意。到货前先在门框上贴缓冲条，别吵着大家睡觉。"),
        ),
    ),
    M(
        "b-bins",
        "rubbish.bins",
        "bishui/2",
        "web",
        "9d@19:40",
        "二栋旁边的垃圾分类点没有灯，晚上扔垃圾看不清，桶盖也掉了一个。",
        "handed_up",
        by="xie_yutong",
        steps=(went_up("8d@08:00"),),
    ),
)
