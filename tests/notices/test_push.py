"""Web push against a server that behaves like a push service: it decrypts (RFC 8291) and checks the key (RFC 8292)."""

import base64
import json

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.notices import vendors
from tests.notices.stage import ANSWERED, FACTS, LINK, person

from yishi.notices import actions, jobs, push
from yishi.notices.channels import Misconfigured, Throttled, Unreachable, channel
from yishi.notices.models import Delivery, Subscription

AUTH = b"0123456789abcdef"


def unfilled(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.fixture
def browser(db, settings):
    """A browser that gave leave, its push service, and what it was shown."""
    key = ec.generate_private_key(ec.SECP256R1())
    ours = ec.generate_private_key(ec.SECP256R1())
    settings.YISHI_VAPID_KEY = unfilled(ours.private_numbers().private_value.to_bytes(32, "big"))
    settings.YISHI_VAPID_CONTACT = "mailto:operator@example.org"
    settings.YISHI_CHANNELS = {"push": "yishi.notices.channels.push.Push"}
    shown = []

    def service(asked: vendors.Asked) -> vendors.Answer:
        token, public = asked.headers["authorization"].removeprefix("vapid ").split(",")
        claims = jwt.decode(
            token.strip().removeprefix("t="), ours.public_key(), algorithms=["ES256"], audience=vendor.home
        )
        assert claims["sub"] == "mailto:operator@example.org"
        assert public.strip().removeprefix("k=").rstrip("=") == push.public_key()
        assert asked.headers["content-encoding"] == "aes128gcm" and int(asked.headers["ttl"]) > 0
        shown.append(json.loads(http_ece.decrypt(asked.body, private_key=key, auth_secret=AUTH)))
        return 201, {}, b""

    with vendors.running(service) as vendor:
        settings.YISHI_PUSH_HOSTS = {vendor.host}
        vendor.shown = shown
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        vendor.person = person("wang")
        vendor.subscription = actions.keep_subscription(
            vendor.person, endpoint=f"{vendor.home}/push/1", p256dh=unfilled(point), auth=unfilled(AUTH)
        )
        yield vendor


@pytest.mark.django_db
def test_a_message_arrives_whole_and_in_secret(browser, estate):
    tell = actions.tell(ANSWERED, about=estate, link=LINK, person=browser.person, facts=FACTS)
    assert jobs.deliver_waiting() == 1
    assert browser.shown == [
        {
            "title": "17 号事项有答复了",
            "body": tell.body,
            "link": LINK,
            "tag": tell.deliveries.get().key,
        }
    ]
    assert "号".encode() not in browser.asked[0].body


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_withdrew_is_forgotten(browser, estate, status):
    actions.tell(ANSWERED, about=estate, link=LINK, person=browser.person, facts=FACTS)
    browser.instead = (status, {}, b"")
    jobs.deliver_waiting()
    assert not Subscription.objects.exists()
    assert Delivery.objects.get().state == "given_up"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ((429, {"Retry-After": "30"}, b""), Throttled),
        ((403, {}, b"wrong key"), Misconfigured),
        ((413, {}, b""), Misconfigured),
        ((503, {}, b""), Unreachable),
        ((307, {"Location": "http://127.0.0.1:9/"}, b""), Unreachable),
    ],
)
def test_what_a_push_service_answers(browser, answer, meaning):
    browser.instead = answer
    with pytest.raises(meaning):
        channel("push").send(str(browser.subscription), "words")
