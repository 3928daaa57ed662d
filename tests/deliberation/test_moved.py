"""What moving a session means for whoever was told, had replied, leads or writes; and what a series knows of the next
ones."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse
from django.utils.timezone import localtime

from yishi.deliberation import actions
from yishi.deliberation.models import Invitation, Reason, Session, State
from yishi.record import Refused, clock
from yishi.record.actions import seal
from yishi.record.models import Entry, Indicator

from .closed import WORDS, take_down
from .conftest import call
from .test_calendar_series import in_days, start
from .test_telling import told

pytestmark = pytest.mark.django_db


def to(session: Session, days: int) -> dict:
    """So many days from today, at its hour."""
    shift = localtime(session.starts_at).date() - clock.today()
    by = timedelta(days=days) - shift
    return {"starts_at": session.starts_at + by, "ends_at": session.ends_at + by}


def announced(world, **fields) -> Session:
    return actions.announce(world.actor("branch"), call(world, **fields))


def events_of(session: Session) -> list[str]:
    return list(Entry.objects.filter(subject=session.ref).values_list("kind", flat=True))


def test_a_session_that_was_announced_moves_close_only_with_a_reason_that_everybody_reads(
    meeting_world, client
):
    session = announced(meeting_world)
    branch = meeting_world.actor("branch")
    with pytest.raises(Refused):
        actions.move_session(branch, session, reason="场地被占", **to(session, 2))
    session.refresh_from_db()
    assert (localtime(session.starts_at).date() - clock.today()).days == 20
    actions.move_session(branch, session, reason="场地被占", late_reason="周末有台风", **to(session, 2))
    assert session.reasons.get(about=Reason.About.LATE).text == "周末有台风"
    page = client.get(reverse("meet:session", args=[session.pk])).content.decode()
    assert "场地被占" in page and "周末有台风" in page


def test_one_that_nobody_was_told_of_yet_moves_without(meeting_world):
    session = call(meeting_world)
    actions.move_session(meeting_world.actor("branch"), session, reason="场地被占", **to(session, 2))
    assert not session.reasons.filter(about=Reason.About.LATE).exists()


def test_the_form_asks_why_so_late_where_the_new_day_is_close(meeting_world, client):
    session = announced(meeting_world)
    client.force_login(meeting_world.people["branch"])
    page = reverse("meet:do", args=[session.pk, "move_session"])
    local = localtime(session.starts_at)
    said = {
        "key": "once",
        "day": (clock.today() + timedelta(days=2)).isoformat(),
        "starts": local.strftime("%H:%M"),
        "minutes": "90",
        "reason": "场地被占",
    }
    refused = client.post(page, said)
    assert refused.status_code == 422 and "为什么这么晚才通知" in refused.content.decode()
    assert client.post(page, {**said, "late_reason": "周末有台风"}).status_code == 302
    session.refresh_from_db()
    assert localtime(session.starts_at).date() == clock.today() + timedelta(days=2)


def test_what_was_replied_for_the_former_day_is_shown_as_that(meeting_world, client):
    session = announced(meeting_world)
    branch, fire = meeting_world.actor("branch"), meeting_world.actor("fire")
    actions.invite(branch, session, posts=[fire.post])
    actions.reply_to_invitation(fire, session.invitations.get(), reply=Invitation.Reply.COMING, text="一定到")
    actions.move_session(branch, session, reason="有大雨", **to(session, 30))
    client.force_login(meeting_world.people["branch"])
    page = client.get(reverse("meet:session", args=[session.pk])).content.decode()
    assert "原定日子的回复" in page and "已重新询问" in page
    actions.reply_to_invitation(fire, session.invitations.get(), reply=Invitation.Reply.COMING, text="")
    page = client.get(reverse("meet:session", args=[session.pk])).content.decode()
    assert "原定日子的回复" not in page


def test_that_an_agenda_is_open_again_is_in_the_record_and_told_to_who_writes(meeting_world):
    session = announced(meeting_world)
    branch = meeting_world.actor("branch")
    actions.add_item(branch, session, title="充电棚放到哪里")
    session = actions.freeze_agenda(branch, session)
    session = actions.move_session(branch, session, reason="有大雨", **to(session, 34))
    assert session.frozen_at is None and "deliberation.AgendaOpened" in events_of(session)
    assert told("agenda_opened", post=meeting_world.posts["steward"]) == 1
    assert told("agenda_opened", post=meeting_world.posts["branch"]) == 0  # who moved it knows


def test_whoever_no_longer_leads_or_writes_learns_so(meeting_world):
    session = announced(meeting_world)
    branch, committee = meeting_world.posts["branch"], meeting_world.posts["committee"]
    actions.change_session(meeting_world.actor("committee"), session, chair=committee)
    assert told("leads_no_longer", post=branch) == 1 and told("leads_no_longer", post=committee) == 0
    actions.change_session(meeting_world.actor("committee"), session, clerk=branch)
    assert told("writes_no_longer", post=meeting_world.posts["steward"]) == 1


def test_what_was_said_before_counts_on_the_day_it_is_held(meeting_world):
    session = announced(meeting_world)
    kept = take_down(meeting_world, session, *WORDS)
    actions.moderate(meeting_world.actor("steward"), kept[0], hide="advert")
    was_on = session.of_day
    session = actions.move_session(meeting_world.actor("branch"), session, reason="有大雨", **to(session, 30))
    seal()
    place = session.place.path
    amounts = dict(
        Indicator.objects.filter(place=place, measure="opinions").values_list("day").annotate(n=Sum("amount"))
    )
    assert {day: n for day, n in amounts.items() if n} == {session.of_day: 2} and was_on != session.of_day


def test_how_many_may_vote_is_said_once_for_all_that_follow_in_a_series(meeting_world):
    series = start(meeting_world)
    committee = meeting_world.actor("committee")
    actions.publish_series(committee, series, in_days(200))
    here = series.sessions.filter(place=meeting_world.places["estate"]).order_by("starts_at")
    elsewhere = series.sessions.filter(place=meeting_world.places["estate2"])
    actions.set_entitled(meeting_world.actor("branch"), here[0], entitled=486)
    assert set(here.values_list("entitled", flat=True)) == {486}
    assert set(elsewhere.values_list("entitled", flat=True)) == {None}
    last: date = localtime(here.last().starts_at).date()
    actions.publish_series(committee, series, in_days(364))
    later = here.filter(starts_at__date__gt=last)
    assert later.exists() and set(later.values_list("entitled", flat=True)) == {486}
    changed = here[2]
    actions.set_entitled(meeting_world.actor("branch"), changed, entitled=490)
    assert here[1].entitled == 486 and here[3].entitled == 486, "only what nobody said is filled in"
    assert all("deliberation.EntitledSet" in events_of(each) for each in here[:3])


def test_a_session_that_is_no_part_of_a_series_leaves_others_alone(meeting_world):
    one, other = announced(meeting_world), call(meeting_world, days=40)
    actions.set_entitled(meeting_world.actor("branch"), one, entitled=12)
    other.refresh_from_db()
    assert other.entitled is None and other.state == State.PLANNED
