"""The addresses of /api/v1/: those of every router, the document, its page, and whatever lies elsewhere."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from . import docs
from .frame import door
from .joined import api
from .problems import as_answer, missing


def elsewhere(_request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing stands here."""
    return as_answer(missing())


def _of_routers() -> Iterator[URLPattern]:
    """One pattern for each path, named after its first view; a path is one door, whatever its methods."""
    for bound in api._get_bound_routers():
        methods = {
            route: [method for op in view.operations for method in op.methods]
            for route, view in bound.path_operations.items()
        }
        seen: set[str] = set()
        for pattern in bound.urls_paths(bound.prefix):
            route = str(pattern.pattern)
            if route in seen:
                continue
            seen.add(route)
            known = next(found for each, found in methods.items() if _as_route(each) == route)
            yield path(f"api/v1/{route}", door(pattern.callback, known), name=f"rest_{pattern.name}")


def _as_route(written: str) -> str:
    return written.lstrip("/").replace("{", "<").replace("}", ">")


urlpatterns = [
    path("api/v1/docs", docs.page, name="rest_docs"),
    path("api/v1/openapi.json", door(docs.document, ["GET"]), name="rest_document"),
    *_of_routers(),
    path(
        "api/v1/<path:rest>",
        door(elsewhere, ["GET", "POST", "PUT", "PATCH", "DELETE"]),
        name="rest_elsewhere",
    ),
]
