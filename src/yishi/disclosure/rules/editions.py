"""Open data are published by the clock alone, each night, so that nobody chooses the day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yishi.record import YES, Verdict, no

CLOCK_ALONE = _("Only the clock does this.")


def may_publish_edition(actor: Any, _edition: None) -> Verdict:
    return YES if actor.is_clock else no(CLOCK_ALONE)


def may_drop_edition(actor: Any, _edition: Any) -> Verdict:
    return YES if actor.is_clock else no(CLOCK_ALONE)
