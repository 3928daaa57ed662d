"""What happens in the open, as the record has it."""

from .boards import BoardPosted, BoardPostingStruck
from .editions import EditionDropped, EditionPublished
from .saved import ListSaved
from .themes import StepDone, StepPlanned, StepStruck, ThemeConcluded, ThemeSet, ThemeWithdrawn

__all__ = [
    "BoardPosted",
    "BoardPostingStruck",
    "EditionDropped",
    "EditionPublished",
    "ListSaved",
    "StepDone",
    "StepPlanned",
    "StepStruck",
    "ThemeConcluded",
    "ThemeSet",
    "ThemeWithdrawn",
]
