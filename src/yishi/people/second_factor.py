"""The second step when signing in: who is asked for it, who has it, whether this session has passed it."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SET_IT_UP = _("Your post needs a second step when signing in. Please set it up once; it takes two minutes.")
GIVE_IT = _("Your post needs a second step when signing in. Please give it now.")
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


def way_to_give_it(person) -> str:
    """Name of the page where somebody signed in gives the second factor they have."""
    return "mfa_reauthenticate" if is_mfa_enabled(person, [APP]) else "mfa_reauthenticate_webauthn"


def signed_in_with_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or later confirmed, with the app, a spare code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def just_proved(request: HttpRequest) -> list[dict]:
    """How the person in this session has shown, within the last minutes, that it is them; the last way at the end."""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return [
        record for record in get_authentication_records(request, request.user) if record.get("at", 0) > since
    ]


def proved_otherwise(request: HttpRequest) -> bool:
    """Whether one of these ways was a code by text message or a passkey, so that a forgotten password is no matter."""
    return any(way.get("method") == "code" or way.get("type") == KEY for way in just_proved(request))
