"""Keys by which machines act for somebody."""

import hmac
import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yishi.network.models import Appointment, Post, within
from yishi.network.powers import Power
from yishi.people.models import Person
from yishi.record import clock, digest
from yishi.record.models import Recorded

MARK = re.compile(r"ys_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
"""A key as it is handed over: its mark, by which it is found and told from others, and its secret."""


class Scope(models.TextChoices):
    """What a machine may do with a key, of what whoever it acts for may do."""

    READ = "read", _("read what is open to them")
    REPORT = "report", _("hand in matters")
    UPDATES = "updates", _("send news of matters, and get them")
    WORK = "work", _("work on matters as at the desk, and on sessions as in the hall")
    SPEAK = (
        "speak",
        _("speak for them: say so too, judge answers, withdraw; at sessions propose, support, ask, object"),
    )


def _left(on: date | None) -> models.Q:
    """Whoever made a key for a post they held then holds it no more on a day."""
    held = Appointment.objects.filter(post=models.OuterRef("post"), person=models.OuterRef("issued_by"))
    then = held.filter(from_on__lte=models.OuterRef("issued_on")).filter(
        models.Q(until_on=None) | models.Q(until_on__gte=models.OuterRef("issued_on"))
    )
    return models.Q(models.Exists(then)) & ~models.Q(models.Exists(held.on(on)))


class KeyQuerySet(models.QuerySet["Key"]):
    def valid(self, on: date | None = None) -> "KeyQuerySet":
        """Those that open a door on a day (today): neither revoked nor over, of somebody who is still there,
        and not made by somebody for a post they have left since."""
        day = on or clock.today()
        not_closed = models.Q(post__closed_on=None) | models.Q(post__closed_on__gt=day)
        there = models.Q(person__is_active=True) | models.Q(post__isnull=False) & not_closed
        rows = self.filter(there, revoked_on=None, ends_on__gte=day)
        return rows.exclude(_left(day))

    def saying_who_left(self, on: date | None = None) -> "KeyQuerySet":
        """Each knows (`left`) whether whoever made it for their own post holds that post no more. What a keeper made
        for a post of others goes on when the keeper goes: the next one sees it in their list."""
        return self.annotate(left=_left(on))

    def visible_to(self, actor) -> "KeyQuerySet":
        """One's own, those of posts one holds, and those of all posts at the places one keeps."""
        if not actor.pk:
            return self.none()
        seen = models.Q(person=actor.pk) | models.Q(post__in=[post.pk for post in actor.posts])
        if actor.post and actor.post.can(Power.SET_UP):
            seen |= within("post__place__path", actor.post.place.path)
        return self.filter(seen)


class Key(Recorded):
    """What a machine shows at the door instead of signing in: it acts for one post, or for one person as a resident,
    within its scopes, until a day. Only a salted digest of its secret is kept."""

    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="machine_keys")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="machine_keys")
    label = models.CharField(_("what it is for"), max_length=80)
    scopes = models.CharField(max_length=60, help_text="codes of `Scope`, a blank between")
    mark = models.CharField(max_length=12, unique=True)
    salt = models.CharField(max_length=32)
    hash = models.CharField(max_length=64)
    issued_on = models.DateField()
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ends_on = models.DateField(_("until, that day included"))
    used_on = models.DateField(null=True, blank=True, help_text="the last day it opened a door")
    revoked_on = models.DateField(null=True, blank=True)
    left: bool  # only where `saying_who_left` was asked

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post=None, person__isnull=False)
                | models.Q(post__isnull=False, person=None),
                name="a_key_acts_for_a_post_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("issued_on")), name="a_key_ends_after_it_was_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"ys_{self.mark} {self.label}"

    @property
    def at_path(self) -> str:
        return self.post.place.path if self.post else ""

    @property
    def in_the_open(self) -> bool:
        """That a machine acts for a post is everybody's business; that one acts for a resident is nobody's."""
        return self.post_id is not None

    @property
    def may(self) -> frozenset[str]:
        """Codes of its scopes."""
        return frozenset(self.scopes.split())

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(code).label) for code in Scope.values if code in self.may]

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more; of rows that say it (`saying_who_left`) also because its maker left."""
        return self.revoked_on is not None or self.ends_on < clock.today() or bool(self.__dict__.get("left"))

    def secret_is(self, secret: str) -> bool:
        """Whether this is the secret it was handed over with."""
        return hmac.compare_digest(self.hash, digest(self.salt, secret))
