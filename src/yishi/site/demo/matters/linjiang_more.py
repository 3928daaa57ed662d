"""Shorter matters of Linjiang Community. All people and matters are invented."""

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
    solved,
    sour,
    take,
    unsolved,
    up,
    withdraw,
)

STORIES: tuple[Matter, ...] = (
    M(
        "w-umbrella", "stairs.light", "wangjiang/3/2", "qr", "35m",
        "三单元四楼的灯不亮了。晚上回来全靠手机照。", "new", by="lin_yuan",
        answers=(("floor", "四楼楼梯口"),),
    ),
    M(
        "w-gate-slow", "grounds.barrier", "wangjiang", "web", "3h",
        "南门道闸抬得太慢，早高峰堵到马路上。今天排了九辆车，后面一直按喇叭。能不能上班那一个小时抬起来不"
        "落？",
        "new", by="cao_siqi",
    ),
    M(
        "h-cat", "neighbours.strays", "hangyun/6", "phone", "5h",
        "车棚里生了一窝小猫。来电人说大猫护崽，抓过人的裤脚，问能不能请人来看看，别伤着猫也别伤着人。",
        "new", caller="住 6 栋的住户", written_by="hotline",
    ),
    M(
        "b-water-low", "utilities.water", "bishui/1", "web", "20h",
        "早上七点水压小得洗不了头。过了八点半又好了，连着三天都这样。", "new", by="shen_lin",
        answers=(("since", "week"),),
    ),
    M(
        "b-parcel", "other.suggestion", "bishui/2/1", "web", "2h",
        "快递柜能不能挪到有雨棚的地方。下雨天取件屏幕都看不清，电子产品淋湿过一回。", "new",
        by="xie_yutong",
    ),
    M(
        "l-branch", "grounds.green", "liudi/1/2", "visit", "1d@09:50",
        "柳树枝子搭到三楼窗户上了。一刮风就敲玻璃，老伴夜里吓醒几回。", "taken", by="wei_chunsheng",
        written_by="clerk",
        steps=(
            take("steward", "2h", "下午借高枝剪来看看够不够得着。"),
            note("steward", "5h", "枝子太粗，高枝剪剪不动，要请物业的升降车。"),
        ),
    ),
    M(
        "h-drain-smell", "rubbish.drain", "hangyun/5/1", "phone", "1d@08:40",
        "化粪池盖子边上往外渗水。来电人说味道大，上学的孩子都绕着走。", "taken", by="ma_guoping",
        written_by="hotline", answers=(("indoors", "no"),),
        steps=(
            take("steward", "40m", "先撒了石灰，围了两块板子。"),
            ask("steward", "30m", "property", "请今天之内约抽污车。"),
        ),
    ),
    M(
        "w-spit", "other.matter", "wangjiang/2/1", "qr", "2d@18:20",
        "有人在架空层打牌到十一点，瓜子壳吐一地。", "taken", by="ge_yuhua",
        steps=(
            take("member2", "1d@08:30", "今晚我过去坐一坐。"),
        ),
    ),
    M(
        "h-handrail", "care.ramp", "hangyun/1/2", "visit", "6d@15:10",
        "楼梯扶手断了一截，老人上楼没处扶。二楼到三楼中间，铁管子锈断了，我们拿绳子先绑着。", "promised",
        by="zhao_liansheng", written_by="steward",
        steps=(
            take("steward", "20m", "绳子不牢靠，先换成木方绑好。"),
            ask("steward", "2h", "property", "请量尺寸，焊一根新的。"),
            promise("steward", "1d@09:30", 9, "全单元的扶手都查一遍，一起焊，九天内做好。"),
        ),
    ),
    M(
        "b-bike-room", "parking.bikes", "bishui/4", "web", "7d@20:15",
        "自行车库里一半是没人要的破车。新车反而停在门厅，进出都要挪。", "promised", by="wan_dapeng",
        steps=(
            take("steward2", "12h"),
            note("steward2", "1d@10:00", "数了一下，117 辆里积灰的有 60 多辆，都贴了认领条。"),
            promise("steward2", "10m", 14, "认领期两周，期满没人认的集中移到西角，车库腾出来。"),
        ),
    ),
    M(
        "w-fund-lamp", "house.leak", "wangjiang/8", "web", "15d@21:00",
        "地下车库顶上一直滴水，车漆都花了。就在 B2 柱子 117 那里，放了个桶接着，桶也满了。", "overdue",
        by="cao_siqi",
        steps=(
            take("steward2", "11h"),
            ask("steward2", "1h", "property", "请查水从哪里来，先把车位的水引开。"),
            part("property", "1d@15:00", "花园喷灌管裂了，要挖开种植土才能修。"),
            promise("steward2", "1h", 7, "一周内挖开换管，做好防水再回填。"),
        ),
    ),
    M(
        "l-fitness", "grounds.play", "liudi/1", "qr", "9d@17:25",
        "漫步机的脚踏板松了一边。昨天有个老人差点摔下来。", "waiting", answers=(("danger", "yes"),),
        steps=(
            take("steward", "15m", "先拿绳子锁上，不让用。"),
            ask("steward", "30m", "property", "请联系厂家换轴承。"),
            solved("steward", "6d@10:30",
                "两边轴承都换了，连太极推手器也上了油，小管家自己站上去踩了一百下。"),
        ),
    ),
    M(
        "b-smoke", "neighbours.quarrel", "bishui/5", "phone", "5d@10:40",
        "楼下邻居在楼梯间抽烟，味道全进我屋里。老人来电说自己有哮喘，不想跟人吵，想请人劝一劝。", "waiting",
        by="he_shouyi", written_by="hotline",
        steps=(
            take("member2", "1h"),
            note("member2", "20m", "问清楚了，大多在晚饭后。"),
            solved("member2", "1d@20:00",
                "上门聊了，邻居不知道楼上有哮喘的老人，很不好意思，答应到楼下花坛边去抽。"
                "楼梯间放了个小提示牌。"),
        ),
    ),
    M(
        "w-wifi-box", "grounds.barrier", "wangjiang/5/3", "phone", "4d@11:00",
        "门口的摄像头被树叶挡了一大半。来电人说前天丢了一双晒的鞋，一查什么都没拍到。", "waiting",
        by="xu_fengxian", written_by="hotline",
        steps=(
            take("steward", "30m"),
            solved("steward", "1d@15:20",
                "树枝剪了，摄像头往东转了一点，请您到监控室看过画面，门口和晾晒区都照得到。"
                "鞋子的事已请民警登记。"),
        ),
    ),
    M(
        "h-antenna", "house.loose", "hangyun/2", "door", "3d@10:00",
        "五楼的空调外机支架锈得只剩一层皮。底下就是孩子们上学的路。", "returned", written_by="member1",
        steps=(
            take("steward", "2h"),
            back("steward", "5h",
                "外机是住户私人的，人不在本地，找不到户主不好动手，请支部联系。", "branch"),
            note("branch", "1d@09:00", "支部已打电话给户主，他同意先加固，费用回来再付；底下的路先改道。"),
        ),
    ),
    M(
        "b-storage", "stairs.lane", "bishui/4", "qr", "12d@19:05",
        "地下车库的疏散口被人当成了仓库。堆着轮胎、油桶、纸箱，安全门推都推不开。", "reopened",
        by="wan_dapeng",
        steps=(
            take("steward", "13h"),
            ask("steward", "30m", "property", "今天清开，油桶先拿走。"),
            part("property", "6h", "油桶和轮胎已清。"),
            solved("steward", "1h", "门推得开了，门后贴了禁止堆放。"),
            unsolved("1d@20:30", "纸箱又堆回来了，油桶挪到了门后面，等于没清。"),
            take("branch", "12h", "我晚上带人再看一遍。"),
            note("branch", "10h", "是三家商户共用的，白天清、晚上堆。"),
            solved("branch", "2d@16:00", "三家商户签了承诺，门口装了摄像头，对着门直录。"),
            unsolved("2d@21:10", "今晚又有两箱。承诺书贴在箱子边上，看着像个笑话。"),
            take("clerk", "12h", "书记批了：请消防一起来，按规定处理，不再签承诺。"),
            ask("clerk", "1h", "dept:fire", "请到现场认定，依法处理。", lead=True),
        ),
    ),
    M(
        "w-wages", "other.matter", "wangjiang/3/2", "web", "19d@21:20",
        "我在外地工地的工钱拖了三个月没发。老板电话不接了，社区能不能帮我讨？", "declined", by="lin_yuan",
        visibility="hotline",
        steps=(
            call("hotline", "12h", "听他讲了二十分钟，先让人把气顺下来。"),
            decline("steward", "30m",
                "讨薪要由劳动保障监察部门来办，他们有执法权。社区帮您把门路和材料理好了。",
                "欠薪属于劳动保障监察的职责，不在小区和社区的权限内。",
                "打 12333 或到工程所在地劳动监察大队投诉；证据清单已发给您，需要打印可以到社区来；"
                "法律援助打 12348。"),
        ),
    ),
    M(
        "w-yoga", "grounds.play", "wangjiang/2/1", "visit", "11d@16:00",
        "健身角的太阳太毒，地上的胶垫也翘边了。老姐妹们想早晚都能用一用。", "waiting", by="ge_yuhua",
        written_by="steward2", answers=(("danger", "no"),),
        steps=(
            take("steward2", "10m"),
            ask("steward2", "1h", "property", "请补胶垫，看看遮阳怎么做。"),
            part("property", "4d@15:00", "胶垫重铺了 18 平方米。"),
            partly("steward2", "3d@10:00",
                "胶垫平整了，不绊脚；两台器材挪到了树荫下。", "遮阳棚要从公共收益出钱，正在公示", 20),
        ),
    ),
    M(
        "b-anon-key", "property.gate", "bishui", "web", "8h",
        "夜班保安在岗亭里睡觉。我凌晨下班看到三回了，门大敞着。请不要问我是谁。", "new",
        visibility="anonymous", about="property",
    ),
    M(
        "h-door-code", "stairs.door", "hangyun/4/1", "web", "13d@19:20",
        "单元门关不上，一夜都敞着。锁舌卡在里面弹不出来。", "closed", by="sun_qian",
        steps=(
            take("member3", "14h", "我带了螺丝刀，看看能不能修。"),
            solved("member3", "1h", "锁舌里塞了半截牙签，清出来上了油，关了二十次都弹得出来。"),
            happy("9h", "二十次都数了，服气。"),
        ),
    ),
    M(
        "w-cards", "property.gate", "wangjiang/1/1", "web", "18d@12:10",
        "卖保健品的人天天在单元里敲老人的门。我妈差点交了三千块。门岗问都不问就放进来。", "closed",
        by="peng_qiuping", visibility="hotline", about="property",
        steps=(
            up("steward", "1h", "说的是门岗，请支部出面。"),
            take("branch", "1h"),
            note("branch", "30m", "跟物业讲定：陌生人进小区要登记，今天就落实。"),
            note("branch", "1d@09:00", "门岗已换班，来访登记、巡楼加密。"),
            solved("branch", "2d@16:00",
                "在老人活动室讲了一次“送鸡蛋的套路”，来了四十多位；把推销的人请出去两拨，照片给了派出所。"),
            happy("3d@20:10", "我妈回来还讲给别人听，管用。"),
        ),
    ),
    M(
        "b-grass", "grounds.green", "bishui/1/2", "qr", "22d@08:15", "草坪长到膝盖了，蛇都藏得住。",
        "lapsed", picture="green",
        steps=(
            take("steward2", "1h"),
            solved("steward2", "3d@11:00",
                "全小区草坪修了一遍，灌木也平了，剪下来的草当天运走。", photo=True),
        ),
    ),
    M(
        "h-mail", "other.question", "hangyun/3/3", "visit", "25d@10:00",
        "高龄补贴要到哪里认证。去年是孙子帮我在手机上弄的，今年他出去打工了。", "closed", by="ke_guizhi",
        written_by="clerk",
        steps=(
            take("steward", "5m"),
            solved("steward", "15m",
                "当场用社区的平板帮老人家认证好了，明年到时间社区会提前打电话，上门来办也行。"),
            happy("5m", "坐了一杯茶的工夫就好了。"),
        ),
    ),
    M(
        "l-streetlamp", "grounds.lamp", "liudi/2/3", "qr", "30d@20:40",
        "大门口那盏灯一闪一闪的，闪得人头晕。", "lapsed", picture="lamp",
        answers=(("pole", "大门内第一根"),),
        steps=(
            take("steward", "12h"),
            solved("steward", "2d@18:30", "镇流器换了，看了三个晚上没有再闪。", photo=True),
        ),
    ),
    M(
        "w-pool", "noise.neighbour", "wangjiang/3/2", "web", "35d@23:10",
        "楼上半夜拖椅子，一拖就是一两点。写过纸条贴在门上，没回应。", "closed", by="lin_yuan",
        answers=(("when", "night"),),
        steps=(
            take("steward", "10h"),
            note("steward", "1d@19:30",
                "楼上是刚下晚班的护士，一点到家吃口饭，确实不知道楼下听得这么清楚。"),
            solved("steward", "2d@18:00",
                "给她家四把椅子贴了毛毡脚垫，物业送的。她也写了张条子，请您看看。"),
            happy("3d@22:00", "没声音了。条子我收着，夜班也辛苦。"),
        ),
    ),
    M(
        "h-planks", "stairs.clutter", "hangyun/5/1", "qr", "40d@17:00",
        "楼梯口又堆上了拆下来的旧木料。比人还高，进出要侧着身。", "lapsed",
        answers=(("floor", "一楼"), ("blocked", "no")), picture="stairwell",
        steps=(
            take("steward", "1h"),
            note("steward", "1d@09:00", "有两户的，一户当天搬走了；另一堆没人认，贴了认领条。"),
            solved("steward", "8d@10:00",
                "主人找到了，把木料捐给小区做花架。楼梯口扫干净，摆了一盆绿植。", photo=True),
        ),
    ),
    M(
        "b-heating", "utilities.heating", "bishui/2/1", "web", "45d@20:20",
        "我们小区有没有可能装集中供暖。老人小孩冬天真的冷，开空调又干又贵。", "closed", by="xie_yutong",
        steps=(
            take("steward", "13h"),
            ask("steward", "2h", "dept:housing", "请说明本市有没有集中供暖的规划。"),
            part("dept:housing", "5d@15:00",
                "本市目前没有市政热源规划；小区自建锅炉房要全体业主共同决定，单户初装约一万五千元起。"),
            explained("steward", "1d@09:40",
                "市里暂时没有热源管网，近期接不进来。想自建的话，要先征集意见、再表决。"
                "已把几种办法的费用对比列成一页纸，社区愿意组织一次摸底。",
                "民法典第二百七十八条；住建部门书面说明"),
            fine("2d@20:00", "没有就没有吧，讲得明白，也有数。"),
        ),
    ),
    M(
        "w-rubble", "rubbish.rubble", "wangjiang/5/3", "qr", "50d@16:00",
        "装修队把一袋袋垃圾堆在我家窗下半个月了。", "lapsed", picture="rubbish",
        steps=(
            take("steward2", "2h"),
            ask("steward2", "30m", "property", "请通知装修户两天内清走，不然先清后扣押金。"),
            part("property", "2d@10:00", "已清，地面冲洗过。"),
            solved("steward2", "3h",
                "垃圾清走了，墙角摆了分类桶和花箱；装修垃圾以后只能放到西门口的围挡里，最多放三天。",
                photo=True),
        ),
    ),
    M(
        "h-thief", "grounds.barrier", "hangyun", "visit", "60d@09:00",
        "车棚里一个月丢了两块电瓶。派出所说没有监控，不好查。能不能装两个摄像头？", "closed",
        by="ma_guoping", written_by="clerk",
        steps=(
            take("steward", "3h"),
            up("steward", "1d@09:00", "要花钱，请支部定。"),
            take("branch", "2h"),
            note("branch", "3d@19:30", "居民代表同意从公共收益里出 2,600 元。"),
            solved("branch", "6d@17:00",
                "车棚两头各装一个摄像头，画面接到门岗，录像留三十天。花费 2,480 元，发票已贴。"),
            happy("2d@10:00"),
        ),
    ),
    M(
        "b-bottle", "house.thrown", "bishui/5", "phone", "70d@15:30",
        "楼上扔下来一个酒瓶子。来电人说砸在滑梯边上，玻璃溅了一地，孩子们刚走开。", "closed",
        by="he_shouyi", written_by="hotline", answers=(("when", "day"),),
        steps=(
            take("steward", "10m", "先扫玻璃，把滑梯围起来。"),
            ask("steward", "30m", "property", "请调朝上的监控，查前后半小时。"),
            part("property", "1d@10:00", "角度不够，只能看到是十楼以上。已报警登记。"),
            solved("steward", "4d@17:00",
                "朝上的摄像头加装两个；5 号楼十楼以上逐户走访，社区民警讲了高空抛物的法律后果。"
                "一户人家自己来认了，是老人醉酒失手，已道歉。"),
            happy("1d@09:00", "认了就好，孩子安全第一。"),
        ),
    ),
    M(
        "l-square", "other.praise", "liudi/2/3", "web", "75d@21:00",
        "想谢谢小管家帮我爸找回了钥匙。他记性不好，在花坛边转了一个下午，涂姐陪着一寸一寸找的。", "closed",
        by="ding_li",
        steps=(
            take("steward", "11h", "应该的，您爸爸一路还给我讲故事呢。"),
            explained("steward", "10m",
                "给老人家的钥匙串上拴了个小铃铛和写着电话的牌子，下回好找。", "邻里互助，不走流程"),
            happy("8h", "铃铛好听！"),
        ),
    ),
    M(
        "w-swing", "grounds.play", "wangjiang/1/1", "web", "88d@17:40", "秋千的链子磨得只剩一半粗了。",
        "closed", by="peng_qiuping", answers=(("danger", "yes"),),
        steps=(
            take("member1", "20m", "已经先取下来了，免得孩子坐。"),
            solved("member1", "5d@16:30", "换了包胶的新链子，地垫也补平了。"),
            happy("2d@18:00", "孩子第一时间就去试了。"),
        ),
    ),
    M(
        "h-bill", "utilities.power", "hangyun/6", "phone", "101d@10:30",
        "楼道公摊电费比别的栋多一倍。来电人说每月多两三块钱不算什么，就想晓得多在哪里。", "closed",
        caller="6 栋住户", written_by="hotline",
        steps=(
            take("steward", "2h"),
            ask("steward", "1h", "property", "请查 6 栋公表接了些什么。"),
            part("property", "3d@15:00", "有个商户的灯箱接在公表上，已断开。"),
            solved("steward", "1d@10:00", "灯箱改接商户自己的表，多收的电费一户退 11 元 4 角，已贴清单。"),
            happy("2d@09:00"),
        ),
    ),
    M(
        "b-glass", "stairs.dirty", "bishui/4", "qr", "120d@08:10", "地下车库电梯厅两个月没拖过了。",
        "lapsed",
        steps=(
            take("steward2", "1h"),
            solved("steward2", "1d@16:00", "当天冲洗干净，保洁表改成贴在墙上，拖一次签一次时间。"),
        ),
    ),
    M(
        "w-tax", "other.question", "wangjiang/8", "web", "150d@13:00",
        "房产证办了六年还没下来。到底卡在哪一步，该找谁？", "closed", by="cao_siqi",
        steps=(
            take("steward", "2h"),
            explained("steward", "4d@10:00",
                "查到您这一栋是竣工测绘面积与预售不一致，需要开发商先补测绘，再由不动产登记中心受理。"
                "社区已陪着业主代表跟开发商约了时间，这是登记中心的受理清单。",
                "不动产登记暂行条例；登记中心书面答复"),
            sour("2d@21:00", "六年了才知道卡在测绘，早有人讲就好了。不过谢谢查清楚。"),
        ),
    ),
    M(
        "l-puddle", "grounds.path", "liudi/2", "web", "5d@18:20",
        "后门口一下雨就积水。出门要踮着脚走，接孩子的电动车老打滑。", "ruling", by="ding_li",
        steps=(
            take("steward", "14h"),
            back("steward", "3h",
                "积水在后门外的人行道上，不在小区里面，建议由支部牵头，找管这段路的单位。", "branch"),
            back("branch", "1d@10:00",
                "雨后去看了，水是从小区里的坡上流出来的，雨水口也在红线以内，日常清掏应归小管家。", "steward"),
        ),
    ),
    M(
        "w-moving", "parking.blocked", "wangjiang/2", "web", "11d@12:10",
        "一辆搬家的车横在2栋路口。后面的车都出不去。", "withdrawn",
        steps=(
            take("steward", "15m", "我过去看看。"),
            withdraw("25m", "车已经开走了，司机还跟大家赔了不是，不用再跑一趟。"),
        ),
    ),
)  # fmt: skip
