"""Which machine asks: the one address that log-in and limits go by."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the address of whoever asks, as the nearest machine we trust saw it.

    The server listens on loopback alone, so what comes from there came through the ward's own
    proxy, which adds the address it saw at the end of ``X-Forwarded-For``. What stands before that
    anybody may have written, and from any other machine the whole header. Behind two proxies this
    is the outer proxy's address.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return last if _is_loopback(direct) and _is_address(last) else direct


def client_network(address: str) -> str:
    """Return what one subscriber has: the address itself, of version 6 the whole /64."""
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
