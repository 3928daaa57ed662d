"""Sessions of the demo city: the courtyard meeting with its figures counted, the calendar, and the one under way."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from yishi.cases.models import Case, Parking
from yishi.cases.models import State as CaseState
from yishi.cases.rates import Period
from yishi.deliberation import earlier, session_figures
from yishi.deliberation.models import (
    AFTERWARDS,
    Invitation,
    Kind,
    Series,
    Session,
    State,
    Topic,
    Undertaking,
    Why,
)
from yishi.disclosure import briefing
from yishi.disclosure.models import BoardPosting
from yishi.network import counting_roll
from yishi.network.models import Dwelling
from yishi.record import checking
from yishi.site.demo import (
    build,
    content,
    meet_before,
    meet_calendar,
    meet_heating,
    meet_sheds,
    meet_words,
    meet_yard,
    shapes,
)

pytestmark = pytest.mark.django_db
NOW = timezone.localtime()
ONE = (min(content.MATTERS, key=lambda matter: shapes.told_at(matter, NOW)),)
"""The oldest story, so that whatever happens between the stories has its time."""


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """One story and all sessions, built once for all tests here, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.build(matters=ONE)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def yard(city) -> Session:
    return Session.objects.get(kind=Kind.YARD)


def test_the_figures_of_the_courtyard_meeting_are_those_of_what_was_said(yard):
    figures = session_figures.counted(yard)
    said = meet_words.YARD
    assert figures.opinions == len(said) > 20
    assert figures.answered == sum(each.kind == "answered" for each in said)
    assert figures.promised == sum(each.kind == "promised" and each.due > 0 for each in said)
    assert figures.undated == sum(each.kind == "promised" and not each.due for each in said) > 0
    assert figures.taken == sum(each.kind == "taken" for each in said)
    assert figures.unanswered == 0 and figures.overdue > 0
    assert figures.solved == len(meet_words.SOLVED) > 0
    assert not yard.opinions.filter(case=None).exists(), "nothing that was said is lost"


def test_two_wrote_and_every_opinion_has_its_number(yard):
    labels = {each.label for each in yard.opinions.select_related("sheet")}
    assert {"A1", "B1"} <= labels and len(labels) == len(meet_words.YARD)


def test_the_roll_says_who_came(yard):
    came = set(yard.invitations.values_list("came", flat=True))
    assert came == set(Invitation.NOTED)


def test_promises_are_kept_late_and_without_a_day(yard):
    rows = yard.undertakings.all()
    assert rows.filter(state=Undertaking.State.KEPT).count() == sum(each.kept > 0 for each in meet_words.YARD)
    assert Undertaking.objects.late().filter(session=yard).exists()


def test_its_minutes_are_sealed_posted_and_corrected_once(yard):
    assert yard.state == State.SEALED
    assert yard.postings.count() == 1
    assert yard.corrections.filter(number__isnull=False).count() == 1


def test_anybody_reads_the_page_of_the_meeting_with_its_figures(yard, client):
    page = client.get(reverse("meet:session", args=[yard.pk]))
    assert page.status_code == 200
    assert str(len(meet_words.YARD)) in page.content.decode()


def test_the_estate_counts_its_households_from_the_roll(yard, client):
    homes = content.ESTATES[meet_yard.ESTATE].households
    assert homes == 3397
    assert Dwelling.objects.present().inside(yard.place_path).filter(use=Dwelling.Use.HOME).count() == homes
    assert counting_roll.counted(yard.place_path).homes == homes
    assert f"{homes} 户" in client.get(reverse("meet:session", args=[yard.pk])).content.decode()


def test_the_page_of_the_meeting_tells_how_earlier_renovations_ended(yard, client):
    found = {each.title: each for each in earlier.of(yard)}
    page = client.get(reverse("meet:session", args=[yard.pk])).content.decode()
    for said in meet_before.RENOVATIONS:
        for title, ended in said.matters:
            assert found[title].how == ended
            assert found[title].at < yard.starts_at
            assert escape(title) in page and escape(ended) in page


def test_the_calendar_holds_every_kind_of_day(city):
    assert Series.objects.count() == len(meet_calendar.SERIES)
    states = set(Session.objects.values_list("state", flat=True))
    assert {State.PLANNED, State.ANNOUNCED, State.SKIPPED, State.MISSED, State.UNDERWAY} <= states
    assert Session.objects.filter(reasons__about="moved").exists()


def test_next_weeks_has_topics_with_households_behind_them(city):
    session = Session.objects.get(theme_zh=meet_calendar.NEXT)
    assert session.state == State.ANNOUNCED
    behind = sorted(session.topics.values_list("supports", flat=True), reverse=True)
    assert behind == sorted((households for _words, households in meet_calendar.TOPICS), reverse=True)
    assert session.topics.filter(state=Topic.State.ACCEPTED).count() == 1


def test_one_is_under_way_and_its_wall_is_open(city):
    session = Session.objects.get(state=State.UNDERWAY)
    assert session.wall_open
    assert session.opinions.count() == len(meet_calendar.SAID) + len(meet_calendar.ASKED)


@pytest.fixture
def heating(city) -> Case:
    return Case.objects.get(items__session__theme_zh=meet_heating.THEME)


