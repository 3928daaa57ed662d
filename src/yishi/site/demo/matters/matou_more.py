"""Shorter matters of the Old Wharf Community. All people and matters are invented."""

from ..shapes import Matter
from ..telling import (
    M,
    ask,
    back,
    explained,
    fine,
    happy,
    note,
    part,
    partly,
    promise,
    solved,
    take,
    unsolved,
    up,
)

STORIES: tuple[Matter, ...] = (
    M(
        "m-ladder", "lift.fault", "dukou/3/1", "web", "90m",
        "3栋的电梯关门夹人。感应条像是不灵了，我妈的菜篮子被夹了两次。", "new", by="shao_ming",
        answers=(("which", "靠楼梯那一部"), ("since", "today")),
    ),
    M(
        "m-tank", "utilities.water", "tingtao/2/1", "web", "6h",
        "二次供水的水箱多久洗一次。物业群里问了没人答，我想看看清洗记录和水质报告。", "new",
        by="you_jianing",
    ),
    M(
        "m-lane-goods", "stairs.lane", "tingtao/4", "qr", "1d@17:10",
        "送货的车天天停在消防通道的黄线上。每天下午进货，一停两个小时，推婴儿车都过不去。", "taken",
        by="cui_ying", picture="firelane",
        steps=(
            take("steward", "25m", "司机在，先请他挪开了。"),
            ask("steward", "1h", "dept:urban", "请跟店家讲清进货时间和地点，明天下午一起来看。"),
        ),
    ),
    M(
        "m-lamp-red", "stairs.light", "matouxincun/4/3", "web", "2d@21:15",
        "楼道灯一拍就亮一拍就灭，跟人捉迷藏。", "taken", by="chang_qing", answers=(("floor", "五楼"),),
        steps=(
            take("member2", "11h", "先换个灯头试试。"),
        ),
    ),
    M(
        "m-sofa", "rubbish.rubble", "banyun/3", "visit", "3d@09:40",
        "不晓得哪个把旧沙发扔在井盖上了。我和老伴两个人抬不动，你们年轻人来搭把手。", "closed",
        by="qi_erbao", written_by="steward",
        steps=(
            take("member2", "30m", "叫上浩然，马上到。"),
            solved("member2", "40m", "沙发抬走了，井盖没压坏。院口画了个大件投放点，一个电话就有人来收。"),
            happy("20m", "后生伢有力气！"),
        ),
    ),
    M(
        "m-mould", "neighbours.leak", "dukou/5", "web", "4d@20:50",
        "厨房顶上一圈一圈的黄印子越来越大。楼上说不是他家，可又不让我上去看。", "handed_up",
        by="duan_caixia", answers=(("home", "晚上七点后"),), picture="leak",
        steps=(
            take("steward", "12h"),
            note("steward", "10h", "敲了楼上两次门，一次没人，一次隔着门说没空。"),
            up("steward", "1d@09:30", "小管家敲不开门，请支部出面约。"),
            take("branch", "3h", "我跟楼上的老父亲熟，我去说。"),
        ),
    ),
    M(
        "m-bike-rack", "parking.bikes", "tingtao/1/2", "qr", "5d@08:20", "共享单车把盲道停得满满的。",
        "waiting", by="meng_fanxing",
        steps=(
            take("steward", "1h"),
            ask("steward", "30m", "dept:urban", "请让运营公司在这里设电子围栏。"),
            part("dept:urban", "1d@15:00", "围栏已设，停在盲道上锁不了车。"),
            partly("steward", "2d@09:00",
                "正门的盲道通了，停在上面锁不了车；偶尔一两辆，志愿者随手挪开。", "侧门那一段还没有设围栏",
                7),
        ),
    ),
    M(
        "m-card", "other.question", "matouxincun/6", "phone", "5d@10:10",
        "码头老职工的独生子女奖励还能领吗。来电人说厂子早散了，不知道档案在哪里。", "waiting",
        by="liao_baogen", written_by="hotline",
        steps=(
            take("steward", "30m"),
            explained("steward", "2d@11:00",
                "可以领。档案已转到市档案馆，我查到了卷号。需要身份证、独生子女证，证丢了可以补开证明。"
                "您不方便跑的话，社区可以代交材料。",
                "本省计划生育奖励扶助的有关规定；档案馆复函"),
        ),
    ),
    M(
        "m-hose", "stairs.clutter", "matouxincun/2/1", "phone", "6d@16:20",
        "楼上把腌菜坛子摆满了楼梯转角。来电人说踩到一次卤水，滑了一下，骨头没事，吓得不轻。", "closed",
        by="jin_shuilian", written_by="hotline", answers=(("floor", "四楼转角"), ("blocked", "yes")),
        steps=(
            take("member1", "20m"),
            solved("member1", "1h",
                "九个坛子搬到住户阳台，楼梯用碱水刷了两遍，不滑了。坛子的主人给每家送了一碗酸豆角赔礼。"),
            happy("18h", "酸豆角味道蛮好。"),
        ),
    ),
    M(
        "m-pump", "charging.broken", "dukou/5", "qr", "7d@21:40", "3号充电桩扫了码、扣了钱，不出电。",
        "closed", by="duan_caixia", answers=(("number", "DK-03"),),
        steps=(
            take("steward2", "11h"),
            ask("steward2", "20m", "property", "请让运营商退钱、修桩。"),
            part("property", "5h", "插座烧了，已换；误扣的十一户共 37 元 6 角原路退回。"),
            solved("steward2", "2h", "试充了三辆车都正常，桩上贴了退款电话。"),
            happy("5h", "钱退了，两块八，哈哈。"),
        ),
    ),
    M(
        "m-bell", "stairs.door", "tingtao/2/1", "web", "8d@19:30",
        "可视门铃坏了半年。外卖、快递、查燃气的都要人跑下去开门。", "promised", by="you_jianing",
        steps=(
            take("steward", "13h"),
            ask("steward", "1h", "property", "请报维修方案和时间。"),
            part("property", "2d@16:00",
                "主机停产，要换整套，2 号楼两个单元报价 9,800 元，从公共收益出，要先公示。"),
            promise("steward", "1h", 18, "公示七天，期满就换，十八天内装好。"),
        ),
    ),
    M(
        "m-mud", "grounds.path", "dukou/2/2", "qr", "14d@18:10",
        "渡口到小区那段路坑坑洼洼的。下雨天电动车一溅一身泥，孩子的校服天天洗。", "reopened",
        by="jiang_xiaobei", picture="pavement",
        steps=(
            take("steward", "14h"),
            ask("steward", "1h", "property", "请先把小区这一头的坑填上。"),
            part("property", "2d@15:00", "填了 14 个坑。"),
            solved("steward", "1h", "坑已填平，明天再压一遍。", photo=True),
            unsolved("4d@18:30", "一场雨又冲出来了，碎石子填的不顶用。", photo=True),
            take("branch", "14h", "支部去找城管，这段路是市政的，应该铺沥青。"),
            ask("branch", "2h", "dept:urban", "请把渡口支路列进小修计划。", lead=True),
        ),
    ),
    M(
        "m-bridge", "grounds.lamp", "dukou/2/2", "web", "22d@20:10",
        "渡口栈桥的灯能不能亮到十二点。轮渡末班十一点半，灯十点就灭了，下船的人摸黑走。", "closed",
        by="jiang_xiaobei",
        steps=(
            take("steward", "12h"),
            ask("steward", "1h", "dept:urban", "请看栈桥灯的时间能不能改。"),
            part("dept:urban", "3d@15:00", "时控已改到夜里十二点半。"),
            solved("steward", "1d@22:40", "等到末班船靠岸，灯还亮着，走回小区全程看得见路。"),
            happy("1d@22:50", "下船看到灯亮着，心里一热。"),
        ),
    ),
    M(
        "m-phone-app", "care.visit", "banyun/3", "door", "10d@09:40",
        "医保小程序我弄不来，怕点错了扣钱。走访时老人家把老花镜取下又戴上，说字太小。", "closed",
        by="qi_erbao", written_by="member1",
        steps=(
            take("member1", "5m"),
            solved("member1", "30m",
                "帮老人家把字调大，绑定了家人代办，教他只按一个绿色按钮；教了三遍，他自己按对了两遍。"),
            happy("10m", "（上门代记）不怕了，明天再试一遍。"),
        ),
    ),
    M(
        "m-signal", "utilities.power", "banyun/3", "visit", "17d@10:30",
        "一开空调我们这栋就跳闸。老线路细，家家都换了大空调。", "closed", by="qi_erbao",
        written_by="steward",
        steps=(
            take("steward", "15m"),
            up("steward", "5h", "要增容，请支部联系供电。"),
            take("branch", "1d@09:00"),
            note("branch", "3d@15:00", "供电公司来测了，总线要换，列入老旧小区增容，不收居民的钱。"),
            solved("branch", "8d@17:30", "四栋总线和表箱全部换新，晚上八点家家开空调试了一小时，没跳。"),
            happy("1d@20:30", "凉快了，也敢一边烧水一边开空调了。"),
        ),
    ),
    M(
        "m-stair-paint", "stairs.dirty", "matouxincun/6", "qr", "21d@15:00",
        "墙上贴满了通下水道的小广告，一层叠一层。", "lapsed",
        steps=(
            take("member3", "2h"),
            solved("member3", "4d@17:00",
                "周末来了二十一个志愿者，6 栋六层铲得干干净净，刷了一遍白。门口设了张便民信息栏，"
                "正经师傅可以贴。"),
        ),
    ),
    M(
        "m-fish", "noise.shop", "tingtao/4", "web", "26d@05:50",
        "楼下海鲜档凌晨四点就卸货。摔筐子、喊号子、倒车滴滴响，天天如此。", "closed", by="cui_ying",
        answers=(("when", "night"),),
        steps=(
            take("steward", "3h"),
            ask("steward", "1h", "dept:urban", "请凌晨来听一次。"),
            part("dept:urban", "2d@05:30", "四点到场，情况属实，已约谈。"),
            solved("steward", "3d@10:00", "卸货改到六点半以后，筐子换成带胶轮的推车，倒车用人指挥不鸣笛。"),
            unsolved("5d@06:10", "老实了四天，今天四点半又开始了。"),
            take("branch", "3h"),
            ask("branch", "30m", "dept:urban", "上次的承诺没守住，请依法处理。"),
            part("dept:urban", "2d@16:00", "已出具处罚决定，再犯加倍。"),
            solved("branch", "6d@09:00",
                "连着一周早上值守，都在六点半以后。店家把约定写成告示贴在门口，留了监督电话。"),
            fine("1d@08:00", "现在可以了，谢谢你们起那么早。"),
        ),
    ),
    M(
        "m-wheel", "care.meals", "matouxincun/2/1", "door", "34d@11:00",
        "四栋有位老人天天吃面条，走不动去食堂。邻居们轮着带饭，也不是长久之计。", "closed",
        by="jin_shuilian", written_by="member2",
        steps=(
            take("steward", "3h"),
            solved("steward", "2d@11:30",
                "申请了送餐，每天中午由“敲门班”顺路送上去，低保户每餐补四元。第一天是红烧豆腐和青菜汤。"),
            happy("3d@12:10", "（上门代记）热的，烫嘴。"),
        ),
    ),
    M(
        "m-lock", "grounds.barrier", "dukou/3/1", "web", "39d@22:20",
        "停车杆砸了我的车顶。抬杆抬到一半自己落下来，物业说要等总公司定责。", "closed", by="shao_ming",
        about="property", visibility="hotline",
        steps=(
            up("steward", "10h", "要物业定责赔付，请支部出面。"),
            take("branch", "1h"),
            note("branch", "1h", "请物业三天内调录像、定责、给赔付意见。"),
            note("branch", "3d@10:00", "录像显示地感失灵，责任在道闸，同意赔付。"),
            solved("branch", "6d@16:00", "赔付 860 元已到账，道闸换了防砸雷达，三个门都换了。"),
            happy("1d@20:00"),
        ),
    ),
    M(
        "m-stairs-rail", "care.ramp", "banyun", "visit", "48d@09:10",
        "院门口那三级石阶能不能装个扶手。青石板年头久了，雨天滑。", "lapsed", caller="院里的老街坊",
        written_by="clerk",
        steps=(
            up("steward", "1h", "要花钱装，请支部定。"),
            take("branch", "1h"),
            solved("branch", "7d@16:00", "装了不锈钢扶手，石阶錾了防滑纹，保住了老石头。"),
        ),
    ),
    M(
        "m-bark", "neighbours.leash", "tingtao/1/2", "qr", "57d@20:00", "草坪上到处是狗屎，孩子踩了一脚。",
        "lapsed",
        steps=(
            take("member1", "12h"),
            solved("member1", "5d@18:00",
                "装了四个拾便袋箱，养狗的群里定了约定，十七位狗主人轮流当“铲屎官”。"),
        ),
    ),
    M(
        "m-kiln", "stairs.clutter", "dukou/2/2", "web", "65d@19:10", "顶楼平台被人养了鸽子，羽毛飘进屋里。",
        "closed", by="jiang_xiaobei", answers=(("floor", "顶楼平台"), ("blocked", "yes")),
        steps=(
            take("steward2", "13h"),
            note("steward2", "2d@17:00", "养鸽子的老人养了四十年，舍不得。约了信鸽协会的人一起来想办法。"),
            solved("steward2", "10d@16:00",
                "鸽棚搬到江边公棚，老人每天坐两站车去喂，平台冲洗消毒，恢复了疏散通道。"),
            happy("2d@12:00", "平台上能晒被子了。"),
        ),
    ),
    M(
        "m-camera", "other.crime", "tingtao/2/1", "web", "83d@23:30",
        "有人冒充物业在群里收“安全押金”。已经有三户转了钱。", "closed", by="you_jianing",
        steps=(
            take("steward", "9h", "已请大家先报警，群里发了提醒。"),
            solved("steward", "1d@15:00",
                "三户都陪着报了案，其中一户的钱及时冻结。物业群改为实名、由小管家管理，"
                "凡是要钱的消息一律以公告栏为准。"),
            happy("2d@10:00", "提醒得及时，我婆婆正准备转。"),
        ),
    ),
    M(
        "m-flood-mark", "other.suggestion", "matouxincun/4/3", "web", "110d@14:00",
        "能不能在墙上留一条九八年的水位线。老人们常指着墙讲，孩子们听得眼睛发亮。", "closed",
        by="chang_qing",
        steps=(
            up("steward", "1h", "这件事值得大家一起议一议。"),
            take("branch", "1h", "这个提议支部全体都喜欢。"),
            solved("branch", "12d@16:00",
                "按几位老职工的回忆，在 1 栋山墙画了水位线，旁边嵌了一块瓷片，写着当年的故事。"),
            happy("1d@18:00", "我爸站在那里照了相。"),
        ),
    ),
    M(
        "m-pigs", "house.shed", "banyun/1/2", "visit", "130d@09:20", "巷口违章搭的棚子挡了救护车的路。",
        "closed", by="ai_lin", written_by="clerk",
        steps=(
            up("steward", "40m", "拆违要部门认定，请支部牵头。"),
            take("branch", "20m"),
            ask("branch", "1h", "dept:urban", "请认定并依法处理。"),
            part("dept:urban", "6d@16:00", "属违建。户主同意自拆，已给三天腾东西。"),
            solved("branch", "4d@15:00",
                "四位党员帮着一起拆、一起搬，木料给户主码得整整齐齐。巷口量了，三米六。"),
            happy("2d@09:00"),
        ),
    ),
    M(
        "m-old-tree", "grounds.green", "matouxincun/6", "visit", "165d@10:00",
        "大樟树有一枝空了心，底下是我们下棋的地方。舍不得砍，又怕掉下来。", "closed", by="liao_baogen",
        written_by="steward",
        steps=(
            take("steward", "20m", "棋桌先往外挪三米。"),
            ask("steward", "1h", "dept:urban", "请园林的师傅来看看，能保就保。"),
            part("dept:urban", "5d@15:00", "树龄约八十年，只锯空心的一枝，伤口做防腐，主干打支撑。"),
            solved("steward", "2d@16:30", "枝子锯了，支撑打好，树保住了。锯下来的木头做了四个棋凳。"),
            happy("1d@15:00", "坐在老樟树的凳子上下棋，味道不一样。"),
        ),
    ),
    M(
        "m-rail", "care.ramp", "dukou/2/2", "qr", "4d@16:30",
        "单元门口坡道的栏杆松了。推轮椅的时候一扶就晃。", "ruling", by="jiang_xiaobei",
        steps=(
            take("steward", "1h", "先用绳子绑牢了。"),
            back("steward", "1h", "栏杆是去年改造时装的，应该还在保修期里，请支部找改造的单位。", "branch"),
            back("branch", "1d@15:00",
                "查了合同，栏杆不在改造项目里，是后来加的。日常维修应由小管家约物业来做。", "steward"),
        ),
    ),
)  # fmt: skip
