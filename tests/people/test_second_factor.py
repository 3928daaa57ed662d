"""The second step: chosen by anybody, owed by some posts."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from tests.people.conftest import PASSWORD, PHONE, grows_old

from yishi.network import actions as network
from yishi.network.actors import CLOCK
from yishi.network.powers import MUST_HAVE_SECOND_FACTOR, Role
from yishi.people.attempts import SECOND_FACTORS
from yishi.record import clock

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND = "/account/login/", "/account/login/second/"


def shown_by(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def secret(wang) -> str:
    made = generate_totp_secret()
    TOTP.activate(wang, made)
    RecoveryCodes.activate(wang)
    return made


@pytest.fixture
def clerk(wang):
    """Wang holds a post that owes a second factor."""
    place = network.add_place(
        CLOCK, None, code="420000001", level="community", name_zh="柳堤社区", name_en="Willow"
    )
    office = network.found(
        CLOCK, place, kind="committee", code="office", name_zh="居委会", name_en="Committee"
    )
    post = network.create_post(CLOCK, office, role=Role.COMMITTEE, code="clerk")
    network.appoint(CLOCK, post, person=wang, from_on=date(2020, 1, 1))
    return wang


def test_app_code_is_the_second_step(client, wang, secret):
    answer = client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    assert answer["Location"] == SECOND
    assert not get_user(client).is_authenticated
    wrong = "000000" if shown_by(secret) != "000000" else "111111"
    assert client.post(SECOND, {"code": wrong}).status_code == 422
    assert client.post(SECOND, {"code": shown_by(secret)}).status_code == 302
    assert get_user(client) == wang


def test_spare_code_works_once(client, wang, secret):
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    for expected in (302, 422):
        client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
        assert client.post(SECOND, {"code": code}).status_code == expected
        client.post("/account/logout/")


def test_second_step_follows_a_text_message_too(client, wang, secret, telephone):
    client.post("/account/login/code/", {"phone": PHONE})
    answer = client.post("/account/login/code/confirm/", {"code": telephone.code()})
    assert answer["Location"] == SECOND


def test_guesses_at_the_second_step_are_limited(client, wang, secret):
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    answers = [client.post(SECOND, {"code": "x"}).status_code for _guess in range(SECOND_FACTORS.count + 1)]
    assert answers == [422] * SECOND_FACTORS.count + [429]


def test_setting_it_up_and_turning_it_off(client, wang):
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    grows_old(client)
    assert client.get("/account/second/start/")["Location"].startswith("/account/again/"), "is it still you?"
    client.post("/account/again/", {"password": PASSWORD})
    page = client.get("/account/second/start/")
    assert page.context["form"].secret in page.content.decode()
    assert client.post("/account/second/start/", {"code": "000"}).status_code == 422
    secret = client.get("/account/second/start/").context["form"].secret
    answer = client.post("/account/second/start/", {"code": shown_by(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/second/spare/"
    assert answer.content.decode().count("<code>") == 10
    assert client.get("/account/second/spare/download/").status_code == 200
    client.post("/account/second/stop/")
    assert not Authenticator.objects.filter(user=wang).exists()


def test_passkey_for_comfort_brings_no_second_step(client, wang):
    Authenticator.objects.create(
        user=wang, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}}
    )
    assert client.post(SIGN_IN, {"login": "wang", "password": PASSWORD, "next": "/me/"})["Location"] == "/me/"


def test_post_must_set_it_up(client, clerk, settings):
    settings.YISHI_SECOND_FACTOR = True
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    answer = client.get("/desk/", follow=True)
    assert answer.redirect_chain == [("/account/second/", 302)]
    assert "您的岗位登录时需要两步验证" in answer.content.decode()
    assert client.get("/me/").status_code == 200
    assert client.post("/desk/")["Location"] == "/account/second/", "writing is no way round"


def test_post_gives_it_and_goes_on(client, clerk, settings):
    settings.YISHI_SECOND_FACTOR = True
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    answer = client.get("/desk/?open=1")
    assert answer["Location"] == "/account/again/code/?next=%2Fdesk%2F%3Fopen%3D1"
    client.get(answer["Location"])
    passed = client.post("/account/again/code/", {"code": shown_by(secret), "next": "/desk/?open=1"})
    assert passed["Location"] == "/desk/?open=1"
    assert client.get("/desk/").status_code == 200


def test_others_are_not_asked(client, clerk, settings):
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    assert client.get("/desk/").status_code == 200, "where the deployment does not oblige"
    settings.YISHI_SECOND_FACTOR = True
    assert Role.STEWARD not in MUST_HAVE_SECOND_FACTOR
    clerk.appointments.update(until_on=date(2020, 1, 2))
    assert client.get("/desk/").status_code == 200, "the term is over"


def test_an_operator_never_acts_without_it(client, wang, settings):
    settings.YISHI_OPERATOR_SECOND_FACTOR, settings.YISHI_SECOND_FACTOR = True, False
    place = network.add_place(
        CLOCK, None, code="420000002", level="community", name_zh="柳堤", name_en="Willow"
    )
    team = network.found(CLOCK, place, kind="operator", code="team", name_zh="运维组", name_en="Operators")
    today = clock.today()
    for role, until in ((Role.STEWARD, None), (Role.OPERATOR, today + timedelta(days=9))):
        post = network.create_post(CLOCK, team, role=role, code=f"team-{role}")
        network.appoint(CLOCK, post, person=wang, until_on=until)
    client.post(SIGN_IN, {"login": "wang", "password": PASSWORD})
    assert client.get("/desk/").status_code == 200, "as a steward"
    assert client.post("/desk/post/", {"post": post.pk}).status_code == 302
    for page in ("/desk/", "/inbox/outbox/", "/net/", "/"):
        assert client.get(page)["Location"] == "/account/second/", page
    assert client.get("/me/").status_code == 200
    back = wang.appointments.get(post__role=Role.STEWARD).post
    client.post("/desk/post/", {"post": back.pk})
    assert client.get("/desk/").status_code == 200, "and back to the other post"
