"""Addresses of machines of others: which of them we speak with."""

from urllib.parse import urlsplit

from django.conf import settings

from yishi.notices.channels.outside import is_outside


def is_near(host: str) -> bool:
    """Whether it is a machine of our own, or of the network around it, by its very name."""
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not is_outside(host)
    except ValueError:
        return False


def is_whole(address: str) -> bool:
    """Whether it is an address on the web that holds no name, password, query or fragment."""
    try:
        found = urlsplit(address)
        whole = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        return False
    return whole and "@" not in found.netloc and not found.query and not found.fragment


def is_allowed(address: str) -> bool:
    """Whether it may be given: in real life by https, and to no machine near by."""
    found = urlsplit(address)
    return not settings.IN_PRODUCTION or (found.scheme == "https" and not is_near(found.hostname or ""))


def outside_alone() -> bool:
    """Whether we speak with machines outside alone, however they are called: in real life."""
    return bool(settings.IN_PRODUCTION)
