"""Mrs Wang saves a passkey on her telephone and signs in with her fingerprint from then on."""

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from yishi.people import actions
from yishi.people.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "osmanthus-in-autumn"


@pytest.fixture
def wang(transactional_db) -> Person:
    return actions.register(
        actions.Newcomer(), username="wang", name="王阿姨", password=PASSWORD, language="zh-hans"
    )


class Fingerprint:
    """The device's own keeper of passkeys, as the browser's tools pretend it."""

    def __init__(self, page: Page):
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
        }
        answer = self.tools.send(
            "WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}}
        )
        self.authenticator = answer["authenticatorId"]

    def fits(self, fits: bool) -> None:
        """Whether the finger is the right one."""
        given = {"authenticatorId": self.authenticator, "isUserVerified": fits}
        self.tools.send("WebAuthn.setUserVerified", given)


def test_saving_a_passkey_and_signing_in_with_it(live_server, wang, browser):
    page = browser.new_page()
    finger = Fingerprint(page)
    broken: list[str] = []
    page.on(
        "console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None
    )

    page.goto(f"{live_server.url}/account/login/?next=/me/")
    page.get_by_label("登录名或手机号").fill("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="我的通行密钥").click()
    page.get_by_role("link", name="在这台设备上保存通行密钥").click()
    page.get_by_label("给这个通行密钥起个名字").fill("王阿姨的手机")

    finger.fits(False)
    page.get_by_role("button", name="保存通行密钥").click()
    expect(page.get_by_text("没有成功，什么都没有改动")).to_be_visible()
    finger.fits(True)
    page.get_by_role("button", name="保存通行密钥").click()
    expect(page.get_by_role("heading", name="王阿姨的手机")).to_be_visible()
    expect(page.get_by_text("还没用过")).to_be_visible()

    page.goto(f"{live_server.url}/me/")
    page.get_by_role("main").get_by_role("button", name="退出").click()
    page.goto(f"{live_server.url}/account/login/?next=/account/passkeys/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="我的通行密钥")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/account/passkeys/$"))
    expect(page.get_by_text("还没用过")).to_have_count(0)

    page.get_by_role("link", name="删除").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有保存通行密钥")).to_be_visible()
    assert not broken


def test_no_passkey_is_offered_where_none_can_work(live_server, wang, browser):
    page = browser.new_page()
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/account/login/")
    expect(page.get_by_role("heading", name="用手机号登录")).to_be_visible()
    expect(page.get_by_role("button", name="用通行密钥登录")).to_be_hidden()
