"""Spreadsheets that clerks bring in on a page: looked at, told of row by row, then written whole or not at all."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from yishi.deliberation.models import Session
from yishi.desk.models import ReplyText
from yishi.insight.words import clean
from yishi.network import bringing, saving
from yishi.network.brought_jobs import work_on_sheets
from yishi.network.models import Appointment, Brought, CalendarYear, Organisation, Place, Post
from yishi.record import Refused
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
ESTATE = "421182001901-01"


def csv_of(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\n".join(lines).encode(encoding)


@pytest.fixture
def browser(world):
    def of(who: str) -> Client:
        client = Client()
        client.force_login(world.people[who])
        return client

    return of


def bring(client: Client, what: str, content: bytes, name: str = "file.csv") -> Brought:
    answer = client.post(reverse("net:bring", args=[what]), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    work_on_sheets()
    return Brought.objects.latest("id")


def confirm(client: Client, brought: Brought) -> Brought:
    assert client.post(reverse("net:confirm_brought", args=[brought.pk])).status_code == 302
    work_on_sheets()
    return Brought.objects.get(pk=brought.pk)


def page_of(client: Client, brought: Brought) -> str:
    return client.get(reverse("net:brought", args=[brought.pk])).content.decode()


PLACES = csv_of(
    "code,parent,level,name_zh,name_en",
    f"{ESTATE}-09,{ESTATE},building,9栋,Building 9",
    f"{ESTATE}-09-1,{ESTATE}-09,单元,1单元,",
)


def test_nothing_is_written_before_it_is_confirmed(world, browser):
    committee = browser("committee")
    brought = bring(committee, "places", PLACES)
    assert (brought.state, brought.rows, brought.added, brought.problems) == ("looked", 2, 2, 0)
    assert not Place.objects.filter(code=f"{ESTATE}-09").exists()
    assert not Entry.objects.filter(kind="network.SheetBroughtIn").exists()
    done = confirm(committee, brought)
    assert done.state == "done"
    assert Place.objects.get(code=f"{ESTATE}-09-1").path.startswith(world.places["estate"].path)
    entry = Entry.objects.get(kind="network.SheetBroughtIn")
    assert entry.actor == world.posts["committee"].ref
    assert Entry.objects.filter(kind="network.PlaceAdded", actor=entry.actor).count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_is_read_as_it_was_saved(world, browser, encoding):
    text = PLACES.decode("utf-8-sig").encode(encoding)
    committee = browser("committee")
    confirm(committee, bring(committee, "places", text))
    assert Place.objects.get(code=f"{ESTATE}-09").name_zh == "9栋"


def test_one_wrong_row_holds_all_of_it_back_and_is_told(world, browser):
    committee = browser("committee")
    brought = bring(
        committee,
        "places",
        csv_of(
            "code,parent,level,name_zh",
            f"{ESTATE}-09,{ESTATE},building,9栋",
            f"{ESTATE}-10,nowhere,building,10栋",
            f"{ESTATE}-11,{ESTATE},castle,11栋",
            f"{ESTATE}-12,{ESTATE},building,",
            "421182000000-9,421182000000,street,别的街道",
        ),
    )
    page = page_of(committee, brought)
    assert brought.problems == 4 and "nowhere" in page and "castle" in page
    assert 'data-label="行">3<' in page.replace(" ", "") or "3" in page
    refused = committee.post(reverse("net:confirm_brought", args=[brought.pk]))
    assert refused.status_code == 403
    assert not Place.objects.filter(code=f"{ESTATE}-09").exists()
    sheet = committee.get(reverse("net:brought_problems", args=[brought.pk])).content.decode("utf-8-sig")
    assert len(sheet.strip().splitlines()) == 5


def test_problems_are_told_in_the_readers_language(world, browser):
    committee = browser("committee")
    committee.post(reverse("language"), {"language": "en", "next": "/"})
    brought = bring(committee, "places", csv_of("code,parent,level,name_zh", f"x y,{ESTATE},building,9栋"))
    assert "A code has letters, digits" in page_of(committee, brought)


def test_the_same_file_again_changes_nothing(world, browser):
    committee = browser("committee")
    confirm(committee, bring(committee, "places", PLACES))
    again = bring(committee, "places", PLACES)
    assert (again.added, again.same, again.problems) == (0, 2, 0)
    assert committee.post(reverse("net:confirm_brought", args=[again.pk])).status_code == 409


def test_what_changed_meanwhile_is_looked_at_once_more(world, browser):
    from yishi.network import actions

    committee = browser("committee")
    brought = bring(committee, "places", PLACES)
    estate = Place.objects.get(pk=world.places["estate"].pk)
    actions.add_place(world.actor("committee"), estate, code=f"{ESTATE}-09", level="building", name_zh="9栋")
    again = confirm(committee, brought)
    assert again.state == "looked" and again.added == 1
    assert not Place.objects.filter(code=f"{ESTATE}-09-1").exists()
    assert confirm(committee, again).state == "done"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0old",
        b"PK\x03\x04broken",
        b"<html></html>",
        csv_of("name_zh,level", "a,building"),
        csv_of("code,code,level,name_zh", "a,b,building,c"),
        csv_of("code,parent,level,name_zh"),
        b"\x00\x01\x02",
    ],
)
def test_a_file_that_cannot_be_read_says_why(world, browser, content):
    committee = browser("committee")
    brought = bring(committee, "places", content)
    assert brought.state == "unreadable" and not brought.file
    assert 'class="notice' in page_of(committee, brought)


def test_it_can_be_thrown_away(world, browser):
    committee = browser("committee")
    brought = bring(committee, "places", PLACES)
    committee.post(reverse("net:drop_brought", args=[brought.pk]))
    assert Brought.objects.get().state == "dropped" and not Brought.objects.get().report


@pytest.mark.parametrize(
    ("what", "who", "may"),
    [
        ("places", "committee", True),
        ("places", "steward", False),
        ("places", "resident", False),
        ("posts", "branch", False),
        ("posts", "operator", True),
        ("holidays", "operator", True),
        ("holidays", "committee", False),
        ("categories", "operator", True),
        ("categories", "committee", False),
        ("sessions", "branch", True),
        ("sessions", "resident", False),
        ("texts", "steward", True),
        ("texts", "resident", False),
        ("nonsense", "operator", False),
    ],
)
def test_who_may_bring_what(world, browser, what, who, may):
    client = browser(who)
    for page in ("bring", "bring_example"):
        assert client.get(reverse(f"net:{page}", args=[what])).status_code == (200 if may else 404)


def test_a_file_is_its_owners_alone(world, browser):
    brought = bring(browser("committee"), "places", PLACES)
    for who in ("operator", "branch", "resident"):
        assert browser(who).get(reverse("net:brought", args=[brought.pk])).status_code == 404
        assert browser(who).post(reverse("net:confirm_brought", args=[brought.pk])).status_code == 404


def test_bodies_posts_and_who_holds_them(world, browser):
    committee = browser("committee")
    content = csv_of(
        "地点代码,组织代码,kind,organisation_name,post,role,phone,sign_in,from_on",
        f"{ESTATE},owners-1,owners,桂花苑业委会,,,,,",
        f"{ESTATE},stewards-9,stewards,桂花苑东区小管家,steward-9,steward,0713-6230001,on_duty,2026-12-01",
    )
    brought = bring(committee, "posts", content)
    assert brought.problems == 0, brought.report
    assert confirm(committee, brought).state == "done"
    assert Organisation.objects.get(code="owners-1").name_zh == "桂花苑业委会"
    assert Post.objects.get(code="steward-9").phone == "0713-6230001"
    assert Appointment.objects.filter(post__code="steward-9", person=world.people["on_duty"]).exists()


def test_nobody_is_appointed_by_a_name_anybody_could_have_taken(world, browser):
    content = csv_of(
        "place,organisation,post,sign_in,from_on", f"{ESTATE},org-steward,post-steward,resident,2026-12-01"
    )
    brought = bring(browser("committee"), "posts", content)
    assert brought.problems == 1


def test_the_sessions_of_a_year(world, browser):
    branch = browser("branch")
    content = csv_of(
        "place,kind,starts_at,ends_at,spot,theme",
        f"{ESTATE},yard,2027-01-10 19:00,2027-01-10 20:30,中心花园,充电棚",
        f"{ESTATE},yard,2027/2/10 19:00,2027/2/10 20:30,中心花园,",
    )
    brought = bring(branch, "sessions", content)
    assert (brought.problems, brought.added) == (0, 2), brought.report
    confirm(branch, brought)
    assert Session.objects.count() == 2
    wrong = csv_of(
        "place,kind,starts_at,ends_at,spot",
        "421182001901-02,yard,2027-03-10 19:00,2027-03-10 20:30,花园",  # not theirs
        f"{ESTATE},yard,2027-03-10,2027-03-10 20:30,花园",
        f"{ESTATE},yard,2020-03-10 19:00,2020-03-10 20:30,花园",
        f"{ESTATE},yard,2027-03-10 19:00,2027-03-10 18:30,花园",
    )
    assert bring(branch, "sessions", wrong).problems == 4


def test_ready_texts(world, browser):
    steward, committee = browser("steward"), browser("committee")
    content = csv_of(
        "whose,title_zh,text_zh,uses,season_from,season_until",
        "own,已清理,堆物已经清走。,solved 有说明,6,9",
        "own,只给一人,请拨打13912345678。,,,",
    )
    assert bring(steward, "texts", content).problems >= 1
    good = csv_of("whose,title_zh,text_zh,uses", "own,已清理,堆物已经清走。,solved")
    confirm(steward, bring(steward, "texts", good))
    assert ReplyText.objects.get(title_zh="已清理").owner == world.people["steward"]
    shared = csv_of("whose,title_zh,text_zh", "shared,已清理,堆物已经清走。")
    assert bring(steward, "texts", shared).problems == 1
    confirm(committee, bring(committee, "texts", shared))
    assert ReplyText.objects.get(owner=None, title_zh="已清理").place == world.places["community"]


NOTICE = [
    "day,works,name,year,source",
    *(f"2027-01-0{n},no,元旦,2027,通知" for n in (1, 2, 3)),
    *(f"2027-02-{n:02d},no,春节,2027,通知" for n in range(5, 12)),
    "2027-04-05,no,清明节,2027,通知",
    *(f"2027-05-0{n},no,劳动节,2027,通知" for n in range(1, 6)),
    "2027-06-09,no,端午节,2027,通知",
    "2027-09-15,no,中秋节,2027,通知",
    *(f"2027-10-0{n},no,国庆节,2027,通知" for n in range(1, 8)),
    "2027-01-30,yes,调休上班,2027,通知",
]


def test_the_yearly_notice(world, browser):
    operator = browser("operator")
    brought = bring(operator, "holidays", csv_of(*NOTICE))
    assert brought.problems == 0, brought.report
    assert confirm(operator, brought).state == "done"
    year = CalendarYear.objects.get(year=2027)
    assert year.days.count() == len(NOTICE) - 1 and year.days.filter(works=True).count() == 1
    assert bring(operator, "holidays", csv_of(*NOTICE)).added == 0
    lacking = bring(operator, "holidays", csv_of(*(each for each in NOTICE if "国庆" not in each)))
    assert lacking.problems >= 1
    worked = bring(operator, "holidays", csv_of(NOTICE[0], "2027-01-29,yes,调休上班,2027,通知"))
    assert worked.problems >= 1


def test_kinds_of_matters(world, browser):
    operator = browser("operator")
    content = csv_of(
        "code,parent,name_zh,name_en,urgency,position",
        "lamps,,灯,Lamps,,9",
        "lamps.stair,lamps,楼道灯,Light in the stairwell,general,1",
        "shared.service,shared,别的名字,Another name,,",
    )
    brought = bring(operator, "categories", content)
    assert (brought.problems, brought.added, brought.same) == (0, 2, 1), brought.report
    confirm(operator, brought)
    world.categories["service"].refresh_from_db()
    assert world.categories["service"].name_zh == "物业服务"
    assert world.categories["service"].questions.count() == 1


# --- there and back ---


@pytest.mark.parametrize(
    ("what", "who", "asked"),
    [
        ("places", "committee", "?place=421182001901&all=1"),
        ("posts", "committee", ""),
        ("texts", "committee", ""),
        ("categories", "operator", ""),
        ("holidays", "operator", ""),
        ("sessions", "branch", ""),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_saved_can_be_brought_in_again(world, browser, what, who, asked, form, language):
    operator, branch, committee = browser("operator"), browser("branch"), browser("committee")
    confirm(operator, bring(operator, "holidays", csv_of(*NOTICE)))
    content = csv_of(
        "place,kind,starts_at,ends_at,spot",
        f"{ESTATE},yard,2027-01-10 19:00,2027-01-10 20:30,=1+1",
    )
    confirm(branch, bring(branch, "sessions", content))
    shared = csv_of(
        "whose,title_zh,text_zh,uses,season_from,season_until", "shared,=已清理,-堆物清走。,solved,11,3"
    )
    confirm(committee, bring(committee, "texts", shared))
    client = browser(who)
    client.post(reverse("language"), {"language": language, "next": "/"})
    answer = client.post(f"{reverse('open:save', args=[what, form])}{asked}")
    saved = b"".join(answer.streaming_content)
    before = Entry.objects.count()
    again = bring(client, what, saved, f"list.{form}")
    assert (again.state, again.problems, again.added) == ("looked", 0, 0), again.report
    assert again.rows > 0 and Entry.objects.count() == before


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_cell_comes_back_as_it_was(words):
    columns = (saving.Column("Words", "it", name="it"),)
    listed = saving.Listed("x", "x", columns, lambda _actor, _asked: None)
    of = bringing.Import("x", "x", "x", (bringing.Column("it", "Words"),), None, None, "")

    class Row:
        def __init__(self, it: str) -> None:
            self.it = it

    rows = [Row(each) for each in words]
    made = b"".join(saving.csv_of(listed, saving.Few(rows), None, "en"))
    meant = [kept for each in words if (kept := _kept(each))]
    try:
        found, _outcome = bringing.read(made, of)
    except bringing.Unreadable:
        assert not meant
    else:
        assert [row["it"] for row in found] == meant


def _kept(text: str) -> str:
    """What of a text an import keeps at all: letters and lines, without what nobody sees."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def test_whoever_lost_the_post_writes_nothing(world, browser):
    from datetime import timedelta

    from yishi.network import actions
    from yishi.network.actors import CLOCK
    from yishi.record import clock

    committee = browser("committee")
    brought = bring(committee, "places", PLACES)
    committee.post(reverse("net:confirm_brought", args=[brought.pk]))
    with clock.at(clock.now() + timedelta(days=2)):
        term = Appointment.objects.get(post=world.posts["committee"])
        actions.relieve(CLOCK, term, until_on=clock.today() - timedelta(days=1))
        work_on_sheets()
    assert Brought.objects.get().state == "unreadable"
    assert not Place.objects.filter(code=f"{ESTATE}-09").exists()


def test_an_example_can_be_filled_in(world, browser):
    for what, of in bringing.IMPORTS.items():
        made = bringing.example(of)
        rows, outcome = bringing.read(made, of)
        assert len(rows) == 1 and not outcome.remarks, what
        assert io.BytesIO(made).read(2) == b"PK"


def test_the_rules_are_those_of_the_actions(world):
    from yishi.network import actions

    with pytest.raises(Refused):
        actions.bring_sheet(
            world.actor("steward"), bringing.IMPORTS["places"], content=PLACES, name="x", language="en"
        )
