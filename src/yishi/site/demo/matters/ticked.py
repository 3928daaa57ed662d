"""Stories worked off point by point: a lift with a unit called in, a stairwell answered with a point left open. All
people and matters are invented."""

from ..shapes import Matter
from ..telling import M, answered_checked, ask, note, take, ticked

STORIES: tuple[Matter, ...] = (
    M(
        "t-lift-hum",
        "lift.fault",
        "dangui/1/1",
        "web",
        "2d@07:40",
        "电梯一到四楼就嗡嗡响，停下来还要抖两下，早上送孩子的都不敢坐。",
        "taken",
        by="wang_xiaoqian",
        answers=(("which", "1 栋 1 单元右边"), ("since", "week")),
        picture="lift",
        steps=(
            take("steward", "20m", "先去看有没有人困在里面，再把电梯停下来。"),
            note(
                "steward", "50m", "每层都贴了停用告示，三户腿脚不便的邻居已经问过，买菜我们代跑。", "before"
            ),
            ticked("steward", "55m", 3),
            ask(
                "steward", "1h", "property", "请维保单位到场检查四楼异响，写明原因，修好后试运行。", lead=True
            ),
            ticked("property", "6h", 2),
        ),
    ),
    M(
        "t-stove",
        "stairs.clutter",
        "guixiangyuan/4/2",
        "qr",
        "4d@18:05",
        "三楼拐角放着旧炉子。还有几捆旧报纸，晚上下楼要侧着身子过。",
        "waiting",
        by="song_xiaoya",
        answers=(("floor", "三楼"),),
        picture="",
        steps=(
            take("steward", "1h"),
            ticked("steward", "1d@10:00", 2),
            answered_checked("steward", "1d@16:30", "炉子今天和住户一起搬到楼下旧物点了，通道已经空出来。"),
        ),
    ),
)
