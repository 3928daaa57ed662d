"""Just said and not public yet: words that hold a number, a plate, a room and a name, and photos nobody has looked at.
All people and matters are invented."""

from ..shapes import Matter
from ..telling import M

STORIES: tuple[Matter, ...] = (
    M(
        "k-lane-plate", "stairs.lane", "dukou/3/1", "web", "35m",
        "一辆车牌鄂J·5K902的白车又堵在消防通道上。我住1单元501室，电话19900005678，看见车主的话请他挪开。请找邵先生。",
        "new", by="shao_ming", picture="firelane",
    ),
    M(
        "k-lamp-words", "stairs.light", "tingtao/2/1", "web", "50m",
        "四楼的楼道灯又不亮了。夜里回来全靠手机照着走。", "new", by="you_jianing",
    ),
)  # fmt: skip
