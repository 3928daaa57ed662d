"""Sheets of invented dwellings, for tests of the roll."""

import io

import xlsxwriter

HEAD = ["小区", "楼栋", "单元", "房号", "楼层", "用途", "面积", "关系", "姓名", "份额", "电话", "证件号码", "出生年份",
        "是否居住", "租户", "租户电话"]  # fmt: skip
PLACES = dict.fromkeys(HEAD, "")


def number(year: int, n: int = 1) -> str:
    """An identity number whose check digit is right, of a place that does not exist, so of nobody."""
    begin = f"000000{year}0305{n:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return begin + "10X98765432"[sum(int(d) * w for d, w in zip(begin, weights, strict=True)) % 11]


ID = number(1958)


def row(**said: str) -> list[str]:
    """A row; columns by short English names."""
    names = {
        "estate": "小区", "building": "楼栋", "unit": "单元", "door": "房号", "floor": "楼层", "use": "用途",
        "area": "面积", "bond": "关系", "name": "姓名", "share": "份额", "phone": "电话", "identity": "证件号码",
        "born": "出生年份", "lives": "是否居住", "tenant": "租户", "tenant_phone": "租户电话",
    }  # fmt: skip
    given = {"building": "3栋", "door": "501", **said}
    by_column = {names[key]: value for key, value in given.items()}
    return [by_column.get(column, "") for column in HEAD]


def csv_of(rows: list[list[str]], encoding: str = "utf-8-sig", head: list[str] | None = None) -> bytes:
    lines = [
        ",".join(f'"{cell}"' if set(cell) & set(',"\n') else cell for cell in line)
        for line in [head or HEAD, *rows]
    ]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(rows: list[list[object]], head: list[str] | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, line in enumerate([head or HEAD, *rows]):
            for column, cell in enumerate(line):
                page.write(number, column, cell)
    return out.getvalue()


USUAL = [
    row(unit="1单元", floor="5", area="89.50", name="甲一", share="1/2", phone="19900001001", identity=ID),
    row(unit="1单元", name="甲二", share="1/2", phone="19900001002"),
    row(unit="1单元", door="502", area="112.08", name="乙一", phone="19900001003", born="1990", tenant="丙一",
        tenant_phone="19900001004"),
    row(unit="2单元", door="101", use="商铺", area="45"),
]  # fmt: skip
