"""What was taken down is put right until the minutes are sealed; how it stood before is kept and shown to nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.deliberation.closed import drafted, held, sealed, take_down
from tests.deliberation.conftest import underway

from yishi.deliberation import actions
from yishi.deliberation.actions.forgetting import forget_what_was_said
from yishi.deliberation.models import EarlierWords, Opinion, Session
from yishi.record import Refused, clock
from yishi.record.models import Entry

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "三栋的路灯坏了两个月。", "五栋的路灯坏了两个星期。"


@pytest.fixture
def session(meeting_world):
    return underway(meeting_world)


def line(world, session, *, shown=True):
    (opinion,) = take_down(world, session, WRONG)
    if shown and not opinion.is_shown:
        opinion = actions.moderate(world.actor("steward"), opinion, show=True)
    return Opinion.objects.get(pk=opinion.pk)


def public(client, session, opinion):
    return client.get(reverse("meet:opinion", args=[session.pk, opinion.label])).content.decode()


def test_the_clerk_puts_a_line_right_on_its_page_and_everybody_reads_it(meeting_world, client, session):
    with clock.at(session.starts_at + timedelta(minutes=20)):
        opinion = line(meeting_world, session)
        client.force_login(meeting_world.people["steward"])
        address = reverse("meet:put_right", args=[session.pk, opinion.pk])
        assert WRONG in client.get(address).content.decode()
        moderating = client.get(reverse("meet:moderate", args=[session.pk, opinion.pk])).content.decode()
        assert address in moderating
        said = {"words": RIGHT, "who": "王大爷", "building": "", "seen": opinion.digest}
        assert client.post(address, said).status_code == 302
        client.logout()
        page = public(client, session, opinion)
    assert RIGHT in page and WRONG not in page and "王大爷" not in page
    opinion.refresh_from_db()
    assert (opinion.words, opinion.said_by, opinion.place) == (RIGHT, "王大爷", meeting_world.places["b5"])


def test_the_old_words_are_kept_encrypted_and_the_record_has_digests_alone(meeting_world, session):
    with clock.at(session.starts_at + timedelta(minutes=20)):
        opinion = line(meeting_world, session)
        before = opinion.digest
        opinion = actions.put_right(meeting_world.actor("steward"), opinion, words=RIGHT)
    earlier = EarlierWords.objects.get(opinion=opinion)
    assert (earlier.words, earlier.digest) == (WRONG, before)
    raw = EarlierWords.objects.raw("SELECT id, words AS kept FROM deliberation_earlierwords")[0]
    assert WRONG not in str(raw.kept)
    event = Entry.objects.filter(kind="deliberation.PutRight").get().event
    assert (event.was, event.words) == (before, opinion.digest)
    assert set(event.what.split(".")) == {"words", "place"}


def test_words_that_point_to_a_person_now_wait_for_a_look(meeting_world, client, session):
    with clock.at(session.starts_at + timedelta(minutes=20)):
        opinion = line(meeting_world, session)
        told = "路灯坏了，请打 13812345678。"
        actions.put_right(meeting_world.actor("steward"), opinion, words=told, building=opinion.place)
        page = public(client, session, opinion)
    opinion.refresh_from_db()
    assert opinion.is_pending and opinion.public_words == ""
    assert WRONG not in page and "13812345678" not in page


def test_of_two_who_put_it_right_the_second_is_told(meeting_world, session):
    with clock.at(session.starts_at + timedelta(minutes=20)):
        opinion = line(meeting_world, session)
        seen = opinion.digest
        clerk = meeting_world.actor("steward")
        actions.put_right(clerk, opinion, words=RIGHT, seen=seen)
        with pytest.raises(Refused) as refused:
            actions.put_right(clerk, opinion, words="完全不同。", seen=seen)
        assert refused.value.moved_on
        with pytest.raises(Refused):
            actions.put_right(clerk, opinion, words=RIGHT)
        with pytest.raises(Refused):
            actions.put_right(clerk, opinion, words=" ")
    assert Opinion.objects.get(pk=opinion.pk).words == RIGHT


def test_a_draft_that_lies_open_has_the_right_words_and_sealed_minutes_keep_theirs(meeting_world):
    session = drafted(meeting_world, held(meeting_world))
    opinion = session.opinions.order_by("number").first()
    with clock.at(session.ended_at + timedelta(hours=2)):
        if not opinion.is_shown:
            opinion = actions.moderate(meeting_world.actor("steward"), opinion, show=True)
        actions.put_right(meeting_world.actor("steward"), opinion, words=RIGHT)
    session.minutes.refresh_from_db()
    said = [each["words"] for each in session.minutes.compiled["opinions"]]
    assert RIGHT in said
    with clock.at(session.minutes.corrections_until + timedelta(hours=1)):
        actions.seal_minutes(meeting_world.actor("branch"), session)
        opinion = Opinion.objects.get(pk=opinion.pk)
        with pytest.raises(Refused):
            actions.put_right(meeting_world.actor("steward"), opinion, words=WRONG)


def test_who_does_not_write_the_session_down_puts_nothing_right(meeting_world, client, session):
    with clock.at(session.starts_at + timedelta(minutes=20)):
        opinion = line(meeting_world, session)
        with pytest.raises(Refused):
            actions.put_right(meeting_world.actor("property"), opinion, words=RIGHT)
        actions.open_wall(meeting_world.actor("steward"), session)
        asked = actions.ask_on_wall(
            meeting_world.actor("steward"), session, words="几点结束？", browser="b", line="w1"
        )
        with pytest.raises(Refused):
            actions.put_right(meeting_world.actor("steward"), asked, words=RIGHT)
    assert not EarlierWords.objects.exists()


def test_the_old_words_go_when_the_words_go(meeting_world):
    session = held(meeting_world)
    opinion = session.opinions.first()
    with clock.at(session.ended_at + timedelta(hours=1)):
        actions.put_right(meeting_world.actor("steward"), opinion, words=RIGHT)
    session = sealed(meeting_world, Session.objects.get(pk=session.pk))
    forget_what_was_said([session])
    assert not EarlierWords.objects.exists()
