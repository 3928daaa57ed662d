"""Shorter matters of Guixiang Community. All people and matters are invented."""

from ..shapes import Matter
from ..telling import (
    M,
    ask,
    back,
    call,
    explained,
    fine,
    happy,
    impossible,
    note,
    part,
    promise,
    solved,
    take,
    up,
    withdraw,
)

STORIES: tuple[Matter, ...] = (
    M(
        "g-lift-panel", "lift.fault", "dangui/1/1", "qr", "50m",
        "电梯门关到一半就卡住，外面的面板也黑了。物业拦了警戒带，还没看到人来修，住十二楼的老人正等着下楼。",
        "new", by="wang_xiaoqian", answers=(("which", "1 栋 1 单元左边"), ("since", "today")),
        picture="lift",
    ),
    M(
        "g-kitten", "other.suggestion", "shuxiang/1", "web", "4h",
        "放学那半个小时门口能不能有个人看一下路。电动车、家长的车、孩子都挤在一起，"
        "今天又有个孩子书包被挂住了。",
        "new", by="yuan_meng",
    ),
    M(
        "g-noise-dog", "noise.neighbour", "jinqiu/4", "phone", "7h",
        "隔壁的狗主人一上班就叫。老人来电说从八点叫到下午，狗也可怜。", "new", by="lei_jihong",
        written_by="hotline", answers=(("when", "day"),),
    ),
    M(
        "g-shelf", "stairs.clutter", "guixiangyuan/1/2", "web", "1d@12:10",
        "对门把鞋柜和婴儿车都摆在过道里。我们家推车出不去，提过一次，笑笑说马上收，一个月了。", "taken",
        by="song_xiaoya", answers=(("floor", "三楼"), ("blocked", "yes")),
        steps=(
            take("member2", "1h", "今晚我去敲门，只说消防，不说是谁提的。"),
        ),
    ),
    M(
        "g-tap", "utilities.burst", "dangui/4/2", "phone", "2d@14:05",
        "绿化带里的水龙头一直在喷水。来电人说都流成小河了，看着心疼。", "closed", by="li_caifeng",
        written_by="hotline",
        steps=(
            take("steward2", "5m", "我知道阀门在哪，先去关。"),
            solved("steward2", "35m", "阀门关了，龙头换成带锁的，浇花的师傅一人一把钥匙。"),
            happy("1h", "（来电代记）手脚真快。"),
        ),
    ),
    M(
        "g-window", "house.loose", "dangui/6/3", "qr", "3d@18:30",
        "五楼阳台外沿摆了一排花盆。底下就是我们停车和走路的地方，风大的时候看着晃。", "waiting",
        by="fang_zimin", answers=(("floor", "五楼靠东"),),
        steps=(
            take("member3", "14h"),
            solved("member3", "1d@19:40",
                "花盆都搬到阳台里面了，是位爱花的阿姨，还送了我一枝茉莉。给她家装了防坠的网。"),
        ),
    ),
    M(
        "g-stroller", "stairs.door", "shuxiang/4", "web", "4d@08:05",
        "门禁的人脸识别认不出戴口罩的老人。我婆婆在门外站了二十分钟，等人来带进去。", "waiting",
        by="du_ruo",
        steps=(
            take("steward", "30m"),
            ask("steward", "20m", "property", "请给老人办实体卡，不能只有刷脸一种办法。"),
            part("property", "1d@10:00", "已给 60 岁以上住户免费发卡，门口加了呼叫按钮。"),
            solved("steward", "5h",
                "卡送到家里，试了三次都能开。刷脸、刷卡、按铃三种都行，不愿意录脸的可以删除。"),
        ),
    ),
    M(
        "g-elder-phone", "care.visit", "jinqiu/3/1", "phone", "4d@15:00",
        "助听器没电了不会换。老人来电说听不清电视，也听不清敲门。", "closed", by="xue_suqin",
        written_by="hotline", answers=(("home", "都在家"),),
        steps=(
            take("member3", "15m"),
            solved("member3", "50m",
                "换了电池，教了两遍，画了张图贴在床头；备了六粒电池，下个月我再来看。"),
            happy("2h", "（来电代记）听得清你们笑了。"),
        ),
    ),
    M(
        "g-path-hole", "grounds.path", "guixiangyuan/6", "qr", "5d@21:20",
        "中心路的地砖塌了一个坑。昨晚骑车回来差点摔了，周围的砖也翘起来好几块。", "closed", by="pan_chen",
        picture="pavement",
        steps=(
            take("steward", "10h", "已放了锥桶，别靠近。"),
            solved("steward", "5h", "坑里回填夯实了，翘起的砖全部重铺，顺着把盲道也补上了。", photo=True),
            happy("1d@08:00", "早上骑过，平平的。"),
        ),
    ),
    M(
        "g-ants", "rubbish.pests", "guixiangyuan/2/1", "visit", "6d@09:20",
        "厨房里白天都看到老鼠。一楼住户，挨着菜市场，粘板粘了七只。", "promised", by="luo_yumei",
        written_by="clerk",
        steps=(
            take("steward2", "1h"),
            note("steward2", "1d@10:00", "看了，烟道口和下水口都没有网。先把这两处堵上了。"),
            promise("steward2", "2h", 10, "请消杀公司把 1 到 3 栋一楼和菜市场后巷一起做两遍，十天内完成。"),
        ),
    ),
    M(
        "g-queue", "parking.fees", "dangui/7", "web", "7d@19:00",
        "访客停车半小时就收五块，是不是太快了。岳父来送个菜，上楼喝口水就超了。", "returned",
        by="yu_haitao",
        steps=(
            take("steward", "13h"),
            back("steward", "6h",
                "收费标准是业主代表会定的，小管家改不了，应该由物业拿出方案、支部组织讨论。", "branch"),
            note("branch", "1d@09:30", "请物业统计一个月的访客停车时长，再约业主代表来议。"),
        ),
    ),
    M(
        "g-cable", "charging.wires", "dangui/4/2", "qr", "8d@20:30",
        "四楼有根电线一直拉到楼下给车充电。下雨天插座就泡在花坛里。", "closed",
        answers=(("floor", "四楼"),), picture="charging",
        steps=(
            take("member2", "12m", "现在就过去。"),
            note("member2", "18m", "插头已拔，跟户主一起把线收了，他说新棚太远。"),
            solved("member2", "1d@19:00",
                "带他去 6 栋新棚走了一趟，四分钟；扫码办了月卡，头一个月物业送十度电。", photo=True),
            happy("1d@20:00"),
        ),
    ),
    M(
        "g-seat", "other.suggestion", "jinqiu/1/3", "visit", "9d@10:10",
        "楼下能不能添两把带靠背的椅子。石凳子凉，坐下去站不起来。", "promised", by="qian_bonian",
        written_by="steward",
        steps=(
            take("steward", "30m"),
            up("steward", "1d@09:00", "要花三千来块，请支部定。"),
            take("branch", "3h"),
            promise("branch", "1d@16:00",
                15, "支部议过了，放六把带扶手的防腐木椅，十五天内装好，位置请老人家们自己挑。"),
        ),
    ),
    M(
        "g-leaf", "property.repairs", "shuxiang/2", "web", "10d@21:30",
        "报修卫生间反水三次，三次都说“师傅在路上”。三天了，师傅还在路上。我想问这条路到底有多长？",
        "closed", by="liang_yifan", visibility="hotline", about="property",
        answers=(("reported", "三次，都打前台电话"),),
        steps=(
            up("steward", "10h", "三张单子都压在物业前台，请支部督办。"),
            take("branch", "1h", "对不起，让您等了三天。今天上午一定有人到。"),
            note("branch", "5m", "请物业两小时内到场，并说清三张报修单去了哪里。"),
            note("branch", "2h", "前台没有转单，已疏通。值班制度改为报修一小时内回电。"),
            solved("branch", "1h", "反水已通，看着冲了五次。三张单子的去向写成说明给了您，前台道了歉。"),
            fine("9h", "路终于走完了。下次别再让人等这么久。"),
        ),
    ),
    M(
        "g-bus", "other.suggestion", "dangui/2/1", "visit", "16d@09:10",
        "能不能让公交车开到我们小区门口。到卫生院要走一里多路，腿不争气。我晓得这个事大，问一问也好。",
        "closed", by="qin_tongsheng", written_by="clerk",
        steps=(
            take("steward", "30m"),
            note("steward", "2d@10:00", "问过公交公司：门口那条路转弯半径不够，大车掉不了头。"),
            impossible("steward", "3d@16:00",
                "公交车近期开不到门口，先想了个替代的办法。",
                "道路转弯半径不足，公交公司书面答复不具备通车条件。",
                "每周二、周五上午社区爱心车送到卫生院，八点半在东门上车，头一天打小管家电话就行；"
                "公交改线的意见已转交通部门。"),
            fine("1d@10:00", "有爱心车也蛮好，我星期二就坐。"),
        ),
    ),
    M(
        "g-steward-call", "property.manner", "guixiangyuan", "web", "25d@15:20",
        "小管家的电话下午总是打不通。牌子上写着有事请找我，打了四个下午都没人接。可能人家也有难处，"
        "我只是说个情况。",
        "lapsed", visibility="anonymous", about="steward",
        steps=(
            take("branch", "2h", "谢谢您讲得这么客气，我来了解。"),
            note("branch", "1d@10:00", "问清楚了：她下午要去医院照顾母亲，不好意思开口。是支部关心不够。"),
            solved("branch", "1d@16:30",
                "两位小管家分了班，下午由文斌接听，一个号码自动转接。试打了三天，都是两声就接。"),
        ),
    ),
    M(
        "g-trench", "utilities.gas", "guixiangyuan/4/2", "web", "11d@14:40",
        "通了燃气的管子一年了，到现在没点火。", "overdue", by="gao_jianhua",
        answers=(("home", "下午都在"),),
        steps=(
            take("steward2", "1h"),
            ask("steward2", "1h", "property", "请联系燃气公司排点火时间。"),
            promise("steward2", "1d@10:00", 5, "燃气公司答应五天内上门点火。"),
            note("steward2", "6d@15:00", "约好的师傅临时被抽去抢修，在重新排。"),
        ),
    ),
    M(
        "g-copy", "income.adverts", "dangui/6/3", "web", "13d@22:00",
        "电梯里的广告声音太大，孩子吓得捂耳朵。进电梯二十秒，听三遍“不伤手”。", "closed", by="fang_zimin",
        steps=(
            take("steward2", "10h"),
            ask("steward2", "1h", "property", "请让广告公司静音，合同里没有允许放声音。"),
            part("property", "2d@11:00", "六栋 14 部电梯全部静音，亮度夜里自动调暗。"),
            solved("steward2", "2h", "逐部坐了一遍，都没声音了。"),
            happy("6h", "世界安静了🙏"),
        ),
    ),
    M(
        "g-bench-fight", "neighbours.quarrel", "jinqiu/4", "visit", "20d@10:30",
        "为了晒被子的绳子，我跟楼下吵了一架。都是老姐妹，吵完心里难过，想请个人递句话。", "closed",
        by="lei_jihong", written_by="steward",
        steps=(
            take("steward", "5m"),
            solved("steward", "1d@15:00",
                "两位老人在我家喝了碗银耳汤，话一说开都抹了眼泪。楼前加了两根晾衣杆，一家一根，"
                "下雨天谁在家谁先收。"),
            happy("2d@09:30", "昨天她还帮我收了被子。"),
        ),
    ),
    M(
        "g-paper", "care.papers", "jinqiu/5", "phone", "24d@09:00",
        "老伴走了，他的社保卡该怎么办。来电人声音很低，说一个人弄不清楚要哪些材料。", "closed",
        by="fan_zhonghe", visibility="hotline", written_by="hotline",
        steps=(
            take("steward", "10m"),
            call("hotline", "15m", "先陪着说了会儿话。请他不要急，明天我上门。"),
            solved("steward", "1d@16:00",
                "上门把材料一样样理好，陪着去窗口办完了注销和抚恤金申请，复印件装在一个文件袋里，标了大字。"),
            happy("3d@10:00", "谢谢你陪我走完这些地方。"),
        ),
    ),
    M(
        "g-plant", "stairs.equipment", "dangui/2/1", "qr", "28d@12:00", "安全出口的指示灯一层楼都不亮。",
        "lapsed", answers=(("floor", "2 栋 8 楼"),),
        steps=(
            take("steward", "4h"),
            ask("steward", "30m", "property", "请把 2 栋整栋查一遍。"),
            part("property", "3d@16:00", "换了 9 个灯和 4 块电池。"),
            solved("steward", "1d@10:00", "从一楼走到顶楼，断电试了一次，全亮。"),
        ),
    ),
    M(
        "g-drone", "other.matter", "shuxiang/1", "web", "32d@20:00",
        "有人用无人机对着窗户拍。昨晚七点多在我家窗外停了半分钟。", "closed", by="yuan_meng",
        visibility="hotline",
        steps=(
            up("steward", "11h", "牵涉隐私和飞行，请支部陪着报备。"),
            take("branch", "1h"),
            note("branch", "2h", "已陪着向派出所报备，时间、方位都记下了。"),
            solved("branch", "3d@17:00",
                "找到了，是对面楼一个初中生练手，家长带着来道了歉，视频当面删除；小区公告栏贴了飞行规定。"),
            fine("1d@20:30", "孩子还小，就算了。"),
        ),
    ),
    M(
        "g-barrel", "rubbish.bins", "guixiangyuan/1/2", "web", "36d@08:40",
        "垃圾点只有一个桶，袋子堆得快比院墙高了。正对着我家厨房，味道天天陪着炒菜。", "closed",
        by="song_xiaoya", picture="rubbish",
        steps=(
            take("steward", "2h"),
            note("steward", "2d@19:00", "问了旁边三户，都同意桶点往北挪三十步，加两个分类桶。"),
            solved("steward", "3d@10:30",
                "堆着的全清了，三个分类桶挪到北头，每天清两趟；原来的地方摆了花箱和石桌。", photo=True),
            happy("2d@12:40", "今天开窗炒的菜。"),
        ),
    ),
    M(
        "g-gate-key", "property.gate", "dangui/7", "web", "42d@22:30",
        "西门晚上十点锁门，上晚班的要绕一里路。", "closed", by="yu_haitao",
        steps=(
            take("steward", "11h"),
            ask("steward", "1h", "property", "请看能不能改成刷卡，不用人守。"),
            impossible("steward", "3d@16:00",
                "西门夜里没法一直开着，想了个替代的办法。",
                "西门外是没有路灯的施工便道，夜里开着容易出事，交警也建议关闭。",
                "东侧小门改为全天刷卡，比绕正门近四百米；便道修好后再议西门。"),
            fine("2d@22:20", "小门凑合，等路修好我再来提。"),
        ),
    ),
    M(
        "g-tutor", "house.business", "shuxiang/4", "web", "53d@18:20",
        "2号楼有一户在家里办托管班。三十多个孩子挤一套房，电梯一放学就瘫痪，我担心的是起火怎么跑。",
        "closed", by="du_ruo", visibility="hotline",
        steps=(
            take("steward", "14h"),
            up("steward", "3h", "要查资质，请支部和社区联合办。"),
            take("branch", "1d@09:00"),
            up("branch", "2h", "要请几个部门一起上门，请社区党委牵头。"),
            take("clerk", "3h"),
            ask("clerk", "1h", "dept:market", "请查证照。"),
            ask("clerk", "5m", "dept:fire", "请查疏散和用电。"),
            part("dept:market", "3d@15:00", "没有证照，已责令停止。"),
            part("dept:fire", "3h", "一个出口、三十张床，隐患明显，已当场查封用电设备。"),
            solved("clerk", "2d@16:30",
                "托管班已停。三十二个孩子的家长一家一家打了电话，社区活动室先接了十九个，"
                "其余介绍到有证的机构。"),
            happy("3d@19:00", "连孩子们的去处都安排好，想得周到。"),
        ),
    ),
    M(
        "g-flood", "rubbish.drain", "dangui/1/1", "qr", "59d@07:10", "一下大雨地下车库入口就进水。",
        "closed", answers=(("indoors", "no"),),
        steps=(
            take("steward", "10m", "沙袋已经摆上。"),
            ask("steward", "1h", "property", "请清截水沟，查水泵能不能自动启动。"),
            part("property", "1d@15:00", "截水沟清出三车泥，两台泵修好一台换新一台。"),
            solved("steward", "1d@10:00", "放了一车水试验，两台泵都能自动启动，沙袋堆在入口旁备用。"),
            happy("9d@08:00", "昨天那么大的雨，车库是干的。"),
        ),
    ),
    M(
        "g-sign", "parking.abandoned", "jinqiu/4", "door", "66d@16:00",
        "楼下那辆蓝色面包车两年没动过了。轮胎瘪了，车底长草，野猫在里头做窝。", "lapsed",
        written_by="member3", answers=(("car", "蓝色面包车"), ("since", "long")),
        steps=(
            take("member3", "10m"),
            note("member3", "2d@10:00", "通过物业联系到车主，人在外省，同意报废。"),
            solved("member3", "9d@15:00",
                "报废公司拖走了，车主把残值捐给了小区买椅子。猫窝挪到北角，三只小猫有人领养。"),
        ),
    ),
    M(
        "g-mirror", "other.question", "guixiangyuan/6", "web", "80d@12:00",
        "租房的人能不能参加小区议事。我不是业主，但在这里住了五年了。", "closed", by="pan_chen",
        steps=(
            take("steward", "2h"),
            explained("steward", "1d@09:30",
                "能来。议事会欢迎所有住在这里的人发言、提议题、监督；只有法律规定由业主共同决定的事，"
                "表决时由业主投票。下一次议事会的时间地点已发给您。",
                "居民公约；民法典第二百七十八条"),
            happy("3h", "好，我报名发言。"),
        ),
    ),
    M(
        "g-mosquito", "rubbish.pests", "jinqiu/3/1", "visit", "100d@09:00", "花坛里的积水缸生了好多孑孓。",
        "closed", by="xue_suqin", written_by="steward",
        steps=(
            take("steward", "10m"),
            solved("steward", "1h", "十一个缸、七个旧轮胎全翻过来倒干净了，跟养花的邻居约好每周换一次水。"),
            happy("3d@09:00"),
        ),
    ),
    M(
        "g-loud-school", "noise.dancing", "shuxiang/2", "web", "115d@19:50",
        "学校的广播早上六点半就响。孩子上幼儿园，天天被吵醒。", "closed", by="liang_yifan",
        answers=(("when", "day"),),
        steps=(
            take("steward", "13h"),
            note("steward", "2d@10:00", "去学校见了副校长，是定时器没改回来。"),
            solved("steward", "3h", "广播改到七点二十，靠小区一侧的两个喇叭转了方向。"),
            happy("2d@08:00", "多睡了五十分钟。"),
        ),
    ),
    M(
        "g-fund", "income.fund", "guixiangyuan", "visit", "140d@10:00",
        "维修资金还剩多少，在哪里能查到。楼顶早晚要修，心里得有个数。", "closed", by="gao_jianhua",
        written_by="clerk",
        steps=(
            take("steward", "1h"),
            ask("steward", "1h", "dept:housing", "请提供桂香园 4 栋的账面余额和查询办法。"),
            part("dept:housing", "6d@15:00", "余额已书面答复，以后可以在窗口凭身份证明查询。"),
            explained("steward", "1d@09:00",
                "您这一栋的余额单已当面给您；全小区只公布总数，不公布各家数字。需要动用时要业主共同决定。",
                "民法典第二百八十一条"),
            happy("1d@10:00", "心里有数了。"),
        ),
    ),
    M(
        "g-parcels", "parking.bikes", "shuxiang/1", "web", "9d@12:10",
        "快递三轮车堵在单元门口。下班回来推不进自行车。", "withdrawn", by="yuan_meng",
        steps=(
            take("steward", "40m"),
            withdraw("5h", "跟快递员说好了，以后停到南门去，不用麻烦你们了。"),
        ),
    ),
)  # fmt: skip
