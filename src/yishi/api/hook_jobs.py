"""What the clock does for webhooks: writes into their outbox what they are to be told, and sends what is due.

What is new is read in the order of the sealed record, which has no gaps, so nothing is missed and nothing told twice;
a call that fails is tried again later and holds up no other hook.
"""

from yishi.notices.channels import Unreachable, web
from yishi.record import clock, troubles
from yishi.record.models import Entry, Leaf

from . import actions, hooks
from .models import Call, Hook
from .outer import outside_alone

AT_ONCE = 500
"""Leaves a hook looks at, and calls that are sent, in one turn."""
CODES = range(200, 300)


def write_news() -> int:
    """What happened since is put into the outbox of every hook that wants it and may know it. Gives how many."""
    done = 0
    for hook in (
        Hook.objects.active().select_related("key__post__place", "key__person").order_by("seen", "id")
    ):
        if troubles.turn_is_over():
            break
        leaves = Leaf.objects.filter(index__gte=hook.seen, index__lt=hook.seen + AT_ONCE).order_by("index")
        rows = list(leaves.values_list("index", "entry_id", "entry__kind"))
        if not rows:
            continue
        news = [pk for _index, pk, kind in rows if hooks.NEWS_OF.get(kind) in hook.wanted]
        told = hooks.bodies(hook, Entry.objects.filter(pk__in=news)) if news else {}
        done += actions.note_news(hook, sorted(told), seen=rows[-1][0] + 1)
    return done


def send() -> int:
    """Send what is due, the oldest first. Gives how many were taken."""
    now, done = clock.now(), 0
    due = Call.objects.filter(over_at=None, due_at__lte=now, hook__paused=False).order_by("due_at", "id")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        if troubles.turn_is_over():
            break
        if actions.take_call(pk):
            done += _sent(
                Call.objects.select_related("hook__key__post__place", "hook__key__person").get(pk=pk)
            )
    return done


def _sent(call: Call) -> int:
    hook = call.hook
    body = hooks.trial() if call.entry is None else _body(call)
    if not body or hook.paused or hook.key.is_over:
        actions.note_called(call, well=False, said="-", over=True)
        return 0
    headers = hooks.headers(hook, call, body)
    try:
        answer = web.post(hook.address, data=body.encode(), headers=headers, outside=outside_alone())
    except Unreachable as away:
        actions.note_called(call, well=False, said=str(away))
        return 0
    well = answer.status in CODES
    actions.note_called(call, well=well, said=f"HTTP {answer.status}")
    return int(well)


def _body(call: Call) -> str:
    entries = Entry.objects.filter(pk=call.entry or 0)
    return hooks.bodies(call.hook, entries).get(call.entry or 0, "")


def forget_old_calls() -> int:
    """What was sent long ago is no longer kept. Gives how many went."""
    return actions.forget_calls()
