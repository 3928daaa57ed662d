"""A spreadsheet is looked at, then brought in; twice is once."""

import io
import sys
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.cases import sheets
from yishi.cases.models import Case
from yishi.record import clock
from yishi.site.commands import main

HEAD = ["编号", "地点", "类别", "内容", "姓名", "电话", "时间"]
ROWS = [
    ["A1", "3栋", "楼道堆物", "楼道口堆着柴火。", "老街坊", "19900000001", ""],
    ["A2", "5栋", "", "路灯坏了，晚上看不清。", "", "", ""],
]


def csv_of(rows, encoding="utf-8-sig") -> bytes:
    return "\r\n".join(",".join(row) for row in [HEAD, *rows]).encode(encoding)


def xlsx_of(rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            for column, cell in enumerate(row):
                page.write(number, column, int(cell) if cell.isdecimal() and len(cell) > 6 else cell)
    return out.getvalue()


def upload(browser, data: bytes, name="cases.csv"):
    return browser.post("/desk/sheet/", {"file": SimpleUploadedFile(name, data)})


def token_of(page) -> str:
    return page.content.decode().split('name="token" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (csv_of(ROWS), "a.csv"),
        (csv_of(ROWS, "gb18030"), "gbk.csv"),
        (csv_of(ROWS, "utf-16"), "utf16.csv"),
        (xlsx_of(ROWS), "a.xlsx"),
    ],
)
def test_looked_at_then_brought_in_and_the_second_time_nothing(sit, data, name):
    clerk = sit("committee")
    page = upload(clerk, data, name)
    assert page.status_code == 200 and not Case.objects.exists()
    done = clerk.post("/desk/sheet/bring-in/", {"token": token_of(page)}, follow=True)
    assert done.status_code == 200
    first, second = Case.objects.order_by("id")
    assert (first.place.name_zh, first.category.code, first.contact_phone) == (
        "3栋",
        "shared.stairwell",
        "19900000001",
    )
    assert second.holder.role == "steward"
    again = upload(clerk, data, name).content.decode()
    assert "There is nothing to bring in." in again and Case.objects.count() == 2


def test_each_row_says_what_is_wrong_with_it(sit):
    rows = [
        ["1", "九栋", "", "水管漏水。", "", "", ""],
        ["2", "3栋", "没有的类", "水管漏水了。", "", "12", ""],
        ["3", "3栋", "", "", "", "", ""],
        ["4", "3栋", "", "路灯坏了。", "", "", "明天"],
        ["5", "3栋", "", "路灯又坏了。", "", "", "2099-01-01"],
        ["6", "3栋", "", "健身器材松动。", "", "", ""],
        ["6", "3栋", "", "健身器材又松动。", "", "", ""],
    ]
    page = upload(sit("committee"), csv_of(rows)).content.decode()
    for sentence in (
        "There is no such place here.",
        "There is no such category.",
        "11 digits",
        "This is no date",
        "lies in the future",
        "The same as row 7.",
    ):
        assert sentence in page, sentence
    assert not Case.objects.exists()


def test_the_clock_runs_from_when_it_was_said(sit):
    clerk, said = sit("committee"), clock.now() - timedelta(days=2)
    rows = [["1", "3栋", "", "路灯坏了。", "", "", said.astimezone().strftime("%Y/%m/%d %H:%M")]]
    clerk.post("/desk/sheet/bring-in/", {"token": token_of(upload(clerk, csv_of(rows)))})
    assert abs(Case.objects.get().reported_at - said) < timedelta(hours=24)
    assert Case.objects.get().reported_at < clock.now() - timedelta(days=1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02" * 50,
        b"PK\x03\x04 no spreadsheet",
        "一,二\n三,四\n".encode(),
        "地点,内容\n".encode(),
        b"a" * 100,
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(sit, data):
    page = upload(sit("committee"), data)
    assert page.status_code == 422 and not Case.objects.exists()


def test_only_the_committee_brings_in(sit):
    for who in ("steward", "property", "operator"):
        assert upload(sit(who), csv_of(ROWS)).status_code == 403


def test_a_guessed_file_is_not_there(sit):
    assert sit("committee").post("/desk/sheet/bring-in/", {"token": "../../secret"}).status_code == 409


def test_many_rows_go_in_by_portions(sit, monkeypatch):
    monkeypatch.setattr(sys.modules["yishi.desk.views.sheet"], "PORTION", 2)
    clerk = sit("committee")
    rows = [[str(n), "3栋", "", f"第{n}盏路灯坏了。", "", "", ""] for n in range(5)]
    token, counts = token_of(upload(clerk, csv_of(rows))), []
    for _turn in range(3):
        clerk.post("/desk/sheet/bring-in/", {"token": token})
        counts.append(Case.objects.count())
    assert counts == [2, 4, 5]


def test_the_command_does_the_same(world, tmp_path, capsys):
    file = tmp_path / "cases.xlsx"
    file.write_bytes(xlsx_of(ROWS))
    words = ["import", "cases", str(file), "--as", world.posts["committee"].code]
    assert main([*words, "--dry-run"]) == 0 and not Case.objects.exists()
    assert main(words) == 0 and Case.objects.count() == 2
    assert main(words) == 0 and Case.objects.count() == 2


def test_a_cell_reads_as_it_is_seen():
    assert sheets.table("a.xlsx", xlsx_of(ROWS))[1][5] == "19900000001"
