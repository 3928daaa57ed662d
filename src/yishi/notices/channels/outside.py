"""Which machines are not ours: whoever may name an address we speak with must not reach what stands beside us."""

import ipaddress
import socket

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses that hold one of IPv4, and lead there (RFC 6052)."""


class NearBy(Exception):
    """What a name leads to is a machine of our own, or of the network around it."""


def is_outside(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 leads to a machine on the open net. Raises ValueError for anything else."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return _inner(found).is_global and not found.is_multicast and not _inner(found).is_multicast


def _inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address of IPv4 that one of IPv6 holds, if it holds one; where that leads, this leads."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def outside_address_of(host: str, port: int) -> str:
    """What the name leads to at this moment, to connect to exactly that: were it asked once more, the answer could be
    another. Raises NearBy where any of its addresses is not outside, OSError where there is none."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError("the name leads nowhere")
    if not all(map(is_outside, found)):
        raise NearBy(host)
    return found[0]
