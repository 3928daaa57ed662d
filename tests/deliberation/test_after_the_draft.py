"""What comes into the minutes after the draft lay open, and the paper that is signed."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.deliberation.closed import drafted, held, sealed, take_down

from yishi.deliberation import actions
from yishi.deliberation.compiling import added, compiled, rows_of
from yishi.deliberation.models import Correction, Session
from yishi.record import clock, jobs

pytestmark = pytest.mark.django_db
LATE = "雨棚漏水，雨天楼道里全是水。"


def late_line_and_answer(world, session):
    """A line that lay in a clerk's pocket, and the answer nobody had written down."""
    take_down(world, session, LATE, start=4)
    steward = world.actor("steward")
    open_one = session.opinions.get(response=None, line=f"line-{session.pk}-3")
    actions.respond(
        steward, open_one, kind="answered", post=world.posts["property"], text="早餐摊下周搬到南门外。"
    )
    return open_one


def test_lines_answers_and_corrections_after_the_draft_stand_on_its_page(client, meeting_world):
    session = drafted(meeting_world)
    page = reverse("meet:minutes", args=[session.pk])
    with clock.at(session.minutes.drafted_at + timedelta(hours=2)):
        assert 'id="added"' not in client.get(page).content.decode()
        answered = late_line_and_answer(meeting_world, session)
        late = session.opinions.order_by("-pk").first()
        seen = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    section = seen[seen.index('id="added"') :]
    assert late.label in section and answered.label in section
    assert "早餐摊下周搬到南门外" in section
    assert "It comes into the minutes when they are sealed." in section


def test_the_sealed_minutes_say_what_was_added_and_keep_it_under_the_seal(client, meeting_world):
    session = drafted(meeting_world)
    with clock.at(session.minutes.drafted_at + timedelta(hours=2)):
        late_line_and_answer(meeting_world, session)
        correction = actions.propose_correction(
            meeting_world.actor("steward"), session, text="到会的是十三人。", for_other=True
        )
        actions.decide_correction(
            meeting_world.actor("branch"), session, correction=correction, accepted=True
        )
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        actions.seal_minutes(meeting_world.actor("branch"), session)
        minutes = Session.objects.get(pk=session.pk).minutes
        page = client.get(
            reverse("meet:minutes", args=[session.pk]), headers={"Accept-Language": "en"}
        ).content.decode()
    assert [each["what"] for each in minutes.compiled["added"]] == ["answer", "line", "corrections"]
    assert "Added after the draft" in page and page.count("after the draft") >= 2
    assert Correction.objects.filter(state="accepted").count() == 1


def test_what_was_drafted_anew_or_not_touched_was_not_added(meeting_world):
    session = sealed(meeting_world)
    assert session.minutes.compiled["added"] == []
    other = drafted(meeting_world, held(meeting_world, days=40))
    with clock.at(other.minutes.drafted_at + timedelta(hours=2)):
        late_line_and_answer(meeting_world, other)
        actions.draft_minutes(meeting_world.actor("steward"), other)
        other.minutes.refresh_from_db()
        now = compiled(rows_of(other, other.minutes.remarks))
    assert added(other.minutes.compiled, now) == [], "it lay open with the second draft"


def test_the_paper_has_lines_to_sign_and_the_head_of_the_tree(client, meeting_world):
    session = sealed(meeting_world)
    address = reverse("meet:minutes_paper", args=[session.pk, "a4"])
    before = text_of(client.get(address))
    assert "签名" in before and before.count("居民代表") >= 2 and "树头" not in before
    jobs.seal()
    after = text_of(client.get(address))
    assert "记录树的树头" in after
    draft = drafted(meeting_world, held(meeting_world, days=40))
    assert "签名" not in text_of(client.get(reverse("meet:minutes_paper", args=[draft.pk, "a4"])))


def text_of(response) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
