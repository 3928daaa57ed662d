"""The service worker of the whole site, `/sw.js`: a few lines that load the parts which the rooms bring.

A worker's address says which pages it serves, so it must lie at the top; its parts lie where all static files lie, and
their addresses change with what is in them, by which browsers notice that there is a new one.
"""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from yishi.record.doors import open_page

PARTS = ["notices/push-worker.js", "desk/offline-worker.js"]
"""Static files loaded in this order; each only adds listeners of its own."""


@open_page
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker, never kept by a cache for long: an old one would serve old parts."""
    lines = [f'importScripts("{static(part)}");' for part in PARTS]
    lines += ['self.addEventListener("install", () => self.skipWaiting());']
    lines += ['self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));']
    answer = HttpResponse("\n".join(lines) + "\n", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer
