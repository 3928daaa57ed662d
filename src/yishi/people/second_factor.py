"""The second step when signing in: who is asked for it, who has it, whether this session has passed it."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


class SecondStep(AuthenticateStage):
    """Asks for the second factor of those who have set up the app. A passkey alone does not bring the question: a
    resident who adds one for comfort must still be able to sign in by code on the other telephone."""

    def _should_handle(self, request: HttpRequest) -> bool:
        asked = super()._should_handle(request)
        return asked and is_mfa_enabled(self.login.user, [APP])


def lacks_second_factor(person) -> bool:
    """Whether the account has neither the app nor a passkey."""
    return not is_mfa_enabled(person, [APP, KEY])


def signed_in_with_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or later confirmed, with the app, a spare code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def proved_otherwise(request: HttpRequest) -> bool:
    """Whether somebody came in by code or passkey, not by password, within the last minutes."""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    ways = [r for r in get_authentication_records(request, request.user) if r.get("at", 0) > since]
    return any(r.get("method") == "code" or r.get("type") == KEY for r in ways)
