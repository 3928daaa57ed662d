"""What was published when."""

from .boards import BoardPosting
from .editions import Edition
from .saved import SavedList

__all__ = ["BoardPosting", "Edition", "SavedList"]
