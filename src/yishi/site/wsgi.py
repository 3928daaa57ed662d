"""What the web server calls."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yishi.site.settings")
_django = get_wsgi_application()
# What was loaded so far stays for good, so the collector need not look through it; and a page makes thousands of small
# objects that die with it, so it need not look after every few hundred either.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Django, but a content type it would stumble over before any page stands is called what it is: unknown."""
    try:
        parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        environ["CONTENT_TYPE"] = "application/octet-stream"
    return _django(environ, start_response)
