"""Every page of the account in both languages; and no page of the library that is not in use."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import NoReverseMatch, reverse
from tests.people.conftest import PASSWORD, PHONE

from yishi.people import account_urls

pytestmark = pytest.mark.django_db
OPEN = ["account_login", "account_request_login_code", "account_signup", "account_inactive"]
SIGNED_IN = [
    "people:me",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_change_phone",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]
WITH_SECOND_STEP = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
]
HAN = re.compile(r"[\u4e00-\u9fff]")


def words(page: str) -> str:
    """What a reader sees of the main part."""
    page = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    main = page.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def look(client, url: str) -> None:
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code, answer.get("Location"))
        page = answer.content.decode()
        assert "style=" not in page.split("<main", 1)[1]
        said = (
            words(page)
            .replace("Yishi", "")
            .replace("JavaScript", "")
            .replace("English", "")
            .replace("简体中文", "")
        )
        said = re.sub(r"otpauth\S*|\b[A-Z2-7]{32}\b|\bwang\b|My passkey|王阿姨", "", said)
        if language == "en":
            assert not HAN.search(said), (url, HAN.findall(said))
        else:
            assert not re.search(r"[a-zA-Z]{3,}", said), (url, re.findall(r"[a-zA-Z]{3,}", said))


@pytest.fixture
def signed_in(client, wang):
    client.post("/account/login/", {"login": "wang", "password": PASSWORD})
    client.post("/account/again/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_in_both_languages(client, name):
    look(client, reverse(name))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_the_account_in_both_languages(signed_in, name):
    look(signed_in, reverse(name))


@pytest.mark.parametrize("name", WITH_SECOND_STEP)
def test_pages_of_the_second_step_in_both_languages(signed_in, wang, name):
    TOTP.activate(wang, generate_totp_secret())
    RecoveryCodes.activate(wang)
    look(signed_in, reverse(name))


def test_pages_of_a_passkey(signed_in, wang):
    key = Authenticator.objects.create(
        user=wang, type=Authenticator.Type.WEBAUTHN, data={"name": "王阿姨", "credential": {}}
    )
    look(signed_in, reverse("mfa_list_webauthn"))
    look(signed_in, reverse("mfa_remove_webauthn", args=[key.pk]))
    look(signed_in, reverse("mfa_edit_webauthn", args=[key.pk]))
    assert signed_in.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "手机"}).status_code == 302
    assert signed_in.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_pages_for_codes(client, wang, telephone):
    client.post("/account/login/code/", {"phone": PHONE})
    look(client, reverse("account_confirm_login_code"))
    client.post("/account/login/code/confirm/", {"code": telephone.code()})
    client.post("/account/phone/", {"phone": "13900139000"})
    look(client, reverse("account_verify_phone"))


def test_page_to_set_a_first_password(client, telephone):
    client.post("/account/login/code/", {"phone": PHONE})
    client.post("/account/login/code/confirm/", {"code": telephone.code()})
    look(client, reverse("account_set_password"))
    assert (
        client.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD}).status_code
        == 302
    )


@pytest.mark.parametrize("name", ["account_email", "account_reset_password", "account_confirm_email"])
def test_pages_not_in_use_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "url", [u for u in account_urls.urlpatterns if "<" not in str(u.pattern)], ids=lambda u: u.name
)
def test_closed_pages_ask_for_a_sign_in(client, url):
    from yishi.people.sign_in import OPEN_ACCOUNT_PAGES

    answer = client.get(reverse(url.name))
    if url.name not in OPEN_ACCOUNT_PAGES:
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


def test_me(signed_in, wang):
    page = signed_in.get("/me/").content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page
    answer = signed_in.post("/me/", {"name": "王桂香", "language": "en"}, follow=True)
    wang.refresh_from_db()
    assert (wang.name, wang.language) == ("王桂香", "en")
    assert "Saved." in answer.content.decode()
    assert signed_in.post("/me/", {"name": "x" * 41, "language": "fr"}).status_code == 422
    wang.refresh_from_db()
    assert wang.name == "王桂香"


def test_me_is_closed(client, db):
    assert client.get("/me/")["Location"].startswith("/account/login/")
