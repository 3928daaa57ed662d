"""What the second-factor part of the sign-in library says and names."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext, gettext_lazy


class MfaAdapter(DefaultMFAAdapter):
    """Our words, and no e-mail address where a name is meant."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not right. Please try again."),
        "cannot_delete_authenticator": gettext_lazy("The second step cannot be turned off."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Turn on the second step first, then you can have spare codes."
        ),
    }

    def _get_user_identifier(self, user: Any) -> str:
        return user.username

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("My passkey")
