"""How people say how they wish to be told, by pages."""

import re
from datetime import time

import pytest
from django.core import mail
from django.test import Client
from tests.notices.stage import ANSWERED, FACTS, LINK, person

from yishi.notices import jobs, stopping
from yishi.notices.actions import tell
from yishi.notices.channels import Unreachable
from yishi.notices.models import Delivery, Preference, QuietHours, Stop, Subscription

pytestmark = pytest.mark.django_db
WISHES = "/inbox/wishes/"
KEY = "BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U"
BROWSER = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": KEY, "auth": "A" * 22}


@pytest.fixture
def wang(client):
    who = person("wang", phone="19900001001", email="wang@example.org")
    client.force_login(who)
    return who


def test_the_page_says_what_holds_without_any_choice(client, wang):
    page = client.get(WISHES)
    assert page.status_code == 200
    assert page.context["form"].initial["channels"] == ["sms", "push"]
    assert "199****1001" in page.content.decode() and "19900001001" not in page.content.decode()
    assert not Preference.objects.exists()


def test_wishes_are_kept_and_shown_again(client, wang):
    said = {
        "channels": ["email"],
        "pace": "daily",
        "topics": ["matters"],
        "quiet_from": "22:00",
        "quiet_until": "07:30",
    }
    assert client.post(WISHES, said).status_code == 302
    kept = Preference.objects.get(person=wang)
    assert (kept.by_sms, kept.by_email, kept.by_push) == (False, True, True)
    assert (kept.pace, kept.quiet_from, kept.quiet_until) == ("daily", time(22), time(7, 30))
    assert kept.silent == ["neighbourhood"]
    page = client.get(WISHES).content.decode()
    assert 'value="22:00"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"pace": "hourly"},
        {"pace": "daily", "quiet_from": "22:00"},
        {"pace": "daily", "quiet_from": "25:00", "quiet_until": "07:00"},
        {"pace": "daily", "channels": ["fax"]},
        {"pace": "daily", "topics": ["\x00"]},
        {},
    ],
)
def test_wishes_that_are_none_are_said_so_and_nothing_is_kept(client, wang, wrong):
    assert client.post(WISHES, wrong).status_code == 422
    assert not Preference.objects.exists()


def test_the_pages_ask_for_a_sign_in(client, db):
    for path in (WISHES, "/inbox/quiet/", "/inbox/wishes/browser/key"):
        assert client.get(path).status_code == 302


# --- mail ---


def test_an_address_counts_once_its_owner_has_pressed_the_button(client, wang, settings):
    settings.YISHI_CHANNELS = {"email": "yishi.notices.channels.email.Email"}
    assert client.post("/inbox/wishes/mail", {"email": "new@example.org"}).status_code == 302
    link = re.search(r"http://testserver(/\S+/)", mail.outbox[0].body).group(1)
    wang.refresh_from_db()
    assert wang.email == "wang@example.org"
    assert client.get(link).status_code == 200
    wang.refresh_from_db()
    assert wang.email == "wang@example.org"
    assert client.post(link).status_code == 302
    wang.refresh_from_db()
    assert wang.email == "new@example.org"
    assert client.post("/inbox/wishes/mail/forget").status_code == 302
    wang.refresh_from_db()
    assert wang.email == ""


def test_anothers_link_confirms_nothing(client, wang, settings):
    settings.YISHI_CHANNELS = {"email": "yishi.notices.channels.email.Email"}
    client.post("/inbox/wishes/mail", {"email": "new@example.org"})
    link = re.search(r"http://testserver(/\S+/)", mail.outbox[0].body).group(1)
    other = Client()
    other.force_login(person("li"))
    assert other.get(link).status_code == 404
    assert client.get("/inbox/wishes/mail/forged/").status_code == 404


def test_mails_to_strangers_are_few_and_a_mail_server_away_is_said(client, wang, settings):
    settings.YISHI_CHANNELS = {}
    statuses = [client.post("/inbox/wishes/mail", {"email": "a@example.org"}).status_code for _n in range(6)]
    assert statuses == [503] * 5 + [429]
    assert client.post("/inbox/wishes/mail", {"email": "no"}).status_code == 422


# --- stopping ---


def test_a_mail_says_how_to_stop_and_one_tap_stops_it(client, estate, settings):
    settings.YISHI_CHANNELS = {"email": "yishi.notices.channels.email.Email"}
    settings.YISHI_ADDRESS = "http://testserver"
    li = person("li", email="li@example.org")
    tell(ANSWERED, about=estate, link=LINK, person=li, facts=FACTS)
    tell(ANSWERED, about=estate, link=LINK, email="chen@example.org", facts=FACTS)
    assert jobs.deliver_waiting() == 2
    for sent in mail.outbox:
        link = sent.extra_headers["List-Unsubscribe"].strip("<>")
        assert link in sent.body
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = link.removeprefix("http://testserver")
        assert client.get(path).status_code == 200
        assert not Stop.objects.filter(digest__isnull=True).exists()
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Stop.objects.count() == 2
    assert not Stop.objects.filter(digest__contains="@").exists()
    assert tell(ANSWERED, about=estate, link=LINK, email="Chen@example.org", facts=FACTS) is None
    assert tell(ANSWERED, about=estate, link=LINK, person=li, facts=FACTS)
    assert Delivery.objects.filter(sent_at=None).count() == 0