def test_heating_came_back_by_itself_with_old_and_new_counts_and_was_done(heating, client):
    parking = heating.parkings.get()
    assert (parking.reason, parking.back) == (Parking.Reason.MAJORITY, Parking.Back.VOICES)
    assert (parking.voices_then, parking.voices_back) == (meet_heating.THEN, meet_heating.NOW)
    item = heating.items.get()
    assert (item.why, item.late, item.came) == (Why.PARKING, False, "decided")
    assert (item.voices_then, item.voices_now) == (meet_heating.THEN, meet_heating.NOW)
    figures = session_figures.counted(item.session)
    assert figures.opinions == figures.answered == len(meet_heating.SAID)
    assert figures.departments == figures.invited == len(meet_heating.INVITED)
    assert figures.solved == 1, "the matter on its agenda; what was asked there is answered"
    decision = heating.decisions.get()
    assert decision.kind == "do" and decision.motion.carried
    kept = heating.undertakings.filter(state=Undertaking.State.KEPT)
    assert kept.count() == len(meet_heating.DOES) == item.session.undertakings.count()
    assert heating.state == CaseState.CLOSED and item.session.state == State.SEALED
    told = client.get(reverse("cases:case", args=[heating.number]))
    assert told.status_code == 200
    words = told.content.decode()
    for said in (meet_heating.PARKED, meet_heating.DECIDED, meet_heating.SOLVED):
        assert said in words
    meeting = client.get(reverse("meet:session", args=[item.session_id])).content.decode()
    for households in (meet_heating.THEN, meet_heating.NOW):
        assert re.search(rf">\s*{households}\s*<", meeting), "old and new counts stand side by side"


@pytest.fixture
def sheds(city) -> Case:
    return Case.objects.get(items__session__theme_zh=meet_sheds.THEME)


def test_the_sheds_stand_less_than_a_month_after_the_topic_was_settled(sheds, client):
    item = sheds.items.select_related("topic", "session").get()
    assert (item.why, item.came, item.late) == (Why.PROPOSED, "decided", False)
    assert item.topic.supports == item.topic.supporters.count() == meet_sheds.BEHIND
    motion = item.motions.get()
    assert (motion.yes, motion.no, motion.abstained) == meet_sheds.HANDS and motion.carried
    assert motion.present == sum(count for _building, count in meet_sheds.HEADS)
    kept = item.session.undertakings.filter(state=Undertaking.State.KEPT).order_by("due_on")
    assert [each.text for each in kept] == [text for _post, text, *_more in meet_sheds.DOES]
    assert not any(each.was_late for each in kept)
    figures = session_figures.counted(item.session)
    assert figures.opinions == figures.answered == len(meet_sheds.SAID) and figures.departments == 3
    assert not sheds.parts.filter(replied_at=None).exists()
    last = kept.last()
    assert last.picture and (last.kept_on - timezone.localtime(item.session.starts_at).date()).days < 30
    assert sheds.state == CaseState.CLOSED and item.session.state == State.SEALED
    told = client.get(reverse("cases:case", args=[sheds.number]))
    assert told.status_code == 200
    for said in (meet_sheds.DECIDED, meet_sheds.SOLVED):
        assert said in told.content.decode()
    meeting = client.get(reverse("meet:session", args=[item.session_id])).content.decode()
    assert meet_sheds.MOTION in meeting and motion.rule["name_zh"] in meeting


def _told_in(place, *, day) -> dict:
    """The figures of the briefing of the month a day lies in."""
    period = Period.around("month", day)
    return {name: each.value for name, each in briefing.of(place, period).figures.items()}


def test_the_briefing_of_the_month_carries_the_figures_of_the_courtyard_meeting(yard):
    counted, said = session_figures.counted(yard), meet_words.YARD
    told = _told_in(yard.place, day=timezone.localtime(yard.starts_at).date())
    assert told["held"] >= 1 and told["opinions"] >= counted.opinions == len(said) > 20
    for name, kind in (("on_the_spot", "answered"), ("promised", "promised"), ("taken_away", "taken")):
        assert told[name] >= sum(each.kind == kind for each in said) > 0
    assert told["departments"] >= counted.departments > 0
    assert told["undertaken"] >= yard.undertakings.count()
    year = briefing.of(yard.place, Period.around("year", timezone.localtime(yard.starts_at).date()))
    held = Session.objects.at(yard.place.path).filter(
        state__in=AFTERWARDS, starts_at__year=yard.starts_at.year
    )
    assert year.figures["held"].value == held.count()
    assert year.figures["opinions"].value == sum(session_figures.counted(each).opinions for each in held)
    late = {each.text for each in year.broken if not each.given_up}
    assert late == {each.public_text for each in Undertaking.objects.late().filter(session__in=held)}


def test_the_briefing_tells_of_the_heating_and_the_sheds(heating, sheds):
    for case in (heating, sheds):
        place = case.items.get().session.place
        found = briefing.of(place, Period.around("month", timezone.localtime(case.ended_at).date()))
        told = {each.case.pk: each for each in found.stories}
        assert case.pk in told and len(told[case.pk].way) >= 3
        assert found.figures["talked_solved"].value >= 1


def test_the_month_hangs_on_a_board(yard, client):
    posting = BoardPosting.objects.up().get()
    assert posting.place == yard.place and posting.is_up
    shown = client.get(reverse("open:board", args=[yard.place.code])).content.decode()
    assert posting.board in shown


def test_the_record_holds(city):
    assert checking.check().as_json()["ok"]
