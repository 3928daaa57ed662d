"""Stories of the Old Wharf Community, told at length. All people and matters are invented."""

from ..shapes import Matter
from ..telling import (
    M,
    ask,
    back,
    call,
    decline,
    explained,
    fine,
    happy,
    note,
    part,
    partly,
    promise,
    rule,
    solved,
    take,
    unsolved,
    up,
)

STORIES: tuple[Matter, ...] = (
    M(
        "old-lamp", "grounds.lamp", "matouxincun/6", "phone", "27d@20:15",
        "从大门到 6 栋一路黑灯瞎火。来电说，五盏灯坏了四盏，他起夜班的儿子昨天在台阶上崴了脚。"
        "说前头报过两次，都说“记下了”。",
        "closed", by="liao_baogen", written_by="hotline", answers=(("pole", "从大门数第二到第五根"),),
        picture="lamp",
        steps=(
            take("steward", "12h", "前两次没下文，是我们不对，这次我来盯。"),
            ask("steward", "20m", "property", "今天天黑之前换好，不是坏一盏换一盏，把这一路都查一遍。"),
            note("steward", "9h", "天黑前先在台阶两头挂了太阳能灯，免得再有人摔。", photo="before"),
            part("property", "1d@17:00", "四盏换成新的，是线路老化跳闸，电缆换了 60 米。"),
            solved("steward", "3h", "晚上八点从大门走到 6 栋，五盏全亮。台阶边加贴了反光条。", photo=True),
            happy("1d@19:40", "（来电代记）亮堂了。儿子的脚也消了肿。以后莫光“记下了”。"),
        ),
    ),
    M(
        "rubbish-corner", "rubbish.pile", "banyun/3", "door", "31d@08:20",
        "院墙角那堆垃圾比人还高了。走访时住户说以前有人扫，今年没人管，周围店里的也往这里倒，"
        "苍蝇多得吃饭要关窗。",
        "closed", by="qi_erbao", written_by="steward", answers=(("since", "month"),), picture="rubbish",
        steps=(
            take("steward", "10m"),
            back("steward", "5h",
                "院子没有围墙，垃圾多是外头店铺倒的，要跟店铺和城管打交道，请支部牵头。", "branch"),
            back("branch", "2d@10:00",
                "墙角在宿舍用地红线内，属于小区日常保洁，小管家找物业就能办。", "steward"),
            rule("secretary", "1d@15:30",
                "先清后论：城管出车、物业出人，两天清完。以后院内由物业保洁，店铺垃圾由城管管住源头。"
                "由支部牵头。",
                "branch"),
            take("branch", "2h"),
            ask("branch", "20m", "property", "请出人清运、冲洗消毒，往后每天保洁。", lead=True),
            ask("branch", "10m", "dept:urban", "请派两台车，并跟八家店铺讲好垃圾投放点。"),
            part("dept:urban", "1d@16:00", "清走 7 车。八家店签了门前三包，投放点设在路口。"),
            part("property", "1d@16:30", "墙角冲洗、消毒过了，每天早上七点保洁一次。"),
            solved("branch", "1h",
                "墙角清空了，摆了花箱和石桌，装了一盏灯和一块提示牌。每天早上七点保洁一次。", photo=True),
            happy("3d@09:00", "（小管家代记）现在有人在那里下棋了。"),
        ),
    ),
    M(
        "ferry-noise", "noise.machines", "dukou/2/2", "web", "62d@01:20",
        "水泵房半夜嗡嗡响，整个人都在抖。我睡觉浅，换了耳塞、挪了床，没有用。物业测过一次说“不超标”，"
        "可是他们是下午两点来测的。",
        "closed", by="jiang_xiaobei", answers=(("when", "night"),),
        steps=(
            take("steward", "7h", "下午测不算数，我陪您夜里测。"),
            ask("steward", "1h", "property", "请请有资质的单位，夜里十一点以后、在卧室里测。"),
            part("property", "6d@10:30", "夜间卧室低频段确实超了限值，两台泵的减振垫已经压死。"),
            promise("steward", "1h", 15, "换减振垫，管道加软接头，十五天内完成再测。"),
            note("steward", "11d@09:00",
                "配件到货，今晚停水两小时施工，已挨户通知，给有老人的三户送了水。"),
            solved("steward", "3d@22:50", "夜里复测合格，报告贴在 2 栋。反映人和我一起听了二十分钟。"),
            happy("4d@08:10", "两个月来第一次一觉睡到天亮。"),
        ),
    ),
    M(
        "tingtao-shed", "house.shed", "tingtao/2", "qr", "68d@17:00",
        "2号楼一楼住户把公共绿地围成了自家院子。砌了墙、搭了棚，还装了门。我们路过都要绕。说他，"
        "他说“开发商卖给我的”。",
        "handed_up", by="you_jianing", visibility="hotline",
        steps=(
            take("steward", "16h"),
            note("steward", "1d@10:00", "围起来约 30 平方米，砖墙一米六，彩钢棚已封顶。"),
            ask("steward", "1h", "dept:urban", "请认定是不是违建。"),
            part("dept:urban", "7d@15:40", "没有规划许可，属违法建设，已发限期改正通知。"),
            note("steward", "6d@16:00", "户主拿出购房时的“赠送花园”宣传单，情绪激动，说没有拆的道理。"),
            up("steward", "1d@09:00", "户主跟开发商有纠纷，小区层面劝不动。"),
            take("branch", "4h"),
            note("branch", "8d@19:00",
                "请法律顾问给户主讲了：绿地归全体业主共有，跟开发商的账另算，帮他列了主张退款的材料。"),
            up("branch", "10d@09:30", "户主同意先拆棚，墙还不肯拆。请社区党委出面。"),
            take("clerk", "1d@10:00"),
            note("secretary", "6d@16:20", "棚已经拆了。墙约好等他跟开发商调解有结果再拆，最晚到下月底。"),
            up("secretary", "5d@09:00",
                "类似的“赠送花园”小区里还有四户，一户一户谈不是办法，请议事会定个统一的做法。"),
            take("council", "1d@15:00", "请住建、城管、开发商和五户一起到会。"),
        ),
    ),
    M(
        "elder-silent", "care.fallen", "matouxincun/2/1", "phone", "49d@07:40",
        "对门的老人两天没有开门了。来电说，对门老哥一个人住，平时天天下楼拿牛奶，两瓶奶都还在门口，"
        "敲门没人应，她心里慌。",
        "closed", by="jin_shuilian", written_by="hotline",
        steps=(
            take("steward", "2m", "我和熊书记现在就上去，先打 120。"),
            note("steward", "9m", "敲门听到里面有轻声应答。联系到他女儿，同意开锁，民警到场。"),
            note("steward", "16m", "门开了。老人前晚在卫生间滑倒，人清醒，髋部疼，没敢动他。"),
            solved("steward", "30m", "救护车接走了，小管家陪着去的医院，女儿正在往回赶。医生说送得及时。"),
            call("branch", "2d@10:00", "给反映人回话：手术做完了，人平安。她哭了，说那两瓶奶她收着呢。"),
            happy("10m", "（来电代记）远亲不如近邻，你们来得快。"),
        ),
    ),
    M(
        "visit-list", "other.suggestion", "matouxincun/2/1", "visit", "43d@09:30",
        "独居老人能不能排个“敲门班”。上次对门老哥摔了，我想想就后怕。我们楼里还能走动的老姐妹愿意轮着来，"
        "每天敲一敲门，问一声好。你们帮忙列个名单、印个表就行。",
        "closed", by="jin_shuilian", written_by="clerk", picture="meeting",
        steps=(
            up("steward", "2h", "六栋楼都要排，请支部来组织。"),
            take("branch", "1h", "老人家这个主意好，支部来组织。"),
            note("branch", "4d@16:00", "摸了一遍，六栋楼独居老人 23 位，愿意结对的邻居 31 位。"),
            solved("branch", "5d@10:00",
                "“敲门班”今天开始：23 位老人每人有两位邻居，上午十点前敲门，没人应就打小管家电话。"
                "表印了大字的，贴在各家门后。",
                photo=True),
            happy("6d@10:30", "我排的是 2 栋，天天都有人说话了。"),
        ),
    ),
    M(
        "ferry-stall", "stairs.equipment", "dukou/5", "web", "36d@11:11",
        "5栋消火栓打开来是空的。水带没有了，水枪也没有了，只剩一个铁箱子。万一有事拿什么救？"
        "我又看了六楼和九楼，都一样。",
        "closed", by="duan_caixia",
        steps=(
            take("steward2", "1h"),
            note("steward2", "4h", "从 1 层走到 18 层：缺水带 11 处，缺水枪 13 处，灭火器过期 20 个。"),
            ask("steward2", "30m", "property", "三天内补齐，并说明什么时候丢的、为什么巡查没有发现。"),
            ask("steward2", "5m", "dept:fire", "请复查，并给物业讲巡查怎么做。"),
            part("property", "3d@16:00",
                "5 栋补齐，灭火器全换。巡查表以前是坐在办公室里勾的，责任人已处理。"),
            part("dept:fire", "2d@15:00", "抽查三层，水压和器材合格；六栋楼都查，另外两栋也有缺，已限期。"),
            partly("steward2", "2h",
                "5 栋全部补齐，栓箱加了封条和二维码，扫一下就看得到上次巡查时间。",
                "2 栋和 6 栋还缺 9 条水带", 10),
            fine("2d@19:00", "我们楼好了，也请盯着那两栋。"),
        ),
    ),
    M(
        "shop-flat", "house.business", "tingtao/4", "web", "55d@18:44",
        "楼上住宅里开了一家民宿。天天拖着箱子的陌生人进进出出，密码门的密码贴在门上，半夜有人敲错门。"
        "我一个人带孩子住，真的害怕。",
        "closed", by="cui_ying", visibility="hotline",
        steps=(
            take("steward", "14h", "今天先把大门密码换了。"),
            note("steward", "3h", "单元门密码已换，贴在门上的撕掉了，物业加了夜间巡楼。"),
            up("steward", "1h", "住房改作生意，要看手续和同楼业主意见，请支部和社区办。"),
            take("branch", "1d@09:00"),
            note("branch", "3d@20:00", "同楼 64 户问到 51 户，47 户不同意。"),
            up("branch", "1d@09:30", "请社区会同市场监管、派出所核查手续。"),
            take("clerk", "3h"),
            ask("clerk", "1h", "dept:market", "请核查有没有营业执照和住宿登记。"),
            part("dept:market", "5d@16:00", "没有登记，已责令停止经营；派出所也找经营者谈了话。"),
            solved("clerk", "3d@15:00",
                "民宿已停，网上房源下架，房主改为整套长租，租客信息登记过。单元门换成刷卡加人脸两种方式任"
                "选。"),
            happy("4d@21:15", "安静了，晚上敢让孩子去倒垃圾了。谢谢你们没有说是我讲的。"),
        ),
    ),
    M(
        "not-ours", "other.matter", "dukou/3/1", "web", "24d@21:50",
        "在江边夜市买的手机是翻新的。老板不认账，说出了摊位就不管。我有付款记录和聊天记录，"
        "你们能不能帮我要回来？",
        "declined", by="shao_ming",
        steps=(
            call("steward", "12h", "通了电话，听他讲了经过。"),
            decline("steward", "20m",
                "这件事我们没有权力处理，但给您找好了该找的门，材料怎么准备也列在下面。",
                "消费纠纷归市场监管部门依法处理，不在小区和社区的职责里。",
                "拨打 12315 或到市场监管所登记，带上付款记录、聊天记录和手机；也可以直接找联络员，"
                "电话我们已经转告。"),
        ),
    ),
    M(
        "court", "neighbours.quarrel", "banyun/1/2", "web", "78d@15:25",
        "我们两家的房产分割官司能不能请社区判一判。法院已经立案了，可是太慢了，大家都是亲戚，想快一点。",
        "declined", by="ai_lin", visibility="hotline",
        steps=(
            call("hotline", "1d@10:00", "谈了半个小时，心情可以理解。"),
            up("steward", "30m", "已经进了法院的事，请支部答复。"),
            decline("branch", "5h",
                "已经进了法院的事，社区不能再判，判了也不作数。但是调解的门一直开着。",
                "同一件事已由法院受理，应按诉讼程序办理。",
                "可以请法院委托人民调解；法律上的疑问打 12348 免费问律师。愿意先坐下来谈，随时找麻书记。", kind="procedure"),
        ),
    ),
    M(
        "parking-night", "parking.spaces", "tingtao/1/2", "web", "28d@22:35",
        "晚上八点以后小区里没有一个车位。听涛府 640 户，地面 180 个位，地下车库倒是空着一半，只卖不租。"
        "我们租房的难道要把车停到江里去吗？",
        "reopened", by="meng_fanxing",
        steps=(
            take("steward", "10h"),
            ask("steward", "1h", "property", "请说明地下车库有多少空位、为什么不出租。"),
            part("property", "3d@17:00", "地下 420 个，已售 201 个。剩下的开发商只授权出售。"),
            explained("steward", "1d@10:00",
                "剩下的 219 个车位产权在开发商，物业没有权力出租。我们已经把大家的意思转过去了。",
                "民法典第二百七十五条：规划内的车位归属由当事人约定"),
            unsolved("1d@21:10",
                "解释我看懂了，可是车还是没地方停。法律上也写着要首先满足业主的需要，请再往上走一步。"),
            take("branch", "11h", "您说得对，民法典第二百七十六条有这一句。支部来约开发商。"),
            note("branch", "4d@19:30", "开发商来了人，口头同意先拿 80 个位按月出租，价格还在谈。"),
            note("branch", "6d@16:00", "对方报每月 380 元，居民代表希望 260 元以内，约好再谈一次。"),
        ),
    ),
    M(
        "porters-wire", "utilities.live_wire", "banyun/1/2", "phone", "8d@18:20",
        "院子里有根电线断下来搭在晾衣绳上。来电说，下班回来看到的，小孩子平时就在那里玩。已经请她别靠近，"
        "也打了供电的电话。",
        "closed", by="ai_lin", written_by="hotline",
        steps=(
            take("member1", "4m", "我就住 2 栋，先守着，不让人过去。"),
            note("member1", "8m", "围了警戒绳，舒姐把孩子们都领到屋里去了。"),
            solved("member1", "55m",
                "供电抢修到场，是一根废弃的入户线，没有带电，已经剪除。顺着把院里另外三根老线也摸了一遍，"
                "一并拆掉。"),
            happy("15m", "一个小时就清清爽爽。孩子们问那个拿电筒的叔叔还来不来。"),
        ),
    ),
)  # fmt: skip
