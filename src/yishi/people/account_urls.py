"""Those pages of the sign-in library that are in use, under its own names; nothing about e-mail or other sites."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views import View

from . import views, weixin
from .views import wrong_is_422


def _page(view_class: type[View], template: str = "", *, signed_in: bool = False):
    with_template = {"template_name": f"people/{template}.html"} if template else {}
    view = view_class.as_view(**with_template)
    return wrong_is_422(login_required(view) if signed_in else view)


urlpatterns = [
    path("login/", _page(views.SignIn), name="account_login"),
    path("login/code/", _page(views.GiveNumber), name="account_request_login_code"),
    path("login/code/confirm/", _page(views.GiveCode), name="account_confirm_login_code"),
    path("login/passkey/", _page(views.UsePasskey), name="mfa_login_webauthn"),
    path("login/second/", _page(second.AuthenticateView, "second_step"), name="mfa_authenticate"),
    path("signup/", _page(views.SignUp), name="account_signup"),
    path("inactive/", _page(account.AccountInactiveView, "inactive"), name="account_inactive"),
    path("logout/", _page(account.LogoutView, "sign_out"), name="account_logout"),
    path("again/", _page(account.ReauthenticateView, "again"), name="account_reauthenticate"),
    path("again/code/", _page(second.ReauthenticateView, "again"), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        _page(webauthn.ReauthenticateWebAuthnView, "again"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "password/",
        _page(account.PasswordChangeView, "change_password", signed_in=True),
        name="account_change_password",
    ),
    path("weixin/", wrong_is_422(login_required(views.weixin_page)), name="socialaccount_connections"),
    path("weixin/login/", weixin.login, name="weixin_login"),
    path("weixin/login/callback/", weixin.callback, name="weixin_callback"),
    path("weixin/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("password/set/", _page(account.PasswordSetView, "set_password"), name="account_set_password"),
    path("phone/", _page(account.ChangePhoneView, "change_phone"), name="account_change_phone"),
    path("phone/confirm/", wrong_is_422(login_required(views.confirm_phone)), name="account_verify_phone"),
    path("second/", _page(second.IndexView, "second_factor"), name="mfa_index"),
    path(
        "second/start/",
        _page(totp.ActivateTOTPView, "start_second_factor", signed_in=True),
        name="mfa_activate_totp",
    ),
    path("second/stop/", _page(totp.DeactivateTOTPView, "stop_second_factor"), name="mfa_deactivate_totp"),
    path("second/spare/", _page(spare.ViewRecoveryCodesView, "spare_codes"), name="mfa_view_recovery_codes"),
    path(
        "second/spare/new/",
        _page(spare.GenerateRecoveryCodesView, "new_spare_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second/spare/download/", _page(spare.DownloadRecoveryCodesView), name="mfa_download_recovery_codes"
    ),
    path("passkeys/", _page(webauthn.ListWebAuthnView, "passkeys"), name="mfa_list_webauthn"),
    path("passkeys/add/", _page(views.AddPasskey, signed_in=True), name="mfa_add_webauthn"),
    path(
        "passkeys/<row:pk>/rename/",
        _page(webauthn.EditWebAuthnView, "rename_passkey"),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<row:pk>/remove/",
        _page(webauthn.RemoveWebAuthnView, "remove_passkey"),
        name="mfa_remove_webauthn",
    ),
]
