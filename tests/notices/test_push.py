"""Web push against a server that behaves like a push service: it decrypts (RFC 8291) and checks the key (RFC 8292)."""

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.notices import vendors
from tests.notices.stage import ANSWERED, FACTS, LINK, person

from yishi.notices import actions, jobs, push
from yishi.notices.channels import Misconfigured, Throttled, Unreachable, channel, for_browsers
from yishi.notices.models import Delivery, Subscription

AUTH = b"0123456789abcdef"


def unfilled(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def opened(body: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """What a browser reads: the other direction of RFC 8291, written apart from ours."""

    def derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, salt, info).derive(secret)

    salt, point, sealed = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
    mine = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    secret = derived(AUTH, shared, b"WebPush: info\0" + mine + point, 32)
    content_key = derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    return AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\x02")


def test_the_example_of_the_standard():
    """RFC 8291, section 5: the same keys and salt give the same body."""
    body = for_browsers.encrypted(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        sender=for_browsers.private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=for_browsers.octets("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert for_browsers.text_of(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
        "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


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
        shown.append(json.loads(opened(asked.body, key)))
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
