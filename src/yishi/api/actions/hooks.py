"""Writes to webhooks and their outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yishi.network.actors import CLOCK
from yishi.notices.actions import tell
from yishi.record import Refused, action, chore, clock, emit
from yishi.record.models import Leaf

from .. import events, notices, rules
from ..models import Call, Hook, Key, News

MOST = 20
"""Hooks of one key."""
WAITS = (1, 5, 30, 120, 300, 600, 1440, 1440)
"""Minutes before each further try; two and a half days together."""
GIVES_UP = timedelta(days=5)
"""So long may an address fail before it is left alone."""
LEASE = timedelta(minutes=2)
"""So long a call is one worker's business once it has begun with it."""
KEPT = timedelta(days=30)
"""So long it can be read what was sent."""


def _codes(news: Iterable[str]) -> list[str]:
    wanted = set(news)
    if not wanted or not wanted <= set(News.values):
        raise Refused(_("Please choose what the program is to be told of."))
    return [code for code in News.values if code in wanted]


@action(may=rules.may_set_hook)
def set_hook(actor, key: Key, *, address: str, secret: str, news: Iterable[str]) -> Hook:
    """From now on the address is told of these news, as far as the key may read them. Raises Refused for one that is
    told already, for too many, and without news."""
    there = Hook.objects.filter(key=key, ended_on=None)
    if there.filter(address=address).exists():
        raise Refused(_("This address is told already by this key. Change that one instead."))
    if there.count() >= MOST:
        raise Refused(_("A key has at most %(n)s such addresses.") % {"n": MOST})
    codes = _codes(news)
    newest = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    hook = Hook.objects.create(
        key=key,
        address=address,
        secret=secret,
        news=" ".join(codes),
        begun_on=clock.today(),
        seen=0 if newest is None else newest + 1,
    )
    emit(events.HookSet(key=key.ref, news=".".join(codes)), about=hook, by=actor)
    return hook


@action(may=rules.may_change_hook)
def change_hook(actor, hook: Hook, *, news: Iterable[str]) -> Hook:
    """It is told of these news. Raises Refused without any."""
    codes = _codes(news)
    hook.news = " ".join(codes)
    hook.save(update_fields=["news"])
    emit(events.HookChanged(news=".".join(codes)), about=hook, by=actor)
    return hook


@action(may=rules.may_pause_hook)
def pause_hook(actor, hook: Hook) -> Hook:
    """It is told of nothing; what happens meanwhile is told when it goes on."""
    hook.paused = True
    hook.save(update_fields=["paused"])
    emit(events.HookPaused(by_itself=actor.ref == "clock"), about=hook, by=actor)
    if actor.ref == "clock":
        whom = {"post": hook.key.post} if hook.key.post else {"person": hook.key.person}
        tell(notices.HOOK_PAUSED, about=hook, link=reverse("api:hooks"), facts={"n": hook.pk}, **whom)
    return hook


@action(may=rules.may_resume_hook)
def resume_hook(actor, hook: Hook) -> Hook:
    """It is told again, of what happened meanwhile first."""
    hook.paused, hook.failing_since = False, None
    hook.save(update_fields=["paused", "failing_since"])
    hook.calls.filter(over_at=None).update(due_at=clock.now(), tries=0)
    emit(events.HookResumed(), about=hook, by=actor)
    return hook


@action(may=rules.may_end_hook)
def end_hook(actor, hook: Hook) -> Hook:
    """It is told of nothing any more; what waits is dropped, and what its calls were signed with forgotten."""
    hook.ended_on, hook.secret = clock.today(), ""
    hook.save(update_fields=["ended_on", "secret"])
    hook.calls.filter(over_at=None).delete()
    emit(events.HookEnded(), about=hook, by=actor)
    return hook


@chore("that a program is tried out is no fact of public life")
def try_hook(actor, hook: Hook) -> Call:
    """A call that says nothing goes to it within a minute. Raises Refused as `rules.may_try_hook` says, and while one
    waits."""
    if not (verdict := rules.may_try_hook(actor, hook)):
        raise Refused(verdict.reason, moved_on=verdict.moved_on)
    if hook.calls.filter(entry=None, over_at=None).exists():
        raise Refused(_("A try is on its way already."))
    now = clock.now()
    return Call.objects.create(hook=hook, made_at=now, due_at=now)


@chore("what a program is to be told of are entries of the record already")
def note_news(hook: Hook, entries: Iterable[int], *, seen: int) -> int:
    """These entries are to be told, each once, and so many leaves were looked at. Gives how many wait."""
    now = clock.now()
    calls = [Call(hook=hook, entry=each, made_at=now, due_at=now) for each in entries]
    Call.objects.bulk_create(calls, ignore_conflicts=True, batch_size=500)
    Hook.objects.filter(pk=hook.pk).update(seen=seen)
    return len(calls)


@chore("which worker sends a call is of the moment", single=True)
def take_call(pk: int) -> bool:
    """Whether this worker sends it: it was due, and is nobody else's business while the lease lasts."""
    now = clock.now()
    due = Call.objects.filter(pk=pk, over_at=None, due_at__lte=now)
    return bool(due.update(due_at=now + LEASE))


@chore("how the talk with another machine goes is no fact of public life")
def note_called(call: Call, *, well: bool, said: str, over: bool = False) -> None:
    """A try ended so. One that failed is tried again, later each time, until its tries are over; an address that says
    it is gone, or has failed for days, is paused and whoever keeps it is told."""
    now, hook = clock.now(), call.hook
    call.tries, call.said, call.well = call.tries + 1, said[:80], well
    if well or over or call.tries > len(WAITS):
        call.over_at = now
    else:
        call.due_at = now + timedelta(minutes=WAITS[call.tries - 1])
    call.save(update_fields=["tries", "said", "well", "over_at", "due_at"])
    since: datetime | None = None if well or over else hook.failing_since or now
    if since != hook.failing_since:
        Hook.objects.filter(pk=hook.pk).update(failing_since=since)
    if said == notices.GONE or (since and now - since > GIVES_UP):
        pause_hook(CLOCK, hook)


@chore("what was told is in the record; that it was told is of the moment")
def forget_calls() -> int:
    """What was sent long ago can no longer be read here. Gives how many went."""
    return Call.objects.filter(over_at__lt=clock.now() - KEPT).delete()[0]
