"""What the head of every page may ask for."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from yishi.network.actors import ANYONE

from .models import unread_count


def unread(request: HttpRequest) -> dict:
    """`unread_count`, counted only on a page that shows it, and no further than 99. A page that has counted it among
    other things says so with `request.unread_count`."""
    counted = getattr(request, "unread_count", None)
    if counted is not None:
        return {"unread_count": counted}
    return {"unread_count": SimpleLazyObject(lambda: unread_count(getattr(request, "actor", ANYONE)))}
