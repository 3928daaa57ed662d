"""The roll of one estate of the demo city: two buildings and whoever of its residents has an account, brought in from a
file as a clerk would; a few dwellings still lack something, one owner was looked up, and a second file waits with
things to put right. Names and numbers are invented."""

import csv
import io
from typing import Any

from yishi.network import actions as network
from yishi.network import roll_jobs
from yishi.network.actors import CLOCK, Actor, acting
from yishi.network.models import Bond, Occupant, Residence, phone_mark
from yishi.network.powers import Role
from yishi.network.roll.columns import COLUMNS

from . import content
from .told import City

ESTATE = "bishui"
BUILDINGS, UNITS, FLOORS, DOORS = (1, 2), (1, 2), 6, 2
SURNAMES = "甲乙丙丁戊己庚辛壬癸"
GIVEN = ("春生", "秋萍", "建国", "玉兰", "志强", "小满", "立冬", "谷雨")
HEAD = (
    "building",
    "door",
    "floor",
    "use",
    "area",
    "bond",
    "name",
    "share",
    "phone",
    "born",
    "tenant",
    "tenant_phone",
)
Row = dict[str, str]


def build_roll(city: City) -> None:
    """The roll is written, somebody is known by their telephone, a steward looked somebody up, and a file waits."""
    estate = city.places[content.ESTATES[ESTATE].code]
    rows = [*_rows(), *_with_accounts(city, estate.path)]
    data = as_csv(rows)
    _sheet, plan = roll_jobs.looked_at(data, estate)
    network.write_roll(CLOCK, estate, data, plan)
    _know(city, estate.path)
    clerk = _holder(city, Role.COMMITTEE, estate.path)
    network.bring_roll(clerk, estate, content=as_csv(_changed(rows)), name="碧水湾名册（十一月）.csv")


def _rows() -> list[Row]:
    word, rows, n = content.ESTATES[ESTATE].word, [], 0
    for building in BUILDINGS:
        for unit in UNITS:
            for floor in range(1, FLOORS + 1):
                for door in range(1, DOORS + 1):
                    n += 1
                    rows += _dwelling(n, f"{building}{word}", f"{unit}-{floor}0{door + 2}", floor)
    return rows


def _dwelling(n: int, building: str, door: str, floor: int) -> list[Row]:
    name = SURNAMES[n % 10] + GIVEN[n % 8]
    one = {
        "building": building,
        "door": door,
        "floor": str(floor),
        "use": "住宅",
        "bond": "业主",
        "area": f"{78 + n % 5 * 11}.{n % 4 * 25:02d}",
        "name": name,
        "phone": f"1980000{n:04d}",
        "born": str(1938 + n * 7 % 62),
    }
    if n % 11 == 0:
        one |= {"name": "", "phone": ""}
    elif n % 9 == 0:
        one["phone"] = ""
    elif n % 6 == 0:
        one |= {"tenant": SURNAMES[(n + 3) % 10] + GIVEN[(n + 5) % 8], "tenant_phone": f"1980001{n:04d}"}
    if n % 4 == 1 and one["name"]:
        spouse = {
            "building": building,
            "door": door,
            "bond": "业主",
            "name": SURNAMES[(n + 1) % 10] + GIVEN[(n + 2) % 8],
        }
        return [{**one, "share": "1/2"}, {**spouse, "share": "1/2", "born": str(1940 + n * 7 % 60)}]
    return [one]


def _with_accounts(city: City, path: str) -> list[Row]:
    """Residents of the estate who said where they live stand on the roll, too."""
    homes = Residence.objects.present().filter(place__path__startswith=path).select_related("place", "person")
    return [
        {
            "building": home.place.name_zh,
            "door": home.door,
            "area": "89.50",
            "bond": "业主",
            "name": home.person.name,
            "phone": (home.person.phone or "").removeprefix("+86"),
        }
        for home in homes.order_by("pk")
    ]


def _know(city: City, path: str) -> None:
    """The first of them who gave a number says that it is them; then the steward looked them up once."""
    homes = (
        Residence.objects.present()
        .filter(place__path__startswith=path)
        .select_related("person")
        .order_by("pk")
    )
    for home in homes:
        mark = phone_mark(home.person.phone or "") if home.person.phone_verified else ""
        one = Occupant.objects.filter(phone_mark=mark, bond=Bond.OWNER).first() if mark else None
        if one:
            network.bind_by_phone(Actor(person=home.person), one, lives=True)
            steward = _holder(city, Role.STEWARD, path)
            network.reveal_roll(steward, one.dwelling, what="contact", reason="call")
            return


def _holder(city: City, role: str, path: str) -> Actor:
    for key, post in content.POSTS.items():
        if post.role == role and post.holders and city.posts[key].covers(path):
            return acting(city.posts[key], city.people[post.holders[0]])
    raise LookupError(f"nobody holds a post as {role} there")


def _changed(rows: list[Row]) -> list[Row]:
    """What the clerk brings a month later: sales, a number, a new building; and slips of the hand to put right."""
    later = [dict(row) for row in rows]
    later[0] |= {"area": "79.00"}
    later[3] |= {"phone": "19800009001"}
    later[5] |= {"name": "癸立夏", "phone": "19800009002"}
    later[7] |= {"area": "0"}
    later[9] |= {"share": "2/3"}
    later[12] |= {"phone": "1980001"}
    later.append(
        {"building": f"6{content.ESTATES[ESTATE].word}", "door": "1-101", "area": "101.25", "name": "辛白露"}
    )
    del later[14:16]
    return later


def as_csv(rows: list[Row]) -> bytes:
    """As a clerk saves it."""
    out: Any = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([COLUMNS[name].name for name in HEAD])
    writer.writerows([[row.get(name, "") for name in HEAD] for row in rows])
    return out.getvalue().encode("utf-8-sig")
