"""Few people are not told as a number, nor what would give such a number away: one rule for every public list of counts
that stand beside one another under their total (`RollPolicy.small_cell`)."""

from collections.abc import Collection, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def blank_beside(blank: Collection[Key], counts: Mapping[Key, int]) -> set[Key]:
    """What is left blank in the end: where only one of the counts is, the total less the others would be that one, so
    the next smallest is blank, too."""
    left = [key for key in counts if key not in blank]
    if len(blank) != 1 or not left:
        return set(blank)
    return {*blank, min(left, key=lambda key: counts[key])}


def too_few(counts: Mapping[Key, int], least: int) -> set[Key]:
    """Which of these counts of people are not told. Nobody is nobody, and may be said."""
    some = {key: count for key, count in counts.items() if count}
    return blank_beside({key for key, count in some.items() if count < least}, some)
