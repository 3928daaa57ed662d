"""Where the demo city lies. The codes down to the street are the official ones; the three communities, their
estates and buildings are invented, and so are their codes from the tenth digit on (the 9xx range is not issued)."""

from dataclasses import dataclass

from .shapes import Place

STREET = "421182001000"

_ABOVE = (
    Place("420000000000", "", "province", "湖北省", "Hubei Province"),
    Place("421100000000", "420000000000", "city", "黄冈市", "Huanggang"),
    Place("421182000000", "421100000000", "district", "武穴市", "Wuxue"),
    Place(STREET, "421182000000", "street", "武穴街道", "Wuxue Street"),
)

COMMUNITIES = {
    "linjiang": Place("421182001901", STREET, "community", "临江社区", "Linjiang Community"),
    "guixiang": Place("421182001902", STREET, "community", "桂香社区", "Guixiang Community"),
    "matou": Place("421182001903", STREET, "community", "老码头社区", "Old Wharf Community"),
}


@dataclass(frozen=True)
class Estate:
    """One estate: how many buildings, which of them have units, and what kind of place it is."""

    key: str
    community: str
    suffix: str
    zh: str
    en: str
    buildings: int
    households: int
    units: tuple[tuple[int, int], ...] = ()  # building, number of units
    word: str = "栋"
    lifts: bool = False
    about_zh: str = ""
    about_en: str = ""

    @property
    def code(self) -> str:
        return f"{COMMUNITIES[self.community].code}-{self.suffix}"


ESTATES = {
    estate.key: estate
    for estate in (
        Estate("wangjiang", "linjiang", "01", "望江花园", "Wangjiang Garden", 8, 1024,
               units=((1, 2), (2, 2), (3, 2), (5, 3)), lifts=True,
               about_zh="2012 年建成的电梯小区，靠江堤", about_en="Built 2012, with lifts, beside the embankment"),
        Estate("hangyun", "linjiang", "02", "航运新村", "Hangyun New Village", 6, 432,
               units=((1, 3), (2, 3), (3, 3), (4, 4), (5, 3), (6, 3)),
               about_zh="九十年代的单位房，六层无电梯", about_en="Works housing of the 1990s, six floors, no lifts"),
        Estate("bishui", "linjiang", "03", "碧水湾", "Clearwater Bay", 5, 780, units=((1, 2), (2, 2)),
               word="号楼", lifts=True, about_zh="2019 年交付的高层小区", about_en="Towers handed over in 2019"),
        Estate("liudi", "linjiang", "04", "柳堤小区", "Willow Bank", 4, 196, units=((1, 3), (2, 3)),
               about_zh="沿堤的老小区，去年刚改造", about_en="An old estate along the bank, renovated last year"),
        Estate("guixiangyuan", "guixiang", "01", "桂香园", "Osmanthus Garden", 7, 686,
               units=((1, 2), (2, 2), (3, 2), (4, 2)),
               about_zh="多层为主，门口是菜市场", about_en="Mostly walk-ups, with the food market at the gate"),
        Estate("dangui", "guixiang", "02", "丹桂家园", "Dangui Homes", 8, 3397,
               units=((1, 3), (2, 3), (3, 3), (4, 3), (5, 3), (6, 3)), lifts=True,
               about_zh="安置小区，社区里户数最多", about_en="Resettlement estate, the largest of the community"),
        Estate("shuxiang", "guixiang", "03", "书香里", "Shuxiang Lane", 4, 264, word="号楼", lifts=True,
               about_zh="挨着小学，年轻家庭多", about_en="Next to the primary school, many young families"),
        Estate("jinqiu", "guixiang", "04", "金秋小区", "Golden Autumn", 5, 240, units=((1, 3), (2, 3), (3, 3)),
               about_zh="老人多的多层小区", about_en="Walk-ups where many older people live"),
        Estate("matouxincun", "matou", "01", "码头新村", "Wharf New Village", 6, 408,
               units=((1, 3), (2, 3), (3, 4), (4, 4)),
               about_zh="港区老职工的房子", about_en="Homes of the port's former workers"),
        Estate("banyun", "matou", "02", "搬运宿舍", "Porters' Yard", 4, 128, units=((1, 2), (2, 2)),
               about_zh="四栋红砖楼，没有围墙", about_en="Four red-brick houses without a wall"),
        Estate("dukou", "matou", "03", "渡口人家", "Ferry Homes", 6, 590, units=((1, 2), (2, 2), (3, 2)),
               lifts=True, about_zh="轮渡口旁的电梯小区", about_en="Beside the ferry landing, with lifts"),
        Estate("tingtao", "matou", "04", "听涛府", "Tingtao Court", 5, 640, units=((1, 2), (2, 2)),
               word="号楼", lifts=True, about_zh="新小区，商铺多", about_en="New, with many shops at street level"),
    )
}  # fmt: skip


def _below(estate: Estate) -> list[Place]:
    places = [Place(estate.code, COMMUNITIES[estate.community].code, "estate", estate.zh, estate.en)]
    units = dict(estate.units)
    for number in range(1, estate.buildings + 1):
        code = f"{estate.code}-{number:02}"
        places.append(Place(code, estate.code, "building", f"{number}{estate.word}", f"Building {number}"))
        for unit in range(1, units.get(number, 0) + 1):
            places.append(Place(f"{code}-{unit:02}", code, "unit", f"{unit}单元", f"Unit {unit}"))
    return places


PLACES: tuple[Place, ...] = (
    *_ABOVE,
    *COMMUNITIES.values(),
    *(place for estate in ESTATES.values() for place in _below(estate)),
)


def code_of(where: str) -> str:
    """`hangyun/3/2` -> the code of unit 2 of building 3; `hangyun` -> the code of the estate."""
    key, *numbers = where.split("/")
    return "-".join([ESTATES[key].code, *(f"{int(number):02}" for number in numbers)])
