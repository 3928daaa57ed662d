"""Everything said in the demo city in half a year, community by community. All people and matters are invented."""

from ..shapes import Matter
from . import guixiang, guixiang_more, linjiang, linjiang_more, matou, matou_more

MATTERS: tuple[Matter, ...] = (
    *linjiang.STORIES,
    *guixiang.STORIES,
    *matou.STORIES,
    *linjiang_more.STORIES,
    *guixiang_more.STORIES,
    *matou_more.STORIES,
)
