"""Signing in by Weixin, against a server that plays Weixin: one person is one account, whichever way they come."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.notices import vendors

from yishi.people import actions
from yishi.people.models import Person

INSIDE = {"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.49"}
SITE, MP = ("wx-site", "site-secret"), ("wx-inside", "inside-secret")


class Weixin:
    """What the pretended Weixin knows: who stands behind a code, and whether it tells union ids."""

    def __init__(self):
        self.unions = True
        self.late_union = False
        self.snapshot = False
        self.broken: bytes | None = None

    def answer(self, asked: vendors.Asked) -> vendors.Answer:
        if self.broken is not None:
            return 200, {"Content-Type": "text/plain"}, self.broken
        if asked.path == "/sns/oauth2/access_token":
            return self._token(asked.query)
        who, _app = asked.query["access_token"].split("@")
        said = {"openid": asked.query["openid"], "nickname": "\u738b"}
        return vendors.as_json(200, {**said, **({"unionid": f"union-{who}"} if self.unions else {})})

    def _token(self, said: dict[str, str]) -> vendors.Answer:
        if (said["appid"], said["secret"]) not in (SITE, MP) or said["grant_type"] != "authorization_code":
            return vendors.as_json(200, {"errcode": 40125, "errmsg": "invalid appsecret"})
        if not said["code"].startswith("code-"):
            return vendors.as_json(200, {"errcode": 40029, "errmsg": "invalid code"})
        who = said["code"].removeprefix("code-")
        token = {
            "access_token": f"{who}@{said['appid']}",
            "expires_in": 7200,
            "openid": f"{who}-at-{said['appid']}",
        }
        if self.unions and not self.late_union:
            token["unionid"] = f"union-{who}"
        return vendors.as_json(200, {**token, **({"is_snapshotuser": 1} if self.snapshot else {})})


@pytest.fixture
def weixin(db, settings):
    settings.YISHI_WEIXIN_SITE, settings.YISHI_WEIXIN_INSIDE = SITE, MP
    known = Weixin()
    with vendors.running(known.answer) as vendor:
        settings.YISHI_WEIXIN_API = vendor.home
        settings.YISHI_WEIXIN_DOOR = vendor.home
        known.vendor = vendor
        yield known


def come(code: str, *, inside: bool = False, client: Client | None = None, process: str = "login"):
    """Go to Weixin's door and come back with a code. Gives the browser and the last answer."""
    client = client or Client()
    headers = INSIDE if inside else {}
    out = client.post("/account/weixin/login/", {"process": process}, headers=headers)
    assert out.status_code == 302, out.content
    asked = parse_qs(urlsplit(out["Location"]).query)
    back = {"code": code, "state": asked["state"][0]}
    return client, client.get("/account/weixin/login/callback/", back, headers=headers)


def who(client: Client) -> Person | None:
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key) if key else None


def test_two_ways_lead_to_two_doors_of_weixin(weixin):
    at_desk = Client().post("/account/weixin/login/")["Location"]
    inside = Client().post("/account/weixin/login/", headers=INSIDE)["Location"]
    assert "/connect/qrconnect?appid=wx-site" in at_desk and "scope=snsapi_login" in at_desk
    assert "/connect/oauth2/authorize?appid=wx-inside" in inside and "scope=snsapi_userinfo" in inside
    assert at_desk.endswith("#wechat_redirect") and inside.endswith("#wechat_redirect")


def test_one_person_is_one_account_by_either_way(weixin):
    first, _answer = come("code-wang")
    second, _answer = come("code-wang", inside=True)
    third, _answer = come("code-li", inside=True)
    assert who(first) == who(second) != who(third)
    assert Person.objects.count() == 2
    assert not who(first).has_usable_password()


def test_nothing_is_kept_but_the_names_weixin_gives(weixin):
    client, _answer = come("code-wang")
    kept = SocialAccount.objects.filter(user=who(client))
    assert set(kept.values_list("uid", flat=True)) == {"union-wang", "wx-site:wang-at-wx-site"}
    said = json.dumps(list(kept.values("uid", "extra_data")), ensure_ascii=False)
    assert "王" not in said and "access_token" not in said
    assert who(client).name == ""


