"""The sign-in library's forms, in words a neighbour understands."""

import re
import unicodedata
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import attempts
from .second_factor import proved_otherwise

LONGEST_PASSWORD = 200
GOOD_PASSWORD = _(
    "At least 10 characters. Three or four words that only you would put together are easy to remember."
)
SIX_DIGITS = _("The six digits.")


def _field(form: forms.Form, name: str, label: Any, hint: Any = "", **attrs: str) -> None:
    """Give a field of the library our label and hint. Its placeholder would say the same again, in grey."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _password(form: forms.Form, name: str, label: Any, hint: Any = "") -> None:
    _field(form, name, label, hint, maxlength=str(LONGEST_PASSWORD))
    form.fields[name].max_length = LONGEST_PASSWORD
    form.fields[name].validators.append(forms.fields.validators.MaxLengthValidator(LONGEST_PASSWORD))


def digits(typed: str) -> str:
    """A code as it was meant: full-width digits made plain, blanks and dashes gone."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed))


class _Code(forms.Form):
    """A form with a code of six digits, which telephones offer to fill in."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _field(
            self,
            "code",
            _("Code"),
            SIX_DIGITS,
            inputmode="numeric",
            autocomplete="one-time-code",
            maxlength="20",
        )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = digits(self.cleaned_data["code"])
        return super().clean_code()  # type: ignore[misc]


class SignIn(account.LoginForm):
    """Name or number, and password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _field(self, "login", _("Sign-in name or mobile number"), autocomplete="username", maxlength="150")
        self.fields["login"].validators.append(forms.fields.validators.MaxLengthValidator(150))
        _password(self, "password", _("Password"))


class SignUp(account.SignupForm):
    """An account by name and password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _field(
            self, "username", _("Sign-in name"), _("2 to 30 characters: letters, Chinese characters, digits.")
        )
        _password(self, "password1", _("Password"), GOOD_PASSWORD)
        _password(self, "password2", _("The same password again"))


class AskForCode(account.RequestLoginCodeForm):
    """The number to send a code to."""

    def clean_phone(self) -> str:
        # Known or not is no question here: the code goes to every number (see `by_code`).
        self._user = None
        return self.cleaned_data["phone"]


class GiveCode(_Code, account.ConfirmLoginCodeForm):
    """The code that was sent."""


class ConfirmPhone(_Code, account.VerifyPhoneForm):
    """The code that was sent to a new number."""


class ChangePhone(account.ChangePhoneForm):
    """A new number."""


class GivePassword(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _password(self, "password", _("Password"))


class ChangePassword(account.ChangePasswordForm):
    """A new password. Whoever has just come in by code or passkey need not know the old one: they may have lost it."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if proved_otherwise(context.request):
            del self.fields["oldpassword"]
        else:
            _password(self, "oldpassword", _("Present password"))
        _password(self, "password1", _("New password"), GOOD_PASSWORD)
        _password(self, "password2", _("The same password again"))

    def clean_password1(self) -> str:
        """One that was handed over is not kept by giving it once more."""
        given = self.cleaned_data["password1"]
        if self.user.owes_own_password and self.user.check_password(given):
            raise forms.ValidationError(
                _("This is the password you were given. Please choose one only you know.")
            )
        return given

    def clean_oldpassword(self) -> str:
        counted = attempts.at_password(context.request, f"person {self.user.pk}")
        given = super().clean_oldpassword()
        attempts.succeeded(counted)
        return given


class SetPassword(account.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _password(self, "password1", _("Password"), GOOD_PASSWORD)
        _password(self, "password2", _("The same password again"))


class _SecondFactor(_Code):
    """A code from the app, or a spare code; guesses are counted by account."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits from the app, or one of your spare codes.")

    def clean_code(self) -> str:
        counted = attempts.at_second_factor(context.request, self.user)  # type: ignore[attr-defined]
        code = super().clean_code()
        attempts.succeeded(counted)
        return code


class GiveSecondFactor(_SecondFactor, second.AuthenticateForm):
    """The second step of signing in."""


class GiveSecondFactorAgain(_SecondFactor, second.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class StartSecondFactor(_Code, totp.ActivateTOTPForm):
    """The first code from the app shows that it is set up."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that the app shows now.")


class _Key(forms.Form):
    """What a browser hands over for a passkey. Anything but that is a refusal in words, however it is broken."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
            broken = "credential" in self.errors
        except (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError):
            broken = True
        if broken:  # the field is hidden: its error would point nowhere
            self.cleaned_data, self._errors = {}, forms.utils.ErrorDict()
            self.add_error(None, mfa_adapter().validation_error("incorrect_code"))


class UseKey(_Key, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class UseKeyAgain(_Key, webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""


class SignInWithPasskey(_Key, webauthn.LoginWebAuthnForm):
    """A passkey alone."""


class AddPasskey(_Key, webauthn.AddWebAuthnForm):
    """A new passkey, with a name that tells it from others."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _field(self, "name", _("Name of this passkey"), _("For example: my phone."), maxlength="60")
        self.fields["name"].max_length = 60


class RenamePasskey(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _field(self, "name", _("Name of this passkey"), _("For example: my phone."), maxlength="60")
        self.fields["name"].validators.append(forms.fields.validators.MaxLengthValidator(60))


class Me(forms.Form):
    """How somebody wishes to be addressed, and in which language."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As we shall address you, for example Auntie Wang."),
        max_length=40,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
