"""Invented matters of residents, put together from lists of words: enough variety for a search to have work to do."""

import random
from dataclasses import dataclass

THINGS = (
    "电梯 路灯 门禁 水管 下水道 化粪池 垃圾桶 健身器材 停车位 充电桩 消防通道 楼道灯 监控 围墙 绿化带 自来水 燃气表 "
    "防盗门 信报箱 晾衣架 "
    "长椅 花坛 井盖 减速带 护栏 凉亭 公告栏 天台 地下室 雨棚 坡道 扶手 "
    "水泵房 配电箱 快递柜 儿童滑梯"
).split()
FAULTS = (
    "坏了 漏水 不亮 堵住了 有异味 被占用 松动了 生锈了 裂开了 总是报警 关不上 打不开 积水 没人清理 掉漆 "
    "塌陷 噪音很大 反复停用 被撞歪 缺了一块"
).split()
WHERE = (
    "一单元门口 二单元楼道 北门旁边 南门入口 地下车库 小广场 幼儿园对面 菜场后面 三楼拐角 顶楼平台 东侧围墙下 儿童乐园 "
    "物业办公室外 垃圾房旁 自行车棚 主干道转弯处"
).split()
SINCE = "昨天起 上周开始 已经半个月 快一个月了 从国庆节后 下雨以后 最近几天 这个月以来".split()
TROUBLE = (
    "老人进出很不方便 孩子放学经过很危险 晚上看不清路 邻居们意见很大 影响休息 担心出安全事故 推婴儿车过不去 "
    "轮椅上不来 夏天味道特别重 已经有人摔倒过"
).split()
WISHES = (
    "请尽快派人来看看 希望给个明确的时间 请物业和社区一起商量 希望彻底修好 请告诉我们由谁负责 盼望回复 "
    "请先设个警示牌 希望定期检查"
).split()
ANSWERS = (
    "已经联系维修人员到场处理 现场核实后安排更换 已与施工单位约定时间 材料到了当天就装好 已请物业整改并复查 "
    "由社区牵头开了碰头会 已清理干净并加贴提示 排查后发现是老化所致，已经换新"
).split()


@dataclass(frozen=True)
class Said:
    """One matter and its answer."""

    title: str
    words: str
    answer: str


def matter(dice: random.Random) -> Said:
    """A matter of 60 to 120 characters."""
    pick = dice.choice
    title = f"{pick(WHERE)}{pick(THINGS)}{pick(FAULTS)}"
    lines = [
        f"{title}，{pick(SINCE)}，{pick(TROUBLE)}。",
        f"旁边的{pick(THINGS)}也{pick(FAULTS)}，{pick(TROUBLE)}。",
    ]
    if dice.random() < 0.4:
        lines.append(f"之前反映过{dice.randint(1, 4)}次，{pick(THINGS)}还是{pick(FAULTS)}。")
    lines.append(f"{pick(WISHES)}。")
    return Said(title, "".join(lines), f"您好，{pick(ANSWERS)}；{pick(THINGS)}也一并看过。谢谢您的提醒。")
