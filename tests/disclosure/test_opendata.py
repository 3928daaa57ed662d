"""Open data: what is public is in the files, what is not is in none, and every file can be checked."""

import csv
import gzip
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.world import World

from yishi.cases.models import Case
from yishi.cases.models.case import Visibility
from yishi.disclosure import edition_jobs
from yishi.disclosure.models import Edition
from yishi.disclosure.opendata import writing
from yishi.disclosure.opendata.tables import TABLES
from yishi.record import clock
from yishi.record.actions import seal
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def night():
    """Half past two in the night after."""
    return clock.now().replace(hour=2, minute=30) + timedelta(days=1)


def published(night) -> Edition:
    with clock.at(night):
        assert edition_jobs.publish_nightly() == 1
    return Edition.objects.get()


def table(client, name: str) -> list[dict[str, str]]:
    """The rows of a CSV as a program reads it."""
    answer = client.get(reverse("open:data_file", args=["latest", f"{name}.csv"]))
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_before_the_first_night_the_page_says_so(client):
    page = client.get(reverse("open:data"), headers={"accept-language": "en"}).content.decode()
    assert "The first edition is made tonight" in page and "The words as everybody may read them" in page
    assert client.get(reverse("open:data_file", args=["latest", "cases.csv"])).status_code == 404


def test_what_is_public_is_told_and_what_is_not_is_nowhere(client, world: World, night):
    shown = world.report(words="楼道灯坏了，三天没人修")
    kept = world.report(words="不愿公开的一件事", visibility=Visibility.HOTLINE)
    edition = published(night)
    rows = table(client, "cases")
    assert [row["number"] for row in rows] == [shown.number]
    assert rows[0]["place"] == shown.place.code and rows[0]["open"] == "True"
    for name in edition.files:
        with writing.opened(edition.folder, name) as packed:
            content = gzip.decompress(packed.read()).decode()
        assert "不愿公开" not in content
    assert kept.number not in {row["number"] for row in rows}


def test_words_appear_once_somebody_approved_them(client, world: World, night):
    case = world.report(words="3栋门口的井盖松了")
    Case.objects.filter(pk=case.pk).update(wording="pending", title="井盖", public_words="井盖松了")
    published(night)
    row = table(client, "cases")[0]
    assert row["title"] == "" and row["words"] == ""


def test_every_file_can_be_checked_and_the_record_vouches_for_the_list(client, world: World, night):
    world.report()
    edition = published(night)
    day = f"{edition.day:%Y-%m-%d}"
    listed = client.get(reverse("open:data_sums", args=[day])).content
    assert hashlib.sha256(listed).hexdigest() == edition.digest
    entry = Entry.objects.get(kind="disclosure.EditionPublished")
    assert entry.data["manifest"] == edition.digest
    sums = dict(reversed(line.split("  ")) for line in listed.decode().splitlines())
    assert set(sums) == {f"{name}.{kind}" for name in TABLES for kind in ("csv", "jsonl")} | {
        "datapackage.json"
    }
    for name, digest in sums.items():
        plain = b"".join(client.get(reverse("open:data_file", args=[day, name])))
        packed = b"".join(
            client.get(reverse("open:data_file", args=[day, name]), headers={"accept-encoding": "gzip"})
        )
        assert hashlib.sha256(plain).hexdigest() == digest and gzip.decompress(packed) == plain


def test_the_dictionary_tells_every_column_in_both_languages(client, world: World, night):
    published(night)
    package = json.loads(b"".join(client.get(reverse("open:data_file", args=["latest", "datapackage.json"]))))
    for resource in package["resources"]:
        told = TABLES[resource["name"].rpartition("-")[0]]
        assert [field["name"] for field in resource["schema"]["fields"]] == [
            column.name for column in told.columns
        ]
        for field in resource["schema"]["fields"]:
            assert field["description"] != field["description_en"]


def test_a_cell_that_looks_like_a_formula_does_nothing(client, world: World, night):
    case = world.report()
    Case.objects.filter(pk=case.pk).update(
        wording="approved", title='=HYPERLINK("x")', public_words="@SUM(1)"
    )
    published(night)
    row = table(client, "cases")[0]
    assert row["title"].startswith("'=") and row["words"].startswith("'@")


def test_a_spreadsheet_is_made_on_demand(client, world: World, night):
    case = world.report()
    published(night)
    answer = client.get(reverse("open:data_file", args=["latest", "cases.xlsx"]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "number" and rows[1][0] == case.number


def test_a_table_that_is_too_long_for_a_spreadsheet_is_not_made_one(client, world: World, night, monkeypatch):
    world.report()
    published(night)
    monkeypatch.setattr("yishi.disclosure.views.opendata.MOST_IN_A_SHEET", 0)
    assert client.get(reverse("open:data_file", args=["latest", "cases.xlsx"])).status_code == 404
    assert "cases.xlsx" not in client.get(reverse("open:data")).content.decode()


def test_the_figures_are_those_of_the_record_and_end_at_the_estate(client, world: World, night):
    case = world.report()
    seal()
    published(night)
    rows = table(client, "figures")
    assert {"measure": "reported", "amount": "1"}.items() <= next(
        r for r in rows if r["measure"] == "reported"
    ).items()
    assert case.place.level != "building" or case.place.code not in {row["place"] for row in rows}


def test_a_night_has_one_edition_whoever_works(client, world: World, night, monkeypatch):
    published(night)
    with clock.at(night + timedelta(hours=3)):
        assert edition_jobs.publish_nightly() == 0
    monkeypatch.setattr(
        Edition.objects.none().__class__, "exists", lambda _rows: False
    )  # it looked before the other wrote
    with clock.at(night + timedelta(hours=3)):
        assert edition_jobs.publish_nightly() == 0
    assert len(writing.folders()) == 1


def test_old_editions_leave_their_digests(client, world: World, night):
    edition = published(night)
    later = night + timedelta(days=40)
    with clock.at(later):
        edition_jobs.publish_nightly()
        dropped = edition_jobs.drop_old()
        edition.refresh_from_db()
        if edition.day.day == 1:
            assert dropped == 0
            return
        assert dropped == 1 and edition.dropped_at
        day = f"{edition.day:%Y-%m-%d}"
        assert client.get(reverse("open:data_file", args=[day, "cases.csv"])).status_code == 404
        assert client.get(reverse("open:data_sums", args=[day])).status_code == 200
        assert writing.folders() == [Edition.objects.get(dropped_at=None).folder]


@pytest.mark.parametrize("day", ["2026-13-45", "x", "1999-01-01", "%00", "latest'"])
def test_a_day_that_is_none_is_not_found(client, world: World, day):
    assert client.get(f"/data/{day}/cases.csv").status_code == 404
    assert client.get(f"/data/{day}/SHA256SUMS").status_code == 404


def test_a_name_that_is_none_is_not_found(client, world: World, night):
    published(night)
    for name in ("cases.exe", "..%2Fsecret", "passwords.csv", ".xlsx", "cases.csv.gz"):
        assert client.get(f"/data/latest/{name}").status_code == 404


def test_files_and_interfaces_lead_to_one_another(world, client):
    data = client.get(reverse("open:data")).content.decode()
    for name in ("api:rest_docs", "api:open311"):
        assert f'href="{reverse(name)}"' in data
        assert f'href="{reverse("open:data")}"' in client.get(reverse(name)).content.decode()
