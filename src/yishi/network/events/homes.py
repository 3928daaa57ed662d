"""What happens to homes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Event, Ref


@dataclass(frozen=True)
class HomeClaimed(Event):
    sentence = _("Somebody said where they live.")


@dataclass(frozen=True)
class HomeVouchedFor(Event):
    by: Ref
    sentence = _("A home was vouched for.")


@dataclass(frozen=True)
class HomeLeft(Event):
    sentence = _("Somebody no longer lives there.")
