"""What every page's template may ask for."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    """Display mode, whether this is the demo, and where the switches lead back to."""
    return {
        "mode": "elder" if request.COOKIES.get("mode") == "elder" else "",
        "site_name": settings.YISHI_SITE_NAME,
        "is_demo": not settings.IN_PRODUCTION,
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "actor": getattr(request, "actor", None),
    }
