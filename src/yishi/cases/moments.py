"""One thing that happened to a case, as a page tells it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise as Lazy


@dataclass
class Moment:
    """One thing that happened."""

    at: datetime
    title: str | Lazy
    who: str = ""
    text: str = ""
    icon: str = "info"
    kind: str = "plain"
    internal: bool = False
    more: list[tuple[str | Lazy, Any]] = field(default_factory=list)
    photos: list[dict] = field(default_factory=list)
    url: str = ""
    link: str | Lazy = ""
