"""Stories in which neighbours say the same: many households behind one matter, two put together, one taken out again.
All people and matters are invented."""

from ..shapes import Matter
from ..telling import M, doors, merged, neighbours, note, promise, solved, take, taken_out

STORIES: tuple[Matter, ...] = (
    M(
        "g-road-lamps",
        "grounds.lamp",
        "guixiangyuan/1",
        "web",
        "2d@07:20",
        "南门到1栋这段路灯全灭了。下晚自习的孩子摸黑走，上周还有人绊了一跤。",
        "promised",
        by="song_xiaoya",
        steps=(
            neighbours("2h", 6),
            take("steward", "1h"),
            neighbours("0d@20:10", 9),
            note(
                "steward",
                "1d@07:30",
                "昨晚走了一遍，十一盏灯有九盏不亮。好几户都说是这样，一户一户记下来了。",
            ),
            doors("member1", "3h", 7),
            promise("steward", "2h", 10, "十天内把九盏灯全部换成新的；换好那天晚上八点再走一遍。"),
        ),
    ),
    M(
        "d-dark",
        "stairs.light",
        "dangui/7",
        "web",
        "2d@20:40",
        "7栋一楼到三楼的楼道灯全不亮了。老人晚上下楼倒垃圾，只能扶着墙一步一步摸。",
        "taken",
        by="yu_haitao",
        steps=(
            take("steward", "12h"),
            neighbours("1h", 4),
            note("steward", "1h", "查了线路，是声控的总线松了，灯管也老化。请了电工，零件在路上。"),
        ),
    ),
    M(
        "d-dark-again",
        "stairs.light",
        "dangui/7",
        "qr",
        "1d@12:05",
        "七栋楼道里一片漆黑。声控灯怎么拍手都不亮，昨晚差点踩空。",
        "merged",
        caller="七栋一位老住户",
        steps=(merged("steward", "2h", "d-dark"),),
    ),
    M(
        "d-dark-third",
        "stairs.light",
        "dangui/7",
        "phone",
        "1d@15:20",
        "来电人说7栋楼道灯坏了好几天。家里有八十岁的老人，晚上不敢出门。",
        "merged",
        caller="七栋二楼的大姐",
        written_by="hotline",
        steps=(merged("steward", "2h", "d-dark"),),
    ),
    M(
        "h-smell",
        "rubbish.drain",
        "hangyun/3",
        "web",
        "3d@09:10",
        "3栋门口的下水井往外冒脏水。太阳一晒，整个楼门口都是臭的。",
        "waiting",
        by="zhao_liansheng",
        steps=(
            take("steward", "3h"),
            neighbours("0d@18:20", 5),
            solved("steward", "2d@08:30", "请疏通车来通了主管道，掏出半车油污，井盖四周冲洗干净了。"),
        ),
    ),
    M(
        "h-smell-kitchen",
        "rubbish.drain",
        "hangyun/3",
        "web",
        "2d@09:30",
        "厨房地漏一到晚上就返臭味。水倒下去半天不走，是不是和楼下的井一样堵了？",
        "taken",
        by="ke_guizhi",
        steps=(
            merged("steward", "2h", "h-smell"),
            taken_out("resident", "0d@18:00"),
            take("steward", "1h"),
            note(
                "steward", "1d@10:30", "上门看了，是三楼到二楼的立管堵了，跟门口的井不是一处。约了周六通管。"
            ),
        ),
    ),
)
