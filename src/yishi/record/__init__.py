"""The append-only record of what happened, its proofs, and the grammar of actions.

Nouns: an *entry* is one event as it was written; a *leaf* is an entry's place in the Merkle tree; a *tree head*
says what the whole tree was at one moment; an *indicator* counts entries per measure, place and day.
Here the clock seals: it takes entries into the tree and folds them into indicators in one transaction (`actions.seal`).
`checking` checks the tables, `export` hands the record out, `offline` checks what was handed out, `reading` tells it.

The room knows no other room. Upper rooms write through `action` and `emit`:

    @action(may=rules.may_take)
    def take(actor, case): ...
"""

from .digests import digest, new_salt
from .grammar import YES, Happened, No, Refused, Verdict, action, chore, emit, emit_all, no

__all__ = [
    "YES",
    "Happened",
    "No",
    "Refused",
    "Verdict",
    "action",
    "chore",
    "digest",
    "emit",
    "emit_all",
    "new_salt",
    "no",
]
