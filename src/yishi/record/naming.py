"""What a row is called on the public pages of the record, and where it is read. The record knows rows by their
reference alone (`case:131`); a room that has a better name for its own says so here, so nothing is imported upward."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Called:
    """How a room calls its rows of one table: `words` of a key, without asking the database; `addresses` of those among
    some keys that a reader may see, in one question."""

    words: Callable[[int], str | Promise]
    addresses: Callable[[Any, Collection[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Subject:
    """What an entry is about, for one reader; `address` is empty where there is no page that they may see."""

    words: str | Promise
    address: str = ""


_called: dict[str, Called] = {}


def call(model: str, called: Called) -> None:
    """Rows of a table (`case`) are called so from now on."""
    _called[model] = called


def subjects(refs: Iterable[str], reader: Any) -> dict[str, Subject]:
    """References with what they are called and where the reader finds them; a question for each table, not for each
    row. A row nobody has a name for is called by its reference."""
    refs = set(refs)
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    for ref in refs:
        model, _colon, pk = ref.partition(":")
        if model in _called and 0 < int(pk) < 2**63:
            keys[model][int(pk)] = ref
    found = {ref: Subject(ref) for ref in refs}
    for model, those in keys.items():
        addresses = _called[model].addresses(reader, those.keys())
        for key, ref in those.items():
            found[ref] = Subject(_called[model].words(key), addresses.get(key, ""))
    return found
