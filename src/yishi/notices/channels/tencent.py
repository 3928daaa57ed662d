"""Text messages by Tencent Cloud (腾讯云短信), signed with TC3-HMAC-SHA256.

Source: Tencent Cloud, "签名方法 v3" (cloud.tencent.com/document/api/213/30654) with its worked example, "SendSms" (API
version 2021-01-11) and its error codes (cloud.tencent.com/document/api/382/55981).
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from yishi.record import clock

from .failures import Misconfigured, Throttled, Undeliverable, Unreachable
from .sms import Sms
from .web import ask, said
from .wordings import Wording, approved

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT = "application/json; charset=utf-8"
_SIGNED = "content-type;host;x-tc-action"
_NUMBER_WAITS = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": 30,
    "LimitExceeded.PhoneNumberOneHourLimit": 3600,
    "LimitExceeded.PhoneNumberDailyLimit": 86400,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": 86400,
}
_NEVER = {
    "FailedOperation.PhoneNumberInBlacklist",
    "InvalidParameterValue.IncorrectPhoneNumber",
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber",
}
_OURS = (
    "FailedOperation.Template",
    "FailedOperation.ParametersOther",
    "InvalidParameterValue",
    "MissingParameter",
)


class Tencent(Sms):
    """Sends approved wordings through the gateway of Tencent Cloud."""

    by_template = True

    def hand_over(self, number: str, text: str, key: str, wording: Wording | None = None) -> None:
        template, places = approved(wording)
        body = json.dumps(
            {
                "PhoneNumberSet": [number],
                "SmsSdkAppId": settings.YISHI_SMS_APP,
                "SignName": settings.YISHI_SMS_SIGN,
                "TemplateId": template,
                "TemplateParamSet": list(places.values()),
                "SessionContext": key,
            }
        ).encode()
        home = settings.YISHI_SMS_ADDRESS or "https://sms.tencentcloudapi.com"
        headers = signed_headers(
            urlsplit(home).netloc, "sms", "SendSms", body, int(clock.real_now().timestamp())
        )
        headers |= {"X-TC-Version": "2021-01-11", "X-TC-Region": settings.YISHI_SMS_REGION or "ap-guangzhou"}
        code, words = _said(ask(f"{home}/", data=body, headers=headers))
        if code != "Ok":
            raise meaning(code, words)


def signed_headers(host: str, service: str, action: str, body: bytes, seconds: int) -> dict[str, str]:
    """The headers of a POST of JSON, `Authorization` among them; `seconds` since 1970."""
    day = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    lines = f"content-type:{CONTENT}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = "\n".join(["POST", "/", "", lines, _SIGNED, hashlib.sha256(body).hexdigest()])
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join([ALGORITHM, str(seconds), scope, hashlib.sha256(request.encode()).hexdigest()])
    key = f"TC3{settings.YISHI_SMS_SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    sign = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={settings.YISHI_SMS_KEY}/{scope}"
    return {
        "Authorization": f"{ALGORITHM} {credential}, SignedHeaders={_SIGNED}, Signature={sign}",
        "Content-Type": CONTENT,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Timestamp": str(seconds),
    }


def meaning(code: str, words: str) -> Exception:
    """What an error code means here. What is not listed refuses everybody: balance, keys, clock, signature."""
    if code in _NUMBER_WAITS:
        return Throttled(said(code, words), _NUMBER_WAITS[code])
    if code.startswith(("LimitExceeded", "RequestLimitExceeded")):
        return Throttled(said(code, words), 60, everybody=True)
    if code in _NEVER:
        return Undeliverable(said(code, words))
    return Misconfigured(said(code, words)) if code.startswith(_OURS) else Unreachable(said(code, words))


def _said(answer: dict) -> tuple[str, str]:
    response = answer.get("Response")
    if not isinstance(response, dict):
        raise Unreachable("an answer that cannot be read")
    states = response.get("SendStatusSet")
    found = response.get("Error") or (states[0] if isinstance(states, list) and states else {})
    return str(found.get("Code", "")), str(found.get("Message", ""))
