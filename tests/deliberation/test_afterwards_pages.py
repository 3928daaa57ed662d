"""Pages of the minutes and of figures."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.cases.stage import jpeg
from tests.deliberation.closed import drafted, held, posted, sealed, take_down, while_posted
from tests.deliberation.conftest import call

from yishi.cases import actions as cases
from yishi.deliberation import actions, earlier, place_figures, session_figures
from yishi.deliberation.models import Correction, Objection, Posting, Session, State
from yishi.deliberation.outcome_jobs import take_away_waiting
from yishi.deliberation.place_figures import Span
from yishi.network.actors import ANYONE
from yishi.record import clock
from yishi.record.actions import seal

pytestmark = pytest.mark.django_db


def page(client, name, session, *more, **query):
    return client.get(reverse(f"meet:{name}", args=[session.pk, *more]), query)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("stage", [held, drafted, sealed, posted])
def test_everybody_reads_the_minutes_at_every_stage(meeting_world, client, stage, language):
    client.cookies["django_language"] = language
    session = stage(meeting_world)
    with clock.at(session.ended_at + timedelta(days=4)):
        answer = page(client, "minutes", session)
    assert answer.status_code == 200
    if stage is not held:
        assert "三栋楼下的路灯" in answer.content.decode()


def test_the_digest_on_the_page_is_that_of_the_text_one_downloads(meeting_world, client):
    session = sealed(meeting_world)
    text = page(client, "minutes_text", session).content
    shown = page(client, "minutes", session).content.decode()
    digest = hashlib.sha256(bytes.fromhex(session.minutes.salt) + text).hexdigest()
    assert digest[:8] in shown and digest[-8:] in shown and session.minutes.salt in shown


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_paper_for_the_board_is_tagged_with_its_type_embedded(meeting_world, client, size, language):
    client.cookies["django_language"] = language
    session = posted(meeting_world)
    with clock.at(session.minutes.sealed_at + timedelta(days=1)):
        actions.correct_sealed(meeting_world.actor("branch"), session, text="到会十一人。")
        answer = page(client, "minutes_paper", session, size)
    read = PdfReader(io.BytesIO(answer.content))
    text = "".join(each.extract_text() for each in read.pages)
    assert "三栋楼下的路灯" in text and "到会十一人" in text
    assert "/StructTreeRoot" in read.trailer["/Root"]
    width = float(read.pages[0].mediabox.width)
    assert round(width) == {"a4": 595, "a3": 842}[size]


def test_a_paper_of_no_size_is_not_there(meeting_world, client):
    assert page(client, "minutes_paper", drafted(meeting_world), "a9").status_code == 404


def test_the_clerk_drafts_and_the_host_seals(meeting_world, client):
    session = held(meeting_world)
    client.force_login(meeting_world.people["steward"])
    with clock.at(session.ended_at + timedelta(hours=1)):
        assert page(client, "write_minutes", session).status_code == 200
        address = reverse("meet:write_minutes", args=[session.pk])
        assert client.post(address, {"remarks": "请物业公示。", "key": "k1"}).status_code == 302
        assert client.post(address, {"remarks": "请物业公示。", "key": "k1"}).status_code == 302
    session = Session.objects.get(pk=session.pk)
    assert session.state == State.DRAFTED
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        assert page(client, "seal_minutes", session).status_code == 403
        client.force_login(meeting_world.people["branch"])
        assert page(client, "seal_minutes", session).status_code == 200
        assert client.post(reverse("meet:seal_minutes", args=[session.pk])).status_code == 302
        assert client.post(reverse("meet:seal_minutes", args=[session.pk])).status_code == 409
    assert Session.objects.get(pk=session.pk).state == State.SEALED


def test_who_was_there_proposes_on_the_page_and_a_stranger_is_told_how(meeting_world, client):
    session = drafted(meeting_world)
    line = session.attendances.first()
    line.person = meeting_world.people["resident"]
    line.save()
    address = reverse("meet:propose_correction", args=[session.pk])
    with clock.at(session.minutes.drafted_at + timedelta(days=1)):
        assert client.get(address).status_code == 403
        client.force_login(meeting_world.people["resident"])
        assert client.get(address).status_code == 200
        assert client.post(address, {"text": ""}).status_code == 422
        for _twice in range(2):
            assert client.post(address, {"text": "我说的是五栋。", "key": "k1"}).status_code == 302
    assert Correction.objects.count() == 1
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        late = client.get(address)
        assert late.status_code == 409 and "异议" in late.content.decode()
        client.force_login(meeting_world.people["branch"])
        made = Correction.objects.get()
        decide = reverse("meet:decide_correction", args=[session.pk, made.pk])
        assert client.get(decide).status_code == 200
        refused = client.post(decide, {"accepted": "no", "shown": made.text, "reason": ""})
        assert refused.status_code == 422
        assert client.post(decide, {"accepted": "yes", "shown": made.text}).status_code == 302
        assert client.get(decide).status_code == 409


def test_the_minutes_are_posted_with_a_photo_which_everybody_sees(meeting_world, client):
    session = sealed(meeting_world)
    client.force_login(meeting_world.people["steward"])
    address = reverse("meet:post_minutes", args=[session.pk])
    with clock.at(session.minutes.sealed_at + timedelta(hours=1)):
        said = {"board": "南门", "posted_on": clock.today().isoformat()}
        assert client.get(address).status_code == 200
        assert client.post(address, said).status_code == 422
        assert client.post(address, {**said, "photo": jpeg()}).status_code == 302
        posting = Posting.objects.get()
        client.logout()
        for size in ("small", "full"):
            shown = page(client, "board", session, posting.pk, size)
            assert shown.status_code == 200 and b"Camera of Zhou" not in shown.content
        assert page(client, "board", session, posting.pk, "huge").status_code == 404
        other = held(meeting_world, days=60)
        assert page(client, "board", other, posting.pk, "full").status_code == 404


def test_anybody_objects_without_an_account_and_reads_the_answer(meeting_world, client):
    session = posted(meeting_world)
    address = reverse("meet:object_to", args=[session.pk])
    with while_posted(session):
        assert client.get(address).status_code == 200
        for _twice in range(2):
            sent = client.post(address, {"text": "票数是七票，电话13912345678。", "phone": "", "key": "k1"})
            assert sent.status_code == 302
        objection = Objection.objects.get()
        waits = page(client, "minutes", session).content.decode()
        assert "票数是七票" not in waits
        client.force_login(meeting_world.people["branch"])
        answer = reverse("meet:answer_objection", args=[session.pk, objection.number])
        said = {"answer": "确实记错。", "shown": "票数是七票。", "correction": ""}
        assert client.get(answer).status_code == 200
        assert client.post(answer, {**said, "follows": "correction"}).status_code == 422
        done = client.post(answer, {**said, "follows": "correction", "correction": "赞成七票。"})
        assert done.status_code == 302
        assert client.get(answer).status_code == 409
        client.logout()
        read = page(client, "minutes", session).content.decode()
    assert "票数是七票。" in read and "确实记错。" in read and "赞成七票。" in read
    assert "13912345678" not in read


def test_the_steward_writes_down_an_objection_that_was_told_by_telephone(meeting_world, client):
    session = posted(meeting_world)
    client.force_login(meeting_world.people["steward"])
    address = reverse("meet:object_to", args=[session.pk]) + "?for=somebody"
    with while_posted(session):
        sent = client.post(address, {"text": "不同意。", "channel": "phone", "phone": "13900000001"})
    assert sent.status_code == 302
    objection = Objection.objects.get()
    assert (objection.channel, objection.person) == ("phone", None)


# --- figures ---


def test_every_figure_of_a_session_is_as_long_as_its_list(meeting_world, client):
    session = held(meeting_world)
    counts = session_figures.counted(session)
    assert (counts.opinions, counts.answered, counts.promised, counts.unanswered) == (3, 1, 1, 1)
    assert (counts.departments, counts.invited) == (1, 2)
    for what in session_figures.LISTS:
        assert page(client, "behind", session, what).status_code == 200
        if what != "departments":
            found = session_figures.behind(session, what)
            many = len(found["opinions"]) + len(found.get("undertakings", []))
            assert many == getattr(counts, what), what
    assert page(client, "behind", session, "nonsense").status_code == 404


def test_a_promise_whose_day_is_over_shows_as_overdue(meeting_world):
    session = held(meeting_world)
    due = session.undertakings.get().due_on
    with clock.at(session.ended_at + timedelta(days=20)):
        assert clock.today() > due
        counts = session_figures.counted(session)
        found = session_figures.behind(session, "overdue")
        assert counts.overdue == len(found["opinions"]) + len(found["undertakings"])
        assert found["undertakings"][0].due_on == due


def test_a_place_shows_its_year_out_of_the_record_and_each_figure_leads_to_its_list(meeting_world, client):
    session = held(meeting_world)
    while seal():
        pass
    with clock.at(session.ended_at + timedelta(days=1)):
        year = session.ended_at.astimezone().year
        for key in ("estate", "community", "street"):
            place = meeting_world.places[key]
            figures = place_figures.figures(place.path, year)
            assert (figures.held, figures.opinions, figures.undertaken, figures.motions) == (1, 3, 1, 1)
            assert (figures.came, figures.invited) == (1, 2)
            (roll, more) = place_figures.roll(place.path, year)
            assert more == 0
            assert {each.post.pk: (each.came, each.absent) for each in roll} == {
                meeting_world.posts["property"].pk: (1, 0),
                meeting_world.posts["fire"].pk: (0, 1),
            }
            shown = client.get(reverse("meet:place_figures", args=[place.code]))
            assert shown.status_code == 200
            for what in place_figures.LISTS:
                address = reverse("meet:figures_list", args=[place.code, what])
                assert client.get(address, {"year": year}).status_code == 200
        assert place_figures.figures(meeting_world.places["estate2"].path, year).is_empty
    assert client.get(reverse("meet:figures_list", args=["421182001901", "nonsense"])).status_code == 404
    assert client.get(reverse("meet:place_figures", args=["nowhere"])).status_code == 404


def test_sessions_that_were_held_stand_in_the_list_of_their_month(meeting_world):
    session = held(meeting_world)
    place, day = meeting_world.places["community"], session.starts_at.astimezone()
    with clock.at(session.ended_at + timedelta(days=40)):
        month = place_figures.listed(place, "held", Span(day.year, day.month), {})
        other = place_figures.listed(place, "held", Span(day.year, day.month % 12 + 1), {})
    assert [each.pk for each in month.rows] == [session.pk]
    assert (month.rows[0].collected, month.rows[0].solved) == (3, 0)
    assert other.rows == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"year": "x"}, {"year": "1800"}, {"year": "99999"}, {"month": "13"}, {"at": "never", "id": "-1"}],
)
def test_an_address_that_makes_no_sense_shows_this_year(meeting_world, client, asked):
    address = reverse("meet:figures_list", args=[meeting_world.places["community"].code, "held"])
    assert client.get(address, asked).status_code == 200
    assert Span.of(asked).year == clock.today().year


def test_lists_page_by_key(meeting_world, monkeypatch):
    monkeypatch.setattr(place_figures, "PAGE", 2)
    place, found = meeting_world.places["estate"], []
    for days in (20, 21, 22):
        session = call(meeting_world, days=days)
        found.append(session.pk)
        Session.objects.filter(pk=session.pk).update(state=State.MISSED)
    span = Span(Session.objects.get(pk=found[0]).starts_at.astimezone().year)
    first = place_figures.listed(place, "missed", span, {})
    assert [each.pk for each in first.rows] == [found[2], found[1]]
    second = place_figures.listed(place, "missed", span, QueryDict(first.next.lstrip("?")))
    assert [each.pk for each in second.rows] == [found[0]] and not second.next


def test_what_has_no_answer_stands_in_the_list_of_the_place_oldest_first(meeting_world, client):
    session = held(meeting_world)
    with clock.at(session.ended_at + timedelta(hours=1)):
        take_down(meeting_world, session, "垃圾桶太少。", start=4)
    found = place_figures.unanswered(meeting_world.places["community"], {})
    assert [each.label for each in found.rows] == ["A3", "A4"]
    shown = client.get(reverse("meet:unanswered", args=[meeting_world.places["community"].code]))
    assert "早餐摊" in shown.content.decode()


def test_what_was_taken_away_waits_there_until_its_matter_is_answered(meeting_world, client):
    session, place = held(meeting_world), meeting_world.places["community"]
    with clock.at(session.ended_at + timedelta(hours=1)):
        take_away_waiting()
        (opinion,) = place_figures.unanswered(place, {}).rows
        assert opinion.response.kind == "taken"
        shown = client.get(reverse("meet:unanswered", args=[place.code])).content.decode()
        assert reverse("cases:case", args=[opinion.case.number]) in shown
        case = cases.take(meeting_world.actor("steward"), opinion.case)
        cases.answer(meeting_world.actor("steward"), case, kind="solved", text="摊主装了油烟净化器。")
        assert place_figures.unanswered(place, {}).rows == []


def test_how_earlier_matters_like_these_ended_is_shown(meeting_world, settings):
    settings.YISHI_PAGES_ARE_KEPT = True
    with clock.at(clock.now() - timedelta(days=60)):
        case = meeting_world.report(words="地下车库一下雨就积水，电动车都泡坏了。")
        case = cases.take(meeting_world.actor("steward"), case)
        case = cases.answer(meeting_world.actor("steward"), case, kind="solved", text="排水沟已疏通。")
        cases.confirm(meeting_world.reporter(case), case, contacted=True, satisfaction="satisfied")
    session = held(meeting_world)
    found = earlier.of(session)
    assert [each.url for each in found] == [reverse("cases:case", args=[case.number])]
    assert found[0].matter == "A2"
    with override("en"):
        english = str(earlier.of(session)[0].ended)
    with override("zh-hans"):
        assert str(earlier.of(session)[0].ended) != english, "kept for each language"


def test_a_session_page_asks_a_bounded_number_of_questions(
    meeting_world, client, django_assert_max_num_queries
):
    session = posted(meeting_world)
    with while_posted(session):
        for n in range(12):
            actions.object_to(ANYONE, session, text=f"第{n}条异议。")
        with django_assert_max_num_queries(30):
            page(client, "minutes", session)


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def test_pages_ask_the_same_however_much_was_said(meeting_world, client):
    session = drafted(meeting_world)
    client.force_login(meeting_world.people["branch"])
    place = meeting_world.places["community"]
    with clock.at(session.minutes.drafted_at + timedelta(hours=1)):
        pages = [
            reverse("meet:minutes", args=[session.pk]),
            reverse("meet:write_minutes", args=[session.pk]),
            reverse("meet:behind", args=[session.pk, "opinions"]),
            reverse("meet:behind", args=[session.pk, "overdue"]),
            reverse("meet:place_figures", args=[place.code]),
            reverse("meet:figures_list", args=[place.code, "opinions"]),
            reverse("meet:unanswered", args=[place.code]),
        ]
        few = [(client.get(each), count(client, each))[1] for each in pages]
        take_down(meeting_world, session, *(f"第{n}条意见，说的是路灯。" for n in range(4, 16)), start=4)
    held(meeting_world, days=25)
    with clock.at(session.minutes.drafted_at + timedelta(hours=2)):
        many = [count(client, each) for each in pages]
    assert max(few) <= 40
    assert all(more <= before for more, before in zip(many, few, strict=True)), (few, many)


@given(year=st.integers(2000, 2200), month=st.integers(1, 12))
def test_the_months_of_a_year_follow_one_another_without_a_gap(year, month):
    span, following = Span(year, month), Span(year + month // 12, month % 12 + 1)
    assert span.until + timedelta(days=1) == following.since
    assert span.moments[1] == following.moments[0]
    assert Span(year).moments == (Span(year, 1).moments[0], Span(year, 12).moments[1])
