"""What was published when."""

from .boards import BoardPosting
from .editions import Edition
from .saved import SavedList
from .themes import Step, Theme, first_of

__all__ = ["BoardPosting", "Edition", "SavedList", "Step", "Theme", "first_of"]
