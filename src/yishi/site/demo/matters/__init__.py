"""Everything said in the demo city in half a year, community by community. All people and matters are invented."""

from ..shapes import Matter
from . import (
    guixiang,
    guixiang_more,
    joined,
    linjiang,
    linjiang_more,
    looked_at,
    matou,
    matou_more,
    pressed,
    spoken_of,
    ticked,
    timed,
    waited_for,
)

MATTERS: tuple[Matter, ...] = (
    *linjiang.STORIES,
    *guixiang.STORIES,
    *matou.STORIES,
    *linjiang_more.STORIES,
    *guixiang_more.STORIES,
    *matou_more.STORIES,
    *pressed.STORIES,
    *joined.STORIES,
    *spoken_of.STORIES,
    *timed.STORIES,
    *waited_for.STORIES,
    *ticked.STORIES,
    *looked_at.STORIES,
)
