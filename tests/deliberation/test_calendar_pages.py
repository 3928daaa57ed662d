"""The calendar on pages: what everybody sees, what those who lead do, invitations, and what bad input meets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from tests.deliberation.conftest import call

from yishi.deliberation import actions, calendar_jobs
from yishi.deliberation.models import Kind, Reason, Series, Session, SessionRule, State
from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.models import Appointment
from yishi.notices.models import Message
from yishi.record import Refused, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, meeting_world):
    def signed_in(who: str):
        client.force_login(meeting_world.people[who])
        return client

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in


def test_anybody_sees_what_is_to_come_what_is_past_and_what_was_missed_and_why(client, meeting_world):
    world = meeting_world
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    soon, gone = call(world, days=10, theme_zh="充电桩"), call(world, days=2, kind=Kind.BUILDING)
    with clock.at(gone.starts_at + timedelta(hours=13)):
        assert calendar_jobs.miss_passed() == 1
        gone.refresh_from_db()
        actions.explain_missed(world.actor("branch"), gone, reason="社区停电，改在下周")
        address = reverse("meet:calendar", args=[world.places["community"].code])
        page = client.get(address).content.decode()
        assert reverse("meet:session", args=[soon.pk]) in page
        assert reverse("meet:session", args=[gone.pk]) not in page
        missed = client.get(address + "?show=missed").content.decode()
        assert reverse("meet:session", args=[gone.pk]) in missed and "社区停电" in missed
        month = client.get(f"{address}?month={localtime(soon.starts_at):%Y-%m}&kind=yard").content.decode()
        assert reverse("meet:session", args=[soon.pk]) in month
        assert reverse("meet:session", args=[gone.pk]) not in month


@pytest.mark.parametrize(
    "said",
    ["?month=2026-13", "?at=nonsense&id=x", "?kind=party&show=all", "?at=9999-99-99T00:00", "?month=%00"],
)
def test_an_address_that_makes_no_sense_shows_the_calendar(client, meeting_world, said):
    call(meeting_world)
    address = reverse("meet:calendar", args=[meeting_world.places["estate"].code])
    assert client.get(address + said).status_code == 200
    assert client.get(reverse("meet:calendar", args=["nowhere"])).status_code == 404


def test_the_calendar_pages_by_key_without_losing_or_doubling_a_session(client, meeting_world):
    world = meeting_world
    same = clock.now() + timedelta(days=9)
    made = {
        call(world, starts_at=same + timedelta(hours=n // 3), ends_at=same + timedelta(hours=n // 3 + 1)).pk
        for n in range(95)
    }
    address, seen = reverse("meet:calendar", args=[world.places["estate"].code]), []
    query = ""
    for _turn in range(5):
        response = client.get(address + query)
        page = response.context["page"]
        seen += [row.pk for row in page.rows]
        query = page.next
        if not query:
            break
    assert len(seen) == 95 and set(seen) == made


def test_a_session_is_called_announced_begun_and_ended_on_pages(browser, meeting_world):
    world = meeting_world
    web = browser("branch")
    at = localtime(clock.now() + timedelta(days=20))
    said = {
        "key": "one", "kind": "yard", "day": f"{at:%Y-%m-%d}", "starts": "19:00", "minutes": "90",
        "spot_zh": "中心花园",
        "host": world.posts["branch"].organisation_id, "chair": world.posts["branch"].pk,
        "clerk": world.posts["steward"].pk,
    }  # fmt: skip
    address = reverse("meet:call", args=[world.places["estate"].code])
    assert web.get(address).status_code == 200
    response = web.post(address, said)
    web.post(address, said)
    session = Session.objects.get()
    assert response.url == reverse("meet:session", args=[session.pk])
    page = web.get(response.url).content.decode()
    assert reverse("meet:do", args=[session.pk, "announce"]) in page
    assert web.post(reverse("meet:do", args=[session.pk, "announce"]), {"key": "two"}).status_code == 302
    session.refresh_from_db()
    assert session.state == State.ANNOUNCED
    with clock.at(session.starts_at):
        assert web.post(reverse("meet:do", args=[session.pk, "begin"]), {"key": "3"}).status_code == 302
        assert web.post(reverse("meet:do", args=[session.pk, "end"]), {"key": "4"}).status_code == 302
    session.refresh_from_db()
    assert session.state == State.HELD


def test_announcing_late_asks_why_and_the_reason_stands_on_the_page(browser, meeting_world):
    session = call(meeting_world, days=1)
    web = browser("branch")
    address = reverse("meet:do", args=[session.pk, "announce"])
    assert web.post(address, {"key": "1", "late_reason": ""}).status_code == 422
    assert web.post(address, {"key": "2", "late_reason": "水管爆裂，今晚就议"}).status_code == 302
    web.logout()
    assert "水管爆裂" in web.get(reverse("meet:session", args=[session.pk])).content.decode()


def test_a_chair_nobody_holds_is_told_and_another_can_be_named(browser, meeting_world):
    world = meeting_world
    session = call(world)
    Appointment.objects.filter(post=world.posts["branch"]).update(until_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="主持"):
        actions.announce(world.actor("committee"), session)
    web = browser("committee")
    page = web.get(reverse("meet:session", args=[session.pk])).content.decode()
    change = reverse("meet:do", args=[session.pk, "change_session"])
    assert change in page and reverse("meet:do", args=[session.pk, "announce"]) not in page
    said = {
        "key": "1", "chair": world.posts["committee"].pk, "clerk": world.posts["steward"].pk,
        "host": session.host_id, "spot_zh": session.spot_zh,
    }  # fmt: skip
    assert web.post(change, said).status_code == 302
    session.refresh_from_db()
    assert session.chair == world.posts["committee"]
    assert actions.announce(world.actor("committee"), session).state == State.ANNOUNCED


def _live(world, who: str = "resident") -> None:
    network.claim_home(_resident(world, who), world.places["b3"], door="1-501")


def _resident(world, who: str):
    from yishi.network.actors import Actor

    return Actor(person=world.people[who])


def test_moved_after_the_invitations_went_out_everybody_is_told_the_old_and_the_new_time(
    browser, meeting_world
):
    world = meeting_world
    _live(world)
    session = call(world)
    actions.invite(world.actor("branch"), session, posts=[world.posts["fire"]])
    assert not Message.objects.filter(kind="meet.invited").exists(), "not before it is announced"
    actions.announce(world.actor("branch"), session)
    assert Message.objects.filter(kind="meet.invited", post=world.posts["fire"]).count() == 1
    assert Message.objects.filter(kind="meet.announced", person=world.people["resident"]).count() == 1
    was, to = session.starts_at, localtime(session.starts_at) + timedelta(days=2)
    web = browser("branch")
    said = {"key": "1", "day": f"{to:%Y-%m-%d}", "starts": "15:00", "minutes": "60", "reason": "与高考错开"}
    assert web.post(reverse("meet:do", args=[session.pk, "move_session"]), said).status_code == 302
    moved = Message.objects.filter(kind__in=("meet.moved", "meet.moved_asked"))
    assert {m.post_id for m in moved if m.post_id} >= {world.posts["fire"].pk, world.posts["steward"].pk}
    assert moved.filter(person=world.people["resident"]).count() == 1
    for message in moved:
        assert message.facts["was"]["at"][:10] == f"{localtime(was):%Y-%m-%d}"
        assert message.facts["at"]["at"][:10] == f"{to:%Y-%m-%d}"
    assert session.reasons.get(about=Reason.About.MOVED).was_at == was


@pytest.mark.parametrize("day", ["2020-01-01", "2199-01-01"])
def test_a_year_typed_wrong_calls_no_session(browser, meeting_world, day):
    world = meeting_world
    said = {
        "key": "one", "kind": "yard", "day": day, "starts": "19:00", "minutes": "90", "spot_zh": "中心花园",
        "host": world.posts["branch"].organisation_id,
    }  # fmt: skip
    response = browser("branch").post(reverse("meet:call", args=[world.places["estate"].code]), said)
    assert response.status_code == 422 and not Session.objects.exists()
    assert 'id="id_day_error"' in response.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"day": "2020-01-01"},
        {"day": "2199-01-01"},
        {"reason": ""},
        {"reason": " \u200b "},
        {"starts": "25:00"},
        {"minutes": "-5"},
        {"day": "soon"},
    ],
)
def test_a_move_that_makes_no_sense_is_refused_at_the_form(browser, meeting_world, said):
    session = call(meeting_world)
    web = browser("branch")
    right = {
        "key": "1",
        "day": f"{clock.today() + timedelta(days=30)}",
        "starts": "15:00",
        "minutes": "60",
        "reason": "改期",
    }
    assert (
        web.post(reverse("meet:do", args=[session.pk, "move_session"]), {**right, **said}).status_code == 422
    )
    fresh = Session.objects.get(pk=session.pk)
    assert fresh.starts_at == session.starts_at and not fresh.reasons.exists()


def test_skipped_it_stays_with_its_reason_and_cannot_be_begun(browser, meeting_world):
    session = actions.announce(meeting_world.actor("branch"), call(meeting_world))
    web = browser("branch")
    address = reverse("meet:do", args=[session.pk, "skip_session"])
    assert web.post(address, {"key": "1", "reason": "台风橙色预警"}).status_code == 302
    page = web.get(reverse("meet:session", args=[session.pk])).content.decode()
    assert "台风橙色预警" in page
    assert web.post(address, {"key": "2", "reason": "再来一次"}).status_code == 409
    assert web.get(reverse("meet:do", args=[session.pk, "begin"])).status_code == 409


def test_a_missed_one_may_be_written_down_as_held_for_a_week(meeting_world):
    world = meeting_world
    session = actions.announce(world.actor("branch"), call(world))
    with clock.at(session.starts_at + timedelta(hours=13)):
        calendar_jobs.miss_passed()
        session.refresh_from_db()
        assert session.state == State.MISSED
        assert Message.objects.filter(kind="meet.missed", post=world.posts["branch"]).count() == 1
        assert calendar_jobs.miss_passed() == 0
    with clock.at(session.starts_at + timedelta(days=9)), pytest.raises(Refused):
        actions.begin(world.actor("steward"), session)
    with clock.at(session.starts_at + timedelta(days=2)):
        assert actions.begin(world.actor("steward"), session).state == State.UNDERWAY


def test_one_that_may_still_begin_is_not_missed(meeting_world):
    session = call(meeting_world)
    with clock.at(session.starts_at + timedelta(hours=2)):
        assert calendar_jobs.miss_passed() == 0
        with pytest.raises(Refused):
            actions.miss_session(CLOCK, session)


def test_the_invited_department_replies_on_its_desk_and_the_chair_is_told(browser, meeting_world):
    world = meeting_world
    session = call(world)
    actions.announce(world.actor("branch"), session)
    actions.invite(world.actor("branch"), session, posts=[world.posts["fire"]], matter="楼道堆物")
    asked = session.invitations.get()
    web = browser("fire")
    mine = web.get(reverse("meet:mine")).content.decode()
    assert reverse("meet:reply", args=[asked.pk]) in mine and "楼道堆物" in mine
    address = reverse("meet:reply", args=[asked.pk])
    assert web.post(address, {"key": "1", "reply": "declined", "text": ""}).status_code == 422
    assert web.post(address, {"key": "2", "reply": "deputy", "text": "由值班员代为参加"}).status_code == 302
    asked.refresh_from_db()
    assert asked.reply == "deputy"
    assert Message.objects.filter(kind="meet.replied", post=world.posts["branch"]).count() == 1
    web.force_login(world.people["property"])
    assert web.get(address).status_code == 403
    actions.uninvite(world.actor("branch"), asked)
    assert Message.objects.filter(kind="meet.uninvited", post=world.posts["fire"]).count() == 1
    actions.invite(world.actor("branch"), session, posts=[world.posts["fire"]])
    asked.refresh_from_db()
    assert asked.withdrawn_at is None and asked.reply == ""


def test_a_series_is_looked_at_with_its_dates_before_it_is_kept_and_then_published(browser, meeting_world):
    world = meeting_world
    web = browser("committee")
    address = reverse("meet:new_series", args=[world.places["community"].code])
    said = {
        "key": "1", "name_zh": "周末坝坝会", "kind": "yard", "level": "estate", "often": "month_weekday", "which": "-1",
        "weekday": "SA", "shift": "next", "from_on": f"{clock.today()}", "starts": "09:30", "minutes": "60",
        "spot_zh": "小广场", "host_kind": "branch", "chair_role": "branch", "clerk_role": "steward",
    }  # fmt: skip
    looked = web.post(address, said)
    assert looked.status_code == 200 and not Series.objects.exists()
    assert "the last Saturday of every month" in looked.content.decode()
    assert web.post(address, {**said, "sure": "yes"}).status_code == 302
    series = Series.objects.get()
    assert series.rule == "FREQ=MONTHLY;BYDAY=-1SA"
    until = clock.today() + timedelta(days=300)
    publish = reverse("meet:series_do", args=[series.pk, "publish"])
    assert web.post(publish, {"key": "2", "until": f"{until}"}).status_code == 302
    assert series.sessions.count() >= 18
    for action in ("publish", "change", "except", "end"):
        assert web.get(reverse("meet:series_do", args=[series.pk, action])).status_code == 200
    assert web.get(reverse("meet:series")).status_code == 200
    assert web.get(reverse("meet:one_series", args=[series.pk])).status_code == 200
    assert web.get(reverse("meet:series_do", args=[series.pk, "explode"])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"often": "own", "own": "FREQ=SECONDLY"},
        {"often": "own", "own": ""},
        {"often": "own", "own": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        {"often": "weekly"},
        {"level": "city"},
        {"from_on": "2026-02-30"},
        {"minutes": "0"},
        {"until_on": "2020-01-01"},
    ],
)
def test_a_series_that_cannot_be_is_refused_at_the_form(browser, meeting_world, wrong):
    web = browser("committee")
    said = {
        "key": "1", "name_zh": "议事", "kind": "yard", "level": "estate", "often": "month_day", "month_day": "10",
        "shift": "keep", "from_on": f"{clock.today()}", "starts": "09:30", "minutes": "60",
        "spot_zh": "小广场", "host_kind": "branch", "chair_role": "branch", "clerk_role": "steward", "sure": "yes",
    }  # fmt: skip
    address = reverse("meet:new_series", args=[meeting_world.places["community"].code])
    assert web.post(address, {**said, **wrong}).status_code == 422
    assert not Series.objects.exists()


def test_the_clock_announces_sessions_of_a_series_as_their_notice_begins(meeting_world):
    from tests.deliberation.test_calendar_series import in_days, start

    world = meeting_world
    series = start(world)
    actions.publish_series(world.actor("committee"), series, in_days(100))
    first = series.sessions.filter(place=world.places["estate"]).earliest("starts_at")
    notice = SessionRule.objects.over(first.place_path, first.kind).notice_days
    Appointment.objects.filter(post=world.posts["branch2"]).update(until_on=clock.today())
    with clock.at(first.starts_at - timedelta(days=notice + 1)):
        calendar_jobs.announce_due()
        calendar_jobs.announce_due()
        first.refresh_from_db()
        assert first.state == State.ANNOUNCED and not first.reasons.exists(), "in time"
        other = series.sessions.get(place=world.places["estate2"], series_on=first.series_on)
        assert other.state == State.PLANNED, "nobody would lead it"
        assert Message.objects.filter(kind="meet.needs_chair").count() == 1


def test_what_holds_is_shown_with_its_source_and_set_anew_by_whoever_keeps_the_place(browser, meeting_world):
    world = meeting_world
    code = world.places["community"].code
    web = browser("committee")
    page = web.get(reverse("meet:rules", args=[code])).content.decode()
    assert "城市居民委员会组织法" in page
    address = reverse("meet:set_rule", args=[code, "yard"])
    form = web.get(address).context["form"]
    said = {
        name: "" if value is None else getattr(value, "pk", value) for name, value in form.initial.items()
    }
    said |= {"notice_days": 5, "source": "桂花社区居民公约第八条", "key": "1"}
    said = {name: value for name, value in said.items() if value is not False}
    assert web.post(address, {**said, "source": ""}).status_code == 422
    assert web.post(address, {**said, "raise_days": 1}).status_code == 422
    assert web.post(address, said).status_code == 302
    assert SessionRule.objects.over(world.places["estate"].path, "yard").notice_days == 5
    assert SessionRule.objects.over(world.places["street"].path, "yard").notice_days == 3
    web.force_login(world.people["branch"])
    assert web.get(address).status_code == 403


def test_only_whoever_leads_moves_skips_or_calls(browser, meeting_world):
    session = call(meeting_world)
    for who in ("steward2", "property", "hotline", "resident"):
        web = browser(who)
        for action in ("announce", "move_session", "skip_session", "change_session", "invite"):
            assert web.get(reverse("meet:do", args=[session.pk, action])).status_code == 403, (who, action)
        assert web.get(reverse("meet:call", args=[meeting_world.places["estate"].code])).status_code == 403


def test_a_house_without_rules_says_so_instead_of_failing(browser, meeting_world):
    session = call(meeting_world)
    SessionRule.objects.all().delete()
    assert browser("branch").get(reverse("meet:do", args=[session.pk, "announce"])).status_code == 403


def test_posters_are_papers_one_can_read(client, meeting_world):
    from io import BytesIO

    from pypdf import PdfReader

    session = call(meeting_world, theme_zh="小区充电桩装在哪里")
    for address in (
        reverse("meet:poster", args=[session.pk]),
        reverse("meet:dates", args=[meeting_world.places["estate"].code]),
    ):
        response = client.get(address)
        assert response["Content-Type"] == "application/pdf"
        read = PdfReader(BytesIO(response.content))
        text = "".join(page.extract_text() for page in read.pages)
        assert "小区充电桩装在哪里" in text and len(read.pages) == 1


def test_a_day_is_left_out_at_one_place_of_a_series_alone(browser, meeting_world):
    world, web = meeting_world, browser("committee")
    address = reverse("meet:new_series", args=[world.places["community"].code])
    said = {
        "key": "1", "name_zh": "周末坝坝会", "kind": "yard", "level": "estate", "often": "month_weekday", "which": "-1",
        "weekday": "SA", "shift": "next", "from_on": f"{clock.today()}", "starts": "09:30", "minutes": "60",
        "spot_zh": "小广场", "host_kind": "branch", "chair_role": "branch", "clerk_role": "steward", "sure": "yes",
    }  # fmt: skip
    assert web.post(address, said).status_code == 302
    series = Series.objects.get()
    until = clock.today() + timedelta(days=100)
    web.post(reverse("meet:series_do", args=[series.pk, "publish"]), {"key": "2", "until": f"{until}"})
    day = series.sessions.order_by("series_on").last().series_on
    left_out, other = series.sessions.filter(series_on=day).order_by("place__path")
    leave = {"key": "3", "on": f"{day}", "place": str(left_out.place_id), "reason": "广场在修"}
    assert web.post(reverse("meet:series_do", args=[series.pk, "except"]), leave).status_code == 302
    left_out.refresh_from_db()
    other.refresh_from_db()
    assert left_out.state == "skipped" and other.state == "planned"
    assert "广场在修" in web.get(reverse("meet:session", args=[left_out.pk])).content.decode()
    wrong = {**leave, "key": "4", "place": "999999"}
    assert web.post(reverse("meet:series_do", args=[series.pk, "except"]), wrong).status_code == 422
