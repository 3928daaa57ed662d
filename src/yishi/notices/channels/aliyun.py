"""Text messages by Aliyun (阿里云短信), signed with ACS3-HMAC-SHA256.

Source: Aliyun, "V3版本请求体&签名机制"
(help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature) with its worked example; "SendSms" (API
version 2017-05-25) and "API错误码" (help.aliyun.com/document_detail/101346.html).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from django.conf import settings

from yishi.record import clock

from .failures import Misconfigured, Throttled, Undeliverable, Unreachable
from .sms import Sms
from .web import ask, said
from .wordings import Wording, approved

ALGORITHM = "ACS3-HMAC-SHA256"
_NEVER = {"isv.MOBILE_NUMBER_ILLEGAL", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED", "isv.BLACK_KEY_CONTROL_LIMIT"}
_OURS = ("isv.SMS_TEMPLATE", "isv.TEMPLATE", "isv.SMS_CONTENT", "isv.PARAM", "isv.INVALID_PARAMETERS")
_WAITS = {"分钟": 60, "小时": 3600, "天": 86400}


class Aliyun(Sms):
    """Sends approved wordings through the gateway of Aliyun."""

    by_template = True

    def hand_over(self, number: str, text: str, key: str, wording: Wording | None = None) -> None:
        template, places = approved(wording)
        query = {
            "PhoneNumbers": number.removeprefix("+86"),
            "SignName": settings.YISHI_SMS_SIGN,
            "TemplateCode": template,
            "TemplateParam": json.dumps(places, ensure_ascii=False),
            "OutId": key,
        }
        home = settings.YISHI_SMS_ADDRESS or "https://dysmsapi.aliyuncs.com"
        url = f"{home}/?{canonical_query(query)}"
        moment = clock.real_now().strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = signed_headers(urlsplit(home).netloc, "SendSms", "2017-05-25", query, moment)
        answer = ask(url, headers=headers)
        code = str(answer.get("Code", ""))
        if code != "OK":
            raise meaning(code, str(answer.get("Message", "")))


def canonical_query(query: Mapping[str, str]) -> str:
    """The query as it is signed and sent: sorted, percent-encoded as RFC 3986 has it."""
    return "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(query.items()))


def signed_headers(
    host: str, action: str, version: str, query: Mapping[str, str], moment: str, nonce: str = ""
) -> dict[str, str]:
    """The headers of a POST without a body, `Authorization` among them; `moment` as 2026-05-01T08:00:00Z."""
    empty = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": empty,
        "x-acs-date": moment,
        "x-acs-signature-nonce": nonce or secrets.token_hex(16),
        "x-acs-version": version,
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(["POST", "/", canonical_query(query), lines, names, empty])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    sign = hmac.new(settings.YISHI_SMS_SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={settings.YISHI_SMS_KEY},SignedHeaders={names},Signature={sign}"
    return {**headers, "Authorization": f"{ALGORITHM} {credential}"}


def meaning(code: str, words: str) -> Exception:
    """What an error code means here. What is not listed refuses everybody: balance, keys, clock, signature."""
    if code == "isv.BUSINESS_LIMIT_CONTROL":  # so many a minute, an hour, a day to one number
        wait = next((seconds for unit, seconds in _WAITS.items() if unit in words), 3600)
        return Throttled(said(code, words), wait)
    if code.startswith("Throttling"):
        return Throttled(said(code, words), 60, everybody=True)
    if code in _NEVER:
        return Undeliverable(said(code, words))
    return Misconfigured(said(code, words)) if code.startswith(_OURS) else Unreachable(said(code, words))
