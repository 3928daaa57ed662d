"""What happens in the open, as the record has it."""

from .boards import BoardPosted, BoardPostingStruck
from .editions import EditionDropped, EditionPublished
from .saved import ListSaved

__all__ = ["BoardPosted", "BoardPostingStruck", "EditionDropped", "EditionPublished", "ListSaved"]
