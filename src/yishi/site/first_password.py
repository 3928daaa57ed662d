"""A password somebody else chose opens one page: where its person sets their own. What one was on the way to comes
after that."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode

from yishi.people.sign_in import OPEN_ACCOUNT_PAGES

ALWAYS_OPEN = set(OPEN_ACCOUNT_PAGES) | {
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "language",
    "mode",
    "service_worker",
    "healthz",
    "readyz",
}
"""What stays within reach: signing in and out, proving who one is, and the switches of every page."""


class own_password_first(MiddlewareMixin):
    """Whoever was handed a password sets their own before anything else."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not match or match.view_name in ALWAYS_OPEN:
            return None
        if not request.user.is_authenticated or not request.user.owes_own_password:
            return None
        here = request.get_full_path() if request.method == "GET" else "/"
        return redirect(f"{reverse('account_change_password')}?{urlencode({REDIRECT_FIELD_NAME: here})}")
