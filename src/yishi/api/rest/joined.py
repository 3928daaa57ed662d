"""The routers that stand under /api/v1/, joined to the front. A new one is added to the list."""

from . import cases, doings, lookups
from .frame import api

ROUTERS = [lookups.router, cases.router, doings.router]
"""In the order of the document."""
for _router in ROUTERS:
    api.add_router("", _router)

__all__ = ["ROUTERS", "api"]
