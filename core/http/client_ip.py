"""Client IP address, as used by log-in limits and rate limits."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the client's address as the nearest trusted machine saw it.

    The server listens on loopback alone, so a request from there came through the ward's own proxy,
    which appends the address it saw to ``X-Forwarded-For``. Earlier entries may be forged, and from
    any other machine the whole header. Behind two proxies this is the outer proxy's address.
    """
    remote_address: str = request.META.get("REMOTE_ADDR", "")
    forwarded_for = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if _is_loopback(remote_address) and _is_address(forwarded_for):
        return forwarded_for
    return remote_address


def client_network(address: str) -> str:
    """Return the network of one subscriber: the address itself, of version 6 its /64."""
    if not _is_address(address):
        return address
    ip = ip_address(address)
    if ip.version == 4 or ip.ipv4_mapped:
        return str(getattr(ip, "ipv4_mapped", None) or ip)
    return str(ip_network((int(ip), 64), strict=False))


def _is_loopback(address: str) -> bool:
    return _is_address(address) and ip_address(address).is_loopback


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
