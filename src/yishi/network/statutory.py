"""The statutory days off of years whose notice is not out yet, as data.

Source: 全国年节及纪念日放假办法 (State Council, revised 2024-11-10, in force 2025-01-01): New Year 1 day, Spring
Festival 4 (the eve and the first three days), Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3.
Bridging days and working weekends are decided by the yearly notice alone, so what follows from these is provisional.
"""

from datetime import date, timedelta

SOURCE = "全国年节及纪念日放假办法（2024年修订，2025年1月1日起施行）"

FIXED = (
    (1, 1, "元旦"),
    (5, 1, "劳动节"),
    (5, 2, "劳动节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 3, "国庆节"),
)

MOVABLE = {
    # year: first day of the first lunar month, Qingming, Dragon Boat, Mid-Autumn
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
    2036: ((1, 28), (4, 4), (5, 30), (10, 4)),
    2037: ((2, 15), (4, 4), (6, 18), (9, 24)),
    2038: ((2, 4), (4, 5), (6, 7), (9, 13)),
    2039: ((1, 24), (4, 5), (5, 27), (10, 2)),
    2040: ((2, 12), (4, 4), (6, 14), (9, 20)),
}
"""Beyond these years only the fixed days are known here; the yearly notice brings the rest in good time."""


def fixed(year: int) -> dict[date, str]:
    """The days that fall on the same date every year, with their names."""
    return {date(year, month, day): name for month, day, name in FIXED}


def days(year: int) -> dict[date, str]:
    """Every statutory day off of a year as far as it can be known beforehand, with its name."""
    known = fixed(year)
    if year in MOVABLE:
        first, qingming, boat, moon = (date(year, *at) for at in MOVABLE[year])
        known |= {first + timedelta(days=n): "春节" for n in range(-1, 3)}
        known |= {qingming: "清明节", boat: "端午节"} | ({moon: "中秋节"} if moon not in known else {})
    return known
