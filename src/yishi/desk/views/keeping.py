"""Forms that may be sent by the page itself, later and from elsewhere: where the answer leads is told as data."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Where the browser sends what it kept (it says so), a redirect is told as `{"to": address}` and not followed: the
    page that follows is for eyes, and its messages are read only once."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if request.headers.get("X-Kept") and answer.status_code == 302:
            return JsonResponse({"to": answer["Location"]})
        return answer

    return wrapped
