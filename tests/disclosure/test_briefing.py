"""The briefing says what the record holds, each number with its list, and nothing of what is kept from the public."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from tests.cases.stage import jpeg

from yishi.cases import actions
from yishi.cases.models import Photo, Wording
from yishi.cases.rates import Period
from yishi.disclosure import briefing, periods, stories
from yishi.network import pictures
from yishi.record import clock
from yishi.record.jobs import seal_waiting

pytestmark = pytest.mark.django_db
CODE = "421182001901"
MOST_QUESTIONS = 70
SECRET = "七栋地下室有人收买路钱"


def solved(world, *, satisfaction="", photos=False, **what):
    """A matter that its resident calls solved."""
    case = world.answered(**what)
    if photos:
        for stage in (Photo.Stage.BEFORE, Photo.Stage.AFTER):
            _photo(case, stage)
    return actions.confirm(world.reporter(case), case, contacted=True, satisfaction=satisfaction)


def _photo(case, stage):
    kept = pictures.read(jpeg())
    Photo.objects.create(
        case=case, stage=stage, name=pictures.keep(kept), width=kept.width, height=kept.height,
        salt="00", digest="0" * 64, wording=Wording.APPROVED, at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def place(world):
    return world.places["community"]


def of(place, **asked):
    seal_waiting()
    return briefing.of(place, periods.asked_for(asked or {"period": "month", "on": f"{clock.today()}"}))


def test_it_counts_what_happened_and_leaves_out_what_did_not(world, place):
    solved(world, satisfaction="satisfied")
    solved(world)
    world.answered()
    found = of(place).figures
    assert (found["reported"].value, found["answered"].value, found["solved"].value) == (3, 3, 2)
    assert not {"silent", "declined", "held", "kept", "broken"} & set(found), "zeros are left out"


def test_every_number_leads_to_a_list_that_opens(world, place, client):
    solved(world)
    urls = [each.url for each in of(place).figures.values()]
    assert urls
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_the_list_behind_the_solved_holds_as_many(world, place, client):
    for _each in range(3):
        solved(world)
    said = of(place).figures["solved"]
    shown = client.get(said.url).content.decode()
    assert said.value == 3 and shown.count("case-card-body") == 3


def test_another_month_is_another_briefing(world, place):
    solved(world)
    earlier = clock.today().replace(day=1) - timedelta(days=40)
    found = of(place, period="month", on=f"{earlier}")
    assert not found.stories and "solved" not in found.figures


def test_the_best_stories_are_those_residents_are_satisfied_with(world, place):
    plain, pictured = solved(world), solved(world, photos=True)
    happy = solved(world, satisfaction="satisfied")
    for _each in range(2):
        solved(world)
    told = of(place).stories
    assert [each.case.pk for each in told[:2]] == [happy.pk, pictured.pk]
    assert len(told) == stories.MOST and plain.pk not in [each.case.pk for each in told]
    assert told[1].pair and len(told[0].way) >= 3


def test_nothing_kept_from_the_public_is_told(world, place, client):
    solved(world, visibility="hotline", words=SECRET, satisfaction="satisfied")
    late = world.report(visibility="hotline", words=SECRET)
    late.due_at = clock.now() - timedelta(days=3)
    late.save(update_fields=["due_at"])
    found = of(place)
    assert not found.stories and not found.late
    for name in ("briefing", "briefing_pdf", "briefing_docx"):
        answer = client.get(reverse(f"open:{name}", args=[CODE]))
        assert answer.status_code == 200
        body = answer.content
        if name == "briefing_docx":
            body = "\n".join(each.text for each in Document(io.BytesIO(body)).paragraphs).encode()
        assert SECRET.encode() not in body and f"/cases/{late.number}/".encode() not in body


def test_what_is_overdue_stands_there_with_its_desk(world, place, client):
    late = world.report()
    late.due_at = clock.now() - timedelta(days=3)
    late.save(update_fields=["due_at"])
    found = of(place)
    assert [(each.number, each.days, each.holder) for each in found.late] == [
        (late.number, 3, late.holder.title)
    ]
    assert late.number in client.get(reverse("open:briefing", args=[CODE])).content.decode()


def test_it_prints_the_head_of_its_day(world, place, client):
    solved(world)
    found = of(place)
    page = client.get(reverse("open:briefing", args=[CODE])).content.decode()
    assert found.head and found.root[:8] in page and str(found.head.size) in page


def test_the_pdf_is_tagged_and_has_its_type_in_it(world, client):
    solved(world, photos=True)
    seal_waiting()
    made = client.get(reverse("open:briefing_pdf", args=[CODE]))
    assert made["Content-Type"] == "application/pdf" and made.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made.content and b"/FontFile" in made.content


def test_the_document_has_real_headings_tables_and_chinese_type(world, place, client):
    solved(world, photos=True)
    late = world.report()
    late.due_at = clock.now() - timedelta(days=3)
    late.save(update_fields=["due_at"])
    found = of(place)
    paper = Document(io.BytesIO(client.get(reverse("open:briefing_docx", args=[CODE])).content))
    styles = [each.style.name for each in paper.paragraphs]
    assert (
        styles[0] == "Title" and "Heading 1" in styles and "Heading 2" in styles and "List Bullet" in styles
    )
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    cells = [cell.text for table in paper.tables for cell in table._cells]
    assert late.number in cells and len(paper.inline_shapes) == 2
    words = "\n".join(each.text for each in paper.paragraphs)
    for passage in found.passages:
        assert passage.title in words
        for each in passage.figures:
            assert each.text in words


@pytest.mark.parametrize("asked", ["", "month", "quarter", "year", "12m", "nonsense", "own"])
@pytest.mark.parametrize("on", ["", "2026-02-30", "0001-01-01", "9999-12-31", "2025-01-31"])
def test_whatever_is_asked_for_there_is_a_period(world, client, asked, on):
    answer = client.get(reverse("open:briefing", args=[CODE]), {"period": asked, "on": on})
    assert answer.status_code == 200


def test_twelve_months_end_with_a_month():
    period = periods.twelve_months()
    span = periods.span_of(period)
    assert (span.since, span.until) == (period.since, period.until) and span.months == 12
    assert periods.asked_for(dict(pair.split("=") for pair in periods.query_of(period).split("&"))) == period


def test_a_quarter_is_three_months_of_the_lists():
    span = periods.span_of(Period.around("quarter", clock.today()))
    period = Period.around("quarter", clock.today())
    assert (span.since, span.until) == (period.since, period.until)


def test_there_is_none_of_a_place_that_is_not(client, world):
    for name in ("briefing", "briefing_pdf", "briefing_docx", "board"):
        assert client.get(reverse(f"open:{name}", args=["nowhere"])).status_code == 404


def test_it_asks_the_same_however_much_there_is(world, client):
    page = reverse("open:briefing", args=[CODE])

    def asked() -> int:
        seal_waiting()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    for _each in range(4):
        solved(world, satisfaction="satisfied")
    asked()
    few = asked()
    for _each in range(8):
        solved(world, satisfaction="satisfied")
        world.report()
    assert asked() <= few <= MOST_QUESTIONS
