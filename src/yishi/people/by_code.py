"""Signing in by phone and code. Who confirms a number has an account: the known one, or a new one."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from . import actions, names
from .models import Person


class SignInByCode(LoginCodeVerificationProcess):
    """The library's process, which sends a code to known numbers only, made to send it to every number."""

    @classmethod
    def begin(cls, request: HttpRequest, phone: str) -> None:
        """Send a code and wait for it."""
        user = Person.objects.with_phone(phone)
        login = Login(user=user)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, phone=phone), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, stage: Any) -> "SignInByCode | None":
        return cls(stage=stage).abort_if_invalid()

    @property
    def phone(self) -> str:
        return self.state["phone"]

    def generate_code(self) -> str:
        self.state["code"] = get_adapter().generate_login_code()
        return self.state["code"]

    def send(self, skip_enumeration_mails: bool = False) -> None:
        get_adapter().send_verification_code_sms(user=self.user, phone=self.phone, code=self.generate_code())

    def resend(self) -> None:
        self.send()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right."""
        if not self.user:
            self._user = Person.objects.with_phone(self.phone) or actions.register(
                actions.Newcomer(), username=names.given(), phone=self.phone, language=get_language() or ""
            )
        return super().finish(redirect_url)
