"""What happens to webhooks. Where they lead is told to nobody: it may be somebody's own machine."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yishi.record.events import Code, Event, Ref


@dataclass(frozen=True)
class HookSet(Event):
    """`news` with a point between."""

    key: Ref
    news: Code
    sentence = _("A program is told of what happens.")


@dataclass(frozen=True)
class HookChanged(Event):
    news: Code
    sentence = _("What a program is told of was changed.")


@dataclass(frozen=True)
class HookPaused(Event):
    by_itself: bool
    sentence = _("A program is told of nothing for a while.")


@dataclass(frozen=True)
class HookResumed(Event):
    sentence = _("A program is told again of what happens.")


@dataclass(frozen=True)
class HookEnded(Event):
    sentence = _("A program is told of nothing any more.")
