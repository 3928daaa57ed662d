"""Settings of the sign-in library (django-allauth): name and password, phone and code, passkey, second factor.

Whoever confirms the code sent to a number has an account, known or new: one road for both, which also tells nobody
whether a number is known here. Name and password is for those who do not wish to give a number.
"""

import os

LOGIN_URL = "account_login"

ACCOUNT_ADAPTER = "yishi.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USERNAME_VALIDATORS = "yishi.people.names.ALLOWED"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "yishi.people.forms.SignIn",
    "signup": "yishi.people.forms.SignUp",
    "request_login_code": "yishi.people.forms.AskForCode",
    "confirm_login_code": "yishi.people.forms.GiveCode",
    "change_password": "yishi.people.forms.ChangePassword",
    "set_password": "yishi.people.forms.SetPassword",
    "change_phone": "yishi.people.forms.ChangePhone",
    "verify_phone": "yishi.people.forms.ConfirmPhone",
    "reauthenticate": "yishi.people.forms.GivePassword",
}

# A code lives long enough for somebody who looks for their glasses; a few guesses, two more sendings.
_SIX_DIGITS = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = _SIX_DIGITS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True

MFA_ADAPTER = "yishi.people.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_ISSUER = "Yishi"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "yishi.people.forms.GiveSecondFactor",
    "reauthenticate": "yishi.people.forms.GiveSecondFactorAgain",
    "authenticate_webauthn": "yishi.people.forms.UseKey",
    "reauthenticate_webauthn": "yishi.people.forms.UseKeyAgain",
    "login_webauthn": "yishi.people.forms.SignInWithPasskey",
    "add_webauthn": "yishi.people.forms.AddPasskey",
    "edit_webauthn": "yishi.people.forms.RenamePasskey",
    "activate_totp": "yishi.people.forms.StartSecondFactor",
}

# The library counts in the cache, where a full table forgets; `people.attempts` counts in the database instead.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

# How many of our own machines stand between the browser and us: without it everybody would share one address.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("YISHI_PROXIES", "0"))

# Weixin: off until the operator gives an app id and a secret, one pair for each of the two ways.
SOCIALACCOUNT_ADAPTER = "yishi.people.weixin.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
YISHI_WEIXIN_SITE = (
    os.environ.get("YISHI_WEIXIN_SITE_APP", ""),
    os.environ.get("YISHI_WEIXIN_SITE_SECRET", ""),
)
YISHI_WEIXIN_INSIDE = (
    os.environ.get("YISHI_WEIXIN_INSIDE_APP", ""),
    os.environ.get("YISHI_WEIXIN_INSIDE_SECRET", ""),
)
YISHI_WEIXIN_API = "https://api.weixin.qq.com"
YISHI_WEIXIN_DOOR = "https://open.weixin.qq.com"

OPEN_ACCOUNT_PAGES = [
    "account_login",
    "account_logout",  # ends a sign-in that waits for its code, too
    "account_signup",
    "account_inactive",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "weixin_login",
    "weixin_callback",
    "socialaccount_login_cancelled",
]
"""Pages of the library that must open before anybody is signed in."""
