"""Styles, scripts and drawings, handed out by the application itself where no server stands before it.

The library's own middleware is asynchronous; among synchronous ones each request, also one for no file at all, would go
through two changes of thread for it, which cost as much as a small page. This one reads the same files and answers in
the thread it is asked in.
"""

from collections.abc import Callable
from urllib.parse import urlparse

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from servestatic.wsgi import ServeStatic

Handler = Callable[[HttpRequest], HttpResponseBase]


def static_files(get_response: Handler) -> Handler:
    """A file of STATIC_ROOT by its address; what has its digest in its name is kept for good by whoever fetched it."""
    shelf = ServeStatic(
        None, root=settings.STATIC_ROOT, prefix=urlparse(settings.STATIC_URL).path, autorefresh=settings.DEBUG
    )

    def middleware(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        found = shelf.find_file(path) if shelf.autorefresh else shelf.files.get(path)
        if found is None:
            return get_response(request)
        answer = found.get_response(request.method or "GET", request.META)
        response = FileResponse(answer.file) if answer.file is not None else HttpResponse()
        response.status_code = answer.status
        for name in ("Content-Type", "Content-Length", "Content-Disposition"):
            response.headers.pop(name, None)
        for name, value in answer.headers:
            if value is not None:
                response.headers[name] = value
        return response

    return middleware