def test_opening_the_link_stops_nothing_and_a_forged_one_is_not_there(client, db):
    path = f"/inbox/stop/{stopping.token('li@example.org')}/"
    assert "li@example.org" not in client.get(path).content.decode()
    assert not Stop.objects.exists()
    assert client.get("/inbox/stop/forged:token/").status_code == 404


# --- quiet hours ---


def test_whoever_keeps_the_place_sets_its_night(client, operator, estate):
    client.force_login(operator.person)
    assert client.get("/inbox/quiet/").status_code == 200
    assert client.post("/inbox/quiet/", {"begins": "22:00", "ends": "x"}).status_code == 422
    assert client.post("/inbox/quiet/", {"begins": "22:00", "ends": "06:30"}).status_code == 302
    assert str(QuietHours.objects.get(place=estate)) == "22:00–06:30"


def test_nobody_else_sets_a_night(client, wang):
    assert client.get("/inbox/quiet/").status_code == 404
    assert client.post("/inbox/quiet/", {"begins": "22:00", "ends": "06:30"}).status_code == 404


# --- browsers ---


@pytest.fixture
def vapid(settings):
    settings.YISHI_VAPID_KEY = "8Xqmx1V1QpPT4ZK2qfXG1QH0v3cEsnMZ9jTqLxkG3yw"


def test_a_browser_is_switched_on_and_off_again(client, wang, vapid):
    key = client.get("/inbox/wishes/browser/key").json()["key"]
    assert len(key) == 87
    agent = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"
    assert client.post("/inbox/wishes/browser", BROWSER, headers={"User-Agent": agent}).status_code == 200
    kept = Subscription.objects.get()
    assert (kept.person, kept.label) == (wang, "Chrome · Android")
    other = Client()
    other.force_login(person("li"))
    assert other.post(f"/inbox/wishes/browser/{kept.pk}/drop").status_code == 404
    assert "Chrome · Android" in client.get(WISHES).content.decode()
    assert client.post(f"/inbox/wishes/browser/{kept.pk}/drop").status_code == 302
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://[::1]/x",
        "https://evil.example/?https://fcm.googleapis.com",
        "ftp://push.apple.com/x",
        "",
    ],
)
def test_no_browser_makes_us_write_elsewhere(client, wang, vapid, endpoint):
    said = client.post("/inbox/wishes/browser", {**BROWSER, "endpoint": endpoint})
    assert said.status_code == 422
    assert not Subscription.objects.exists()


def test_without_a_key_there_is_no_push(client, wang, settings):
    settings.YISHI_VAPID_KEY = ""
    assert client.get("/inbox/wishes/browser/key").status_code == 404
    assert client.post("/inbox/wishes/browser", BROWSER).status_code == 422
    assert "data-push" not in client.get(WISHES).content.decode()


def test_the_service_worker_lies_at_the_top_and_loads_our_part(client):
    worker = client.get("/sw.js")
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert (worker["Service-Worker-Allowed"], worker["Cache-Control"]) == ("/", "no-cache")
    assert "notices/push-worker" in worker.content.decode()


# --- the operator ---


def test_the_operator_sees_how_channels_fare_and_tries_again(client, operator, steward, estate, box):
    box.fault = Unreachable("no answer from 19900001001")
    tell(ANSWERED, about=estate, link=LINK, phone="19900001001", facts=FACTS)
    jobs.deliver_waiting()
    client.force_login(operator.person)
    client.cookies["django_language"] = "en"
    page = client.get("/inbox/outbox/").content.decode()
    assert "rests" in page and "no answer" in page and "Try now: text message" in page
    assert "19900001001" not in page
    box.fault = None
    assert client.post("/inbox/outbox/sms/try").status_code == 302
    assert jobs.deliver_waiting() == 1
    assert client.post("/inbox/outbox/fax/try").status_code == 404
    client.force_login(person("li"))
    assert client.post("/inbox/outbox/sms/try").status_code == 404


def test_the_doctor_names_a_channel_that_fails(estate, box):
    from yishi.site.commands.doctor import look_at_channels

    assert list(look_at_channels()) == []
    box.fault = Unreachable("no answer")
    tell(ANSWERED, about=estate, link=LINK, phone="19900001001", facts=FACTS)
    jobs.deliver_waiting()
    (finding,) = look_at_channels()
    assert finding.state == "warn" and "sms" in finding.sentence and "no answer" in finding.sentence


def test_a_post_with_a_robot_has_its_titles_in_the_group(estate, steward, settings, tmp_path):
    file = tmp_path / "robots.json"
    file.write_text('{"steward-1": {"kind": "wecom", "url": "http://127.0.0.1:9/secret"}}')
    settings.YISHI_ROBOTS = str(file)
    tell(ANSWERED, about=estate, link=LINK, post=steward, facts=FACTS)
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.address) == ("wecom", "steward-1")
    file.write_text("{broken")
    assert tell(ANSWERED, about=estate, link=LINK, post=steward, facts=FACTS)
