"""The adapters against servers that behave like the carriers', and their signatures against documented examples."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from tests.notices import vendors

from yishi.notices.channels import (
    Misconfigured,
    Throttled,
    Undeliverable,
    Unreachable,
    Wording,
    aliyun,
    channel,
    dingtalk,
    feishu,
    tencent,
    web,
)
from yishi.notices.channels.robots import cut
from yishi.record import clock

TEXT = "17 号事项有答复了\nhttps://yishi.example/case/17"
NUMBER = "+8619900001001"


# --- signatures, against what the carriers print ---


def test_aliyun_signs_as_in_its_worked_example(settings):
    """Aliyun, "V3版本请求体&签名机制", 签名示例: RunInstances with the key id and secret given there."""
    settings.YISHI_SMS_KEY, settings.YISHI_SMS_SECRET = "YourAccessKeyId", "YourAccessKeySecret"
    headers = aliyun.signed_headers(
        "ecs.cn-shanghai.aliyuncs.com",
        "RunInstances",
        "2014-05-26",
        {
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            "RegionId": "cn-shanghai",
        },
        "2023-10-26T10:22:32Z",
        "3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
        "x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_signs_as_in_its_worked_example(settings):
    """Tencent Cloud, "签名方法 v3": DescribeInstances, with the key starred as it is printed there."""
    settings.YISHI_SMS_KEY = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******"
    settings.YISHI_SMS_SECRET = "Gu5t9xGARNpq86cd98joQYCN3*******"
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    headers = tencent.signed_headers("cvm.tencentcloudapi.com", "cvm", "DescribeInstances", body, 1551113065)
    assert headers["Authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"
    )


def test_dingtalk_signs_as_its_sample_program_does():
    """DingTalk, "自定义机器人安全设置", prints a program and no value; this is the program, with its secret."""
    timestamp, secret = 1577262236757, "this is secret"
    string_to_sign = f"{timestamp}\n{secret}"
    hmac_code = hmac.new(secret.encode(), string_to_sign.encode(), digestmod=hashlib.sha256).digest()
    assert dingtalk.signature(timestamp, secret) == base64.b64encode(hmac_code).decode()


def test_feishu_signs_as_its_sample_program_does():
    """Feishu, "自定义机器人使用指南", prints a program and no value; this is the program, at the moment it names."""
    timestamp, secret = 1599360473, "demo"
    hmac_code = hmac.new(f"{timestamp}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    assert feishu.signature(timestamp, secret) == base64.b64encode(hmac_code).decode()


# --- groups ---


@pytest.fixture(params=["wecom", "dingtalk", "feishu"])
def group(request, settings, tmp_path):
    """A carrier of groups, with a post whose robot it is."""
    kind = request.param
    with vendors.running(getattr(vendors, kind)) as vendor:
        vendor.kind = kind
        secret = "" if kind == "wecom" else vendors.SECRET
        robot = {"kind": kind, "url": f"{vendor.home}/send?key=key-of-a-group", "secret": secret}
        vendor.file = tmp_path / "robots.json"
        vendor.file.write_text(json.dumps({"post-1": robot, "post-text": {**robot, "format": "text"}}))
        settings.YISHI_ROBOTS = str(vendor.file)
        settings.YISHI_ADDRESS = "https://yishi.example"
        yield vendor


@pytest.mark.parametrize("post", ["post-1", "post-text"])
def test_a_group_reads_title_and_link(group, post):
    channel(group.kind).send(post, TEXT, subject="2 条新消息", key="notice-1")
    sent = json.dumps(group.asked[0].json(), ensure_ascii=False)
    assert "2 条新消息" in sent
    assert "https://yishi.example/case/17" in sent


def test_a_group_is_not_called_and_not_led_astray_by_marks(group):
    channel(group.kind).send("post-1", "<@all> [tap](https-evil) `x`", subject="<at id=all></at>**!**")
    sent = json.dumps(group.asked[0].json(), ensure_ascii=False)
    assert "<" not in sent and "](" not in sent


def test_a_long_message_is_cut_to_what_the_group_takes(group):
    channel(group.kind).send("post-text", "事项" * 20000, subject="长")
    channel(group.kind).send("post-1", "事项" * 20000, subject="长")
    assert all(len(asked.body) < 130_000 for asked in group.asked)


def test_cut_breaks_no_character():
    assert cut("事项" * 10, 20).encode().decode().endswith("…")
    assert len(cut("事项" * 10, 20).encode()) <= 20
    assert cut("short", 20) == "short"


OFTEN = {
    "wecom": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "dingtalk": {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    "feishu": {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"},
}
GONE = {
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "dingtalk": {"errcode": 400102, "errmsg": "机器人已停用"},
    "feishu": {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"},
}
WRONG = {
    "wecom": {"errcode": 40008, "errmsg": "invalid message type"},
    "dingtalk": {"errcode": 310000, "errmsg": "keywords not in content"},
    "feishu": {"code": 19024, "msg": "Key Words Not Found"},
}


def test_a_group_that_is_written_to_too_often_waits_alone(group):
    group.instead = vendors.as_json(200, OFTEN[group.kind])
    with pytest.raises(Throttled) as slow:
        channel(group.kind).send("post-1", TEXT)
    assert slow.value.seconds >= 60 and not slow.value.everybody


def test_a_robot_that_was_removed_is_given_up_and_one_set_up_wrongly_is_not(group):
    group.instead = vendors.as_json(200, GONE[group.kind])
    with pytest.raises(Undeliverable):
        channel(group.kind).send("post-1", TEXT)
    group.instead = vendors.as_json(200, WRONG[group.kind])
    with pytest.raises(Misconfigured):
        channel(group.kind).send("post-1", TEXT)
    with pytest.raises(Undeliverable):
        channel(group.kind).send("post-without", TEXT)


def test_a_clock_two_hours_off_is_refused_by_who_signs(group, monkeypatch):
    if group.kind == "wecom":
        robot = json.loads(group.file.read_text())["post-1"]
        group.file.write_text(json.dumps({"post-1": {**robot, "url": f"{group.home}/send?key=old"}}))
        with pytest.raises(Undeliverable):
            channel(group.kind).send("post-1", TEXT)
        return
    off = clock.real_now() - timedelta(hours=2)
    monkeypatch.setattr(clock, "real_now", lambda: off)
    with pytest.raises(Misconfigured, match="timestamp"):
        channel(group.kind).send("post-1", TEXT)


def test_no_error_shows_where_a_robot_is(group, settings):
    group.instead = vendors.as_json(500, {})
    for said in (group.home, "key-of-a-group"):
        with pytest.raises(Unreachable) as down:
            channel(group.kind).send("post-1", TEXT)
        assert said not in repr(down.value) and said not in str(down.value.__context__ or "")


@pytest.mark.parametrize("text", ["{", "[]", '{"a": {"kind": "fax", "url": "x"}}', '{"a": 3}'])
def test_a_file_of_robots_that_cannot_be_read_says_so(settings, tmp_path, text):
    file = tmp_path / "robots.json"
    file.write_text(text)
    settings.YISHI_ROBOTS = str(file)
    with pytest.raises(Misconfigured):
        channel("wecom").send("a", TEXT)


# --- text messages ---


@pytest.fixture(params=["aliyun", "tencent"])
def gateway(request, settings, tmp_path):
    """A carrier of text messages."""
    wordings = tmp_path / "wordings.json"
    wordings.write_text(
        json.dumps(
            {
                "code": {"id": "SMS_1", "places": ["code"]},
                "tests.answered": {"id": "SMS_2", "places": ["number", "day"]},
                "default": {"id": "SMS_3", "places": ["title"]},
                "digest": {"id": "SMS_99", "places": ["count"]},
            }
        )
    )
    settings.YISHI_SMS_WORDINGS = str(wordings)
    settings.YISHI_SMS_KEY, settings.YISHI_SMS_SECRET, settings.YISHI_SMS_SIGN = "key", "secret", "议事"
    settings.YISHI_SMS_APP, settings.YISHI_SMS_REGION = "1400006666", ""
    name = {"aliyun": "Aliyun", "tencent": "Tencent"}[request.param]
    settings.YISHI_CHANNELS = {"sms": f"yishi.notices.channels.{request.param}.{name}"}
    with vendors.running(getattr(vendors, request.param)) as vendor:
        vendor.kind = request.param
        settings.YISHI_SMS_ADDRESS = vendor.home
        yield vendor


def send(wording: Wording | None = None, number: str = NUMBER) -> None:
    channel("sms").send(number, TEXT, key="notice-1", wording=wording or Wording("code", {"code": "123456"}))


def filled(vendor: vendors.Vendor) -> tuple[str, list[str]]:
    """Which approved wording was sent, and what filled it."""
    asked = vendor.asked[-1]
    if vendor.kind == "aliyun":
        return asked.query["TemplateCode"], list(json.loads(asked.query["TemplateParam"]).values())
    return asked.json()["TemplateId"], asked.json()["TemplateParamSet"]


def test_a_gateway_takes_approved_wordings(gateway):
    send()
    assert filled(gateway) == ("SMS_1", ["123456"])
    send(Wording("tests.answered", {"number": "17", "day": "5月1日", "title": "x"}))
    assert filled(gateway) == ("SMS_2", ["17", "5月1日"])
    send(Wording("cases.other", {"title": "有答复 #&=+/ 了", "number": "18"}))
    assert filled(gateway) == ("SMS_3", ["有答复 #&=+/ 了"])


def test_a_wording_nobody_approved_is_for_the_operator_to_set_right(gateway, settings, tmp_path):
    with pytest.raises(Misconfigured):
        send(Wording("digest", {"count": "2"}))
    without = tmp_path / "none.json"
    without.write_text("{}")
    for path in (str(without), str(tmp_path / "missing.json"), ""):
        settings.YISHI_SMS_WORDINGS = path
        with pytest.raises(Misconfigured):
            send()
    assert len(gateway.asked) == 1


def test_a_number_that_is_none_never_leaves_the_house(gateway):
    with pytest.raises(Undeliverable):
        send(number="027-8765432")
    assert not gateway.asked


def answered(gateway, code: str, words: str = "no") -> None:
    gateway.instead = (
        vendors.tencent_state(code)
        if gateway.kind == "tencent"
        else vendors.as_json(200, {"Code": code, "Message": words})
    )


def test_a_number_the_carrier_will_never_reach_is_given_up(gateway):
    answered(
        gateway,
        {"aliyun": "isv.MOBILE_NUMBER_ILLEGAL", "tencent": "FailedOperation.PhoneNumberInBlacklist"}[
            gateway.kind
        ],
    )
    with pytest.raises(Undeliverable):
        send()


def test_too_much_for_one_number_waits_alone_and_too_much_in_all_stops_everybody(gateway):
    one = {
        "aliyun": ("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5"),
        "tencent": ("LimitExceeded.PhoneNumberOneHourLimit", ""),
    }[gateway.kind]
    answered(gateway, *one)
    with pytest.raises(Throttled) as slow:
        send()
    assert (slow.value.seconds, slow.value.everybody) == (3600, False)
    answered(
        gateway,
        {"aliyun": "Throttling.User", "tencent": "LimitExceeded.DeliveryFrequencyLimit"}[gateway.kind],
    )
    with pytest.raises(Throttled) as slow:
        send()
    assert slow.value.everybody


def test_no_balance_and_unknown_codes_stop_everybody_and_lose_nothing(gateway):
    for code in (
        "isv.AMOUNT_NOT_ENOUGH",
        "FailedOperation.InsufficientBalanceInSmsPackage",
        "something.New",
        "",
    ):
        answered(gateway, code)
        with pytest.raises(Unreachable):
            send()


def test_a_wrong_secret_and_a_wrong_clock_are_refused_and_stop_everybody(gateway, settings, monkeypatch):
    settings.YISHI_SMS_SECRET = "another"
    with pytest.raises(Unreachable, match="Signature"):
        send()
    settings.YISHI_SMS_SECRET = "secret"
    off = clock.real_now() - timedelta(hours=1)
    monkeypatch.setattr(clock, "real_now", lambda: off)
    with pytest.raises(Unreachable, match="Expire"):
        send()


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b"oops"),
        (502, {"Content-Type": "text/html"}, b"<html>Bad Gateway</html>"),
        (200, {}, b"{broken"),
        (200, {}, b"[]"),
        (200, {}, b"null"),
        (200, {}, b"\xff\xfe"),
        (200, {}, b""),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (200, {}, b'{"Response": []}'),
        (200, {}, b'{"Response": {"SendStatusSet": []}}'),
    ],
)
def test_an_answer_that_is_none_counts_as_no_answer(gateway, answer):
    gateway.instead = answer
    with pytest.raises(Unreachable):
        send()


def test_429_says_how_long_to_wait(gateway):
    gateway.instead = (429, {"Retry-After": "120"}, b"")
    with pytest.raises(Throttled) as slow:
        send()
    assert (slow.value.seconds, slow.value.everybody) == (120, True)
    gateway.instead = (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"")
    with pytest.raises(Throttled) as slow:
        send()
    assert slow.value.seconds == 60


def test_a_carrier_that_hangs_counts_as_away(gateway, monkeypatch):
    monkeypatch.setattr(web, "PATIENCE", (0.2, 0.2))
    gateway.hang = 1
    with pytest.raises(Unreachable):
        send()


def test_a_carrier_that_is_not_there(gateway, settings):
    settings.YISHI_SMS_ADDRESS = "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        send()


def test_the_query_is_encoded_as_it_is_signed():
    assert aliyun.canonical_query({"b": "a b*~+/", "a": "议"}) == f"a={quote('议')}&b=a%20b%2A~%2B%2F"
