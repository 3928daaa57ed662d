"""Stories of Guixiang Community, told at length. All people and matters are invented."""

from ..shapes import Matter
from ..telling import (
    M,
    ask,
    call,
    explained,
    fine,
    happy,
    inside,
    note,
    part,
    promise,
    solved,
    sour,
    take,
    unsolved,
    up,
)

STORIES: tuple[Matter, ...] = (
    M(
        "rare-name", "care.papers", "dangui/2/1", "visit", "29d@09:15",
        "我名字里这个“㙍”字总是打不出来。土字旁那个㙍，不是“塘”也不是“堆”。老年卡上印成了“土”，"
        "坐车刷卡人家说不是我。跑了三处，都说电脑里没有这个字。我都七十六了，还能改了姓名不成？",
        "closed", by="qin_tongsheng", written_by="clerk",
        steps=(
            take("steward", "20m", "您这个字我们系统里打得出来，先给您登记好。"),
            note("steward", "3h", "查到：卡证系统的字库旧，缺扩展区的字。户口本和身份证上都是对的。"),
            inside("steward", "1h", "办卡窗口可以手工录编码，上次有户人家就是这么办的，找他们后台。"),
            promise("steward", "10m", 10, "十天内把新卡送到您手上，不用您再跑。"),
            call("steward", "6d@10:00", "跟老人家核对了样卡照片，㙍字印对了。"),
            solved("steward", "2d@15:40",
                "新老年卡送到家里，“㙍”字清清楚楚，当面在公交机上刷了一次。旧卡收回作废。"),
            happy("30m", "一个字跑了一年多，到你们这里九天。我给你们写个“㙍”字留个纪念。"),
        ),
    ),
    M(
        "dangui-shed", "charging.shed", "dangui/6", "web", "52d@20:08",
        "三百多辆电动车只有四十个充电位。天天像抢车位一样🥲 抢不到的就从窗户往下放线。大家都知道危险，"
        "可是总得上班呀。能不能在 6 栋后面那块空地再建一个棚？",
        "closed", by="fang_zimin", picture="charging",
        steps=(
            take("steward", "13h", "先数清楚到底缺多少。"),
            note("steward", "2d@21:00",
                "晚上九点数了一遍：电动车 317 辆，充电口 40 个，飞线 11 处。", photo="before"),
            up("steward", "12h", "要选址、要花钱，请支部拿主意。"),
            take("branch", "3h"),
            note("branch", "3d@20:00",
                "召集 6、7、8 栋居民代表议了一次，28 人到场。定在 6 栋后面空地，不砍树，棚顶留透光。"),
            ask("branch", "1d@09:00", "dept:fire", "请看选址离楼够不够远、要配什么器材。"),
            ask("branch", "10m", "property", "请做预算，谈充电运营单位，价格要公示。"),
            part("dept:fire", "2d@11:00", "离楼 8 米，符合要求。要隔成三段，配灭火器和烟感。"),
            part("property", "4d@16:30",
                "运营单位免费建棚，电费加服务费每度不超过 0.95 元，合同三年，收益 15% 归小区公共账户。"),
            promise("branch", "1h", 20, "二十天内建成 96 个充电口。"),
            solved("branch", "16d@18:00",
                "新棚今天通电，96 个充电口、3 个摄像头、24 个灭火器。飞线一根一根收了，"
                "借出去的延长线也还给了主人。",
                photo=True),
            happy("2d@21:30", "昨天九点回来还有空位！谢谢管师傅一晚上一晚上地数车😄"),
        ),
    ),
    M(
        "fees-school", "noise.works", "shuxiang/2", "web", "19d@12:50",
        "楼上装修中午也不停电钻。孩子在家上网课，老人要午睡。跟工人讲，工人说老板催工期；跟业主讲，"
        "电话不接。",
        "closed", by="liang_yifan", answers=(("when", "noon"),),
        steps=(
            take("steward", "8m"),
            call("steward", "5m", "电话里都能听到钻声，我现在过去。"),
            note("steward", "25m", "工人当场停了。业主在外地，视频通了话，说自己也不知道中午在打。"),
            solved("steward", "3h",
                "业主签了施工时间约定：早八点到十二点、下午两点半到六点，周末不用电钻。"
                "约定贴在 2 号楼电梯口，违反一次停工一天。"),
            happy("3d@13:10", "这几天中午都很安静，孩子睡得好。"),
        ),
    ),
    M(
        "roof-leak", "house.leak", "jinqiu/3/1", "phone", "85d@08:30",
        "外头下大雨我屋里下小雨。老人来电，说住顶楼，去年补过一回，今年又漏，接水的盆子摆了五个，"
        "床都挪了地方。她说：“我这个年纪不求别的，就想睡个干床。”",
        "closed", by="xue_suqin", written_by="hotline", picture="leak",
        steps=(
            take("steward", "30m"),
            note("steward", "1h",
                "到家里看了，三间有两间漏。先铺了防水布，请路遥远帮忙把床和柜子挪到干处。", photo="before"),
            ask("steward", "1h", "property", "请看屋面是补还是要整体翻做。"),
            part("property", "2d@11:00",
                "屋面卷材到年限了，局部补撑不了一季。整体翻做要动维修资金，约 6.8 万元。"),
            up("steward", "2h", "动维修资金要业主表决，请支部办。"),
            take("branch", "1d@09:00"),
            ask("branch", "2h", "dept:housing", "屋面渗漏属于紧急情况，请指导怎么走应急使用的程序。"),
            part("dept:housing", "3d@15:00",
                "派人查勘属实，可按应急维修办理；材料清单已给，公示期按规定。"),
            note("branch", "9d@18:00",
                "3 栋 1 单元十二户全部签字。骆书记和路遥远挨家挨户去的，外地两户视频确认。"),
            promise("branch", "1d@09:30", 25, "公示期满就进场，二十五天内做完。"),
            note("branch", "12d@16:00", "公示期满无异议，今天进场，老卷材已铲。"),
            solved("branch", "8d@17:30",
                "1 单元屋面 210 平方米重做了两层防水，蓄水 24 小时不漏。花费 6.42 万元，"
                "账单和发票贴在单元门口。",
                photo=True),
            happy("12d@10:00", "（来电代记）下了一夜雨，盆子都收起来了，床也搬回去了。"),
        ),
    ),
    M(
        "dangui-market", "noise.shop", "guixiangyuan/6", "web", "38d@23:05",
        "门口烧烤店的油烟直接灌进卧室。夏天不敢开窗，现在开窗也是一股味。排烟口正对 6 栋二楼，我量过，"
        "不到五米。",
        "closed", by="pan_chen", answers=(("when", "night"),),
        steps=(
            take("steward", "1d@08:30"),
            ask("steward", "5h", "dept:urban", "油烟扰民要执法，请主办，晚上十点以后来看。", lead=True),
            inside("dept:urban", "2d@22:10", "夜里十点到现场，油烟净化器没有开，排口朝向居民窗。"),
            promise("steward", "12h", 10, "城管已责令改正，十天内改管道并清洗净化器。"),
            part("dept:urban", "8d@15:00", "排烟管改到楼顶，净化器换了新的，已复查。"),
            solved("steward", "1h",
                "排烟管改到楼顶，净化器换了新的，清洗记录每周上墙。店主也来给 6 栋住户打了招呼。"),
            unsolved("2d@22:40", "八点前是没味道了，可十点以后他们又把门口的炭炉搬出来，味道照样进来。"),
            take("branch", "10h", "请城管晚上一起来，不在白天看。"),
            ask("branch", "1h", "dept:urban", "请查十点以后的占道炭炉。"),
            part("dept:urban", "2d@22:30", "夜查属实，占道炭炉已暂扣，告知再犯的处罚。"),
            solved("branch", "5d@21:40",
                "连续五晚十点半查看，没有再摆。店主在支部签了承诺，留了电话，邻居闻到味可以直接打。"),
            fine("3d@20:00", "现在可以开窗了。希望过了这阵风头也一样。"),
        ),
    ),
    M(
        "meal", "care.meals", "jinqiu/1/3", "visit", "21d@14:40",
        "老人食堂的菜能不能软一点淡一点。我牙口不好，血压高。菜是好菜，就是嚼不动、有点咸。"
        "我们几个老家伙商量了，不是挑剔，交钱吃饭也愿意。另外雨天走过去四百多米，路滑。",
        "closed", by="qian_bonian", written_by="clerk",
        steps=(
            take("steward", "1h"),
            note("steward", "2d@11:30",
                "中午跟六位老人一起吃了一顿，确实偏咸，青菜炒得硬。厨师在旁边听着，记了一页纸。"),
            solved("steward", "4d@12:30",
                "每天固定两个软烂少盐菜，打了绿牌子；盐按勺称；雨天由两位志愿者送到金秋小区，"
                "提前一小时打小管家电话就行，不加钱。"),
            happy("3d@13:00", "今天的冬瓜肉丸一抿就化了。"),
        ),
    ),
    M(
        "fruit-tree", "grounds.dug", "jinqiu/5", "web", "34d@10:10",
        "楼前的桂花树被人挖走种了菜。我退休前教书，这些树是二十年前学生们来栽的。种菜的邻居我认识，人不坏，"
        "但公家的地不能这样。",
        "closed", by="fan_zhonghe",
        steps=(
            take("steward", "1h", "老师，我先去看看，不点名。"),
            note("steward", "3h",
                "一共三小块菜地，都是独居老人种的，说“闲着也是闲着”。桂花树没有扔，移在车棚后头，还活着。"),
            note("steward", "3d@09:30", "跟三位老人商量：小区北角那块硬地放二十个种植箱，谁都可以认一个。"),
            solved("steward", "6d@16:30",
                "桂花树移回原处，绿地补了草。种植箱到了二十个，三位老人先认了六个，牌子是反映人亲手写的。"),
            happy("1d@17:20", "树活着，菜也有地方种，这个办法好。"),
        ),
    ),
    M(
        "owners-meeting", "other.owners", "dangui", "visit", "96d@15:00",
        "我们小区能不能成立业委会。一千多户的大小区，什么事都没人牵头。大家在群里吵得热闹，"
        "真要办又不知道第一步往哪里走。",
        "closed", by="yu_haitao", written_by="clerk",
        steps=(
            up("steward", "1h", "成立业委会要社区和街道指导，请支部接。"),
            up("branch", "1d@09:00", "支部支持，请社区党委讲清楚程序。"),
            take("clerk", "2h"),
            explained("clerk", "2d@10:20",
                "可以成立。第一步是由街道、社区、业主代表组成筹备组，先核对业主名册和面积，"
                "再开首次业主大会。我们把流程画成了一张图，附了需要的表格，下周在党群服务中心讲一次。",
                "民法典第二百七十七条、第二百七十八条；物业管理条例关于首次业主大会的规定"),
            happy("2d@20:20", "图画得很清楚。已经有九个人报名做筹备。"),
        ),
    ),
    M(
        "stolen-water", "utilities.water", "guixiangyuan/2/1", "phone", "14d@06:50",
        "自来水放出来是黄的。老人来电，说接了一盆放一会底下有沙，不敢给孙子冲奶粉，从昨晚就这样，对门也是。",
        "closed", by="luo_yumei", written_by="hotline",
        answers=(("since", "today"),),
        steps=(
            take("steward", "20m", "先给老人家送两桶水过去。"),
            ask("steward", "5m", "dept:water", "桂香园 2 栋 1 单元水黄带沙，请马上来看。", lead=True),
            part("dept:water", "2h", "昨夜主管抢修后管壁锈垢脱落。已在 2 栋消火栓排放冲洗，取样送检。"),
            note("steward", "1h", "送水到了五户有小孩和老人的人家。"),
            ask("steward", "1h", "dept:water", "水样化验结果出来请发一份，要贴给大家看。"),
            part("dept:water", "1d@10:00", "水样浊度、余氯合格，报告单已发小区。"),
            solved("steward", "30m",
                "水已清，检验单贴在单元门口。以后停水抢修，恢复供水后先排放再通知。昨晚没有提前通知，"
                "供水公司向大家道歉。"),
            happy("4h", "（来电代记）水清了，孙子的奶也冲上了。"),
        ),
    ),
    M(
        "ramp", "care.ramp", "guixiangyuan/4/2", "web", "44d@09:55",
        "我爱人坐轮椅，单元门口三级台阶出不去。每次都要两个人抬。想出去晒个太阳，先要欠一圈人情。",
        "closed", by="gao_jianhua",
        steps=(
            take("steward2", "2h", "师傅，今天下午我带卷尺来。"),
            note("steward2", "5h", "三级共 42 厘米，按坡度要 5 米多长，门口够，转弯要让开煤气表箱。"),
            up("steward2", "30m", "要占一米多宽公共通道，请支部征求同单元意见。"),
            take("branch", "1d@09:00"),
            note("branch", "2d@20:00", "同单元十四户全部同意，没有一户反对，有两户还问能不能加个扶手。"),
            promise("branch", "10m", 15, "十五天内做好坡道和两侧扶手。"),
            solved("branch", "12d@16:40",
                "坡道完工，坡比 1:12，铺了防滑面，两侧扶手高低两道。轮椅上的大姐自己摇着出来转了一圈。"),
            happy("1h", "她三年来第一次不用人抬出门。谢谢全单元的邻居。"),
        ),
    ),
    M(
        "second-hand-income", "property.fees", "dangui/7", "web", "17d@19:18",
        "空置房为什么还要交全额物业费。我在外地上班，房子一天没住过，去年也交了全年的。", "closed",
        by="yu_haitao",
        steps=(
            take("steward2", "13h"),
            ask("steward2", "30m", "property", "请把合同里关于空置的条款找出来。"),
            part("property", "1d@11:00", "合同约定空置半年以上、书面报备的按七折收，业主没有报备过。"),
            explained("steward2", "3h",
                "合同有空置减免：连续空置半年以上、提前书面报备，从报备次月起按七折。报备可以在手机上办，"
                "我把入口发给您。以前没有报备的月份，物业同意退三个月。",
                "物业服务合同第十四条；民法典第九百四十四条"),
            sour("1d@21:00", "讲是讲清楚了，但交房时没人告诉我要报备，心里还是不舒服。"),
        ),
    ),
    M(
        "dog", "neighbours.leash", "shuxiang/4", "qr", "11d@07:32",
        "有人早上遛大狗从来不牵绳。我家孩子六岁，上学在电梯口被扑了一下，没咬到，但吓得两天不敢自己下楼。",
        "waiting", by="du_ruo",
        steps=(
            take("member1", "40m", "明天早上我在 4 号楼下等。"),
            note("member1", "1d@07:20",
                "见到了，是三楼新搬来的小伙子，金毛，人很客气，说这边不知道有遛狗区。"),
            note("member1", "1h", "狗证和疫苗本都有，他答应牵绳，电梯里抱住或让一趟。"),
            solved("member1", "7d@08:10",
                "连着看了一个星期，每天都牵着绳。电梯口贴了牵绳提示，画了狗狗能去的路线。"
                "小伙子买了本画书想送给孩子，托我转交。"),
        ),
    ),
)  # fmt: skip
