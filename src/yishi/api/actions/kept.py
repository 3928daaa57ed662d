"""Writes of answers that are kept for whoever sends the same twice."""

from datetime import timedelta

from django.db import connection

from yishi.record import chore, clock

from ..models import Kept, Key

DAYS = 30
"""An answer is kept so long; what was done is done once for good, whatever is sent later."""


@chore("whose turn it is, is over with the transaction", apart=False)
def claim(key: Key, name: str) -> bool:
    """Whether nobody else is working on the same sending just now. In SQLite whoever writes waits for the other."""
    if connection.vendor != "postgresql":
        return True
    number = int.from_bytes(bytes.fromhex(name)[:8], signed=True) ^ key.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


@chore("what was answered is of one machine and one moment; what was done has its own entry", apart=False)
def keep_answer(key: Key, *, name: str, sent: str, status: int, answer: str, headers: str) -> Kept:
    """The same sending is answered the same from now on."""
    return Kept.objects.create(
        key=key, name=name, sent=sent, status=status, answer=answer, headers=headers, at=clock.real_now()
    )


@chore("what was answered is of one machine and one moment; what was done has its own entry")
def forget_answers(most: int = 5000) -> int:
    """Answers whose days are over are no longer kept. Gives how many went."""
    over = Kept.objects.filter(at__lt=clock.real_now() - timedelta(days=DAYS))
    return Kept.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:most])).delete()[0]
