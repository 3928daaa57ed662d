"""The inbox as its reader sees it, and the outbox as the operator does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.notices.stage import ALARM, ANSWERED, FACTS, LINK, person

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.notices import jobs
from yishi.notices.actions import tell
from yishi.notices.channels import Undeliverable, Unreachable
from yishi.notices.models import Delivery, Message
from yishi.record import clock
from yishi.record.numbers import BIGGEST

pytestmark = pytest.mark.django_db
INBOX, OUTBOX = "/inbox/", "/inbox/outbox/"


@pytest.fixture
def wang(client):
    who = person("wang")
    client.force_login(who)
    return who


def words(response) -> str:
    return response.content.decode()


def test_inbox_asks_for_a_sign_in(client, db):
    for path in (INBOX, OUTBOX):
        assert client.get(path).status_code == 302
    assert client.post("/inbox/read").status_code == 302


def test_inbox_shows_newest_first_with_unread_marked_in_both_languages(client, wang, estate):
    now = clock.now()
    with clock.at(now - timedelta(days=1)):
        tell(ANSWERED, about=estate, link=LINK, person=wang, facts=FACTS)
    with clock.at(now - timedelta(days=2)):
        tell(ALARM, about=estate, link=LINK, person=wang)
    page = words(client.get(INBOX))
    assert page.index("17 号事项有答复了") < page.index("急事")
    client.cookies["django_language"] = "en"
    page = words(client.get(INBOX))
    assert page.index("Matter 17 was answered") < page.index("Urgent")
    assert page.count("Unread") == 2
    assert "Mark all as read" in page


def test_inbox_is_empty_at_first_and_says_so(client, wang):
    client.cookies["django_language"] = "en"
    assert "No messages yet" in words(client.get(INBOX))


def test_open_marks_as_read_and_leads_to_the_matter(client, wang, estate):
    message = tell(ALARM, about=estate, link=LINK, person=wang)
    path = reverse("notices:open", args=[message.pk])
    assert client.get(path).status_code == 405
    response = client.post(path)
    assert (response.status_code, response.url) == (302, LINK)
    message.refresh_from_db()
    assert message.read_at


def test_open_knows_nothing_of_what_others_were_told(client, wang, estate, steward):
    theirs = tell(ALARM, about=estate, link=LINK, person=person("li"))
    posts = tell(ALARM, about=estate, link=LINK, post=steward)
    for message in (theirs, posts):
        assert client.post(reverse("notices:open", args=[message.pk])).status_code == 404
    assert client.get(INBOX, {"before": theirs.pk}).status_code == 404
    assert client.post(reverse("notices:open", args=[BIGGEST])).status_code == 404
    network.appoint(CLOCK, steward, person=wang)
    assert client.post(reverse("notices:open", args=[posts.pk])).status_code == 302


def test_read_all_empties_the_unread(client, wang, estate):
    for _n in range(3):
        newest = tell(ALARM, about=estate, link=LINK, person=wang)
    assert client.post("/inbox/read", {"up_to": newest.pk}).status_code == 302
    assert not Message.objects.unread().exists()


def test_inbox_goes_page_by_page_through_all_inboxes(client, wang, estate, steward):
    network.appoint(CLOCK, steward, person=wang)
    now = clock.now()
    for n in range(45):
        with clock.at(now - timedelta(minutes=n // 4)):
            tell(
                ANSWERED,
                about=estate,
                link=LINK,
                facts={**FACTS, "number": n},
                **({"post": steward} if n % 3 else {"person": wang}),
            )
    seen, before = [], {}
    for _page in range(3):
        context = client.get(INBOX, before).context
        seen += [message.pk for message in context["page"]]
        before = {"before": context["older"].pk} if context["older"] else {}
    assert before == {}
    assert seen == list(Message.objects.order_by("-created_at", "-id").values_list("pk", flat=True))


def test_inbox_makes_no_more_queries_when_it_grows(client, wang, estate, steward):
    network.appoint(CLOCK, steward, person=wang)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(INBOX)
        return len(made)

    tell(ALARM, about=estate, link=LINK, person=wang)
    tell(ALARM, about=estate, link=LINK, post=steward)
    few = queries()
    for _n in range(30):
        tell(ALARM, about=estate, link=LINK, person=wang)
        tell(ALARM, about=estate, link=LINK, post=steward)
    assert queries() <= few


def test_the_head_of_a_page_counts_unread_no_further_than_99(client, wang, estate):
    tell(ALARM, about=estate, link=LINK, person=wang)
    assert client.get(INBOX).context["unread_count"] == 1
    Message.objects.bulk_create(
        Message(kind="tests.alarm", link=LINK, about="x", person=wang, created_at=clock.now())
        for _n in range(150)
    )
    assert client.get(INBOX).context["unread_count"] == 99


@pytest.mark.parametrize("before", ["x", "-1", "0", "99999999999999999999999", "1.5", "\x00"])
def test_inbox_answers_a_page_that_is_none(client, wang, before):
    assert client.get(INBOX, {"before": before}).status_code == (404 if before else 200)


@pytest.mark.parametrize("up_to", ["", "x", "-1", "99999999999999999999999"])
def test_read_all_answers_a_form_that_is_none(client, wang, up_to):
    assert client.post("/inbox/read", {"up_to": up_to}).status_code == 400


def test_outbox_is_not_there_for_others(client, wang, estate, steward):
    network.appoint(CLOCK, steward, person=wang)
    assert client.get(OUTBOX).status_code == 404
    assert client.post(f"{OUTBOX}again", {"delivery": 1}).status_code == 404
    assert OUTBOX not in words(client.get(INBOX))


def test_outbox_shows_the_operator_what_failed_and_tries_again(client, operator, estate, box):
    client.force_login(operator.person)
    client.cookies["django_language"] = "en"
    assert "Nothing failed" in words(client.get(OUTBOX))
    tell(ANSWERED, about=estate, link=LINK, phone="19900001001", facts=FACTS)
    tell(ANSWERED, about=estate, link=LINK, email="wang@example.org", facts=FACTS)
    box.fault = Undeliverable("number ceased")
    jobs.deliver_waiting()
    box.fault = None
    tell(ANSWERED, about=estate, link=LINK, email="li@example.org", facts=FACTS)
    jobs.deliver_waiting()
    page = words(client.get(OUTBOX))
    assert "number ceased" in page
    assert "19900001001" not in page and "wang@" not in page
    assert client.get(OUTBOX).context["sent_today"] == 1
    carriers = client.get(OUTBOX).context["carriers"]
    assert {one.channel: one.given_up for one in carriers if one.given_up} == {"sms": 1, "email": 1}
    failed = list(Delivery.objects.troubled().values_list("pk", flat=True))
    response = client.post(f"{OUTBOX}again", {"delivery": failed}, follow=True)
    assert "2 messages will be sent once more." in words(response)
    assert jobs.deliver_waiting() == 2


def test_outbox_wonders_whether_a_worker_is_running(client, operator, estate):
    client.force_login(operator.person)
    tell(ANSWERED, about=estate, link=LINK, phone="19900001001", facts=FACTS)
    assert client.get(OUTBOX).context["overdue"] is None
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert client.get(OUTBOX).context["overdue"]


@pytest.mark.parametrize("delivery", ["", "x", "-1", "99999999999999999999999", "\x00"])
def test_try_again_answers_a_form_that_is_none(client, operator, delivery):
    client.force_login(operator.person)
    assert client.post(f"{OUTBOX}again", {"delivery": delivery}).status_code == 400


def test_outbox_goes_page_by_page_with_bounded_queries(client, operator, estate, box):
    client.force_login(operator.person)
    box.fault = Unreachable("down")
    for n in range(25):
        tell(ANSWERED, about=estate, link=LINK, phone=f"199000{n:05}", facts=FACTS)
    Delivery.objects.update(state=Delivery.State.FAILED, last_error="down")
    with CaptureQueriesContext(connection) as made:
        page = client.get(OUTBOX).context
    assert len(page["page"]) == 20
    assert len(client.get(OUTBOX, {"before": page["older"].pk}).context["page"]) == 5
    assert len(made) < 15
