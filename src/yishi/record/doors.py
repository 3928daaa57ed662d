"""Doors: every page is closed unless its view is marked open here and stands on the list that a test reads."""

from collections.abc import Callable
from typing import Any


def open_page(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view as open to everybody, signed in or not."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view
