"""Addresses of machines of others: which of them we speak with."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings


def is_near(host: str) -> bool:
    """Whether it is a machine of our own, or of the network around it, by its very name."""
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
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


def is_reachable(address: str) -> bool:
    """Whether what its name leads to at this moment may be spoken with: in real life no machine near by, however it is
    called."""
    if not settings.IN_PRODUCTION:
        return True
    found = urlsplit(address)
    try:
        there = socket.getaddrinfo(found.hostname, found.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True  # nothing is there; the sending says so
    return all(not is_near(str(each[4][0])) for each in there)
