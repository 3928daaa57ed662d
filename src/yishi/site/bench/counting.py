"""In a benchmark alone: an answer says how many questions it asked of the database, where the request wants to know."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def counted(get_response: Handler) -> Handler:
    """`X-Count-Queries: 1` is answered with `X-Queries`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "HTTP_X_COUNT_QUERIES" not in request.META:
            return get_response(request)
        asked = 0

        def count(execute, sql, params, many, context):
            nonlocal asked
            asked += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers["X-Queries"] = str(asked)
        return response

    return middleware
