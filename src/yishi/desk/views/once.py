"""The name of one sending, so that it happens once however often it arrives."""

import hashlib
import json

from django.http import HttpRequest


def once(request: HttpRequest, key: str, *, files: bool = True) -> str:
    """The form's key together with who sent what where.

    A form sent twice has one name. Somebody who goes back, writes something else into it and sends it again has said
    something else, and it must not be taken for the first. Without `files` only the words count: a page that offers
    to send them again cannot keep photos.
    """
    words = [(name, value) for name, values in request.POST.lists() for value in values]
    said = sorted(pair for pair in words if pair[0] != "csrfmiddlewaretoken")
    chosen = [each for name in request.FILES for each in request.FILES.getlist(name)] if files else []
    shown = sorted((each.name or "", each.size or 0) for each in chosen)
    whole = json.dumps([request.user.pk, request.path, key, said, shown])
    return hashlib.sha256(whole.encode()).hexdigest() if key else ""
