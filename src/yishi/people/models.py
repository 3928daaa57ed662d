"""A person with an account, and counters of attempts."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from yishi.record.models import Recorded


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username__iexact=username)

    def with_phone(self, phone: str) -> "Person | None":
        """Whose verified number this is (in the stored form)."""
        return self.filter(phone=phone, phone_verified=True).first()


class Person(AbstractBaseUser, Recorded):
    """Somebody with an account. What they may do comes from their posts (`network`), never from a flag here."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("used to address you"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        constraints = [models.UniqueConstraint(Lower("username"), name="names_differ_by_more_than_capitals")]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def in_the_open(self) -> bool:
        """Who has an account is nobody's business; the public record shows the entry's hash alone."""
        return False

    def get_full_name(self) -> str:
        return self.name

    @property
    def date_joined(self):
        """The name the sign-in library knows `joined_at` by."""
        return self.joined_at


class Attempt(models.Model):
    """How often something was tried within one window of time; one row per thing limited."""

    key = models.CharField(max_length=120, primary_key=True)
    ends = models.BigIntegerField(db_index=True, help_text="when the window ends, in seconds since 1970")
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
