"""The columns of a roll, what each is for, and an example to begin with."""

import io
from dataclasses import dataclass

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column: the names it goes by (the first is ours), what it is for, and what stands in the example."""

    names: tuple[str, ...]
    purpose: str | Promise
    needed: bool = False
    personal: bool = False

    @property
    def name(self) -> str:
        return self.names[0]


COLUMNS = {
    "estate": Column(
        ("小区", "小区名称", "estate"),
        _("which estate, where the file holds several"),
    ),
    "building": Column(("楼栋", "楼号", "栋", "楼幢", "幢", "building"), _("which building"), needed=True),
    "unit": Column(("单元", "单元号", "unit"), _("which stairway, where there are several")),
    "door": Column(
        ("房号", "门牌", "房间号", "室号", "户号", "door"),
        _("which door: one dwelling stands behind it"),
        needed=True,
    ),
    "floor": Column(("楼层", "层", "floor"), _("for stairs and lifts")),
    "use": Column(("用途", "房屋用途", "性质", "use"), _("dwelling, shop, garage or other")),
    "area": Column(
        ("面积", "建筑面积", "产权面积", "面积(㎡)", "建筑面积(㎡)", "area"),
        _("in m² with two decimals: the owners' decisions count by it (Civil Code, article 278)"),
    ),
    "bond": Column(("关系", "身份", "人员类别", "bond"), _("owner, tenant or family; empty: owner")),
    "name": Column(
        ("姓名", "业主", "业主姓名", "产权人", "所有权人", "name"),
        _("who owns it and decides with the others; several in one cell: 张三 1/2；李四 1/2"),
        personal=True,
    ),
    "share": Column(
        ("份额", "产权份额", "共有份额", "share"),
        _("of several owners: 1/2 or 50 %; empty for all: they own it together"),
        personal=True,
    ),
    "phone": Column(
        ("电话", "联系电话", "手机", "手机号", "业主电话", "phone"),
        _("to reach them, and to know them again when they sign in with this number"),
        personal=True,
    ),
    "identity": Column(
        ("证件号码", "身份证号", "身份证", "证件号", "身份证号码", "identity"),
        _("only to tell people of one name apart; it may be left out"),
        personal=True,
    ),
    "born": Column(
        ("出生年份", "出生年", "出生年月", "出生日期", "born"),
        _("only the year is kept: to know how many old people live where"),
        personal=True,
    ),
    "lives": Column(
        ("是否居住", "居住", "自住", "lives here"), _("whether they live there themselves"), personal=True
    ),
    "tenant": Column(
        ("租户", "租客", "承租人", "tenant"), _("who rents it; several as with the owners"), personal=True
    ),
    "tenant_phone": Column(
        ("租户电话", "租客电话", "承租人电话", "tenant phone"), _("to reach them"), personal=True
    ),
}
NEEDED = ("building", "door")

EXAMPLE = (
    (
        "3栋",
        "1单元",
        "501",
        "5",
        "住宅",
        "89.50",
        "业主",
        "张三",
        "1/2",
        "199 0000 0101",
        "",
        "1958",
        "是",
        "",
        "",
    ),
    ("3栋", "1单元", "501", "", "", "", "业主", "李四", "1/2", "199 0000 0102", "", "1961", "是", "", ""),
    (
        "3栋",
        "1单元",
        "502",
        "5",
        "住宅",
        "112.08",
        "业主",
        "王五 1/2；赵六 1/2",
        "",
        "",
        "",
        "",
        "否",
        "孙七",
        "199 0000 0103",
    ),
    ("3栋", "2单元", "101", "1", "商铺", "45.00", "业主", "", "", "", "", "", "", "", ""),
)
"""Invented people; the last row has no name yet, and stays on the roll as to be completed."""
IN_EXAMPLE = tuple(name for name in COLUMNS if name != "estate")


def example() -> bytes:
    """A sheet to fill in, as XLSX: all its cells are text, so that no program rounds a long number."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True})
        sheet = book.add_worksheet("名册")
        sheet.set_column(0, len(IN_EXAMPLE) - 1, 14, text)
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(IN_EXAMPLE):
            sheet.write_string(0, at, COLUMNS[name].name, head)
        for number, row in enumerate(EXAMPLE, 1):
            for at, said in enumerate(row):
                sheet.write_string(number, at, said, text)
    return out.getvalue()
