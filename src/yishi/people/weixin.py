"""Signing in by Weixin (微信): by a QR code on a computer, by one tap inside Weixin. One person is one account.

The two ways have two app ids, and Weixin names the same person differently to each (openid); only the union id is the
same, and it comes only where both apps are bound to one open platform account. So an account keeps every name Weixin
gave us: the union id, and each openid together with its app id, because an openid alone means nothing. Whoever comes by
any of them has the same account. Nothing else is kept: no nickname, no picture, no token. Nobody is merged by telephone
or mail; who has an account already joins Weixin to it on the page about themselves.

Sources: Weixin, "网站应用微信登录开发指南" and "网页授权" (developers.weixin.qq.com).
"""

import functools
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from allauth.socialaccount.providers.weixin.provider import WeixinProvider
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from . import actions, attempts

ID = "weixin"
LONGEST = 90
"""Characters of a name Weixin gives; an openid has 28."""


def is_inside(request: HttpRequest) -> bool:
    """Whether the page is read inside Weixin."""
    return "MicroMessenger" in request.headers.get("User-Agent", "")


def app_for(request: HttpRequest) -> tuple[str, str]:
    """App id and secret for this browser; both empty where this way is not set up."""
    return settings.YISHI_WEIXIN_INSIDE if is_inside(request) else settings.YISHI_WEIXIN_SITE


def is_offered(request: HttpRequest) -> bool:
    """Whether one can sign in by Weixin in this browser."""
    return all(app_for(request))


class Client(WeixinOAuth2Client):
    """Weixin's own spelling of OAuth 2."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        return super().get_redirect_url(*args, **kwargs) + "#wechat_redirect"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        said = super().get_access_token(code)
        if said.get(
            "is_snapshotuser"
        ):  # a preview page inside Weixin: an invented user, another one each time
            raise OAuth2Error("a preview has no user")
        return said


class Adapter(WeixinOAuth2Adapter):
    """Where Weixin is asked, and for what."""

    client_class = Client
    access_token_method = "GET"

    @property
    def access_token_url(self) -> str:  # type: ignore[override]
        return f"{settings.YISHI_WEIXIN_API}/sns/oauth2/access_token"

    @property
    def authorize_url(self) -> str:
        door = "oauth2/authorize" if is_inside(self.request) else "qrconnect"
        return f"{settings.YISHI_WEIXIN_DOOR}/connect/{door}"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        said = kwargs.get("response") or {}
        names = {"appid": app.client_id, "openid": said.get("openid"), "unionid": said.get("unionid")}
        if not names["unionid"]:
            names["unionid"] = self._asked(token.token, names["openid"]).get("unionid")
        if not _is_name(names["openid"]) or (names["unionid"] and not _is_name(names["unionid"])):
            raise OAuth2Error("Weixin gave no name")
        return self.get_provider().sociallogin_from_response(request, names)

    def _asked(self, token: str, openid: Any) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            url = f"{settings.YISHI_WEIXIN_API}/sns/userinfo"
            answer = session.get(url, params={"access_token": token, "openid": openid})
            answer.raise_for_status()
            try:
                said = answer.json()
            except ValueError:
                raise OAuth2Error("Weixin's answer cannot be read") from None
        if not isinstance(said, dict) or said.get("openid") != openid:
            raise OAuth2Error("Weixin does not tell who it is")
        return said


class Weixin(WeixinProvider):
    """One person by all names Weixin has for them."""

    name = "Weixin"
    oauth2_adapter_class = Adapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return names_of(data)[0]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"names": names_of(data)}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def get_default_scope(self) -> list[str]:
        return ["snsapi_userinfo"] if is_inside(self.request) else ["snsapi_login"]


def names_of(said: dict[str, Any]) -> list[str]:
    """The union id first, if there is one; then the openid with its app."""
    namespaced = f"{said['appid']}:{said['openid']}"
    return [said["unionid"], namespaced] if said.get("unionid") else [namespaced]


class SocialAdapter(DefaultSocialAccountAdapter):
    """Our side of the sign-in library, for accounts elsewhere."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """From the settings alone: a secret has no place in the database."""
        number, secret = app_for(request) if request else settings.YISHI_WEIXIN_SITE
        if provider not in (None, ID) or not (number and secret) or client_id not in (None, "", number):
            return []
        return [SocialApp(provider=ID, name="Weixin", client_id=number, secret=secret)]

    def get_requests_session(self) -> Any:
        session = super().get_requests_session()
        session.max_redirects = 0
        session.get = functools.partial(session.get, timeout=10)
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever is known by another of their names is known; and then by all of them."""
        names = sociallogin.account.extra_data.get("names", [])
        if not sociallogin.is_existing:
            known = SocialAccount.objects.filter(provider=ID, uid__in=names).select_related("user").first()
            if known:
                sociallogin.account, sociallogin.user = known, known.user
        if sociallogin.is_existing:
            actions.keep_weixin(sociallogin.user, names)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """A new account, by its names at Weixin alone."""
        attempts.at_sign_up(request)
        names = sociallogin.account.extra_data["names"]
        person = actions.open_by_weixin(names, get_language() or "")
        sociallogin.user = person
        sociallogin.account = SocialAccount.objects.get(provider=ID, uid=names[0])
        return person

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("socialaccount_connections")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: mail is not how we tell people."""


def only_where_offered(view: Any) -> Any:
    """A page that is not there where this way to sign in is not set up."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_offered(request):
            raise Http404
        return view(request, *args, **kwargs)

    return run


def can_unlink(person: Any) -> bool:
    """Whether they can sign in without Weixin."""
    from allauth.mfa.models import Authenticator

    keys = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return bool(person.phone_verified or person.has_usable_password() or keys.exists())


def _is_name(said: Any) -> bool:
    return isinstance(said, str) and 0 < len(said) <= LONGEST and said.isprintable()


login = only_where_offered(OAuth2LoginView.adapter_view(Adapter))
callback = only_where_offered(OAuth2CallbackView.adapter_view(Adapter))