def test_without_union_id_the_openid_counts_with_its_app_and_is_joined_when_the_union_id_comes(weixin):
    weixin.unions = False
    at_desk, _answer = come("code-wang")
    weixin.unions = True
    again, _answer = come("code-wang")
    inside, _answer = come("code-wang", inside=True)
    assert who(at_desk) == who(again) == who(inside)
    weixin.unions = False
    later, _answer = come("code-wang", inside=True)
    assert who(later) == who(at_desk)
    assert Person.objects.count() == 1


def test_a_union_id_that_only_the_profile_tells_counts(weixin):
    weixin.late_union = True
    first, _answer = come("code-wang")
    second, _answer = come("code-wang", inside=True)
    assert who(first) == who(second)


def test_the_same_openid_at_two_apps_is_two_people(weixin, settings):
    weixin.unions = False
    come("code-wang")
    settings.YISHI_WEIXIN_SITE = MP
    come("code-wang")
    assert Person.objects.count() == 2


def test_an_account_joins_weixin_on_its_own_page_and_takes_it_away(weixin, client):
    wang = actions.register(actions.Newcomer(), username="wang", password="osmanthus-in-autumn")
    client.post("/account/login/", {"login": "wang", "password": "osmanthus-in-autumn"})
    assert "绑定微信" in client.get("/account/weixin/").content.decode()
    client, answer = come("code-wang", client=client, process="connect")
    assert (answer.status_code, answer["Location"]) == (302, "/account/weixin/")
    other, _answer = come("code-wang", inside=True)
    assert who(other) == wang
    assert client.post("/account/weixin/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_weixin_of_another_account_is_not_taken_over(weixin, client):
    owner, _answer = come("code-wang")
    actions.register(actions.Newcomer(), username="li", password="osmanthus-in-autumn")
    client.post("/account/login/", {"login": "li", "password": "osmanthus-in-autumn"})
    client, _answer = come("code-wang", client=client, process="connect")
    assert set(SocialAccount.objects.values_list("user", flat=True)) == {who(owner).pk}


def test_the_only_way_in_is_not_taken_away(weixin):
    client, _answer = come("code-wang")
    client.post("/account/weixin/")
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize("code", ["used-up", ""])
def test_a_code_that_is_none_opens_nothing(weixin, code):
    client, answer = come(code)
    assert who(client) is None and Person.objects.count() == 0
    assert "微信登录没有成功" in answer.content.decode()


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[]", b'{"access_token": "x"}', b'{"access_token": "x@y", "openid": 7}']
)
def test_an_answer_that_is_none_opens_nothing(weixin, said):
    weixin.broken = said
    client, answer = come("code-wang")
    assert who(client) is None and Person.objects.count() == 0
    assert answer.status_code < 500


def test_a_preview_inside_weixin_has_no_user(weixin):
    weixin.snapshot = True
    client, answer = come("code-wang", inside=True)
    assert who(client) is None
    assert "使用完整服务" in answer.content.decode()


def test_a_state_that_is_not_ours_opens_nothing(weixin):
    answer = Client().get("/account/weixin/login/callback/", {"code": "code-wang", "state": "forged"})
    assert Person.objects.count() == 0
    assert answer.status_code < 500


def test_whoever_is_switched_off_stays_out(weixin):
    come("code-wang")
    Person.objects.update(is_active=False)
    again, _answer = come("code-wang")
    assert who(again) is None


def test_it_is_off_until_it_is_set_up(db, client, settings):
    settings.YISHI_WEIXIN_SITE = settings.YISHI_WEIXIN_INSIDE = ("", "")
    for path in ("/account/weixin/login/", "/account/weixin/login/callback/"):
        assert client.get(path).status_code == 404
    assert "微信" not in client.get("/account/login/").content.decode()
    settings.YISHI_WEIXIN_INSIDE = MP
    assert "微信" not in client.get("/account/login/").content.decode()
    assert "微信" in client.get("/account/login/", headers=INSIDE).content.decode()
