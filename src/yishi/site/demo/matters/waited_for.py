"""Stories that wait for somebody's word now: a parking to decide, more time to grant, a unit awaited on site. All people
and matters are invented."""

from ..shapes import Matter
from ..telling import M, call, more_time, note, park, take, whistle

STORIES: tuple[Matter, ...] = (
    M(
        "l-railing",
        "care.ramp",
        "hangyun/4/1",
        "web",
        "4d@09:10",
        "四栋一单元门口三级台阶没有扶手。老人推小车上不来，只能在下面等人帮忙。",
        "taken",
        steps=(
            take("steward", "1h"),
            call("steward", "5h", "约好当天下午到单元门口看过。"),
            park(
                "steward",
                "1d@10:00",
                "technical",
                "台阶下面是燃气管，打孔要等燃气公司改管，排到明年开春。",
                "先放一块可以收起来的铝坡板，早晚由下沉党员帮着推车。",
                120,
                households=6,
            ),
        ),
    ),
    M(
        "l-camera",
        "grounds.barrier",
        "hangyun",
        "web",
        "5d@19:20",
        "北门的摄像头黑屏半个月了。快递放在门口老是找不到。",
        "taken",
        steps=(
            take("steward", "2h"),
            note("steward", "1d@09:00", "是硬盘坏了，厂家说要返厂修。"),
            more_time("steward", "2d@09:00", "返厂修一个来回要十天，备用机明天先装上。", 8),
        ),
    ),
    M(
        "l-cracks",
        "house.facade",
        "hangyun/5",
        "phone",
        "1d@16:30",
        "五栋东山墙的水泥块往下掉，下面是孩子放学走的路。",
        "taken",
        caller="五栋的住户",
        written_by="hotline",
        steps=(
            take("steward", "1h"),
            whistle("steward", "2h", "dept:housing", 40, "请到东山墙下面看一看，先围起来，再定怎么修。"),
        ),
    ),
)
