"""The sign-in library's pages where ours differ, and the page about oneself."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic.edit import FormView

from . import actions, attempts, phones, weixin
from .adapter import remember_language
from .by_code import SignInByCode
from .forms import AskForCode, Me
from .models import Person


def wrong_is_422(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A form that comes back for correction says so in its status, too. Every form that was right leads elsewhere."""

    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code == 200:
            response.status_code = 422
        return response

    return run


class SignIn(account.LoginView):
    """The three ways to sign in on one page; the telephone first."""

    template_name = "people/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        phone_form = AskForCode(auto_id="code_%s")
        by_weixin = weixin.is_offered(self.request)
        return super().get_context_data(phone_form=phone_form, by_weixin=by_weixin, **kwargs)


class SignUp(account.SignupView):
    """An account by name and password."""

    template_name = "people/sign_up.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attempts.at_sign_up(request)
        return super().post(request, *args, **kwargs)


class GiveNumber(account.RequestLoginCodeView):
    """Where somebody gives the number a code shall be sent to."""

    template_name = "people/ask_for_code.html"

    def form_valid(self, form: Any) -> HttpResponse:
        SignInByCode.begin(self.request, form.cleaned_data["phone"])
        return HttpResponseRedirect(self.get_success_url())


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class GiveCode(account.ConfirmLoginCodeView):
    """Where the code is given."""

    template_name = "people/give_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]
        process = SignInByCode.resume(self.stage)
        if not process:
            messages.warning(request, _("This code is too old by now. Please ask for a new one."))
            return redirect("account_request_login_code")
        self._process: SignInByCode = process
        return FormView.dispatch(
            self, request, *args, **kwargs
        )  # the library's own would take its own process

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._action == "verify":
            attempts.at_code(request, self._process.phone)
        return super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        messages.info(self.request, _("We have sent a new code. The old one no longer works."))
        return super()._resend_form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict:
        return super().get_context_data(said_phone=phones.as_said(self._process.phone), **kwargs)


class AddPasskey(webauthn.AddWebAuthnView):
    """A new passkey; then back to the list."""

    template_name = "people/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict:
        # the library builds its context anew and loses the form with its errors
        return {**super().get_context_data(**kwargs), **kwargs}

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class UsePasskey(webauthn.LoginWebAuthnView):
    """Signing in with a passkey alone."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attempts.at_passkey(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        sentence = _("This passkey did not work. Please use another way to sign in.")
        get_adapter().add_message(self.request, messages.ERROR, message=sentence)
        return redirect("account_login")


def confirm_phone(request: HttpRequest) -> HttpResponse:
    """Where the code for a new number is given."""
    return account._VerifyPhoneChangeView.as_view(template_name="people/confirm_phone.html")(request)


def weixin_page(request: HttpRequest) -> HttpResponse:
    """Whether Weixin is joined to the account of whoever is signed in; joining it and taking it away."""
    person = cast(Person, request.user)
    can_unlink = weixin.can_unlink(person)
    if request.method == "POST" and can_unlink:
        actions.drop_weixin(person)
        messages.success(request, _("Weixin is taken away from this account."))
        return redirect("socialaccount_connections")
    context = {
        "linked": SocialAccount.objects.filter(provider=weixin.ID, user=person).exists(),
        "can_unlink": can_unlink,
        "offered": weixin.is_offered(request),
    }
    return render(request, "people/weixin.html", context)


def me(request: HttpRequest) -> HttpResponse:
    """What we keep about the person signed in, and how they sign in."""
    person = cast(Person, request.user)  # the page is closed to everybody else
    form = Me(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        actions.keep_profile(person, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        response = redirect("people:me")
        remember_language(response, form.cleaned_data["language"])
        return response
    kept = Authenticator.objects.filter(user=person).values_list("type", flat=True)
    context = {
        "form": form,
        "person": person,
        "phone": phones.starred(person.phone) if person.phone else "",
        "passkeys": list(kept).count(Authenticator.Type.WEBAUTHN),
        "weixin": settings.YISHI_WEIXIN_SITE[0] or settings.YISHI_WEIXIN_INSIDE[0],
        "second_step": Authenticator.Type.TOTP in kept,
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)
