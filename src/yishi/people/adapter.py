"""What the sign-in library asks of us: where numbers stand, how codes are sent, how often one may try."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import actions, attempts, phones
from .models import Person
from .names import one_spelling

log = logging.getLogger(__name__)

SAID = {
    "account/messages/logged_out.txt": gettext_lazy("You have signed out."),
    "account/messages/password_changed.txt": gettext_lazy("Your new password is set."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "account/messages/phone_verified.txt": gettext_lazy(
        "Your number is confirmed. You can sign in with it from now on."
    ),
    "socialaccount/messages/account_connected.txt": gettext_lazy(
        "Weixin is joined to this account. You can sign in with it from now on."
    ),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "This Weixin belongs to another account. Sign in there and take it away first."
    ),
    "mfa/messages/totp_activated.txt": gettext_lazy(
        "The second step is on. Keep the spare codes in a safe place."
    ),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The second step is off."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Here are your new spare codes. The old ones no longer work."
    ),
    "mfa/messages/webauthn_added.txt": gettext_lazy(
        "The passkey is saved. Next time you can sign in with it."
    ),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}
"""What people are told after a step, by the library's name for it; for all others the next page says enough."""


class Adapter(DefaultAccountAdapter):
    """Our side of the sign-in library."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right. Please look again and type the six digits."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "invalid_login": gettext_lazy("This sign-in name or number cannot be right."),
        "username_password_mismatch": gettext_lazy(
            "Name and password do not fit together. Please look at both again, or use a code by text message."
        ),
        "phone_password_mismatch": gettext_lazy(
            "Number and password do not fit together. Please look at both again, or use a code by text message."
        ),
        "username_taken": gettext_lazy("Somebody has this sign-in name already. Please choose another one."),
        "phone_taken": gettext_lazy("This number belongs to another account."),
        "same_as_current": gettext_lazy("This is the number you have already."),
        "too_many_login_attempts": gettext_lazy("That was wrong too often. Please ask for a new code."),
        "rate_limited": gettext_lazy("That was too often in a short time. Please wait a few minutes."),
    }

    # accounts

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Person:
        """A new account by name and password; the library's empty `user` is left aside."""
        return actions.register(
            actions.Newcomer(),
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password1"],
            language=get_language() or "",
        )

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return super().clean_username(one_spelling(username), shallow)

    def set_password(self, user: Any, password: str) -> None:
        actions.keep_password(user, password)

    # numbers

    def phone_form_field(self, **kwargs: Any) -> Any:
        from .fields import PhoneField

        return PhoneField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        if verified:  # a number nobody has confirmed stands in the session, not with the account
            actions.keep_phone(user, phone)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        if (user.phone, user.phone_verified) != (phone, True):
            actions.keep_phone(user, phone)

    def get_user_by_phone(self, phone: str) -> Person | None:
        try:
            return Person.objects.with_phone(phones.mobile(phone))
        except ValueError:
            return None

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code by the channel the settings name. Where the channel fails, the page says so."""
        attempts.at_message(self.request, phone)
        text = _(
            "%(code)s is your code for Yishi. It is good for 10 minutes. We never ask you for it: tell it to nobody."
        )
        try:
            carrier = import_string(settings.YISHI_CHANNELS["sms"])()
            if hasattr(carrier, "send_code"):  # one that takes approved wordings only
                carrier.send_code(phone, text % {"code": code}, code)
            else:
                carrier.send(phone, text % {"code": code})
        except Exception as trouble:  # whatever a gateway raises: the person must not meet a broken page
            log.error("a sign-in code could not be sent: %s", type(trouble).__name__)
            raise ImmediateHttpResponse(render(self.request, "people/not_sent.html", status=503)) from trouble

    # attempts

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._counted = attempts.at_password(request, _who(credentials))

    def _rollback_login_failed_rl_usage(self) -> None:
        attempts.succeeded(self._counted)

    # signing in

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if "username" in credentials:
            credentials["username"] = one_spelling(credentials["username"])
        return super().authenticate(request, **credentials)

    def is_safe_url(self, url: str | None) -> bool:
        """What cannot be read as an address is not a safe one."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_login_stages(self) -> list[str]:
        """A passkey is another way to sign in. It does not make the other ways harder; the second step does."""
        ours = "yishi.people.second_factor.SecondStep"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage
            for stage in super().get_login_stages()
        ]

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """A browser that was never told a language speaks the person's."""
        response = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me")

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        said = {
            "reauthenticate": _("Give your password"),
            "mfa_reauthenticate": _("Give a code from the app"),
            "mfa_reauthenticate:webauthn": _("Use your passkey"),
        }
        return [
            {**method, "description": said[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked again at once."""
        from .second_factor import just_proved

        return super().is_reauthentication_required(app=app, **kwargs) and not just_proved(self.request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: Any = None,
    ) -> None:
        message = message or SAID.get(message_template or "")
        if message:
            super().add_message(request, level, message=message, extra_tags=extra_tags)


def remember_language(response: HttpResponse, language: str) -> None:
    """The browser shows pages in this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


def _who(credentials: dict[str, Any]) -> str:
    """One name for whom a password is tried, however it was typed."""
    typed = credentials.get("phone") or credentials.get("username") or ""
    try:
        return phones.mobile(typed)
    except ValueError:
        return one_spelling(typed).casefold()
