"""Whatever is thrown at the account pages: a 4xx with a sentence, never a broken page, nothing half-written."""

import json

import pytest
from tests.people.conftest import PASSWORD, PHONE

from yishi.people.models import Person

pytestmark = pytest.mark.django_db
ODD = [
    "😀" * 20,
    "x" * 100_000,
    "a\x00b",
    "\u200b\u200c\ufeff",
    "\u202etxet",
    "' OR 1=1 --",
    "<script>x</script>",
    "%s%n",
    "�",
    "",
]
BROKEN_KEYS = [
    "",
    "x",
    "null",
    "5",
    "[]",
    "{}",
    '"text"',
    "[" * 2000,
    json.dumps({"id": 1, "response": []}),
    json.dumps(
        {"id": "x", "rawId": "x", "type": "public-key", "response": {"userHandle": "x", "clientDataJSON": 3}}
    ),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {"userHandle": "\u0000", "attestationObject": "eA"},
        }
    ),
    json.dumps(
        {
            "id": "eA",
            "rawId": "eA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "eA",
                "signature": "eA",
                "userHandle": "MQ",
                "attestationObject": "oA",
            },
        }
    ),
]


def refused_in_words(answer) -> None:
    assert 400 <= answer.status_code < 500, answer.status_code
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_doors(client, wang, odd):
    refused_in_words(client.post("/account/login/", {"login": odd, "password": odd}))
    refused_in_words(client.post("/account/login/", {"login": "wang", "password": odd}))
    refused_in_words(client.post("/account/login/code/", {"phone": odd}))
    refused_in_words(client.post("/account/signup/", {"username": odd, "password1": odd, "password2": odd}))
    assert Person.objects.count() == 1


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_codes_and_next(client, wang, telephone, odd):
    client.post("/account/login/code/", {"phone": PHONE})
    refused_in_words(client.post("/account/login/code/confirm/", {"code": odd, "next": odd, "action": odd}))
    assert client.get("/account/login/", {"next": odd[:2000]}).status_code < 500


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd], ids=ascii)
def test_me(client, wang, odd):
    client.force_login(wang)
    answer = client.post("/me/", {"name": odd, "language": odd})
    refused_in_words(answer)
    wang.refresh_from_db()
    assert wang.name == "王阿姨"


@pytest.mark.parametrize("broken", BROKEN_KEYS, ids=lambda key: key[:30])
def test_broken_passkeys(client, wang, broken):
    client.get("/account/login/passkey/", headers={"accept": "application/json"})
    answer = client.post("/account/login/passkey/", {"credential": broken}, follow=True)
    assert answer.status_code == 200, "back at the ways to sign in, with a sentence"
    assert "通行密钥没有通过" in answer.content.decode()
    client.post("/account/login/", {"login": "wang", "password": PASSWORD})
    client.post("/account/again/", {"password": PASSWORD})
    client.get("/account/passkeys/add/")
    refused_in_words(client.post("/account/passkeys/add/", {"credential": broken, "passwordless": "on"}))
    client.get("/account/again/passkey/")
    assert client.post("/account/again/passkey/", {"credential": broken}).status_code < 500


def test_steps_out_of_turn(client, wang):
    for path in ["/account/login/code/confirm/", "/account/login/second/", "/account/phone/confirm/"]:
        assert client.post(path, {"code": "123456"}).status_code == 302
    client.force_login(wang)
    for path in [
        "/account/phone/confirm/",
        "/account/second/stop/",
        "/account/second/spare/",
        "/account/passkeys/99/remove/",
    ]:
        assert client.post(path, {"code": "123456"}).status_code < 500
    assert client.put("/account/login/", b"x").status_code < 500
    assert client.post("/account/login/", b"{", content_type="application/json").status_code < 500
