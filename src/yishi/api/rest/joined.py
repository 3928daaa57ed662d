"""The routers that stand under /api/v1/, joined to the front. A new one is added to the list."""

from . import (
    calendar_doings,  # noqa: F401  they join the addresses of sessions
    cases,
    doings,
    inbox,
    lookups,
    promises,
    session_doings,  # noqa: F401
    sessions,
    taking_down,  # noqa: F401
    topic_doings,  # noqa: F401
    topics,
)
from .frame import api

ROUTERS = [
    lookups.router,
    cases.router,
    doings.router,
    sessions.router,
    topics.router,
    promises.router,
    inbox.router,
]
"""In the order of the document."""
for _router in ROUTERS:
    api.add_router("", _router)

__all__ = ["ROUTERS", "api"]
