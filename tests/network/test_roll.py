"""The roll of dwellings through its pages: a file is looked at, agreed to, written at once; and kept by hand."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.network.rolls import HEAD, ID, USUAL, csv_of, number, row, xlsx_of

from yishi.cases.actions.retaining import KEPT
from yishi.cases.mydata import of_person
from yishi.network import actions, roll_jobs
from yishi.network.actors import CLOCK, Actor
from yishi.network.counting_roll import all_in_public, by_place, counted, in_public
from yishi.network.models import (
    Bond,
    Dwelling,
    Occupant,
    Place,
    Residence,
    RollImport,
    RollReveal,
    phone_mark,
)
from yishi.network.roll import reading, values
from yishi.network.roll.comparing import compare
from yishi.people.models import RetentionRule
from yishi.record import clock, keyring, rekeying
from yishi.record.models import Entry

PAGES = "/net/roll/"


@pytest.fixture
def clerk(world):
    client = Client()
    client.force_login(world.people["committee"])
    client.cookies["django_language"] = "en"
    return client


def sit(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    client.cookies["django_language"] = "en"
    return client


def bring(client, data: bytes, name: str = "roll.csv", world=None) -> RollImport:
    estate = Place.objects.get(code="421182001901-01")
    answer = client.post(f"{PAGES}bring/", {"file": SimpleUploadedFile(name, data), "place": estate.pk})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    roll_jobs.work_on_rolls()
    return RollImport.objects.latest("pk")


def write(client, data: bytes, name: str = "roll.csv") -> RollImport:
    brought = bring(client, data, name)
    assert not brought.problems, brought.report
    answer = client.post(f"{PAGES}files/{brought.pk}/confirm/")
    assert answer.status_code == 302
    roll_jobs.work_on_rolls()
    brought.refresh_from_db()
    assert brought.state == "done", brought.report
    return brought


def shown(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.content.decode()[-1500:])
    return answer.content.decode()


def named(name: str) -> Occupant:
    """Somebody on the roll; names lie encrypted, so all are looked through."""
    return next(one for one in Occupant.objects.order_by("id") if one.name == name)


def what_stands() -> dict:
    """The roll as it is now, without keys."""
    found = {}
    for one in Dwelling.objects.present().prefetch_related("occupants"):
        people = sorted(
            (o.bond, o.name, o.phone, o.share_of or 0, o.share_in or 0, o.born_in or 0)
            for o in one.occupants.on()
        )
        found[one.place.name_zh, one.door] = (one.area, one.use, people)
    return found


@pytest.mark.parametrize(
    ("data", "name"),
    [(csv_of(USUAL), "a.csv"), (csv_of(USUAL, "gb18030"), "gbk.csv"), (xlsx_of(USUAL), "a.xlsx")],
)
def test_a_file_is_looked_at_then_written_and_the_same_again_changes_nothing(clerk, data, name):
    brought = bring(clerk, data, name)
    assert (brought.state, brought.added, Dwelling.objects.count()) == ("looked", 3, 0), (
        "nothing is written yet"
    )
    page = shown(clerk, f"{PAGES}files/{brought.pk}/")
    assert (
        "Nothing has been written yet" in page
        and "甲*" in page
        and "甲一" not in page
        and "19900001001" not in page
    )
    clerk.post(f"{PAGES}files/{brought.pk}/confirm/")
    roll_jobs.work_on_rolls()
    assert "The roll is written" in shown(clerk, f"{PAGES}files/{brought.pk}/")
    before = what_stands()
    assert before["3栋", "1-501"][0] == 8950
    again = bring(clerk, data, name)
    assert (again.added, again.changed, again.gone, again.same) == (0, 0, 0, 3)
    assert "nothing to write" in shown(clerk, f"{PAGES}files/{again.pk}/")
    assert what_stands() == before
    assert Entry.objects.filter(kind="network.RollImported").count() == 1


def test_differences_are_shown_first_and_a_sale_ends_the_old_bond(clerk):
    write(clerk, csv_of(USUAL))
    changed = [
        row(unit="1单元", area="90.00", name="戊一 1/2；甲二 1/2"),
        *USUAL[2:3],
        row(building="9", door="101", name="己一"),
    ]
    brought = bring(clerk, csv_of(changed))
    assert (brought.added, brought.changed, brought.gone) == (1, 1, 1)
    page = shown(clerk, f"{PAGES}files/{brought.pk}/")
    assert all(each in page for each in ("89.50", "90.00", "2-101", "9栋"))
    clerk.post(f"{PAGES}files/{brought.pk}/confirm/")
    roll_jobs.work_on_rolls()
    sold = Dwelling.objects.get(door="1-501")
    assert sorted(o.name for o in sold.occupants.on()) == ["戊一", "甲二"]
    assert named("甲一").until_on == clock.today() - timedelta(days=1), "what was stays"
    assert Dwelling.objects.get(door="2-101").gone_on == clock.today()
    assert Place.objects.filter(name_zh="9栋", level="building").exists()


def test_what_the_file_leaves_empty_stays_as_it_was_filled_in_by_hand(clerk):
    write(clerk, csv_of(USUAL))
    shop = Dwelling.objects.get(door="2-101")
    assert (
        clerk.post(
            f"{PAGES}dwellings/{shop.pk}/enter/", {"bond": "owner", "name": "庚一", "phone": "19900001009"}
        ).status_code
        == 302
    )
    again = bring(clerk, csv_of(USUAL))
    assert again.changed == 0 and shop.occupants.on().count() == 1


def test_who_lacks_a_name_or_a_number_stays_on_the_roll_and_on_the_list(clerk):
    write(clerk, csv_of([row(name="辛一"), row(door="502", phone="19900001001", area="50")]))
    page = shown(clerk, f"{PAGES}to-complete/")
    assert "501" in page and "502" in page and "a telephone of the owner" in page
    assert "502" not in shown(clerk, f"{PAGES}to-complete/?lack=area").split("<tbody>")[1]
    one = named("辛一")
    assert clerk.post(f"{PAGES}people/{one.pk}/", {"phone": "12", "lives": "on"}).status_code == 422
    assert (
        clerk.post(f"{PAGES}people/{one.pk}/", {"phone": "199 0000 1008", "lives": "on"}).status_code == 302
    )
    assert (
        clerk.post(f"{PAGES}dwellings/{one.dwelling_id}/correct/", {"use": "home", "area": "0"}).status_code
        == 422
    )
    assert (
        clerk.post(
            f"{PAGES}dwellings/{one.dwelling_id}/correct/", {"use": "home", "area": "61.2"}
        ).status_code
        == 302
    )
    assert Dwelling.objects.get(door="501").lacks == "" and Dwelling.objects.get(door="501").area == 6120


BAD = [
    ([row(area="0")], "面积", "larger than zero"),
    ([row(area="-3")], "面积", "larger than zero"),
    ([row(area="89.505")], "面积", "more than two decimals"),
    ([row(area="large")], "面积", "no area"),
    ([row(area="89"), row(area="92")], "面积", "One dwelling stands behind one door"),
    ([row(name="甲一"), row(door="501室", name="甲一")], "姓名", "names the same person"),
    ([row(name="甲一 1/2；甲二 1/3")], "份额", "add up to 5/6"),
    ([row(name="甲一 1/2；甲二")], "份额", "Some owners"),
    ([row(name="甲一", share="2/0")], "份额", "no share"),
    (
        [row(name="甲一", identity=ID), row(door="502", name="甲二", identity=ID)],
        "证件号码",
        "same identity number",
    ),
    ([row(name="甲一", identity=ID[:-1] + ("1" if ID[-1] != "1" else "2"))], "证件号码", "last place"),
    ([row(name="甲一", identity="12345")], "证件号码", "18 places"),
    ([row(name="甲一", identity="3.40524E+17")], "证件号码", "rounded"),
    ([row(name="甲一", identity=ID, born="1959")], "出生年份", "another one"),
    ([row(name="甲一", phone="110220")], "电话", "no telephone number"),
    ([row(name="甲一", born="2958")], "出生年份", "no year of birth"),
    ([row(building="")], "楼栋", "building is missing"),
    ([row(door="")], "房号", "number of the door is missing"),
    ([row(estate="没有这个")], "小区", "no estate of this name"),
    ([row(use="城堡")], "用途", "no use known"),
    ([row(bond="朋友", name="甲一")], "关系", "no relation"),
    ([row(name="甲一；甲二", phone="19900001001；19900001002；19900001003")], "电话", "in the same order"),
]


@pytest.mark.parametrize(("rows", "column", "sentence"), BAD, ids=[f"{b[1]} {b[2]}" for b in BAD])
def test_what_cannot_be_is_said_by_row_and_column_and_nothing_is_written(clerk, rows, column, sentence):
    brought = bring(clerk, csv_of([*rows, row(door="999", name="癸一")]))
    problems = json.loads(brought.report)["problems"]
    assert any(each[1] == column and sentence in each[2] for each in problems), problems
    assert clerk.post(f"{PAGES}files/{brought.pk}/confirm/").status_code == 403
    assert sentence in clerk.get(f"{PAGES}files/{brought.pk}/problems.csv").content.decode()
    assert not Dwelling.objects.exists()


@pytest.mark.parametrize("hostile", ["=1+1", "@SUM(A1)", "＝1"])
def test_what_a_file_said_is_no_formula_in_the_sheet_of_problems(clerk, hostile):
    head = [*HEAD[:-1], hostile]
    brought = bring(clerk, csv_of([row(estate=hostile, building=hostile, name=hostile)], head=head))
    sheet = clerk.get(f"{PAGES}files/{brought.pk}/problems.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(sheet)))
    assert len(lines) > 1
    assert not [cell for line in lines for cell in line if cell.startswith(tuple("=+-@＝＋－＠"))]


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _n in range(450):
            part.write(b" " * 1024 * 1024)
    return out.getvalue()


def far_out() -> bytes:
    return _with_sheet(
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def _with_sheet(inside: bytes) -> bytes:
    """A workbook whose sheet holds exactly this."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of([]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            content = old.read(each)
            if each.filename == "xl/worksheets/sheet1.xml":
                begin, rest = content.split(b"<sheetData", 1)
                content = begin + inside + rest.split(b"</sheetData>", 1)[-1]
            new.writestr(each.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty"),
        (csv_of([]), "a.csv", "no rows below"),
        ("姓名,电话\n甲一,1".encode(), "a.csv", "Missing: 楼栋"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xlsx", "old XLS file"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "no spreadsheet"),
        (b"PK\x03\x04" + b"rubbish" * 50, "a.xlsx", "damaged"),
        (xlsx_of([["x"] * 500], head=[*HEAD, *["y"] * 484]), "a.xlsx", "500 columns"),
        (csv_of([["x"] * 500], head=[*HEAD, *["y"] * 484]), "a.csv", "500 columns"),
        (bomb(), "a.xlsx", "far more than a spreadsheet"),
        (far_out(), "a.xlsx", "columns; at most"),
        (csv_of([row()], head=[*HEAD[:-1], "户号"]), "a.csv", "Two columns"),
    ],
    ids=["empty", "header", "columns", "xls", "html", "broken", "wide xlsx", "wide csv", "bomb", "far", "twice"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_a_sentence_that_says_what_to_do(clerk, data, name, sentence):
    brought = bring(clerk, data, name)
    assert brought.state == "unreadable" and brought.file == ""
    assert sentence in shown(clerk, f"{PAGES}files/{brought.pk}/")


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(clerk, world, monkeypatch):
    monkeypatch.setattr("yishi.network.forms.roll.LARGEST", 100)
    file = SimpleUploadedFile("a.csv", csv_of(USUAL))
    answer = clerk.post(f"{PAGES}bring/", {"file": file, "place": world.places["estate"].pk})
    assert answer.status_code == 422 and "larger than" in answer.content.decode()
    assert not RollImport.objects.exists()


def test_merged_cells_count_for_each_row_and_formulas_without_a_result_are_named(world):
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.merge_range("A1:F1", "桂花苑名册")
        page.write_row(1, 0, ["楼栋", "房号", "面积", "姓名", "份额", "电话"])
        page.merge_range("A3:A5", "3栋")
        page.merge_range("B3:B4", "501")
        page.write_row(2, 2, [89.5, "甲一", "1/2", 19900001001])
        page.write_row(3, 3, ["甲二", "50%"])
        page.write(4, 1, 502)
        page.write_formula(4, 2, "=C3+1", value=90.5)
    sheet = reading.read(out.getvalue())
    found = {each.door: each for each in sheet.found.values()}
    assert not sheet.problems and set(found) == {"501", "502"}
    assert [one.name for one in found["501"].people] == ["甲一", "甲二"] and found["501"].people[
        0
    ].phone == "19900001001"
    assert found["502"].area == 9050 and any("merged" in each or "合并" in each for each in sheet.remarks)
    no_result = _with_sheet(
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>\xe6\xa5\xbc\xe6\xa0\x8b</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>\xe6\x88\xbf\xe5\x8f\xb7</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>3</v></c><c r="B2"><f>1+500</f></c></row></sheetData>'
    )
    problems = reading.read(no_result).problems
    assert any(each.column == "B2" for each in problems)


def test_only_who_keeps_the_roll_brings_it_and_nobody_sees_what_is_not_theirs(clerk, world):
    brought = write(clerk, csv_of(USUAL))
    home = Dwelling.objects.get(door="1-501")
    one = home.occupants.first()
    at, dwelling = f"at/{home.place.code}/", f"dwellings/{home.pk}/"
    kept = ["", "bring/", f"files/{brought.pk}/", "to-complete/", "counts/", at, dwelling]
    kept += [f"{dwelling}correct/", f"people/{one.pk}/", f"{at}slips/"]
    expected = {
        "committee": [200] * 10,
        "steward": [200, 403, 403, 403, 200, 200, 200, 403, 403, 403],
        "steward2": [200, 403, 403, 403, 200, 404, 404, 403, 403, 403],
        "property": [403] * 10,
        "operator": [403] * 10,
        "resident": [403] * 10,
    }
    for who, statuses in expected.items():
        client = sit(world, who)
        assert [client.get(PAGES + page).status_code for page in kept] == statuses, who
    assert Client().get(PAGES).status_code == 302


def test_names_are_hidden_until_somebody_says_what_for_and_the_person_can_read_it(clerk, world):
    write(clerk, csv_of(USUAL))
    home = Dwelling.objects.get(door="1-501")
    steward, address = sit(world, "steward"), f"{PAGES}dwellings/{home.pk}/"
    assert "甲一" not in shown(steward, address) and "19900001001" not in shown(steward, address)
    assert steward.post(address, {"what": "contact", "reason": "other"}).status_code == 422
    assert steward.post(address, {"what": "identity", "reason": "call"}).status_code == 422, (
        "not for a steward"
    )
    assert (
        steward.post(address, {"what": "contact", "reason": "other", "text": "漏水到楼下"}).status_code == 302
    )
    assert "甲一" in shown(steward, address) and ID not in shown(steward, address)
    assert "甲一" not in shown(sit(world, "branch"), address), "open to whoever asked alone"
    resident = world.people["resident"]
    resident.phone, resident.phone_verified = "+8619900001001", True
    resident.save()
    mine = sit(world, "resident")
    page = shown(mine, "/net/bind/")
    assert "1-501" in page and "漏水到楼下" not in page, "first they say that it is them"
    one = named("甲一")
    assert mine.post("/net/bind/", {"do": "phone", "one": one.pk, "lives": "yes"}).status_code == 302
    page = shown(mine, "/net/bind/")
    assert "漏水到楼下" in page and world.posts["steward"].title in page
    event = Entry.objects.get(kind="network.RollRevealed")
    assert not event.public and "漏水" not in event.fields


def test_an_owner_change_and_moving_out_end_the_bond_and_not_the_history(clerk, world):
    write(clerk, csv_of(USUAL))
    home = Dwelling.objects.get(door="1-501")
    address = f"{PAGES}dwellings/{home.pk}/owners/"
    today = clock.today().isoformat()
    assert clerk.post(address, {"from_on": today, "owners": "壬一 1/3\n壬二 1/3"}).status_code == 422
    assert clerk.post(address, {"from_on": "2099-01-01", "owners": "壬一"}).status_code == 422
    assert (
        clerk.post(address, {"from_on": today, "owners": "甲二 2/3\n壬一 1/3 19900001020"}).status_code == 302
    )
    now = {o.name: (o.share_of, o.share_in, o.phone) for o in home.occupants.on()}
    assert now == {"甲二": (2, 3, "19900001002"), "壬一": (1, 3, "19900001020")}
    assert named("甲一").until_on == clock.today() - timedelta(days=1)
    tenant = Occupant.objects.get(bond=Bond.TENANT)
    assert clerk.post(f"{PAGES}people/{tenant.pk}/end/", {"on": "2099-01-01"}).status_code == 422
    assert clerk.post(f"{PAGES}people/{tenant.pk}/end/", {"on": today}).status_code == 302
    assert clerk.post(f"{PAGES}people/{tenant.pk}/end/", {"on": today}).status_code == 422, "once"
    assert Occupant.objects.get(pk=tenant.pk).until_on == clock.today()


def test_what_changed_meanwhile_is_shown_again_before_anything_is_written(clerk, world):
    write(clerk, csv_of(USUAL))
    brought = bring(clerk, csv_of([row(unit="1单元", area="95")]))
    shop = Dwelling.objects.get(door="2-101")
    actions.correct_dwelling(
        world.actor("committee"), Dwelling.objects.get(door="1-501"), floor=5, use="home", area=9500
    )
    clerk.post(f"{PAGES}files/{brought.pk}/confirm/")
    roll_jobs.work_on_rolls()
    brought.refresh_from_db()
    assert brought.state == "looked" and shop.gone_on is None
    assert "has changed since you looked" in shown(clerk, f"{PAGES}files/{brought.pk}/")


def test_a_file_lies_encrypted_and_is_gone_when_it_is_settled(clerk, settings):
    brought = bring(clerk, csv_of(USUAL))
    files = list((settings.MEDIA_ROOT / "drafts").rglob("file"))
    assert any("甲一".encode() not in each.read_bytes() for each in files) and brought.file
    assert clerk.post(f"{PAGES}files/{brought.pk}/drop/").status_code == 302
    assert not (settings.MEDIA_ROOT / "drafts" / brought.file).exists()
    assert clerk.post(f"{PAGES}files/{brought.pk}/confirm/").status_code == 409


def test_a_file_that_is_gone_says_so(clerk):
    from yishi.network.roll import waiting

    brought = bring(clerk, csv_of(USUAL))
    waiting.drop(brought.file)
    clerk.post(f"{PAGES}files/{brought.pk}/confirm/")
    roll_jobs.work_on_rolls()
    assert "no longer here" in shown(clerk, f"{PAGES}files/{brought.pk}/")
    assert not Dwelling.objects.exists()


# --- personal data ---


@pytest.mark.django_db
def test_what_the_roll_holds_lies_encrypted_and_goes_on_under_a_new_key(clerk):
    from django.db import connection

    write(clerk, csv_of(USUAL))
    columns = [each for each in rekeying.columns() if each.table == "network_occupant"]
    assert {each.name for each in columns} == {"name", "phone", "identity"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, identity FROM network_occupant")
        assert not any("甲" in str(line) or "19900" in str(line) for line in cursor.fetchall())
    keyring.new()
    for column in columns:
        for portion in rekeying.portions(column):
            rekeying.replace(column, portion)
    assert Occupant.objects.get(phone_mark=phone_mark("199 0000 1001")).name == "甲一"


def known(world, clerk) -> Occupant:
    write(clerk, csv_of(USUAL))
    person = world.people["resident"]
    person.phone, person.phone_verified = "+8619900001001", True
    person.save()
    one = named("甲一")
    return actions.bind_by_phone(Actor(person=person), one, lives=True)


def test_one_takes_away_what_the_roll_holds_of_one(world, clerk):
    known(world, clerk)
    found = of_person(world.people["resident"])
    assert found["roll"][0]["identity"] == ID and found["roll"][0]["area_m2"] == "89.50"
    assert found["homes"][0]["proof"] == "roll"


def test_erasure_leaves_name_and_share_of_an_owner_and_the_record_verifies(world, clerk):
    one, person = known(world, clerk), world.people["resident"]
    actions.erase_from_roll(person)
    one.refresh_from_db()
    assert (one.name, one.share_of, one.phone, one.identity, one.born_in, one.person) == (
        "甲一",
        1,
        "",
        "",
        None,
        None,
    )
    again = bring(clerk, csv_of(USUAL))
    assert again.changed == 0, "no file brings back what was erased"


def test_who_owns_or_lives_there_no_longer_is_forgotten_in_time(world, clerk):
    write(clerk, csv_of(USUAL))
    tenant = Occupant.objects.get(bond=Bond.TENANT)
    actions.end_occupant(world.actor("committee"), tenant, until_on=clock.today())
    kept = KEPT[RetentionRule.What.ROLL]
    with clock.at(clock.now() + timedelta(days=1096)):
        rows = list(kept.over(clock.now() - timedelta(days=1095)))
        assert rows == [tenant] and kept.forget(rows) == 1
    tenant.refresh_from_db()
    assert (tenant.name, tenant.phone, tenant.bond) == ("", "", "tenant")
    assert RollReveal not in {type(row) for row in rows}


# --- counts ---


def many(clerk, count: int, old: int) -> None:
    rows = [row(door=str(100 + n), name=f"甲{n}", born="1950" if n < old else "1990") for n in range(count)]
    write(clerk, csv_of(rows))


def test_counts_come_from_the_roll_and_small_ones_stay_blank_in_public(clerk, world):
    many(clerk, 30, 12)
    total = counted(world.places["estate"].path)
    assert (total.dwellings, total.owners, total.residents, total.old, total.share_old) == (
        30,
        30,
        30,
        12,
        40,
    )
    assert in_public(total).old == 12
    few = in_public(counted(world.places["estate2"].path))
    assert few.dwellings is None and few.old is None
    rest = in_public(total, least=19)
    assert rest.old is None, "12 are fewer than 19"
    assert in_public(total, least=12).old == 12 and in_public(total, least=13).old is None
    estates = by_place(world.places["community"])
    assert [place.name_zh for place, _count in estates] == ["桂花苑", "香樟苑"]
    assert [c.dwellings for _p, c in all_in_public(estates)] == [None, None], (
        "the total would give the blank one away"
    )
    assert "12" in shown(clerk, f"{PAGES}counts/") and shown(clerk, f"{PAGES}counts/?as=public")


def test_one_who_owns_several_is_one_head(clerk, world):
    write(clerk, csv_of([row(door=str(n), name="甲一", phone="19900001001") for n in range(1, 6)]))
    assert counted(world.places["estate"].path).owners == 1


def test_the_pages_ask_no_more_for_many(clerk, world, django_assert_max_num_queries):
    many(clerk, 60, 12)
    building = world.places["b3"].code
    for page in ("", "counts/", "to-complete/", f"at/{building}/"):
        with django_assert_max_num_queries(20):
            shown(clerk, PAGES + page)
    first = shown(clerk, f"{PAGES}at/{building}/")
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = shown(clerk, f"{PAGES}at/{building}/{following}")
    assert ">139<" in first and ">140<" not in first and ">140<" in second


# --- the command line ---


def test_the_command_line_looks_first_and_then_writes(world, tmp_path, capsys):
    from yishi.site.commands import main

    file = tmp_path / "roll.csv"
    file.write_bytes(csv_of(USUAL))
    assert main(["import", "roll", str(file), "--place", "421182001901-01", "--dry-run"]) == 0
    assert "3 dwellings new" in capsys.readouterr().out and not Dwelling.objects.exists()
    assert main(["import", "roll", str(file), "--place", "421182001901-01"]) == 0
    assert Dwelling.objects.count() == 3
    file.write_bytes(csv_of([row(area="0")]))
    assert main(["import", "roll", str(file), "--place", "421182001901-01"]) == 1
    assert "larger than zero" in capsys.readouterr().out


def test_the_example_is_a_file_that_can_be_brought(clerk):
    data = clerk.get(f"{PAGES}example.xlsx").content
    brought = bring(clerk, data, "example.xlsx")
    assert (brought.problems, brought.added) == (0, 3), brought.report


# --- properties ---


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_shares_that_add_up_are_taken_and_others_are_not(parts):
    whole = sum(parts)
    people = "；".join(f"甲{n} {part}/{whole}" for n, part in enumerate(parts))
    assert not reading.read(csv_of([row(name=people)])).problems
    less = "；".join(f"甲{n} {part}/{whole + 1}" for n, part in enumerate(parts))
    assert [each.column for each in reading.read(csv_of([row(name=less)])).problems] == ["份额"]


@given(st.integers(1900, 2020), st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_identity_number_is_always_found(year, n, at, by):
    right = number(year, n)
    assert values.identity(right) == right
    wrong = right[:at] + str((int(right[at]) + by) % 10) + right[at + 1 :]
    with pytest.raises(values.Wrong):
        values.identity(wrong)


@given(st.integers(1, 10**6), st.integers(0, 99))
def test_an_area_is_read_to_the_hundredth(whole, rest):
    text = f"{whole % 90000 + 1}.{rest:02d}"
    assert values.area(text) == round(float(text) * 100) == values.area(f"{text}㎡")


NAMES = st.sampled_from(["甲一", "甲二", "乙一", "乙二", ""])
DWELLINGS = st.dictionaries(
    st.sampled_from(["101", "102", "201", "202"]),
    st.tuples(
        st.sampled_from(["", "50", "61.5", "70.25"]),
        st.lists(NAMES, max_size=3, unique=True),
        st.booleans(),
        st.sampled_from(["", "丙一", "丙二"]),
    ),
    min_size=1,
)


def file_of(said: dict) -> bytes:
    rows = []
    for door, (area, names, shares, tenant) in said.items():
        names = [name for name in names if name]
        owners = "；".join(f"{name} 1/{len(names)}" if shares else name for name in names)
        rows.append(row(door=door, area=area, name=owners, tenant=tenant))
    return csv_of(rows)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=DWELLINGS, second=DWELLINGS)
def test_after_a_file_the_roll_is_what_the_file_says_and_the_file_again_changes_nothing(
    world_once, first, second
):
    from django.db import transaction

    place = world_once
    with transaction.atomic():
        for said in (first, second):
            data = file_of(said)
            plan = compare(reading.read(data), place)
            actions.write_roll(CLOCK, place, data, plan)
            assert compare(reading.read(data), place).does_nothing
            _holds(said)
        transaction.set_rollback(True)


def _holds(said: dict) -> None:
    stands = {d.door: d for d in Dwelling.objects.present()}
    assert set(stands) == set(said)
    for door, (area, names, shares, tenant) in said.items():
        here = stands[door]
        assert not area or here.area_said == f"{float(area):.2f}"
        owners = {o.name: o.share for o in here.occupants.on().filter(bond=Bond.OWNER)}
        wanted = {name for name in names if name}
        assert not wanted or set(owners) == wanted
        assert not (wanted and shares) or sum(owners.values()) == 1
        known = [share for share in owners.values() if share is not None]
        assert not known or sum(known) == 1, "shares add up, or there are none"
        tenants = {o.name for o in here.occupants.on().filter(bond=Bond.TENANT)}
        assert not tenant or tenants == {tenant}


@pytest.fixture
def world_once(world):
    return world.places["estate"]


def test_residences_are_left_when_their_owner_sold(clerk, world):
    known(world, clerk)
    home = Dwelling.objects.get(door="1-501")
    actions.change_owners(
        world.actor("committee"),
        home,
        from_on=clock.today(),
        owners=[reading.Somebody(bond="owner", name="壬一")],
    )
    assert not Residence.objects.present().exists() and Residence.objects.exists()
