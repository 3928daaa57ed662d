"""Every list of the house can be saved as it is shown, by those who may look at it and by nobody else."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from yishi.cases.models import Case
from yishi.disclosure import saved_jobs
from yishi.disclosure.models import SavedList
from yishi.network import saving
from yishi.network.actors import ANYONE, CLOCK
from yishi.network.sheets import Limits, as_meant, from_csv, harmless, table
from yishi.people.models import Attempt
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
COMMUNITY = "421182001901"
OPEN = {
    *("cases", "waiting", "parked", "sessions", "promises", "topics", "unanswered"),
    *("places", "stewards", "coverage", "commitments"),
}
ASKS = {name: {"place": COMMUNITY} for name in OPEN - {"cases", "waiting", "parked"}}
LIMITS = Limits(bytes=10_000_000, rows=100_000, columns=100)


def address(name: str, form: str = "csv", **asked: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in {**ASKS.get(name, {}), **asked}.items())
    return f"{reverse('open:save', args=[name, form])}?{query}"


def content(answer) -> bytes:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def rows(answer) -> list[dict[str, str]]:
    found = content(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(found, newline="")))


def browser(world, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


# --- who may ---


@pytest.mark.parametrize("name", sorted(saving.LISTS))
def test_whoever_may_look_at_no_list_gets_none(world, client, name):
    for answer in (client.get(address(name)), client.post(address(name))):
        assert answer.status_code == (200 if name in OPEN else 404)


@pytest.mark.parametrize(
    ("name", "who", "may"),
    [
        ("desk", "steward", True),
        ("desk", "resident", False),
        ("mine", "resident", True),
        ("texts", "steward", True),
        ("texts", "resident", False),
        ("checklists", "committee", True),
        ("limits", "committee", True),
        ("limits", "steward", False),
        ("categories", "committee", True),
        ("categories", "branch", False),
        ("bodies", "committee", True),
        ("bodies", "steward", False),
        ("posts", "committee", True),
        ("posts", "resident", False),
        ("dwellings", "committee", True),
        ("dwellings", "property", False),
        ("helpers", "steward", True),
        ("helpers", "operator", False),
        ("homes", "branch", True),
        ("homes", "fire", False),
        ("holidays", "committee", True),
        ("plaques", "committee", True),
        ("plaques", "steward", False),
        ("secretaries", "committee", True),
        ("secretaries", "steward", False),
        ("outbox", "operator", True),
        ("outbox", "committee", False),
        ("keys", "committee", True),
        ("series", "committee", True),
        ("series", "resident", False),
        ("my-promises", "branch", True),
        ("my-promises", "resident", False),
        ("topics-to-settle", "branch2", False),
    ],
)
def test_a_list_of_ones_own_is_for_those_who_see_its_page(world, name, who, may):
    place = world.places["estate"].code if name == "topics-to-settle" else ""
    for form in ("csv", "xlsx"):
        answer = browser(world, who).post(address(name, form, place=place) if place else address(name, form))
        assert answer.status_code == (200 if may else 404)


def test_there_is_no_other_list_and_no_other_form(world, client):
    for path in (
        "/lists/secrets.csv",
        "/lists/cases.pdf",
        "/lists/cases.csv?place=nowhere",
        "/lists/places.csv?place=x",
    ):
        answer = client.get(path)
        assert answer.status_code == (200 if "cases.csv" in path else 404)


# --- what is in it ---


def test_the_file_holds_the_rows_of_the_page_and_what_narrows_it(world, client):
    stays = world.report(words="三栋一单元的路灯不亮了。")
    done, elsewhere = world.answered(), world.report(place="c1")
    all_of_them = {stays.number, done.number, elsewhere.number}
    assert {row["编号"] for row in rows(client.get(address("cases")))} == all_of_them
    assert {row["编号"] for row in rows(client.get(address("waiting")))} == {stays.number, elsewhere.number}
    estate = world.places["estate"].code
    assert {row["编号"] for row in rows(client.get(address("cases", place=estate)))} == {
        stays.number,
        done.number,
    }
    assert {row["编号"] for row in rows(client.get(address("cases", showing="asked")))} == {done.number}


def test_the_newest_stands_first_as_on_the_page(world, client):
    with clock.at(clock.now() - timedelta(days=3)):
        old = world.report()
    new = world.report()
    assert [row["编号"] for row in rows(client.get(address("cases")))] == [new.number, old.number]
    assert [row["编号"] for row in rows(client.get(address("waiting")))] == [old.number, new.number]


def test_nothing_hidden_is_in_any_list_of_everybody(world, client):
    world.report(
        words="金丝雀小区的保安收钱了。",
        visibility="hotline",
        contact_name="欧阳金雀",
        contact_phone="13912345678",
    )
    shown = world.report(words="井盖响个不停。", contact_name="欧阳金雀", contact_phone="13912345678")
    for name in sorted(OPEN):
        told = content(client.get(address(name))).decode()
        for canary in ("金丝雀", "欧阳金雀", "13912345678"):
            assert canary not in told, name
        if name in ("cases", "waiting"):
            assert [row["编号"] for row in rows(client.get(address(name)))] == [shown.number]


def test_whoever_may_know_of_it_finds_it_in_their_own(world):
    hidden = world.report(words="金丝雀小区的保安收钱了。", visibility="hotline")
    committee = browser(world, "committee")
    assert hidden.number in {row["编号"] for row in rows(committee.post(address("cases")))}
    assert (
        hidden.number not in content(committee.get(address("cases"))).decode()
    )  # an address says the same to all
    assert hidden.number not in content(browser(world, "property").post(address("desk", tab="all"))).decode()


def test_no_list_tells_how_a_resident_is_reached(world):
    world.report(contact_name="欧阳金雀", contact_phone="13912345678")
    for name in ("desk", "cases"):
        told = content(browser(world, "steward").post(address(name, tab="new"))).decode()
        assert "欧阳金雀" not in told and "13912345678" not in told


def test_the_desk_saves_the_tab_that_is_open(world):
    new, taken = world.report(), world.handling()
    steward = browser(world, "steward")
    assert [row["编号"] for row in rows(steward.post(address("desk", tab="new")))] == [new.number]
    assert [row["编号"] for row in rows(steward.post(address("desk", tab="working")))] == [taken.number]
    found = rows(steward.post(address("desk", tab="all", q="柴火")))
    assert {row["编号"] for row in found} == {new.number, taken.number}


def test_the_spreadsheet_says_what_the_text_says(world, client):
    world.report()
    world.handling()
    sheet = table(content(client.get(address("cases", "xlsx"))), LIMITS).rows
    text = from_csv(content(client.get(address("cases"))))
    assert sheet == text


def test_headings_are_in_the_readers_language(world, client):
    world.report()
    client.get(reverse("cases:list"))
    client.post(reverse("language"), {"language": "en", "next": "/"})
    assert "Households that say so" in rows(client.get(address("cases")))[0]


def test_it_stands_beneath_the_list(world, client):
    world.report()
    assert "/lists/cases.xlsx?" in client.get(reverse("cases:list")).content.decode()
    page = browser(world, "steward").get(f"{reverse('desk:home')}?tab=new").content.decode()
    assert 'action="/lists/desk.csv?tab=new"' in page and 'formaction="/lists/desk.xlsx?tab=new"' in page


# --- what a spreadsheet program would do with it ---


HOSTILE = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_cell_begins_like_a_formula(title):
    listed = saving.Listed("x", "x", (saving.Column("What", "it"),), lambda _actor, _asked: None)

    class Row:
        it = title

    made = from_csv(b"".join(saving.csv_of(listed, saving.Few([Row]), ANYONE, "en")))
    assert made[1][0][0] == "'"
    sheet = table(saving.xlsx_of(listed, saving.Few([Row]), ANYONE, "en").read(), LIMITS).rows
    assert sheet[1][0][0] == "'" and as_meant(sheet[1][0]).strip() == title.strip()


@given(st.text())
def test_what_was_made_harmless_is_read_as_it_was_meant(text):
    made = harmless(text)
    assert as_meant(made) == text
    assert not made.startswith(tuple("=+-@\t\r\n＝＋－＠"))


# --- long lists ---


class _Query:
    """Fifty thousand rows that are made when they are asked for, by key, and counted."""

    MANY = 50_000

    def __init__(self, after: int = 0) -> None:
        self.after = after

    def order_by(self, *_names: str) -> "_Query":
        return self

    def filter(self, condition) -> "_Query":
        return _Query(dict(_flat(condition))["id__gt"])

    def __getitem__(self, part: slice):
        _Query.asked.append(part.stop)
        return [_Row(n) for n in range(self.after + 1, min(self.after + part.stop, self.MANY) + 1)]

    asked: list[int] = []


class _Row:
    def __init__(self, n: int) -> None:
        self.id = n


def _flat(condition):
    for each in condition.children:
        yield from _flat(each) if hasattr(each, "children") else [each]


def test_a_long_list_is_read_as_it_is_taken():
    listed = saving.Listed("x", "x", (saving.Column("N", "id", saving.Kind.NUMBER),), lambda _a, _b: None)
    _Query.asked.clear()
    pieces = saving.csv_of(listed, saving.Rows(_Query(), ("id",)), ANYONE, "en")
    first = b"".join(islice(pieces, 3))
    assert first.count(b"\n") == 1 + 2 * saving.PORTION
    assert _Query.asked == [saving.PORTION] * 2, "no more is read than was taken"
    rest = b"".join(pieces)
    assert (first + rest).decode("utf-8-sig").split() == ["N", *map(str, range(1, _Query.MANY + 1))]


def test_rows_are_read_by_key_whatever_they_are_ordered_by(world, monkeypatch):
    monkeypatch.setattr(saving, "PORTION", 2)
    now = clock.now()
    for _n in range(5):  # some at one moment, so that the number decides
        with clock.at(now - timedelta(hours=1)):
            world.report()
    newest = [world.report() for _n in range(2)]
    for order in (("-reported_at", "-id"), ("reported_at", "id"), ("state", "-id")):
        read = saving.Rows(Case.objects.all(), order)
        assert [case.pk for portion in read.portions() for case in portion] == list(
            Case.objects.order_by(*order).values_list("pk", flat=True)
        )
    assert len(newest) == 2


def test_no_query_for_each_row(world, client, django_assert_max_num_queries):
    for _n in range(12):
        world.report()
    for name in ("cases", "waiting"):
        with django_assert_max_num_queries(12):
            content(client.get(address(name)))
    steward = browser(world, "steward")
    with django_assert_max_num_queries(45):
        content(steward.post(address("desk", tab="new")))


def test_a_long_spreadsheet_is_written_by_the_worker_for_its_owner_alone(world, settings):
    settings.YISHI_SHEET_ROWS = 2
    for _n in range(4):
        world.report()
    steward = browser(world, "steward")
    answer = steward.post(address("desk", "xlsx", tab="new"))
    saved = SavedList.objects.get()
    page = reverse("open:saved", args=[saved.pk])
    assert answer["Location"] == page and saved.state == "waiting"
    assert "<progress" in steward.get(page).content.decode()
    file = reverse("open:saved_file", args=[saved.pk])
    assert steward.get(file).status_code == 404
    assert saved_jobs.write_waiting() == 1
    assert file in steward.get(page).content.decode()
    assert len(table(content(steward.get(file)), LIMITS).rows) == 5
    for who in ("branch", "steward2", "resident"):
        assert browser(world, who).get(page).status_code == 404
        assert browser(world, who).get(file).status_code == 404
    assert Client().get(file).status_code == 302


def test_it_lies_there_encrypted_and_for_a_day(world, settings):
    settings.YISHI_SHEET_ROWS = 0
    world.report()
    steward = browser(world, "steward")
    steward.post(address("desk", "xlsx", tab="new"))
    saved_jobs.write_waiting()
    saved = SavedList.objects.get()
    path = settings.MEDIA_ROOT / "saved" / saved.file
    assert path.exists() and b"PK\x03\x04" not in path.read_bytes()
    saved_jobs.drop_old()
    assert path.exists()
    with clock.at(clock.now() + timedelta(hours=25)):
        assert saved_jobs.drop_old() > 0
    assert not path.exists()
    assert steward.get(reverse("open:saved_file", args=[saved.pk])).status_code == 404


def test_it_can_be_stopped(world, settings):
    settings.YISHI_SHEET_ROWS = 0
    world.report()
    steward = browser(world, "steward")
    steward.post(address("desk", "xlsx", tab="new"))
    saved = SavedList.objects.get()
    page = steward.post(reverse("open:drop_saved", args=[saved.pk]), follow=True)
    assert page.status_code == 200 and saved_jobs.write_waiting() == 0
    assert browser(world, "branch").post(reverse("open:drop_saved", args=[saved.pk])).status_code == 404
    assert steward.post(reverse("open:drop_saved", args=[saved.pk])).status_code == 409


def test_whoever_left_the_post_meanwhile_gets_nothing(world, settings):
    from yishi.network import actions as network
    from yishi.network.models import Appointment

    settings.YISHI_SHEET_ROWS = 0
    world.report()
    browser(world, "steward").post(address("desk", "xlsx", tab="new"))
    with clock.at(clock.now() + timedelta(days=2)):
        term = Appointment.objects.get(post=world.posts["steward"])
        network.relieve(CLOCK, term, until_on=clock.today() - timedelta(days=1))
        saved_jobs.write_waiting()
    assert SavedList.objects.get().state == "failed"


def ready(world, settings) -> tuple[Client, str]:
    """A long list that was written, whoever asked for it, and the address of its file."""
    settings.YISHI_SHEET_ROWS = 0
    world.report()
    steward = browser(world, "steward")
    steward.post(address("desk", "xlsx", tab="new"))
    assert saved_jobs.write_waiting() == 1
    file = reverse("open:saved_file", args=[SavedList.objects.get().pk])
    content(steward.get(file))
    return steward, file


def test_whoever_left_the_post_since_it_was_written_fetches_nothing(world, settings):
    from yishi.network import actions as network
    from yishi.network.models import Appointment

    steward, file = ready(world, settings)
    term = Appointment.objects.get(post=world.posts["steward"])
    network.relieve(CLOCK, term, until_on=clock.today() - timedelta(days=1))
    assert steward.get(file).status_code == 404


@pytest.mark.parametrize("refusal", [Refused("no"), Http404()])
def test_whoever_may_no_longer_look_at_the_list_fetches_nothing(world, settings, monkeypatch, refusal):
    steward, file = ready(world, settings)
    asked = []

    def rows(actor, query):
        asked.append((actor.post, query.dict()))
        raise refusal

    monkeypatch.setitem(saving.LISTS, "desk", replace(saving.LISTS["desk"], rows=rows))
    assert steward.get(file).status_code == 404
    assert asked == [(world.posts["steward"], {"tab": "new"})], "asked as it was when it was saved"


def test_what_lay_there_for_a_day_is_not_fetched_even_where_no_worker_took_it_away(world, settings):
    steward, file = ready(world, settings)
    SavedList.objects.update(ended_at=clock.now() - saved_jobs.KEPT - timedelta(minutes=1))
    assert steward.get(file).status_code == 404


def test_a_stranger_is_told_to_take_the_text(world, client, settings):
    settings.YISHI_SHEET_ROWS = 1
    for _n in range(2):
        world.report()
    answer = client.get(address("cases", "xlsx"))
    assert answer.status_code == 422 and "/lists/cases.csv" in answer.content.decode()
    assert not SavedList.objects.exists()


# --- what is kept of it ---


def test_the_record_says_that_a_list_was_saved_and_nothing_of_what_is_in_it(world):
    world.report(words="金丝雀在井盖上。")
    browser(world, "steward").post(address("desk", tab="all", q="金丝雀"))
    entry = Entry.objects.get(kind="disclosure.ListSaved")
    assert entry.actor == world.posts["steward"].ref and not entry.public
    assert json.loads(entry.fields) == {"list": "desk", "form": "csv", "rows": 1}
    assert SavedList.objects.get().query == ""


def test_what_everybody_sees_is_no_event(world, client):
    content(client.get(address("cases")))
    content(browser(world, "steward").post(address("places")))
    assert not Entry.objects.filter(kind="disclosure.ListSaved").exists()


def test_heavy_lists_wait_sooner_than_light_ones(world, client, monkeypatch):
    from yishi.disclosure.views import saved

    monkeypatch.setattr(saved, "WEIGHTS", ((1, "light", 3), (20_000, "middling", 1)))
    world.report()
    assert [client.get(address("cases")).status_code for _n in range(4)] == [200, 200, 200, 429]
    Attempt.objects.all().delete()
    world.report()
    content(client.get(address("cases")))
    refused = client.get(address("cases"))
    assert refused.status_code == 429 and int(refused["Retry-After"]) > 0
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.get(address("cases")).status_code == 200


def test_the_table_for_readers_names_every_list_and_no_other():
    told = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text()
    assert set(re.findall(r"^\| `([\w-]+)` \|", told, re.M)) == set(saving.LISTS)


def test_programs_need_not_ask_for_files(client):
    assert "Disallow: /lists/" in client.get("/robots.txt").content.decode()
