"""A spreadsheet is looked at, then brought in; twice is once."""

import io
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from yishi.cases import sheets
from yishi.cases.models import Case
from yishi.record import clock, keyring
from yishi.site.commands import main
from yishi.site.jobs import KEEP_SHEETS, sweep

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


@pytest.fixture
def waiting(settings, tmp_path):
    """`waiting()`: the sheets that lie in the storage, which is this test's own."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: list(Path(tmp_path, "drafts").glob("sheet-*"))


def test_while_it_waits_nobody_reads_it_in_the_storage(sit, waiting):
    clerk = sit("committee")
    token = token_of(upload(clerk, csv_of(ROWS, "utf-8")))
    lying = (waiting()[0] / "file").read_bytes()
    assert keyring.is_sealed_by(lying, keyring.active().id)
    for plain in ("19900000001", "老街坊", "柴火"):
        assert plain.encode() not in lying
    clerk.post("/desk/sheet/bring-in/", {"token": token})
    assert Case.objects.count() == 2 and waiting() == []


def test_one_sheet_waits_at_a_time_and_can_be_thrown_away(sit, waiting):
    clerk = sit("committee")
    first = token_of(upload(clerk, csv_of(ROWS)))
    second = token_of(upload(clerk, csv_of(ROWS[:1])))
    assert [folder.name for folder in waiting()] == [f"sheet-{second}"]
    assert clerk.post("/desk/sheet/bring-in/", {"token": first}).status_code == 409
    assert "thrown away" in clerk.post("/desk/sheet/drop/", follow=True).content.decode()
    assert waiting() == []
    assert clerk.post("/desk/sheet/bring-in/", {"token": second}).status_code == 409
    assert sit("steward").post("/desk/sheet/drop/").status_code == 403
    assert not Case.objects.exists()


def test_what_holds_nothing_to_bring_in_is_not_kept(sit, waiting):
    upload(sit("committee"), csv_of([["1", "九栋", "", "水管漏水。", "", "", ""]]))
    assert waiting() == []


def test_nobody_confirms_it_and_it_goes_by_itself(sit, waiting):
    clerk = sit("committee")
    token = token_of(upload(clerk, csv_of(ROWS)))
    sweep()
    assert len(waiting()) == 1
    old = time.time() - KEEP_SHEETS - 60
    os.utime(waiting()[0], (old, old))
    assert sweep() >= 1 and waiting() == []
    assert clerk.post("/desk/sheet/bring-in/", {"token": token}).status_code == 409


def test_a_sheet_whose_key_is_gone_is_asked_for_again(sit, monkeypatch):
    clerk = sit("committee")
    token = token_of(upload(clerk, csv_of(ROWS)))

    def lost(_stored, _purpose):
        raise keyring.KeyLost("gone")

    monkeypatch.setattr(keyring, "unseal_bytes", lost)
    assert clerk.post("/desk/sheet/bring-in/", {"token": token}).status_code == 409


def test_the_command_does_the_same(world, tmp_path, capsys):
    file = tmp_path / "cases.xlsx"
    file.write_bytes(xlsx_of(ROWS))
    words = ["import", "cases", str(file), "--as", world.posts["committee"].code]
    assert main([*words, "--dry-run"]) == 0 and not Case.objects.exists()
    assert main(words) == 0 and Case.objects.count() == 2
    assert main(words) == 0 and Case.objects.count() == 2


def test_a_cell_reads_as_it_is_seen():
    assert sheets.table("a.xlsx", xlsx_of(ROWS))[1][5] == "19900000001"
